"""Groups and seats that a partnership brings with it."""

from typing import Any

from django.utils.text import slugify

from hamlet.foundations.moving_in import cells
from hamlet.foundations.moving_in.lookups import Lookup, agencies, persons
from hamlet.foundations.moving_in.rules import Column, Importer, Wrong
from hamlet.governance import operations
from hamlet.governance.models import Group, Seat
from hamlet.governance.rules import Capacity, Frequency, GroupKind, Partner, QuorumRule


def groups() -> Lookup:
    """Every group by its short address and its name."""
    return Lookup("group", ((row, (row.slug, row.name)) for row in Group.objects.order_by("id")))


def slug_of(row: dict[str, Any]) -> str:
    return slugify(row["slug"] or row["name"])[:80]


def bring_group(row: dict[str, Any], known: Lookup, by: Any) -> bool:
    slug = slug_of(row)
    if not slug:
        raise Wrong("this holds no letter and no figure", "name")
    if known.has(slug) or known.has(row["name"]):
        return False
    if row["ends_on"] and row["ends_on"] < row["starts_on"]:
        raise Wrong("a group cannot end before it begins", "ends_on")
    rule = row["quorum_rule"] or (QuorumRule.ALL_PARTNERS if row["kind"] is GroupKind.EXECUTIVE else QuorumRule.HALF)
    if rule is QuorumRule.NUMBER and not row["quorum_number"]:
        raise Wrong("say how many seats make the quorum", "quorum_number")
    group = operations.add_group(
        slug=slug,
        **{name: row[name] for name in ("name", "kind", "purpose", "starts_on", "ends_on")},
        terms_of_reference=row["terms_of_reference"] or "",
        reports_to=known.find(row["reports_to"], "reports_to") if row["reports_to"] else None,
        frequency=row["frequency"].value,
        quorum_rule=rule.value,
        quorum_number=row["quorum_number"] or 0,
        avoids_school_holidays=bool(row["avoids_school_holidays"]),
        restricted=bool(row["restricted"]) or row["kind"] is GroupKind.RAPID_REVIEW_PANEL,
        by=by,
    )
    known.add(group, slug, group.name)
    return True


GROUPS = Importer(
    key="groups",
    title="Groups",
    about="The Executive and every group below it.",
    columns=(
        Column("name", "Name", "Exploitation", cells.text(160), needed=True, also=("group",)),
        Column("slug", "Short address", "exploitation", cells.text(80), about="Made from the name when it is empty."),
        Column("kind", "Kind", GroupKind.PRIORITY.value, cells.one_of(GroupKind), needed=True, also=("type",)),
        Column("purpose", "Purpose", "Sees that harm outside the home is recognised", cells.text(), needed=True),
        Column("terms_of_reference", "Terms of reference", "", cells.text()),
        Column("reports_to", "Reports to", "", cells.text(160), about="The name of another group, here already or in this file."),
        Column("frequency", "How often it meets", Frequency.SIX_WEEKLY.value, cells.one_of(Frequency), True, "", ("frequency",)),
        Column("quorum_rule", "Quorum", QuorumRule.HALF.value, cells.one_of(QuorumRule), about="Half, when it is empty."),
        Column("quorum_number", "Quorum number", "", cells.whole_number),
        Column("avoids_school_holidays", "Avoids school holidays", "no", cells.yes_or_no),
        Column("restricted", "Restricted", "no", cells.yes_or_no, about="Its meetings are seen by its own members only."),
        Column("starts_on", "Starts on", "1/4/2021", cells.day, needed=True, also=("start date", "from")),
        Column("ends_on", "Ends on", "", cells.day, also=("end date", "to")),
    ),
    identity=slug_of,
    prepare=groups,
    bring=bring_group,
)


def seat_key(group_id: int, capacity: str, holder: str, starts_on: Any) -> tuple[Any, ...]:
    return group_id, capacity, holder.casefold(), starts_on


def prepare_seats() -> dict[str, Any]:
    taken = {
        seat_key(seat.group_id, seat.capacity, holder_of_seat(seat), seat.starts_on)
        for seat in Seat.objects.select_related("person").order_by("id")
    }
    return {"groups": groups(), "agencies": agencies(), "persons": persons(), "taken": taken}


def holder_of_seat(seat: Seat) -> str:
    return seat.person.email if seat.person else seat.post_title


def bring_seat(row: dict[str, Any], known: dict[str, Any], by: Any) -> bool:
    group = known["groups"].find(row["group"], "group")
    person = known["persons"].find(row["person"], "person") if row["person"] else None
    holder = row["person"] or row["post_title"]
    if not holder:
        raise Wrong("enter the person’s email address, or the post when the seat is vacant", "person")
    key = seat_key(group.pk, row["capacity"].value, holder, row["starts_on"])
    if key in known["taken"]:
        return False
    operations.give_seat(
        group=group,
        person=person,
        post_title=row["post_title"] or "",
        agency=known["agencies"].find(row["agency"], "agency") if row["agency"] else None,
        **{name: row[name] for name in ("capacity", "starts_on", "ends_on", "partner")},
        by=by,
    )
    known["taken"].add(key)
    return True


SEATS = Importer(
    key="seats",
    title="Seats",
    about="Who sits where, from when to when. A seat gives its access for just those days, so past seats give none.",
    columns=(
        Column("group", "Group", "Exploitation", cells.text(160), needed=True),
        Column("capacity", "Capacity", Capacity.MEMBER.value, cells.one_of(Capacity), needed=True, also=("role", "seat")),
        Column("person", "Email address", "head.of.safeguarding@example.org", cells.email, also=("person", "email", "e-mail")),
        Column(
            "post_title", "Post", "Head of Safeguarding", cells.text(200), about="Alone, for a vacant seat.", also=("job title",)
        ),
        Column("agency", "Agency", "", cells.text(200), about="The person’s own, when it is empty."),
        Column("partner", "Safeguarding partner", "", cells.one_of(Partner), about="On the Executive: for which one they sit."),
        Column("starts_on", "Starts on", "1/4/2021", cells.day, needed=True, also=("start date", "from")),
        Column("ends_on", "Ends on", "", cells.day, also=("end date", "to")),
    ),
    identity=lambda row: (
        row["group"].casefold(),
        row["capacity"],
        (row["person"] or row["post_title"] or "").casefold(),
        row["starts_on"],
    ),
    prepare=prepare_seats,
    bring=bring_seat,
)
