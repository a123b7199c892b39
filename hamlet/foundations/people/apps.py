from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "hamlet.foundations.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from hamlet.foundations.people import signs

        signs.connect()
