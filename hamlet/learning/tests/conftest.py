from datetime import date

import pytest

from hamlet.foundations.people.queries import system_person
from hamlet.foundations.references import Reference
from hamlet.governance import operations as governance
from hamlet.governance.rules import Frequency, GroupKind
from hamlet.learning import operations
from hamlet.learning.operations import add_action
from hamlet.learning.rules.ladder import EvidenceKind, Strength
from hamlet.learning.rules.recommendations import SourceKind


def make_group(slug, kind=GroupKind.PRIORITY, **given):
    return governance.add_group(
        slug=slug,
        name=slug.replace("-", " ").capitalize(),
        kind=kind,
        purpose="For a test",
        frequency=Frequency.SIX_WEEKLY.value,
        starts_on=date(2021, 4, 1),
        by=system_person(),
        **given,
    )


@pytest.fixture
def group(db):
    return make_group("exploitation")


@pytest.fixture
def panel(db):
    return make_group("rapid-review-panel", GroupKind.RAPID_REVIEW_PANEL, restricted=True)


@pytest.fixture
def owner(person_factory):
    return person_factory("Named Doctor")


@pytest.fixture
def plan(owner):
    """Adds an action, due at the end of November 2022 unless said otherwise."""

    def add(title="Write the practice note", **given):
        given = {"owner": owner, "due_on": date(2022, 11, 30), "raised_on": date(2022, 10, 3), "by": owner, **given}
        return add_action(title=title, **given)

    return add


@pytest.fixture
def action(plan, group):
    return plan(group_id=group.pk)


CANARY = "Canary case K17"
TODAY = date(2022, 11, 15)


def review(number=1, label=CANARY):
    return Reference("reviews.case", str(number), label, f"/reviews/case-{number}/")


@pytest.fixture
def adder(person_factory):
    return person_factory("Partnership Manager")


@pytest.fixture
def recommend(adder):
    """Adds a recommendation of a rapid review, accepted unless said otherwise."""

    def add(text="Record what children say at every home visit", accepted=True, on=date(2022, 6, 1), **given):
        given = {"source_kind": SourceKind.RAPID_REVIEW, "source": review(), "found_on": on, "by": adder, **given}
        row = operations.add_recommendation(text=text, **given)
        return operations.accept_recommendation(recommendation=row, on=on, seen_version=None, by=adder) if accepted else row

    return add


@pytest.fixture
def show(person_factory):
    """Adds evidence by somebody of their own."""

    def add(row, kind=EvidenceKind.AUDIT, **given):
        given = {"text": "Nine of ten files show it", "speaks_of": date(2022, 10, 1), "strength": Strength.FAIR, **given}
        given = {"on": TODAY, "by": given.pop("by", None) or person_factory("Auditor"), **given}
        return operations.add_evidence(recommendation=row, kind=kind, **given)

    return add


@pytest.fixture
def climb(plan, show, person_factory):
    """Takes a recommendation up a number of rungs: its action done, evidence given, each rung proposed and confirmed by others."""

    def up(row, rungs=1, on=TODAY, again=date(2023, 11, 15)):
        if not row.actions.exists():
            action = plan(recommendations=[row])
            operations.complete_action(action=action, note="Done", closed_on=date(2022, 7, 1), seen_version=None, by=action.owner)
        for kind in (EvidenceKind.AUDIT, EvidenceKind.FAMILIES):
            show(row, kind, on=on)
        for _ in range(rungs):
            proposal = operations.propose_rung(
                recommendation=row, because="It holds", look_again_on=again, on=on, by=person_factory("Proposer")
            )
            operations.confirm_rung(proposal=proposal, on=on, seen_version=None, by=person_factory("Confirmer"))
        row.refresh_from_db()
        return row

    return up
