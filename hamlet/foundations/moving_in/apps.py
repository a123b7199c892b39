from django.apps import AppConfig


class MovingInConfig(AppConfig):
    name = "hamlet.foundations.moving_in"
    label = "moving_in"
    default_auto_field = "django.db.models.BigAutoField"
