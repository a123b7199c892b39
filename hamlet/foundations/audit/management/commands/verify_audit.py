from django.core.management.base import BaseCommand, CommandError

from hamlet.foundations.audit.models import Seal
from hamlet.foundations.audit.rules import CANNOT_DETECT, Fault
from hamlet.foundations.audit.seals import faults


class Command(BaseCommand):
    help = "Verifies the sealed chain of the audit trail, says where it does not hold, and what it cannot detect"

    def add_arguments(self, parser):
        parser.add_argument(
            "--head", default="", help="a head from an `audit_sealed` line of the log, which must be in the chain"
        )

    def handle(self, *args, head, **options):
        found, unsealed, last = faults()
        if head and not Seal.objects.filter(mac=head).exists():
            found.append(Fault(f"the head {head}", "is not in the chain: the seals from there on were cut off"))
        for fault in found:
            self.stderr.write(f"{fault.where} {fault.what}")
        self.stdout.write(f"Head of the chain: {last or 'nothing sealed yet'}")
        self.stdout.write(f"Events not sealed yet: {unsealed}")
        self.stdout.write(CANNOT_DETECT)
        if found:
            raise CommandError(f"The audit trail was changed in {len(found)} places")
        self.stdout.write("Every sealed event is as it was when it was sealed")
