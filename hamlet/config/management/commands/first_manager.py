from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from hamlet.foundations.access.queries import people_with_role
from hamlet.foundations.access.rules import Role
from hamlet.foundations.people.operations import add_person, invite_person
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.working_days.clock import now, today
from hamlet.governance.operations import appoint_role


class Command(BaseCommand):
    help = "Puts the first partnership manager on record and prints the link at which they choose a password"

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("post_title")

    def handle(self, *args, email, post_title, **options):
        if people_with_role(Role.PARTNERSHIP_MANAGER, today()):
            raise CommandError("There is a partnership manager already: they invite everybody else")
        system = system_person()
        with transaction.atomic():
            person = add_person(email=email, post_title=post_title, by=system)
            appoint_role(person=person, role=Role.PARTNERSHIP_MANAGER, starts_on=today(), by=system)
            path = invite_person(person=person, at=now(), by=system)
        self.stdout.write(f"{settings.BASE_URL}{path}")
