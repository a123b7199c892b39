from datetime import date
from typing import Any

from django.db.models import Prefetch

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.references import Duty
from hamlet.governance.gaps import find_gaps
from hamlet.governance.models import (
    Arrangements,
    ChairTerm,
    Deputy,
    Edition,
    Group,
    Lead,
    PartnerTenure,
    PlanItem,
    Priority,
    Seat,
)
from hamlet.governance.past import FIRST, groups_as_on
from hamlet.governance.reporting import evidence
from hamlet.governance.rules import PARTS, REPRESENTING, Capacity, Gap, GroupKind, Partner, PlanState

REPRESENT = [capacity.value for capacity in REPRESENTING]


def executive() -> Group:
    """The Executive; the one group of its kind. Raises Group.DoesNotExist before it was added."""
    return Group.objects.filter(kind=GroupKind.EXECUTIVE.value).order_by("id").get()


def all_groups() -> Any:
    """Every group there ever was, by name: for choices and filters."""
    return Group.objects.order_by("name")


def open_groups() -> Any:
    """The groups without an end, by name: for choices of what is new."""
    return all_groups().filter(ends_on=None)


def all_priorities() -> Any:
    """Every priority there ever was, by title: for choices and filters."""
    return Priority.objects.order_by("title")


def groups_on(day: date) -> Any:
    """The groups that stand on `day`, the Executive first, then by name."""
    return Group.objects.on(day).select_related("reports_to").order_by(FIRST, "name")


def structure_on(day: date) -> list[Group]:
    """The groups that stood on `day` with the names, purposes and superiors they had then."""
    return groups_as_on(day)


def groups() -> Any:
    """The same as `all_groups`."""
    return all_groups()


def group_by_slug(slug: str) -> Group | None:
    return Group.objects.filter(slug=slug).first()


def group_called(slug: str) -> Group:
    """The group at a short address. Raises Group.DoesNotExist when there is none."""
    return Group.objects.get(slug=slug)


def seats_on(day: date, group: Group | None = None) -> Any:
    """The seats held on `day`, vacant ones too, with their people, agencies and groups."""
    rows = Seat.objects.on(day).select_related("person", "agency", "group").order_by("capacity", "post_title", "id")
    return rows.filter(group=group) if group else rows


def seats_of(group: Group, day: date) -> Any:
    """Every seat of the group there ever was or is to be, each with its deputy on `day` as `deputies_now`."""
    deputies = Prefetch("deputies", Deputy.objects.on(day).select_related("person"), to_attr="deputies_now")
    rows = Seat.objects.filter(group=group).select_related("person", "agency").prefetch_related(deputies)
    return rows.order_by("capacity", "starts_on", "id")


def group_people(group: Group, day: date) -> list[Any]:
    """Everyone who sits in the group on `day` in any capacity: who is sent its packs. Each once."""
    return list({seat.person_id: seat.person for seat in seats_on(day, group) if seat.person_id}.values())


def chair_of(group: Group, day: date) -> Any:
    """Who chairs the group on `day`: for the Executive by the rota, elsewhere by the seat; None when nobody does."""
    if group.is_executive:
        return executive_chair_on(day)
    seat = seats_on(day, group).filter(capacity=Capacity.CHAIR.value).first()
    return seat.person if seat else None


def executive_chair_on(day: date) -> Any:
    """Who chairs the Executive on `day`, past or future, by the rota; None in a gap of the rota."""
    term = ChairTerm.objects.on(day).select_related("person").first()
    return term.person if term else None


def term_on(day: date) -> ChairTerm | None:
    return ChairTerm.objects.on(day).select_related("person").first()


def rota() -> Any:
    return ChairTerm.objects.select_related("person").order_by("-starts_on")


def partner_of(person: Any, day: date) -> Partner | None:
    """The safeguarding partner for which a person sits on the Executive on `day`, or None. Deputies sit for none."""
    seat = (
        Seat.objects.on(day)
        .filter(person=person, group__kind=GroupKind.EXECUTIVE.value, capacity__in=REPRESENT)
        .exclude(partner="")
        .first()
    )
    return Partner(seat.partner) if seat else None


def representatives_on(day: date) -> dict[Partner, Any]:
    """Who sits on the Executive for each safeguarding partner on `day`; a partner without a seat is left out."""
    rows = seats_on(day).filter(group__kind=GroupKind.EXECUTIVE.value).exclude(partner="").exclude(person=None)
    return {Partner(seat.partner): seat.person for seat in rows.filter(capacity__in=REPRESENT)}


def partners_on(day: date) -> list[tuple[Partner, Any, list[Lead]]]:
    """The three safeguarding partners as equals: each with its agency that day (None in a gap) and its leads."""
    agencies = {tenure.partner: tenure.agency for tenure in PartnerTenure.objects.on(day).select_related("agency")}
    leads: dict[str, list[Lead]] = {}
    for lead in Lead.objects.on(day).select_related("person").order_by("kind", "id"):
        leads.setdefault(lead.partner, []).append(lead)
    return [(partner, agencies.get(partner.value), leads.get(partner.value, [])) for partner in Partner]


def lead_for(partner: Partner, kind: str, day: date) -> Any:
    """The person who is the lead of `kind` (a LeadKind value) for a partner on `day`, or None."""
    lead = Lead.objects.on(day).filter(partner=partner.value, kind=kind).select_related("person").first()
    return lead.person if lead else None


def edition_on(day: date) -> Edition | None:
    """The edition of Working Together in force on `day`."""
    return Edition.objects.filter(in_force_on__lte=day).order_by("-in_force_on").first()


def edition_of(year: int) -> Edition:
    return Edition.objects.get(year=year)


def changed_since_last(version: Arrangements) -> list[str]:
    """The parts in which a version of the arrangements differs from the one before; none for the first."""
    last = Arrangements.objects.filter(number=version.number - 1).prefetch_related("relevant_agencies").first()
    if last is None:
        return []
    changed = [name.replace("_", " ") for name in PARTS if getattr(last, name) != getattr(version, name)]
    named = {agency.pk for agency in last.relevant_agencies.all()} != {agency.pk for agency in version.relevant_agencies.all()}
    return changed + (["relevant agencies"] if named else [])


def priorities_on(day: date) -> Any:
    return Priority.objects.on(day).select_related("group").order_by("starts_on", "title")


def latest_priorities(day: date) -> list[Priority]:
    """The priorities in force on `day`; when none are, those that ended last, so that the public still sees what was worked on."""
    held = list(priorities_on(day))
    if held:
        return held
    last = Priority.objects.filter(ends_on__lt=day).order_by("-ends_on").values_list("ends_on", flat=True).first()
    return list(Priority.objects.filter(ends_on=last).select_related("group").order_by("title")) if last else []


def gaps(today: date) -> list[Gap]:
    """What is missing in the partnership's seats, chairs, sponsors and rota today, each with where to mend it."""
    return find_gaps(today)


def duties(user: Any, today: date) -> list[Duty]:
    """For the desk: gaps for whoever manages the partnership, and the plan's items that this person owns."""
    found = []
    if user.powers.may(Permission.PARTNERSHIP_MANAGE):
        found += [Duty(gap.title, gap.url, None, "Partnership", "open") for gap in gaps(today)]
    for item in PlanItem.objects.filter(owner=user, state=PlanState.PLANNED.value).order_by("target_on"):
        state = "late" if item.target_on < today else "soon" if (item.target_on - today).days <= 30 else "open"
        found.append(Duty(item.title, "/partnership/plan/", item.target_on, "Plan for the year", state))
    return found


def report_evidence(starts_on: date, ends_on: date, as_at: date) -> list[Any]:
    """What this room holds for the yearly report between two days, both included: counts and published titles."""
    return evidence(starts_on, ends_on, as_at)
