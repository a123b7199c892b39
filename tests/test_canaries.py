"""Nothing of a case reaches whoever has no seat for it: every address, every role, every file, header and mail.

The world is the demonstration with a word planted in every encrypted field; each address of docs/routes.txt is opened with its keys.
"""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import resolve

from hamlet.foundations.access.queries import powers_on
from hamlet.foundations.access.rules import GRANTS, Permission, Role
from hamlet.foundations.audit.models import Event
from hamlet.foundations.notices.models import Notice
from hamlet.foundations.notices.outbox import send_waiting
from hamlet.foundations.working_days.clock import now
from hamlet.reviews import models as reviews
from tests import canaries
from tests.addresses import every_address

pytestmark = pytest.mark.xdist_group("canaries")
NOW = datetime(2023, 7, 3, 10, 0, tzinfo=UTC)
DAY = date(2023, 7, 3)
BACKEND = "hamlet.foundations.people.sign_in.InvitedBackend"
FILE = re.compile(r"\.(pdf|docx|xlsx|svg)$|/(pdf|docx)/$")
OPENS_CASES = [role for role in Role if Permission.REVIEWS_READ in GRANTS[role]]
CLOSED_TO = [role for role in Role if role not in OPENS_CASES]
OWN, ATTENDED = "/reviews/own/", "/reviews/sessions/"


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """One world for all tests of this file: it is built once, and rolled back at the end."""
    from django.conf import settings

    before, settings.DOCUMENTS_ROOT = settings.DOCUMENTS_ROOT, tmp_path_factory.mktemp("documents")
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        canaries.build(DAY)
        yield {"words": canaries.plant(), "root": settings.DOCUMENTS_ROOT, "paths": addresses(), "files": set()}
        transaction.set_rollback(True)
    settings.DOCUMENTS_ROOT = before


@pytest.fixture(autouse=True)
def documents_of_the_world(world, settings, db):
    settings.DOCUMENTS_ROOT = world["root"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def addresses():
    published = reviews.Case.objects.exclude(published=None)[:1]
    under_way = reviews.Case.objects.filter(statutory_review__completed_on=None, statutory_review__isnull=False)[:1]
    rapid = reviews.Case.objects.filter(rapid_review__isnull=False, statutory_review=None).order_by("-pk")[:1]
    described = reviews.Case.objects.exclude(children=None).order_by("pk")[:1]
    cases, summaries = (
        list({case.pk: case for case in (*published, *under_way, *rapid, *described)}.values()),
        list(reviews.AgencySummary.objects.all()),
    )
    documents = list(canaries.Document.objects.all())
    people = [row.person for row in reviews.Assignment.objects.select_related("person").order_by("pk")[:1]]
    people += [row.reviewer for row in reviews.StatutoryReview.objects.select_related("reviewer")[:1]]
    wanted = {"reviews.Case": cases, "reviews.AgencySummary": summaries, "documents.Document": documents, "people.Person": people}
    return every_address(wanted, searches=(canaries.MARK, "Illustrative"))


def signed_in(person, *, second_factor=True):
    client = Client(raise_request_exception=False)
    client.force_login(person, backend=BACKEND)
    session = client.session
    methods = [{"method": "password"}, *([{"method": "mfa"}] if second_factor else [])]
    session["account_authentication_methods"] = methods
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


def opened(client, world, powers):
    """Every page with what it gives away. A page whose permission is not held refuses before it reads anything: one of them is opened
    for each permission. A file of another room is made once: what it holds is the same for whoever may read it.
    """
    refused, found = set(), {}
    for path in world["paths"]:
        needed = getattr(resolve(path.split("?")[0]).func, "access", None)
        if isinstance(needed, Permission) and not powers.may(needed):
            if needed in refused:
                continue
            refused.add(needed)
        if FILE.search(path) and not path.startswith("/reviews/"):
            if path in world["files"]:
                continue
            world["files"].add(path)
        response = client.get(path)
        assert response.status_code < 500, path
        if given := canaries.leaks(response, path):
            found[path] = given
    return found


def met(world, person, *, second_factor=True):
    powers = powers_on(person, DAY, second_factor=second_factor)
    return opened(signed_in(person, second_factor=second_factor), world, powers)


@pytest.mark.parametrize("role", CLOSED_TO)
def test_role_without_a_seat_for_cases_meets_nothing(world, person_factory, grant_role, role):
    person = person_factory(role.value)
    grant_role(person, role)
    found = met(world, person)

    if role is Role.INDEPENDENT_SCRUTINEER:
        assert {path for path in found if not path.startswith("/reviews/reports/")} == set()
        assert any(path.startswith("/reviews/reports/SI-") for path in found)
    else:
        assert found == {}


@pytest.mark.parametrize("role", OPENS_CASES)
def test_password_alone_meets_nothing(world, person_factory, grant_role, role):
    person = person_factory(role.value)
    grant_role(person, role)

    assert met(world, person, second_factor=False) == {}


@pytest.mark.parametrize("role", OPENS_CASES)
def test_conflict_of_interest_shuts_every_page(world, person_factory, grant_role, role):
    """One person in conflict with every case, and with all the powers of the role."""
    person = person_factory(role.value)
    grant_role(person, role)
    for case in reviews.Case.objects.all():
        reviews.Conflict.objects.create(case=case, person=person, reason="r", declared_on=DAY)

    assert met(world, person) == {}


def test_stranger_meets_nothing(world):
    assert opened(Client(raise_request_exception=False), world, powers_on(None, DAY)) == {}


def test_author_meets_their_own_part_alone(world):
    summary = reviews.AgencySummary.objects.filter(closed_on=None).select_related("author").order_by("pk").first()
    found = met(world, summary.author)

    own = {str(row.made_with) for row in reviews.AgencySummary.objects.filter(author=summary.author, closed_on=None)}
    assert {path.split("/")[3] for path in found} <= own
    assert {path for path in found if not path.startswith(OWN)} == set()
    assert canaries.MARK in " ".join(words for given in found.values() for words in given)


@pytest.mark.parametrize("second_factor", [True, False])
def test_reviewer_meets_the_case_under_way_alone_and_only_with_a_second_factor(world, second_factor):
    """Whoever plays a part of the demonstration needs no second factor there: this one does."""
    review = reviews.StatutoryReview.objects.filter(completed_on=None).select_related("reviewer", "case").first()
    type(review.reviewer).objects.filter(pk=review.reviewer_id).update(is_persona=False)
    found = met(world, review.reviewer, second_factor=second_factor)

    about = {path for path in found if not path.startswith((review.case.get_absolute_url(), "/documents/", OWN))}
    assert about == set()
    assert bool(found) is second_factor


def test_attendee_meets_the_material_of_their_session_alone(world, person_factory, grant_role):
    session = reviews.Session.objects.order_by("pk").first()
    person = person_factory("Somebody who attends")
    grant_role(person, Role.SESSION_ATTENDEE)
    reviews.Attendee.objects.create(session=session, person=person, agreed_on=DAY)
    found = met(world, person)

    assert {path for path in found if not path.startswith(f"{ATTENDED}{session.made_with}/")} == set()
    assert {words for given in found.values() for words in given} <= {f"{canaries.MARK}sessionmaterial"}


def test_no_mail_notice_or_sentence_of_the_trail_carries_it(world):
    Notice.objects.filter(person__is_persona=False).delete()
    send_waiting(now())
    assert len(mail.outbox) > 5

    said = " ".join(f"{message.subject} {message.body} {message.extra_headers}" for message in mail.outbox)
    held = [said, repr(list(Notice.objects.values())), repr(list(Event.objects.values("verb", "details")))]
    for text in held:
        assert canaries.FOUND.findall(text) == []
        assert canaries.REFERENCE.findall(text) == []


def test_chair_of_the_panel_sees_it_so_the_eye_is_not_blind(world, person_factory, grant_role):
    person = person_factory("Chair")
    grant_role(person, Role.REVIEW_PANEL_CHAIR)
    for case in reviews.Case.objects.all():
        reviews.Opening.objects.create(case=case, person=person, opened_on=DAY, reason="r")
    found = met(world, person)
    seen = {words for given in found.values() for words in given}

    endings = ("rapid-review.pdf", "rapid-review.docx", "/children/", "/review/")
    assert {ending for ending in endings if any(path.endswith(ending) for path in found)} == set(endings)
    assert f"{canaries.MARK}content" in {words for path in found if path.startswith("/documents/") for words in found[path]}
    assert {
        f"{canaries.MARK}casewhathappened",
        f"{canaries.MARK}childmore",
        f"{canaries.MARK}chronologyentrywhat",
        f"{canaries.MARK}findingtext",
    } <= seen
