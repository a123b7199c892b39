"""One whole partnership with a word planted in everything that is held encrypted, and an eye that finds the word in any answer."""

import io
import re
import zipfile
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from pypdf import PdfReader

from hamlet.foundations.documents.models import Document
from hamlet.foundations.encrypted import encrypted_fields
from hamlet.foundations.publishing.content import Content, Paragraph
from hamlet.foundations.publishing.pdf import to_pdf
from hamlet.reviews import models as reviews
from hamlet.reviews import operations

MARK = "zqxwvkjq"  # long, as the random of a token must not spell it
FOUND = re.compile(rf"{MARK}[a-z]+")
REFERENCE = re.compile(r"SI-\d{4}-\d{3}")
# Files of rooms whose papers others may read: the word goes into those that hang on a review alone.
OF_REVIEWS = {"on_kind__startswith": "reviews."}


class Unplanted(Exception):
    """A model with an encrypted field has no row in the world: nothing of it could leak, so nothing would be proved."""


def build(day):
    """The demonstration, and what it leaves out: every kind of record that hangs on a case has a row."""
    call_command("demo", stdout=io.StringIO())
    review = reviews.StatutoryReview.objects.exclude(case__published=None).order_by("pk").get()
    case, by = review.case, review.proposed_by or review.reviewer
    under_way = reviews.StatutoryReview.objects.filter(completed_on=None).order_by("pk").first()
    content = to_pdf(Content("A draft", (Paragraph(f"{MARK}content"),)))
    upload = SimpleUploadedFile(f"{MARK}filename.pdf", content)
    operations.keep_version(review=under_way, upload=upload, note="n", on=day, by=by)
    told = {"expected_on": day + timedelta(days=30), "panel_told_on": day, "state_told_on": day, "on": day}
    operations.record_delay(review=under_way, reasons="r", **told, by=by)
    operations.give_reason(case=case, reason="r", on=day - timedelta(days=400), by=by)
    hang_the_rest(case, review, day, by)


def hang_the_rest(case, review, day, by):
    """What the demonstration has no row of, made directly: only its words matter here."""
    changed = {"changed_on": day, "by": by, "before": "b", "after": "a", "why": "w"}
    reviews.CommissionChange.objects.create(review=review, what="Terms of reference", **changed)
    proposed = {"proposed_on": day, "proposed_by": by, "title": "t", "slug": "s", "text": "t", "before": "b"}
    reviews.PublicChange.objects.create(published=case.published, kind="Correct what is published", because="b", **proposed)
    rapid, days = case.rapid_review, dict.fromkeys(("decided_on", "sent_on", "replied_on", "again_on"), day)
    decided = {name: getattr(rapid, name) for name in ("recommended", "outcome", "national")} | {"decided_because": "d"}
    replied = {"panel_agrees": False, "reply": "r", "disagreement": "d", "again_because": "a", "again_by": by}
    reviews.EarlierRound.objects.create(review=rapid, **days, **decided, **replied)
    field = reviews.NotificationField.objects.order_by("pk").first()
    reviews.NotificationAnswer.objects.create(case=case, field=field, answer="a")
    reviews.ResolvedHit.objects.create(review=review, key="0" * 32, mark="Name", reason="r", by=by)
    session = reviews.Session.objects.filter(review=review).order_by("pk").first()
    reviews.Reflection.objects.create(session=session, reference="R-0000", decided="Nothing more", because="b", on=day, by=by)
    reviews.Attendee.objects.get_or_create(session=session, person=by)
    reviews.Conflict.objects.create(case=case, person=by, reason="r", declared_on=date(2020, 1, 1), ended_on=date(2020, 1, 2))


def plant():
    """The word in every row of every encrypted field, each with the field's own ending. Returns the words."""
    words = set()
    for model, name in encrypted_fields():
        rows = model.objects.filter(**OF_REVIEWS) if model is Document else model.objects.all()
        word = f"{MARK}{model.__name__.lower()}{name.replace('_', '')}"
        if not rows.update(**{name: word}):
            raise Unplanted(f"{model.__name__}.{name}")
        words.add(word)
    return words


def words_in(response):
    """What an answer gives away: its page or file, unpacked, and its headers."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    texts = [str(response.headers), body.decode("utf-8", "replace")]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            texts += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    if body.startswith(b"%PDF"):
        pages = PdfReader(io.BytesIO(body)).pages
        texts.append(re.sub(r"[\s\u00ad-]+", "", " ".join(page.extract_text() for page in pages)))
    return " ".join(texts)


def leaks(response, path):
    """The planted words in an answer, and the reference of a case that its own address does not name."""
    text = words_in(response)
    references = set(REFERENCE.findall(text)) - set(REFERENCE.findall(path))
    return set(FOUND.findall(text)) | references
