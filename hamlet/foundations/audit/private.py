"""Values classed personal or special category are written under the record's own key, which disposal destroys."""

import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.core.serializers.json import DjangoJSONEncoder

from hamlet.foundations.audit.models import RecordKey
from hamlet.foundations.encryption import decrypt, encrypt


def conceal(kind: str, record_id: str, values: dict[str, Any]) -> str:
    """The values as one token under the record's key, made on first use. An empty dictionary gives an empty token."""
    if not values:
        return ""
    row, _ = RecordKey.objects.get_or_create(
        kind=kind, record_id=record_id, defaults={"key": encrypt(Fernet.generate_key().decode())}
    )
    return Fernet(decrypt(row.key)).encrypt(json.dumps(values, cls=DjangoJSONEncoder).encode()).decode()


def reveal(token: str, key: str | None) -> dict[str, Any]:
    """The values of a token, given the record's stored key; nothing once the key was destroyed."""
    if not token or not key:
        return {}
    try:
        return json.loads(Fernet(decrypt(key)).decrypt(token.encode()))
    except InvalidToken:
        return {}
