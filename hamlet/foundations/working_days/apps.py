from django.apps import AppConfig


class WorkingDaysConfig(AppConfig):
    name = "hamlet.foundations.working_days"
    label = "working_days"
    default_auto_field = "django.db.models.BigAutoField"
