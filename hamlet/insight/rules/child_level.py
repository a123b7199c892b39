"""Files about single children are refused before anything is kept: told by the names of their columns or by what stands in them.

Aggregates are asked for, never children. No Django.
"""

import re
from collections.abc import Collection, Iterable, Sequence

from hamlet.foundations.identifying import What, could_identify, is_nhs_number

# Exact names, without case, spaces and marks: `referral_child_count` is no child.
COLUMNS = {
    **dict.fromkeys(
        ("upn", "upnno", "upnnumber", "uniquepupilnumber", "formerupn", "pupilid", "pupilnumber", "uln"), "a pupil's number"
    ),
    **dict.fromkeys(("nhsnumber", "nhsno", "nhs"), "an NHS number"),
    **dict.fromkeys(("dob", "dateofbirth", "birthdate", "birthday", "childdob", "pupildob"), "a date of birth"),
    **dict.fromkeys(("postcode", "homepostcode", "childpostcode", "address", "homeaddress"), "where somebody lives"),
    **dict.fromkeys(
        (
            "surname",
            "forename",
            "firstname",
            "lastname",
            "familyname",
            "givenname",
            "childname",
            "childsname",
            "pupilname",
            "patientname",
        ),
        "somebody's name",
    ),
    **dict.fromkeys(
        ("fullname", "childfullname", "pupilsurname", "pupilforename", "childsurname", "childforename", "nameofchild"),
        "somebody's name",
    ),
    **dict.fromkeys(("childid", "lachildid", "personid", "caseid", "patientid", "crn", "casereference"), "one child's record"),
}
UPN = re.compile(r"[A-Z]\d{11}[0-9A-Z]", re.IGNORECASE)
NHS = re.compile(r"\d{3}[ .-]\d{3}[ .-]\d{4}")
TEN = re.compile(r"\d{10}(?:\.0)?")  # a large total may have ten digits, so the last must check the others
LONGEST_SHAPE = 40
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE)
MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"
DAY = re.compile(
    r"(?:\d{1,2}[./ -]\d{1,2}[./ -](?:(?:19|20)\d{2}|\d{2})"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ -]{MONTH}[ -](?:(?:19|20)\d{{2}}|\d{{2}})"
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d{{2}}"
    rf"|(?:19|20)\d{{2}}[./-]\d{{1,2}}[./-]\d{{1,2}}){TIME}",
    re.IGNORECASE,
)
# A date within a text. Ages, rooms and counts ("5-9-14", "3 10 12", "5 decisions 12") are none.
NAMED = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
DATED = re.compile(
    r"(?<![\d/.-])(?:\d{1,2}/\d{1,2}/(?:(?:19|20)\d{2}|\d{2})|\d{1,2}[.-]\d{1,2}[.-](?:19|20)\d{2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{NAMED}[ ,-]{{1,2}}(?:19|20)\d{{2}}|\d{{1,2}}-{NAMED}-\d{{2}}"
    rf"|{NAMED} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d{{2}}"
    r"|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2})(?!\d)",
    re.IGNORECASE,
)
IN_WORDS = "Write it without its day, like “in October 2026”"
# Any of them, for an engine that reads a whole column at once: `shape_of` then says which.
SUSPECT = "(?i)^(?:" + "|".join(f"(?:{shape.pattern})" for shape in (UPN, NHS, TEN, POSTCODE, DAY)) + ")$"


def plain(heading: str) -> str:
    return "".join(mark for mark in heading.casefold() if mark.isalnum())


def child_level_columns(headings: Iterable[str]) -> list[str]:
    """A sentence for each heading that is a child-level column by its exact name."""
    return [f"The column “{heading}” is {COLUMNS[plain(heading)]}" for heading in headings if plain(heading) in COLUMNS]


def spaced(cell: str) -> str:
    """The cell with single spaces, and without the ".0" that a spreadsheet puts after a number."""
    return re.sub(r"(?<=\d{10})\.0$", "", " ".join(cell.split()))


def tells_of_a_child(text: str) -> str:
    """What in a text written by hand could identify a child, if anything; else "". E-mail addresses and telephones may stand."""
    found = [hit.what for hit in could_identify(text) if hit.what not in {What.EMAIL, What.PHONE}]
    return found[0].value if found else ""


def shape_of(cell: str) -> str:
    """What the whole cell is shaped like, if it is something about one child; else ""."""
    text = spaced(cell)
    if not 5 <= len(text) <= LONGEST_SHAPE:
        return ""
    if UPN.fullmatch(text):
        return "a unique pupil number"
    if NHS.fullmatch(text) or (TEN.fullmatch(text) and is_nhs_number(text)):
        return "an NHS number"
    if POSTCODE.fullmatch(text):
        return "a full postcode"
    return "a date, as dates of birth are written" if DAY.fullmatch(text) else ""


def dated(text: str) -> bool:
    """Whether a day stands in a text, as days of birth are written."""
    return bool(DATED.search(" ".join(text.split())))


def child_level_values(
    headings: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], most: int = 5, words: Collection[str] = ()
) -> list[str]:
    """A sentence for each of the first cells, at most `most`, that tell of one child: where, never what.

    `rows` are (the number that a spreadsheet shows, the cells as text). A date in the columns `words` is left to `dates_in`.
    """
    found: list[str] = []
    for number, cells in rows:
        for place, cell in enumerate(cells):
            heading = headings[place] if place < len(headings) else f"column {place + 1}"
            shape = tells_of_a_child(cell) if heading in words and dated(cell) else shape_of(cell) or tells_of_a_child(cell)
            if shape:
                found.append(f"Row {number}, {heading or f'column {place + 1}'}: this is shaped like {shape}")
                if len(found) == most:
                    return found
    return found


def dates_in(headings: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]) -> str:
    """Where the first date within words stands, in a sentence; "" where none does."""
    for number, cells in rows:
        for place, cell in enumerate(cells):
            if dated(cell):
                heading = headings[place] if place < len(headings) else ""
                return f"Row {number}, {heading or f'column {place + 1}'}: a date stands here, as dates of birth are written"
    return ""
