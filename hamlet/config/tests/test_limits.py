import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile


def test_request_far_larger_than_any_document_is_refused_before_it_is_read(client, monkeypatch):
    monkeypatch.setattr(settings, "REQUEST_MAX_BYTES", 1000)
    upload = SimpleUploadedFile("minutes.txt", b"x" * 2000)
    response = client.post("/account/login/", {"login": upload})

    assert response.status_code == 413
    assert "The most that can be sent is a document of 25 MB." in response.content.decode()


def test_request_of_a_documents_size_is_read(client, db):
    upload = SimpleUploadedFile("minutes.txt", b"x" * 2000)

    assert client.post("/account/login/", {"login": upload}).status_code == 200


def test_more_text_than_a_form_takes_is_refused_in_words(client, db):
    response = client.post("/account/login/", {"login": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})

    assert response.status_code == 400
    assert "A form takes at most 5 MB of text." in response.content.decode()


@pytest.mark.parametrize("address", ["/", "/healthz", "/account/password/reset/"])
def test_host_that_is_not_ours_is_refused_without_repeating_it(client, db, address):
    response = client.get(address, headers={"host": "evil.example"})

    assert (response.status_code, b"evil.example" in response.content) == (400, False)


def test_fault_is_said_without_what_was_typed(client, db, monkeypatch):
    def broken(request):
        raise ValueError("Canary the child")

    client.raise_request_exception = False
    monkeypatch.setattr("hamlet.config.health.cache.get", broken)
    monkeypatch.setattr("hamlet.config.health.ready", set())
    response = client.get("/healthz")

    assert (response.status_code, b"Canary" in response.content) == (500, False)
    assert "call 999" in response.content.decode()
