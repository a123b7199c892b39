"""Who approves a publication: for each agency that supplied it, and for Quality Assurance and Performance. Nobody does so twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from hamlet.foundations.access.queries import grants_giving
from hamlet.foundations.access.rules import GRANTS, Role
from hamlet.foundations.access.rules import Permission as P
from hamlet.foundations.people.queries import agencies_on_record
from hamlet.foundations.people.rules import AgencyKind
from hamlet.insight.models import Approval, Figure, Publication


def suppliers_of(publication: Publication) -> list[Any]:
    """The agencies whose figures the publication shows, and those that are asked for them now."""
    between = (publication.first_quarter_on, publication.last_quarter_on)
    shown = Figure.objects.standing().filter(series__indicator__in=publication.indicators.all(), of_quarter_on__range=between)
    asked = Q(pk__in=publication.indicators.values("asked_of"))
    return list(agencies_on_record().filter(asked | Q(pk__in=shown.values("agency"))))


@dataclass(frozen=True)
class Awaited:
    """One approval that is needed: an agency's, or Quality Assurance and Performance's when there is none; given or not."""

    agency: Any
    given: Approval | None

    @property
    def name(self) -> str:
        return str(self.agency or "Quality Assurance and Performance")


def approvals_of(publication: Publication, fingerprint: str) -> list[Awaited]:
    """Every approval that the publication needs, of exactly these cells."""
    rows = publication.approvals.filter(fingerprint=fingerprint).select_related("approved_by", "agency")
    given = {row.agency_id: row for row in rows}
    return [Awaited(agency, given.get(agency.pk)) for agency in suppliers_of(publication)] + [Awaited(None, given.get(None))]


def approvers(publication: Publication, awaited: Iterable[Awaited], day: date) -> dict[int | None, list[Any]]:
    """Of each approval that is awaited, by its agency: who may give it on that day, but for who drafted. One query.

    For an agency its data leads; for the partnership's own figures the manager or a seat on Quality Assurance and Performance; for
    that group its chair or the chair's deputy.
    """
    grants = [row for row in grants_giving({P.DATA_RETURN, P.DATA_MANAGE, P.DATA_APPROVE, P.MEETINGS_APPROVE}, day)]
    seats = {(row.person_id, row.group_id) for row in grants if P.DATA_APPROVE in GRANTS[Role(row.role)]}
    found: dict[int | None, list[Any]] = {}
    for one in awaited:
        people = {
            row.person_id: row.person
            for row in grants
            if row.person_id != publication.drafted_by_id and _approves(row, one.agency, seats)
        }
        found[one.agency.pk if one.agency else None] = list(people.values())
    return found


def _approves(row: Any, agency: Any, seats: set[tuple[int, int | None]]) -> bool:
    gives = GRANTS[Role(row.role)]
    if agency is None:
        return P.MEETINGS_APPROVE in gives and row.group_id is not None and (row.person_id, row.group_id) in seats
    if agency.kind == AgencyKind.PARTNERSHIP.value and gives & {P.DATA_MANAGE, P.DATA_APPROVE}:
        return True
    return P.DATA_RETURN in gives and row.agency_id == agency.pk


def open_to(user: Any, publication: Publication, awaited: Iterable[Awaited]) -> list[Awaited]:
    """The approvals that are not given yet and that this person may give: none for who drafted, or approved of it already."""
    held = list(awaited)
    if publication.drafted_by_id == user.pk or user.pk in {one.given.approved_by_id for one in held if one.given}:
        return []
    powers = user.powers
    own = powers.agencies(P.DATA_RETURN)
    chairs = powers.groups(P.DATA_APPROVE) & powers.groups(P.MEETINGS_APPROVE)
    ours = powers.may(P.DATA_MANAGE) or powers.may(P.DATA_APPROVE)
    return [one for one in held if not one.given and _open(one.agency, own, bool(chairs), ours)]


def _open(agency: Any, own: frozenset[int], chairs: bool, ours: bool) -> bool:
    if agency is None:
        return chairs
    return agency.pk in own or (ours and agency.kind == AgencyKind.PARTNERSHIP.value)
