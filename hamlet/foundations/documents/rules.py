"""What may be uploaded, and what state a document is in. No Django."""

import re
from enum import StrEnum


class Marking(StrEnum):
    OFFICIAL = "Official"
    OFFICIAL_SENSITIVE = "Official-Sensitive"
    RESTRICTED = "Restricted"


class State(StrEnum):
    READY = "Ready"
    WAITING = "Waiting for the virus scan"
    REFUSED = "Refused by the virus scan"


# The endings that are taken, each with the type that its content must turn out to be and that it is sent out under.
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "csv": "text/csv",
    "txt": "text/plain",
}
TEXT = {"csv", "txt"}
ZIPPED = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
OPEN_DOCUMENT = "odt"
PROGRAMS = (b"MZ", b"#!", b"\x7fELF", b"%PDF", b"PK\x03\x04")
CONTROL = bytes(sorted({*range(32), 127} - set(b"\t\n\r\f\x1a")))


def ending(name: str) -> str:
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def is_text(content: bytes) -> bool:
    """Whether a file can be read as text: no control character but those of layout, and not the start of anything else."""
    return not content.startswith(PROGRAMS) and len(content.translate(None, CONTROL)) == len(content)


SENTENCES = {
    "documents.kept": "added a document",
    "documents.downloaded": "downloaded a document",
    "documents.destroyed": "destroyed {count} documents",
    "documents.scanned": "scanned a document: {state}",
}


def neutral_name(of: str, name: str) -> str:
    """A name for a restricted file that says only what kind of record it hangs on: "version-2.pdf"."""
    words = "-".join(re.findall(r"[a-z0-9]+", of.lower()))
    return f"{words or 'document'}.{ending(name)}"
