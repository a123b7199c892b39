from django.apps import AppConfig


class HolidaysConfig(AppConfig):
    name = "hamlet.foundations.holidays"
    label = "holidays"
    default_auto_field = "django.db.models.BigAutoField"
