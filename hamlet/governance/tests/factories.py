"""A small partnership: three partners with an agency each, the Executive, a forum and a restricted panel, a manager."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from hamlet.foundations.access.queries import powers_on
from hamlet.foundations.access.rules import Role
from hamlet.foundations.people.models import Agency, Person
from hamlet.foundations.people.queries import system_person
from hamlet.governance import operations
from hamlet.governance.rules import Capacity, Frequency, GroupKind, Partner

TODAY = date(2022, 11, 15)
BEGAN = date(2021, 4, 1)
KEYS = ("council", "health", "police", "chair", "member", "deputy", "insider", "manager", "stranger")


@dataclass
class World:
    people: dict[str, Person]
    groups: dict[str, Any]
    seats: dict[str, Any]

    def __getitem__(self, key):
        return self.people[key]

    def empowered(self, key, day=TODAY):
        someone = Person.objects.get(pk=self.people[key].pk)
        someone.powers = powers_on(someone, day)
        return someone


def agency(slug="council", **given):
    given = {"kind": "Local authority", "starts_on": BEGAN, **given}
    return Agency.objects.create(name=slug.title(), short_name=slug.title(), slug=slug, **given)


def person(key, of):
    return Person.objects.create(email=f"{key}@example.org", post_title=key.title(), agency=of, invited_at="2021-01-01T00:00Z")


def group(slug, kind=GroupKind.PRIORITY, **given):
    given = {"frequency": Frequency.QUARTERLY.value, "starts_on": BEGAN, "purpose": "For tests", **given}
    return operations.add_group(slug=slug, name=slug.title(), kind=kind, by=system_person(), **given)


def seat(of_group, capacity, who, **given):
    given = {"starts_on": BEGAN, "by": system_person(), **given}
    return operations.give_seat(group=of_group, capacity=capacity, person=who, **given)


def world():
    council = agency()
    people = {key: person(key, council) for key in KEYS}
    executive = group("executive", GroupKind.EXECUTIVE)
    groups = {
        "executive": executive,
        "forum": group("forum", GroupKind.EDUCATION, reports_to=executive),
        "panel": group("panel", GroupKind.RAPID_REVIEW_PANEL, restricted=True, reports_to=executive),
    }
    seats = {
        key: seat(executive, Capacity.MEMBER, people[key], partner=partner)
        for partner, key in zip(Partner, ("council", "health", "police"), strict=True)
    }
    seats["chair"] = seat(groups["forum"], Capacity.CHAIR, people["chair"])
    seats["member"] = seat(groups["forum"], Capacity.MEMBER, people["member"])
    seats["insider"] = seat(groups["panel"], Capacity.CHAIR, people["insider"])
    operations.appoint_role(person=people["manager"], role=Role.PARTNERSHIP_MANAGER, starts_on=BEGAN, by=system_person())
    return World(people, groups, seats)


def term(partner, starts_on, ends_on, who=None, **given):
    return operations.plan_chair_term(
        partner=partner, starts_on=starts_on, ends_on=ends_on, person=who, by=system_person(), **given
    )


def priority(world, title="Exploitation", **given):
    given = {"lead_partner": Partner.LOCAL_AUTHORITY, "success": "Fewer children are harmed", "starts_on": BEGAN, **given}
    return operations.set_priority(title=title, group=world.groups["forum"], by=world["manager"], **given)


def promised(world, **given):
    given = {"title": "A new website", "year_from": date(2022, 4, 1), "target_on": date(2022, 12, 31), **given}
    return operations.plan_item(owner=world["council"], by=world["manager"], **given)
