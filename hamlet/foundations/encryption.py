"""Encryption at rest under keys that live outside the database. The first key encrypts; all of them decrypt."""

from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


@cache
def _keys(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    return _keys(tuple(settings.ENCRYPTION_KEYS)).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    return _keys(tuple(settings.ENCRYPTION_KEYS)).decrypt(token.encode()).decode()


def rotate(token: str) -> str:
    """The same secret under the newest key."""
    return _keys(tuple(settings.ENCRYPTION_KEYS)).rotate(token.encode()).decode()
