from django.apps import AppConfig


class HouseConfig(AppConfig):
    name = "hamlet.config"
    label = "house"

    def ready(self):
        from django.conf import settings

        from hamlet.config import logs

        logs.configure(settings.LOG_LEVEL)
