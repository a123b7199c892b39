from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "hamlet.config"
    label = "house"
