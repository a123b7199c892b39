from uuid import uuid4

import pytest

from hamlet.foundations.access.rules import Role
from hamlet.foundations.audit.models import Event
from hamlet.foundations.documents.models import Document
from hamlet.foundations.documents.operations import keep_document
from hamlet.foundations.documents.rules import State
from hamlet.foundations.documents.tests import files


@pytest.fixture
def document(agency, insider):
    return keep_document(upload=files.upload("Zahlen – 2022.pdf"), on=agency, title="A title to keep", by=insider)


def test_insider_downloads_and_the_trail_says_so(client, sign_in, document, insider):
    sign_in(client, None, person=insider)

    response = client.get(document.get_absolute_url())

    assert response.content == files.PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Zahlen")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store, private"
    assert Event.objects.about(document).get().verb == "documents.downloaded"


def test_outsider_finds_nothing_whatever_their_role(client, sign_in, document):
    sign_in(client, Role.PARTNERSHIP_MANAGER)

    response = client.get(document.get_absolute_url())

    assert response.status_code == 404
    assert "A title to keep" not in response.content.decode()
    assert not Event.objects.about(document).exists()


def test_stranger_is_asked_to_sign_in(client, document):
    assert client.get(document.get_absolute_url())["Location"].startswith("/account/login/")


def test_unknown_number_is_not_found(client, sign_in, insider):
    sign_in(client, None, person=insider)

    assert client.get(f"/documents/{uuid4()}/").status_code == 404
    assert client.get("/documents/1/").status_code == 404


def test_document_is_only_read(client, sign_in, document, insider):
    sign_in(client, None, person=insider)

    assert client.post(document.get_absolute_url()).status_code == 405


@pytest.mark.parametrize(
    ("state", "words"), [(State.WAITING, "waiting for the virus scan"), (State.REFUSED, "The virus scan found something")]
)
def test_unscanned_document_is_not_handed_out(client, sign_in, document, insider, state, words):
    Document.objects.update(state=state.value)
    sign_in(client, None, person=insider)

    response = client.get(document.get_absolute_url())

    assert response.status_code == 409
    assert words in response.content.decode()
    assert b"%PDF" not in response.content
