"""A field that the database holds only as a token under the service's keys: it can be neither read nor searched there."""

from typing import Any

from django.apps import apps
from django.db import models

from hamlet.foundations.encryption import decrypt, encrypt

SEARCHABLE = frozenset({"exact", "isnull"})


class EncryptedTextField(models.TextField):
    """Text for what identifies somebody. `exact` finds only the empty text: the same words never give the same token twice."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return decrypt(value) if value else value

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return encrypt(prepared) if prepared else prepared

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name in SEARCHABLE else None


def encrypted_fields() -> list[tuple[Any, str]]:
    """Every (model, field) of the house that is held encrypted: what a change of keys must write anew."""
    return [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, EncryptedTextField)
    ]
