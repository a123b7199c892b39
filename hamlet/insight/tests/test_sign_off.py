from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hamlet.foundations.access.queries import powers_on
from hamlet.foundations.access.rules import Role
from hamlet.foundations.people.queries import system_person
from hamlet.insight import operations
from hamlet.insight.models import Return
from hamlet.insight.operations import NotYourSignature
from hamlet.insight.queries.duties import duties
from hamlet.insight.rules.returns import Standing, State
from hamlet.insight.tests.conftest import TODAY, line, standing, supplied


def test_second_person_signs_off_where_the_agency_names_one(asked, supplier, second):
    sent = supplied(asked, supplier, line(asked, 12))
    assert (sent.state, standing(asked)) == (State.SENT, [(12, Standing.WAITING)])

    signed = operations.sign_off(source=asked, on=TODAY, seen_version=None, by=second)

    assert (signed.state, signed.signed_by) == (State.COMPLETE, second)
    assert standing(asked) == [(12, Standing.STANDING)]


@pytest.mark.parametrize("who", ["sender", "stranger"])
def test_nobody_else_signs_off(asked, supplier, second, person_factory, who):
    supplied(asked, supplier, line(asked, 12))
    by = supplier if who == "sender" else person_factory("Another")
    with pytest.raises(NotYourSignature):
        operations.sign_off(source=asked, on=TODAY, seen_version=None, by=by)


def test_second_person_does_not_send_what_they_sign(asked, second):
    with pytest.raises(NotYourSignature, match="somebody else sends them"):
        supplied(asked, second, line(asked, 12))


def test_database_holds_that_nobody_signs_their_own(asked, supplier, second):
    supplied(asked, supplier, line(asked, 12))
    with pytest.raises(IntegrityError), transaction.atomic():
        Return.objects.filter(pk=asked.pk).update(signed_by=supplier)


@pytest.mark.parametrize("now", ["nobody", "sender"])
def test_return_that_nobody_can_sign_any_more_goes_back_to_its_sender(asked, agency, home, supplier, second, now):
    supplied(asked, supplier, line(asked, 12))
    signs = supplier if now == "sender" else None
    operations.set_supplier(agency=agency, area=home, signs_off=signs, on=TODAY, by=system_person())
    asked.refresh_from_db()
    assert (asked.state, asked.sent_on, standing(asked)) == (State.ASKED, None, [(12, Standing.WAITING)])


def test_return_sent_back_and_put_right_too_late_came_late(asked, supplier, second):
    supplied(asked, supplier, line(asked, 12))
    operations.send_back(source=asked, reasons="Look again", seen_version=None, by=second)
    late = asked.due_on + timedelta(days=60)
    operations.send_return(source=asked, on=late, seen_version=None, by=supplier)
    signed = operations.sign_off(source=asked, on=late, seen_version=None, by=second)
    assert signed.sent_on == late


def test_return_that_came_in_part_is_asked_after_and_one_that_says_why_is_not(
    asked, count, supplier, agency, person_factory, grant_role
):
    lead = person_factory("Lead")
    grant_role(lead, Role.DATA_LEAD, agency=agency)
    lead.powers = powers_on(lead, TODAY)
    count("Another")
    supplied(asked, supplier, line(asked, 12))
    assert [duty.title for duty in duties(lead, TODAY)] == ["Send the figures that are missing: Police, Q1 2022–23"]

    supplied(asked, supplier, line(asked, code="another", missing_because="No system counts it"))
    assert duties(lead, TODAY) == []
