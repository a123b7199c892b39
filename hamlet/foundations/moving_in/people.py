"""Agencies and persons: the first to move in. (`people` stands below this engine, so what it lets in stands here.)"""

from typing import Any

from django.utils.text import slugify

from hamlet.foundations.moving_in import cells
from hamlet.foundations.moving_in.lookups import Lookup, agencies, persons
from hamlet.foundations.moving_in.rules import Column, Importer, Wrong
from hamlet.foundations.people import operations
from hamlet.foundations.people.rules import AgencyKind


def slug_of(row: dict[str, Any]) -> str:
    return slugify(row["slug"] or row["short_name"])[:60]


def bring_agency(row: dict[str, Any], known: Lookup, by: Any) -> bool:
    slug = slug_of(row)
    if not slug:
        raise Wrong("this holds no letter and no figure", "short_name")
    if known.has(slug) or known.has(row["name"]):
        return False
    successor, ends_on = row["succeeded_by"], row["ends_on"]
    if ends_on and ends_on < row["starts_on"]:
        raise Wrong("an agency cannot end before it begins", "ends_on")
    if successor and not ends_on:
        raise Wrong("an agency with a successor ended on a day: enter it", "ends_on")
    after = known.find(successor, "succeeded_by") if successor else None
    given = {name: row[name] for name in ("name", "short_name", "kind", "starts_on")}
    agency = operations.add_agency(slug=slug, **given, by=by)
    if after:
        agency = operations.succeed_agency(agency=agency, successor=after, last_day=ends_on, by=by)
    elif ends_on:
        agency = operations.end_agency(agency=agency, last_day=ends_on, by=by)
    known.add(agency, slug, agency.name, agency.short_name)
    return True


AGENCIES = Importer(
    key="agencies",
    title="Agencies",
    about="The organisations that work with children here. Everyone and every seat may name one, so they come first.",
    columns=(
        Column("name", "Name", "Illustrative Borough Council", cells.text(200), needed=True, also=("agency", "organisation")),
        Column("short_name", "Short name", "Borough Council", cells.text(60), needed=True, also=("abbreviation",)),
        Column("slug", "Short address", "council", cells.text(60), about="Made from the short name when it is empty."),
        Column("kind", "Kind", AgencyKind.LOCAL_AUTHORITY.value, cells.one_of(AgencyKind), needed=True, also=("type", "sector")),
        Column("starts_on", "Starts on", "1/4/2019", cells.day, needed=True, also=("start date", "from")),
        Column("ends_on", "Ends on", "", cells.day, also=("end date", "to")),
        Column("succeeded_by", "Succeeded by", "", cells.text(200), about="The agency that took over, when it ended."),
    ),
    identity=slug_of,
    prepare=agencies,
    bring=bring_agency,
)


def prepare_persons() -> tuple[Lookup, Lookup]:
    return agencies(), persons()


def bring_person(row: dict[str, Any], known: tuple[Lookup, Lookup], by: Any) -> bool:
    of_agencies, of_persons = known
    if of_persons.has(row["email"]):
        return False
    agency = of_agencies.find(row["agency"], "agency") if row["agency"] else None
    given = {"email": row["email"], "post_title": row["post_title"], "name": row["name"] or "", "agency": agency}
    of_persons.add(operations.add_person(**given, by=by), row["email"])
    return True


PERSONS = Importer(
    key="persons",
    title="Persons",
    about="Everyone who holds a seat or owns an action. They are on record by this, and not invited yet.",
    columns=(
        Column("email", "Email address", "head.of.safeguarding@example.org", cells.email, needed=True, also=("email", "e-mail")),
        Column("post_title", "Post", "Head of Safeguarding", cells.text(200), needed=True, also=("job title", "role", "title")),
        Column("name", "Name", "", cells.text(200), about="May stay empty: the post is what is shown then.", also=("full name",)),
        Column("agency", "Agency", "Borough Council", cells.text(200), also=("organisation", "employer")),
    ),
    identity=lambda row: row["email"],
    prepare=prepare_persons,
    bring=bring_person,
)
