import hashlib
import stat

import pytest
from django.db import connection, transaction

from hamlet.foundations.audit.models import Event
from hamlet.foundations.documents import store
from hamlet.foundations.documents.models import Document
from hamlet.foundations.documents.operations import TooLarge, keep_document, keep_made
from hamlet.foundations.documents.queries import content_of, documents_on, may_open
from hamlet.foundations.documents.rules import Marking
from hamlet.foundations.documents.tests import files
from hamlet.foundations.people.models import Agency

pytestmark = pytest.mark.django_db
SECRET = "A title that names somebody"


def test_document_is_kept_whole_with_its_hash_and_hangs_on_its_record(agency, insider):
    kept = keep_document(upload=files.upload(), on=agency, title="Paper A", marking=Marking.RESTRICTED, by=insider)

    assert content_of(kept) == files.PDF
    assert kept.sha256 == hashlib.sha256(files.PDF).hexdigest()
    assert (kept.size, kept.content_type, kept.restricted) == (len(files.PDF), "application/pdf", True)
    assert list(documents_on(agency)) == [kept]


def test_file_stands_under_its_number_readable_by_the_service_alone(agency, insider, settings):
    kept = keep_document(upload=files.upload("../../etc/passwd.pdf"), on=agency, by=insider)
    path = store.path_of(kept.pk)

    assert path.is_relative_to(settings.DOCUMENTS_ROOT)
    assert path.name == kept.pk.hex
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert kept.file_name == "passwd.pdf"


def test_name_of_a_restricted_file_is_not_kept_and_any_other_is_held_encrypted(agency, insider):
    restricted = keep_document(
        upload=files.upload("family.pdf"), on=agency, marking=Marking.RESTRICTED, name="Version 2", by=insider
    )
    unnamed = keep_document(upload=files.upload("family.pdf"), on=agency, marking=Marking.RESTRICTED, by=insider)
    open_one = keep_document(upload=files.upload("family.pdf"), on=agency, by=insider)

    names = [fresh.file_name for fresh in Document.objects.order_by("kept_at", "id")]
    assert sorted(names) == ["agency.pdf", "family.pdf", "version-2.pdf"]
    assert (restricted.title, unnamed.title, open_one.title) == ("version-2.pdf", "agency.pdf", "family.pdf")
    with connection.cursor() as cursor:
        cursor.execute("SELECT title, file_name FROM documents_document")
        assert "family" not in repr(cursor.fetchall())


def test_title_stays_out_of_the_trail(agency, insider):
    keep_document(upload=files.upload(), on=agency, title=SECRET, by=insider)

    [event] = Event.objects.about(agency)
    assert event.verb == "documents.kept"
    assert SECRET not in str(event.details)


def test_thirty_megabytes_are_refused_in_words(agency, insider):
    big = files.upload("big.pdf")
    big.size = 30 * 1024 * 1024

    with pytest.raises(TooLarge, match=r"^big\.pdf is 30 MB\. The most that can be sent is 25 MB$"):
        keep_document(upload=big, on=agency, by=insider)
    assert not Document.objects.exists()


def test_twenty_five_megabytes_are_taken(agency, insider):
    full = files.PDF + b" " * (25 * 1024 * 1024 - len(files.PDF))

    assert keep_document(upload=files.upload("full.pdf", full), on=agency, by=insider).size == 25 * 1024 * 1024


def test_made_file_needs_no_scan(agency, insider, settings):
    settings.VIRUS_SCANNER = "127.0.0.1:1"
    made = keep_made(content=b"x", name="pack.pdf", kind="application/pdf", on=agency, title="Pack", by=insider)

    assert made.state == "Ready"


def test_kind_of_record_that_nobody_answers_for_is_closed(agency, insider, settings):
    kept = keep_document(upload=files.upload(), on=agency, by=insider)
    assert may_open(insider, kept)

    settings.DOCUMENT_HOLDERS = {}
    assert not may_open(insider, kept)


def test_document_goes_with_the_transaction_that_kept_it(agency, insider):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        keep_document(upload=files.upload(), on=agency, by=insider)
        _ = 1 / 0

    assert not Document.objects.exists()
    assert not Event.objects.about(agency).exists()


def test_documents_of_another_record_are_not_listed(agency, insider):
    keep_document(upload=files.upload(), on=agency, by=insider)
    other = Agency.objects.create(name="Other", short_name="Other", slug="other", kind="Police", starts_on="2020-01-01")

    assert list(documents_on(other)) == []
