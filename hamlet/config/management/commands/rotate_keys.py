from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand
from django.db import transaction

from hamlet.foundations.audit.models import RecordKey
from hamlet.foundations.encrypted import encrypted_fields
from hamlet.foundations.encryption import rotate
from hamlet.foundations.moving_in.models import Upload

SECRETS = ("secret", "seed")


class Command(BaseCommand):
    help = "Encrypts everything that is stored encrypted under the newest of ENCRYPTION_KEYS; then the old ones can be dropped"

    @transaction.atomic
    def handle(self, *args, **options):
        keys = self.rotate_field(RecordKey, "key")
        uploads = self.rotate_field(Upload, "sealed_rows") + self.rotate_field(Upload, "sealed_problems")
        factors = 0
        for factor in Authenticator.objects.select_for_update():
            held = {name: rotate(value) for name, value in factor.data.items() if name in SECRETS and value}
            if factor.data.get("migrated_codes"):
                held["migrated_codes"] = [rotate(code) for code in factor.data["migrated_codes"]]
            factor.data = {**factor.data, **held}
            factor.save(update_fields=["data"])
            factors += bool(held)
        texts = sum(self.write_anew(model, field) for model, field in encrypted_fields())
        counts = f"{keys} records' keys, {factors} second factors, {uploads} uploads, {texts} identifying texts"
        self.stdout.write(f"Now under the newest key: {counts}")

    def write_anew(self, model, field):
        """A field that encrypts itself: saved as it reads, it is under the newest key."""
        count = 0
        for row in model._default_manager.select_for_update(of=("self",)).exclude(**{field: ""}).iterator():
            row.save(update_fields=[field])
            count += 1
        return count

    def rotate_field(self, model, field):
        count = 0
        for row in model.objects.select_for_update().exclude(**{field: ""}):
            setattr(row, field, rotate(getattr(row, field)))
            row.save(update_fields=[field])
            count += 1
        return count
