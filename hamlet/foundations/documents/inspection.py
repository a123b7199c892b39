"""Whether a file is what its name says, judged by its content. Nothing here trusts what the browser claimed."""

import io
import struct
import zipfile

import puremagic

from hamlet.foundations.documents.rules import OPEN_DOCUMENT, TEXT, TYPES, ZIPPED, ending, is_text
from hamlet.foundations.records import Refusal


class NotTaken(Refusal):
    """The file is of a kind that is not taken, or its content is not what its name says."""

    about = "upload"


def content_type(name: str, content: bytes) -> str:
    """What the file is, by its content; refuses one that is not on the list or is not what its name says."""
    kind = ending(name)
    if not content:
        raise NotTaken(f"{name} is empty")
    if kind not in TYPES:
        raise NotTaken(f"{name} cannot be taken: send a PDF, Word, Excel, PowerPoint, OpenDocument, picture, CSV or text file")
    if not is_really(kind, content):
        raise NotTaken(
            f"{name} is not really a .{kind} file: its content is something else. Save it again as .{kind} and send that"
        )
    return TYPES[kind]


def is_really(kind: str, content: bytes) -> bool:
    if kind in TEXT:
        return is_text(content)
    if kind in ZIPPED or kind == OPEN_DOCUMENT:
        return is_really_zipped(kind, content)
    try:
        return puremagic.from_string(content, mime=True) == TYPES[kind]
    except puremagic.PureError:
        return False


def is_really_zipped(kind: str, content: bytes) -> bool:
    """An office file is an archive with a folder of its own name (or a declared type), and without macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if kind == OPEN_DOCUMENT:
                with archive.open("mimetype") as declared:
                    return declared.read(200).decode("ascii", "replace").strip() == TYPES[kind]
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, RuntimeError, NotImplementedError, struct.error):
        return False
    return any(name.startswith(ZIPPED[kind]) for name in names) and not any(name.endswith("vbaProject.bin") for name in names)
