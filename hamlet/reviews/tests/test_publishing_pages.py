"""The pages of what is published: written, taken from a file, checked, published, corrected, withdrawn."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hamlet.reviews import operations
from hamlet.reviews.models import PublicChange
from hamlet.reviews.tests import factories
from hamlet.reviews.tests.factories import TODAY, fresh

pytestmark = pytest.mark.django_db


def home_of(review):
    return f"{review.case.get_absolute_url()}review/"


def test_report_is_taken_from_a_word_file_into_the_text_box(world, enter):
    review, document, written = factories.completed(world), docx.Document(), io.BytesIO()
    document.add_heading("What happened", 1)
    document.save(written)
    client, home = enter(world["manager"]), home_of(review)
    assert client.get(f"{home}text/file/").status_code == 200
    sent = {"upload": SimpleUploadedFile("report.docx", written.getvalue()), "seen_version": review.version}

    assert client.post(f"{home}text/file/", sent)["Location"] == f"{home}text/"
    assert "# What happened" in client.get(f"{home}text/").content.decode()
    assert (fresh(review).title, fresh(review).slug) == (review.title, review.slug)
    wrong = {"upload": SimpleUploadedFile("report.pdf", b"%PDF-1.4"), "seen_version": fresh(review).version}
    assert b"cannot be taken" in client.post(f"{home}text/file/", wrong).content


def test_check_shows_title_and_address_and_warns_where_no_name_is_held(world, enter):
    review = factories.completed(world, title="About E14 2BG")
    client, home = enter(world["manager"]), home_of(review)
    html = client.get(f"{home}identity/").content.decode()
    assert "The case holds no names" in html
    assert "<mark>E14 2BG</mark>" in html
    operations.hold_name(case=review.case, name="Testname", stands_for="the child", by=world["chair"])

    assert "The case holds no names" not in client.get(f"{home}identity/").content.decode()
    (link,) = [part for part in html.split('"') if part.startswith(f"{home}identity/") and part != f"{home}identity/"]
    assert client.post(link, {"reason": "An office"}).status_code == 302
    assert "Nothing is left to decide" in client.get(f"{home}identity/").content.decode()


def test_text_is_written_with_its_title_and_published_by_somebody_else(world, enter):
    review = factories.completed(world, slug="")
    home = home_of(review)
    given = {"title": "A review", "slug": "Review-C", "text": "# What happened\n\n- <b>Nobody</b> asked", "seen_version": ""}
    assert enter(world["manager"]).post(f"{home}text/", given)["Location"] == f"{home}identity/"
    factories.proposed(world, fresh(review))
    factories.copied(world, fresh(review), sent_on=TODAY)
    client = enter(world["chair"])
    assert b"say why they went at short notice" in client.post(f"{home}publish/", {"seen_version": ""}).content
    client.post(f"{home}publish/", {"seen_version": "", "short_notice": "The coroner published"})

    html = client.get("/reviews/published/review-c/").content.decode()
    assert '<h2 class="govuk-heading-l" id="part-1">What happened</h2>' in html
    assert "&lt;b&gt;Nobody&lt;/b&gt; asked" in html
    assert "Copies went at short notice: The coroner published" in client.get(home).content.decode()


def test_long_report_has_contents(world, client):
    factories.published(world, text="\n\n".join(f"# Part {n}\n\nWords" for n in range(1, 8)))
    html = client.get("/reviews/published/review-a/").content.decode()

    assert '<a class="govuk-link" href="#part-7">Part 7</a>' in html
    assert client.get("/reviews/published/review-a/pdf/").content.startswith(b"%PDF")


def test_withdrawal_and_correction_go_through_their_pages(world, enter):
    review = factories.published(world).case.statutory_review
    home, manager = f"{home_of(review)}changes/", enter(world["manager"])
    assert {path: manager.get(f"{home}{path}").status_code for path in ("", "withdraw/", "correct/")} == {
        "": 200,
        "withdraw/": 200,
        "correct/": 200,
    }
    manager.post(f"{home}withdraw/", {"because": "A name stands in it", "seen_version": ""})
    change = PublicChange.objects.get()
    assert "Off the public site while a second person decides" in manager.get(home).content.decode()
    assert b"Somebody else decides" in manager.post(f"{home}{change.pk}/make/", {"seen_version": ""}).content
    assert enter(world["school"]).get(home).status_code == 403

    chair = enter(world["chair"])
    assert chair.get(f"{home}{change.pk}/make/").status_code == 200
    assert chair.post(f"{home}{change.pk}/make/", {"seen_version": change.version})["Location"] == home
    assert "What the public read before" in chair.get(home).content.decode()
    assert chair.post(f"{home}{change.pk}/decline/", {"seen_version": ""})["Location"] == home


def test_finding_and_recommendation_are_corrected_and_withdrawn_by_the_reviewer(world, enter):
    review = factories.commissioned(world)
    finding, advice = factories.found(world, review), factories.advised(world, review)
    client, home = enter(world["other"]), home_of(review)
    given = {"text": "Anew", "agencies": [world.agencies["icb"].pk], "outcome": "Asked", "measure": "Audit"}
    for kind, row in (("finding", finding), ("advice", advice)):
        path = f"{home}{kind}/{row.pk}/"
        assert client.get(f"{path}correct/").status_code == 200
        assert client.post(f"{path}correct/", {**given, "seen_version": row.version}).status_code == 302
        assert fresh(row).text == "Anew"
        assert client.post(f"{path}withdraw/", {"because": "Said twice", "seen_version": ""}).status_code == 302
    assert "Said twice" in client.get(home).content.decode()
