from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from hamlet.annual_report import gathering, operations, queries
from hamlet.annual_report.models import Signature
from hamlet.annual_report.operations.signing import NotTheirs, SignedAlready
from hamlet.annual_report.operations.writing import NotNow
from hamlet.annual_report.tests import factories
from hamlet.annual_report.tests.factories import DAY
from hamlet.foundations.records import ChangedMeanwhile
from hamlet.governance import operations as governance
from hamlet.governance.rules import LeadKind, Partner

pytestmark = pytest.mark.django_db


def recorded(report, person, by, **given):
    given = {"partner": Partner.POLICE, "signed_on": DAY, "today": DAY, "evidence": "Minute 4", **given}
    return operations.record_signature(report=report, person=person, **given, by=by)


def test_commentary_precedes_the_signatures(report, manager):
    operations.send_to_scrutineer(report=report, sent_on=DAY, seen_version=None, by=manager)
    content, _ = gathering.text_to_sign(report, DAY)

    with pytest.raises(NotNow, match="comes before the signatures"):
        operations.send_for_signature(report=report, content=content, gaps=[], sent_on=DAY, seen_version=None, by=manager)


def test_each_partner_signs_in_person_for_its_own_place(proposed, partners):
    signature = operations.sign(report=proposed, text_sha256=proposed.proposed_sha256, signed_on=DAY, by=partners[Partner.HEALTH])

    assert (signature.partner, signature.signed_as, signature.recorded_by) == ("Health", "Director, Health", None)
    assert signature.text_sha256 == proposed.proposed_sha256


def test_double_click_signs_once(proposed, partners):
    key, police = uuid4(), partners[Partner.POLICE]
    given = {"report": proposed, "text_sha256": proposed.proposed_sha256, "signed_on": DAY, "by": police}

    assert operations.sign(**given, made_with=key) == operations.sign(**given, made_with=key)
    with pytest.raises(SignedAlready):
        operations.sign(**given)


def test_nobody_signs_for_another(proposed, manager, scrutineer):
    for person in (manager, scrutineer):
        with pytest.raises(NotTheirs, match="You do not sign"):
            operations.sign(report=proposed, text_sha256=proposed.proposed_sha256, signed_on=DAY, by=person)


def test_text_that_changed_is_not_signed_unread(proposed, partners):
    with pytest.raises(ChangedMeanwhile, match="Read it again"):
        operations.sign(report=proposed, text_sha256="0" * 64, signed_on=DAY, by=partners[Partner.POLICE])


def test_manager_records_a_signature_and_is_named_for_ever(proposed, partners, manager):
    recorded(proposed, partners[Partner.POLICE], manager)

    assert queries.signature_rows(proposed) == (
        ("Police", "Director, Police", "15 November 2022", "Recorded by Partnership manager: Minute 4"),
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"signed_on": DAY + timedelta(days=1)}, "cannot be dated in the future"),
        ({"signed_on": DAY - timedelta(days=1)}, "a signature cannot be earlier"),
        ({"partner": Partner.HEALTH}, "could not sign for the partner Health"),
    ],
)
def test_recorded_signature_that_cannot_be_is_refused(proposed, partners, manager, given, words):
    with pytest.raises(NotTheirs, match=words):
        recorded(proposed, partners[Partner.POLICE], manager, **given)


def test_nobody_records_their_own_signature(proposed, partners):
    police = partners[Partner.POLICE]

    with pytest.raises(NotTheirs, match="given in person"):
        recorded(proposed, police, police)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(
            report=proposed, partner="Police", person=police, signed_on=DAY, text_sha256="x", recorded_by=police, evidence="y"
        )


def test_from_2023_the_leads_sign_and_not_their_delegates(person_factory, manager, partners):
    report = factories.started(manager, year=2023)
    lead, delegate = person_factory(post_title="Chief Executive"), person_factory(post_title="Delegate")
    common = {"partner": Partner.LOCAL_AUTHORITY, "starts_on": date(2022, 1, 1), "by": manager}
    governance.appoint_lead(kind=LeadKind.LEAD, person=lead, **common)
    governance.appoint_lead(kind=LeadKind.DELEGATE, person=delegate, **common)

    assert queries.signatories(report, DAY) == {Partner.LOCAL_AUTHORITY: [lead], Partner.HEALTH: [], Partner.POLICE: []}
    assert queries.signatories(report, date(2021, 12, 31))[Partner.LOCAL_AUTHORITY] == []


def test_taking_back_withdraws_the_signatures_and_keeps_them(ready, manager):
    operations.take_back(report=ready, reason="A wrong number", on=DAY, seen_version=None, by=manager)

    assert queries.signatures_of(ready) == []
    assert list(Signature.objects.values_list("withdrawn_on", flat=True)) == [DAY] * 3
    assert (factories.fresh(ready).proposed, factories.fresh(ready).state) == (None, "Being written")
