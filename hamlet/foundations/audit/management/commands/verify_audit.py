from django.core.management.base import BaseCommand, CommandError

from hamlet.foundations.audit.rules import CANNOT_DETECT
from hamlet.foundations.audit.seals import faults


class Command(BaseCommand):
    help = "Verifies the sealed chain of the audit trail, says where it does not hold, and what it cannot detect"

    def handle(self, *args, **options):
        found, unsealed, head = faults()
        for fault in found:
            self.stderr.write(f"{fault.where} {fault.what}")
        self.stdout.write(f"Head of the chain: {head or 'nothing sealed yet'}")
        self.stdout.write(f"Events not sealed yet: {unsealed}")
        self.stdout.write(CANNOT_DETECT)
        if found:
            raise CommandError(f"The audit trail was changed in {len(found)} places")
        self.stdout.write("Every sealed event is as it was when it was sealed")
