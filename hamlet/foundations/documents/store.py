"""Where files stand: outside the web root, under the document's own number, readable by the service alone."""

import os
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings


def path_of(identity: UUID) -> Path:
    name = identity.hex
    return Path(settings.DOCUMENTS_ROOT) / name[:2] / name


def write(identity: UUID, chunks: Iterable[bytes]) -> None:
    target = path_of(identity)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        for chunk in chunks:
            stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())


def read(identity: UUID) -> bytes:
    return path_of(identity).read_bytes()


def remove(identity: UUID) -> None:
    path_of(identity).unlink(missing_ok=True)
