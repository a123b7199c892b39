"""Two people stand for every publication besides who drafted it: each approves once, for those that are theirs."""

import csv
import io

import pytest

from hamlet.foundations.access.rules import Role
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.people.queries import system_person
from hamlet.foundations.people.rules import AgencyKind
from hamlet.insight import operations
from hamlet.insight.models import Return
from hamlet.insight.operations import publishing
from hamlet.insight.operations.publishing import NotTheirs
from hamlet.insight.tests.conftest import ASKED, TODAY, line, make_agency, supplied
from hamlet.insight.tests.opening import published

WORDS = {"on": TODAY, "seen_version": None}


@pytest.fixture
def sent(draft, broken_down, people):
    row = draft(broken_down)
    publishing.send_for_approval(publication=row, **WORDS, by=people["manager"])
    return row


def offers(client, row):
    return "Approve it" in client.get(row.get_absolute_url()).content.decode()


def test_nobody_approves_for_two(sent, agency, people):
    publishing.approve(publication=sent, agency=agency, **WORDS, by=people["lead"])
    with pytest.raises(NotTheirs, match="You approved it already"):
        publishing.approve(publication=sent, agency=None, **WORDS, by=people["lead"])


def test_second_approval_is_not_offered_to_who_gave_one(client, sign_in, grant_role, sent, agency, chair):
    grant_role(chair, Role.DATA_LEAD, agency=agency)
    sign_in(client, None, person=chair)
    client.post(f"{sent.get_absolute_url()}approve/", {"agency": agency.pk})
    assert sent.approvals.get().approved_by == chair
    assert not offers(client, sent)
    assert client.get(f"{sent.get_absolute_url()}approve/").status_code == 403


def test_approval_for_the_group_is_its_chairs(client, sign_in, quality, sent, chair):
    sign_in(client, Role.QUALITY_SEAT, group=quality)
    assert not offers(client, sent)
    sign_in(client, None, person=chair)
    assert offers(client, sent)


@pytest.fixture
def ours(draft, count, people):
    """A count of reviews that the partnership's own team supplies, sent for approval."""
    team = make_agency("team", AgencyKind.PARTNERSHIP)
    indicator = count("Reviews", place={"owner": team, "asked_of": [team]})
    row = draft(indicator)
    publishing.send_for_approval(publication=row, **WORDS, by=people["manager"])
    return row, team


def test_figures_of_the_partnership_are_approved_by_a_seat_on_quality_or_another_manager(
    client, sign_in, ours, quality, people, grant_role
):
    row, team = ours
    for role in (Role.PARTNERSHIP_MANAGER, Role.QUALITY_SEAT):
        sign_in(client, role, group=quality if role is Role.QUALITY_SEAT else None)
        assert offers(client, row)
    grant_role(people["manager"], Role.PARTNERSHIP_MANAGER)
    sign_in(client, None, person=people["manager"])
    assert not offers(client, row)
    sign_in(client, Role.QUALITY_SEAT, group=quality)
    client.post(f"{row.get_absolute_url()}approve/", {"agency": team.pk})
    assert row.approvals.get().agency == team


def test_page_says_where_nobody_holds_the_seat_that_approves(client, sign_in, sent, agency, grant_role, chair):
    sign_in(client, Role.PARTNERSHIP_MANAGER)
    page = client.get(sent.get_absolute_url()).content.decode()
    assert page.count("Nobody holds this seat") == 1 and "/partnership/roles/new/" in page
    lead = sign_in(client, Role.DATA_LEAD, agency=agency)
    page = client.get(sent.get_absolute_url()).content.decode()
    assert "Nobody holds this seat" not in page and str(lead) in page and str(chair) in page


def test_those_who_may_approve_are_told(sent, agency, people, chair, grant_role):
    grant_role(people["lead"], Role.DATA_LEAD, agency=agency)
    publishing.send_for_approval(publication=sent, **WORDS, by=people["manager"])
    told = Notice.objects.filter(subject="Figures wait for your approval").values_list("person", flat=True)
    assert set(told) == {people["lead"].pk, chair.pk}


# Provisional figures


def test_provisional_figure_is_marked_wherever_the_public_reads_it(client, draft, count, agency, supplier, people):
    indicator = count()
    operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())
    source = Return.objects.get()
    supplied(source, supplier, line(source, 40, provisional=True))
    row = published(draft(indicator), agency, people)
    assert set(row.cells.values_list("provisional", flat=True)) == {True}

    there = f"/data/published/{row.slug}/"
    assert "Q1 2022–23, provisional" in client.get(there).content.decode()
    rows = list(csv.DictReader(io.StringIO(client.get(f"{there}data.csv").content.decode())))
    assert [(one["status"], one["missing_episodes"]) for one in rows] == [("Provisional", "40")]


def test_approval_of_a_provisional_figure_is_none_of_the_final_one(draft, count, agency, supplier, people):
    row = draft(count())
    operations.ask_for_returns(quarter=ASKED, on=TODAY, by=system_person())
    source = Return.objects.get()
    supplied(source, supplier, line(source, 40, provisional=True))
    publishing.send_for_approval(publication=row, **WORDS, by=people["manager"])
    supplied(source, supplier, line(source, 40, revised_because="Final"))
    with pytest.raises(publishing.NotApproved):
        publishing.approve(publication=row, agency=agency, **WORDS, by=people["lead"])
