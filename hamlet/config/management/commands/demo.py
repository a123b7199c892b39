import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from hamlet.foundations.people.demo import load_people
from hamlet.foundations.people.models import Person
from hamlet.foundations.references import named
from hamlet.foundations.working_days.clock import today


class Command(BaseCommand):
    help = "Loads the demonstration: Tower Hamlets as its 2022-23 report describes it. Only into a database without people"

    def handle(self, *args, **options):
        if not settings.DEMONSTRATION:
            raise CommandError("This is not a demonstration: set HAMLET_DEMONSTRATION=1 on a database of its own")
        if Person.objects.filter(is_system=False).exists():
            raise CommandError("There are people in this database already: the demonstration is loaded into an empty one only")
        day = today()
        with transaction.atomic():
            cast = self.told("people", lambda: load_people(day))
            for path in settings.DEMO:
                self.told(path.split(".")[-3], lambda path=path: named(path)(cast, day))

    def told(self, room, load):
        started = time.monotonic()
        made = load()
        self.stdout.write(f"  {room.replace('_', ' ')} ({time.monotonic() - started:.1f} s)")
        self.stdout.flush()
        return made
