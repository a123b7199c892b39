"""What the environment must say, and the sentence that stops the start when it does not."""

import base64
import hashlib
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
env = environ.Env()

NEEDED = {
    "SECRET_KEY": "a long random text that signs sessions",
    "ENCRYPTION_KEYS": "one or more Fernet keys, newest first, separated by commas",
    "AUDIT_KEY": "a long random text that seals the audit trail",
    "ALLOWED_HOSTS": "the addresses this service answers at, separated by commas",
    "DATABASE_URL": "where the database is, such as postgres://user:password@host/name",
    "EMAIL_URL": "how mail is sent, such as smtp+tls://user:password@host:587",
    "DEFAULT_FROM_EMAIL": "the address that mail comes from",
    "BASE_URL": "the address people type, such as https://hamlet.example.gov.uk",
}


def production() -> bool:
    return env.str("HAMLET_MODE", default="local") == "production"


def needed(name: str, local: str) -> str:
    """A setting that production must give; elsewhere `local` serves. All that are missing are named at once."""
    if production():
        missing = [f"{key}: {what}" for key, what in NEEDED.items() if not env.str(key, default="")]
        if missing:
            raise ImproperlyConfigured("hamlet cannot start in production without:\n  " + "\n  ".join(missing))
    return env.str(name, default=local)


def local_key(purpose: str) -> str:
    """A key for this checkout alone, made on first use and kept in var/, apart from the database."""
    store = Path(env.str("HAMLET_VAR", default=str(ROOT / "var"))) / "local-key"
    if production():
        return ""
    if not store.exists():
        store.parent.mkdir(parents=True, exist_ok=True)
        import secrets

        fresh = store.with_suffix(f".{secrets.token_hex(4)}")
        fresh.write_text(secrets.token_hex(32))
        fresh.chmod(0o600)
        try:
            store.hardlink_to(fresh)  # the first of two starts wins, and both read the same key
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return hashlib.sha256(f"{store.read_text()}:{purpose}".encode()).hexdigest()


def local_fernet_key() -> str:
    return base64.urlsafe_b64encode(bytes.fromhex(local_key("encryption") or "00" * 32)).decode()
