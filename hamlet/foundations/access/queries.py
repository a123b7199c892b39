from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from hamlet.foundations.access.models import Grant
from hamlet.foundations.access.rules import CONFIDENTIAL_ROLES, GRANTS, NOBODY, HeldRole, Permission, Powers, Role


def powers_on(person: Any, day: date, *, second_factor: bool = True) -> Powers:
    """What `person` may do on `day` by the seats held that day. Jobs and mail use it; requests use `request.user.powers`."""
    if person is None or not person.is_active:
        return NOBODY
    own = HeldRole(Role.PERSON, "A person on record", date.min)
    held = (held_role(grant) for grant in Grant.objects.held_on(day).filter(person=person))
    return Powers((own, *held), second_factor, day)


def held_role(grant: Grant) -> HeldRole:
    return HeldRole(Role(grant.role), grant.reason, grant.starts_on, grant.ends_on, grant.group_id, grant.agency_id)


def people_with(permission: Permission, day: date, *, group_id: int | None = None, agency_id: int | None = None) -> list[Any]:
    """Active people who hold `permission` on `day`; with `group_id`, by a seat in that group or everywhere; with `agency_id`, for it."""
    roles = [role.value for role, granted in GRANTS.items() if permission in granted]
    grants = Grant.objects.held_on(day).filter(role__in=roles, person__is_active=True).select_related("person")
    if group_id is not None:
        grants = grants.filter(group_id=group_id) | grants.filter(group_id__isnull=True, agency_id__isnull=True)
    if agency_id is not None:
        grants = grants.filter(agency_id=agency_id)
    return list({grant.person_id: grant.person for grant in grants.order_by("person_id")}.values())


def agencies_with(permission: Permission, day: date) -> set[int]:
    """The agencies for which some active person holds `permission` on `day`."""
    roles = [role.value for role, granted in GRANTS.items() if permission in granted]
    grants = Grant.objects.held_on(day).filter(role__in=roles, person__is_active=True, agency_id__isnull=False)
    return set(grants.values_list("agency_id", flat=True))


def people_with_role(role: Role, day: date, *, group_id: int | None = None) -> list[Any]:
    """Active people who hold `role` on `day`, in the given group when one is given."""
    grants = Grant.objects.held_on(day).filter(role=role.value, person__is_active=True).select_related("person")
    if group_id is not None:
        grants = grants.filter(group_id=group_id)
    return list({grant.person_id: grant.person for grant in grants.order_by("person_id")}.values())


@dataclass(frozen=True)
class GrantTold:
    """A grant as somebody else reads it: without days, role or reason where these would tell of a case."""

    person: Any
    role: str
    reason: str
    starts_on: date | None
    ends_on: date | None


def told_to(powers: Powers, grants: Iterable[Grant]) -> list[GrantTold]:
    found = []
    for grant in grants:
        needed = CONFIDENTIAL_ROLES.get(Role(grant.role))
        if needed is None or powers.may(needed):
            found.append(GrantTold(grant.person, grant.role, grant.reason, grant.starts_on, grant.ends_on))
        else:
            found.append(GrantTold(grant.person, "Restricted", "Something restricted", None, None))
    return found


def roles_told_to(powers: Powers) -> list[Role]:
    """The roles of which this person may ask who holds them."""
    return [role for role in Role if role not in CONFIDENTIAL_ROLES or powers.may(CONFIDENTIAL_ROLES[role])]


def grants_giving(permissions: Set[Permission], day: date) -> list[Any]:
    """Every grant to an active person on `day` whose role gives one of the permissions, with its person. One query."""
    roles = [role.value for role, granted in GRANTS.items() if granted & permissions]
    grants = Grant.objects.held_on(day).filter(role__in=roles, person__is_active=True)
    return list(grants.select_related("person").order_by("person_id", "id"))


def grants_table(day: date) -> Any:
    """Every grant held on `day`, with its person and agency, for the page that says who may see what and why."""
    return Grant.objects.held_on(day).select_related("person", "person__agency").order_by("person__post_title", "role", "id")
