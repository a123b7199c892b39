"""What changed for children: in which order it is read, what counts, and what may be released for everybody to read."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.models import Event
from hamlet.governance.rules import GroupKind
from hamlet.learning import operations, queries
from hamlet.learning.rules.changed import FAMILIES, OFFERED, SECTIONS, SEEN, section_of
from hamlet.learning.rules.ladder import EvidenceKind
from hamlet.learning.tests.conftest import TODAY, make_group, review

K, DAY = EvidenceKind, timedelta(days=1)
AS_AT = datetime(2022, 11, 15, 10, tzinfo=UTC)


@pytest.mark.parametrize("kind", list(K))
def test_families_lead_and_what_was_offered_comes_last(kind):
    expected = {K.FAMILIES: FAMILIES, K.TRAINING: OFFERED, K.POLICY: OFFERED}.get(kind, SEEN)

    assert section_of(kind) == expected
    assert SECTIONS == (FAMILIES, SEEN, OFFERED)


@pytest.fixture
def two(recommend, climb, show, adder):
    """One outcome under each of two themes, with evidence of every section; and what must not be read as a change."""
    rows = []
    for number, name in enumerate(("Voice", "Neglect")):
        theme = operations.add_theme(name=name, by=adder)
        row = climb(recommend(themes=[theme], outcome=f"Outcome {name}", source=review(number)), 3)
        show(row, K.POLICY, text=f"Policy {name}", speaks_of=date(2022, 8, 1))
        rows.append(row)
    show(rows[0], K.FAMILIES, text="Expired", expires_on=TODAY - DAY)
    show(rows[0], K.FAMILIES, text="Before the action", speaks_of=date(2022, 5, 1))
    show(climb(recommend(source=review(8)), 2), K.FAMILIES, text="Not evidenced yet")
    return rows


def read(theme="", year=None):
    changes = queries.changes_of(queries.changed_keys(TODAY, theme, year))
    return [(row.section, row.theme, row.recommendation.outcome, len(row.items)) for row in changes]


def test_read_by_section_theme_and_outcome_and_only_what_counts(two):
    assert read() == [
        (section, name, f"Outcome {name}", 1) for section in (FAMILIES, SEEN, OFFERED) for name in ("Neglect", "Voice")
    ]


def test_narrowed_to_a_theme_and_a_year(two):
    assert [row[1] for row in read("voice")] == ["Voice"] * 3
    assert read("", 2021) == [] and len(read("voice", 2022)) == 3
    assert queries.changed_years() == [2022]


def test_pages_cost_the_same_for_one_and_for_many(two, django_assert_num_queries):
    keys = queries.changed_keys(TODAY)
    for some in (keys[:1], keys):
        with django_assert_num_queries(2):
            assert queries.changes_of(some)


def test_executive_gets_it_as_a_paper(two):
    paper = queries.changed_paper(make_group("executive", GroupKind.EXECUTIVE), AS_AT)

    assert [block.caption for block in paper.blocks] == [FAMILIES, SEEN, OFFERED]
    assert (paper.count, paper.sensitive, queries.changed_paper(make_group("other"), AS_AT)) == (6, True, None)


def test_editor_releases_chosen_evidence_into_the_report_and_takes_it_back(client, sign_in, two, show):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    item = show(two[0], K.FAMILIES, text="Somebody came back to tell us")
    path = f"/learning/changed/{item.made_with}/"
    assert f"{path}release/" in client.get("/learning/changed/").content.decode()
    client.post(f"{path}release/", {"seen_version": item.version})
    assert points() == ("Children and families, October 2022: Somebody came back to tell us",)
    assert Event.objects.latest("id").verb == "learning.evidence_released"

    item.refresh_from_db()
    client.post(f"{path}hold-back/", {"seen_version": item.version})
    assert points() == ()


def points():
    rows = {row.item: row for row in queries.report_evidence(date(2022, 4, 1), date(2023, 3, 31), date(2026, 12, 1))}
    return rows["evidence_of_impact"].points


def test_nobody_releases_their_own_nor_what_could_identify_someone_unread(two, show, adder, person_factory):
    item = show(two[0], K.FAMILIES, text="The child born on 3 May 2011 said so")
    given = {"evidence": item, "on": TODAY, "seen_version": None}
    with pytest.raises(operations.NotEvidence, match="You added this"):
        operations.release_evidence(**given, names_nobody=True, by=item.added_by)
    with pytest.raises(operations.CouldIdentify, match="date of birth"):
        operations.release_evidence(**given, names_nobody=False, by=adder)
    operations.release_evidence(**given, names_nobody=True, by=adder)

    with pytest.raises(operations.NotEvidence, match="already"):
        operations.release_evidence(**given, names_nobody=True, by=adder)


def test_withdrawn_evidence_leaves_the_report(two, show, adder):
    item = show(two[0], K.FAMILIES)
    operations.release_evidence(evidence=item, names_nobody=False, on=TODAY, seen_version=None, by=adder)
    assert len(points()) == 1
    operations.withdraw_evidence(evidence=item, because="Wrong", on=TODAY, seen_version=None, by=adder)

    assert points() == ()
    with pytest.raises(operations.NotEvidence):
        operations.hold_back_evidence(evidence=two[0].evidence.first(), seen_version=None, by=adder)


@pytest.mark.parametrize("role", [Role.QUALITY_SEAT, Role.EXECUTIVE_MEMBER, Role.PRACTITIONER])
def test_who_does_not_edit_the_report_releases_nothing(client, sign_in, two, role):
    sign_in(client, role)
    item = two[0].evidence.first()

    assert client.get(f"/learning/changed/{item.made_with}/release/").status_code == 403
