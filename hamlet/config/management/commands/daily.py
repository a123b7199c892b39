import structlog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hamlet.foundations.people.queries import system_person
from hamlet.foundations.references import named
from hamlet.foundations.working_days.clock import today

log = structlog.get_logger()


class Command(BaseCommand):
    help = "What happens each morning: reminders, the day's seal on the audit trail, mail that waits. Run it from a timer"

    def handle(self, *args, **options):
        failed = []
        for path in settings.DAILY:
            try:
                named(path)(today(), system_person())
            except Exception:  # one room's fault must not stop the others; the command itself still fails
                log.exception("daily_failed", job=path)
                failed.append(path)
        if failed:
            raise CommandError(f"{len(failed)} of the morning's jobs failed: {', '.join(failed)}")
        self.stdout.write(f"{len(settings.DAILY)} jobs done")
