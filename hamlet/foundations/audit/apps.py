from django.apps import AppConfig
from django.db.models.signals import post_migrate


def put_triggers_back(sender, using, **kwargs):
    from django.db import connections

    from hamlet.foundations.audit import triggers

    triggers.install(connections[using])


class AuditConfig(AppConfig):
    name = "hamlet.foundations.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        post_migrate.connect(put_triggers_back, sender=self)
