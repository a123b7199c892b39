"""Files about single children are refused before anything is kept: told by the names of their columns or by what stands in them.

Aggregates are asked for, never children. No Django.
"""

import re
from collections.abc import Iterable, Sequence

from hamlet.foundations.identifying import is_nhs_number, is_upn

# Exact names, without case, spaces and marks: `referral_child_count` is no child.
COLUMNS = {
    **dict.fromkeys(("upn", "uniquepupilnumber", "formerupn", "pupilid", "pupilnumber", "uln"), "a pupil's number"),
    **dict.fromkeys(("nhsnumber", "nhsno", "nhs"), "an NHS number"),
    **dict.fromkeys(("dob", "dateofbirth", "birthdate", "childdob", "pupildob"), "a date of birth"),
    **dict.fromkeys(("postcode", "homepostcode", "childpostcode", "address", "homeaddress"), "where somebody lives"),
    **dict.fromkeys(
        ("surname", "forename", "firstname", "lastname", "familyname", "givenname", "childname", "pupilname", "patientname"),
        "somebody's name",
    ),
    **dict.fromkeys(("childid", "lachildid", "personid", "caseid", "patientid", "crn", "casereference"), "one child's record"),
}
UPN = re.compile(r"[A-Z]\d{11}[0-9A-Z]", re.IGNORECASE)
NHS = re.compile(r"\d{3}[ -]?\d{3}[ -]?\d{4}")
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE)
DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}|(?:19|20)\d{2}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?")


def plain(heading: str) -> str:
    return "".join(mark for mark in heading.casefold() if mark.isalnum())


def child_level_columns(headings: Iterable[str]) -> list[str]:
    """A sentence for each heading that is a child-level column by its exact name."""
    return [f"The column “{heading}” is {COLUMNS[plain(heading)]}" for heading in headings if plain(heading) in COLUMNS]


def shape_of(cell: str) -> str:
    """What the whole cell is shaped like, if it is something about one child; else ""."""
    text = cell.strip()
    if not 5 <= len(text) <= 19:
        return ""
    if UPN.fullmatch(text) and is_upn(text):
        return "a unique pupil number"
    if NHS.fullmatch(text) and is_nhs_number(text):
        return "an NHS number"
    if POSTCODE.fullmatch(text):
        return "a full postcode"
    return "a date, as dates of birth are written" if DAY.fullmatch(text) else ""


def child_level_values(headings: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], most: int = 5) -> list[str]:
    """A sentence for each of the first cells, at most `most`, shaped like something about one child: where, never what.

    `rows` are (the number that a spreadsheet shows, the cells as text).
    """
    found: list[str] = []
    for number, cells in rows:
        for place, cell in enumerate(cells):
            if shape := shape_of(cell):
                heading = headings[place] if place < len(headings) else f"column {place + 1}"
                found.append(f"Row {number}, {heading or f'column {place + 1}'}: this is shaped like {shape}")
                if len(found) == most:
                    return found
    return found
