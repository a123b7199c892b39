from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.encrypted import EncryptedTextField
from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.reviews.models.cases import Case, Conflict
from hamlet.reviews.models.rapid import RapidReview


class SummaryQuerySet(models.QuerySet):
    def asked(self):
        return self.filter(withdrawn_on=None)

    def unsent(self):
        return self.filter(sent_on=None, closed_on=None, withdrawn_on=None)

    def with_conflict(self):
        """Those whose author has declared a conflict of interest in the case: another author is needed."""
        own = {"case": models.OuterRef("review__case"), "person": models.OuterRef("author"), "ended_on": None}
        return self.filter(models.Exists(Conflict.objects.filter(**own)))

    def visible_to(self, user):
        """An author's own; all of them for those who read the case. Never to somebody with a conflict of interest."""
        powers = user.powers
        if powers.may(Permission.REVIEWS_READ):
            return self.filter(review__case__in=Case.objects.visible_to(user))
        conflicts = Conflict.objects.filter(person=user, ended_on=None).values("case_id")
        own = self.asked().filter(author=user, closed_on=None, review__case__disposed_on=None)
        own = own.exclude(review__case__in=conflicts)
        return own if powers.may(Permission.REVIEWS_OWN_PART) else self.none()


class AgencySummary(Record):
    """One agency's part of a rapid review: what it knew and did, written by its own author, who sees only this."""

    review = models.ForeignKey(RapidReview, on_delete=models.CASCADE, related_name="summaries")
    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    due_on = models.DateField()
    asks_for = EncryptedTextField()
    involvement = EncryptedTextField(blank=True)
    analysis = EncryptedTextField(blank=True)
    good_practice = EncryptedTextField(blank=True)
    learning = EncryptedTextField(blank=True)
    inequality = EncryptedTextField(blank=True)
    sent_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    put_off_because = EncryptedTextField(blank=True)
    handed_back_because = EncryptedTextField(blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = EncryptedTextField(blank=True)

    PARTS = ("involvement", "analysis", "good_practice", "learning", "inequality")

    objects = SummaryQuerySet.as_manager()

    handling = Handling(
        Retention.TEN_YEARS,
        plain=("review", "agency", "asked_on", "due_on", "sent_on", "closed_on", "withdrawn_on"),
        personal=("author",),
        special=("asks_for", "put_off_because", "handed_back_because", "withdrawn_because", *PARTS),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "agency"], condition=Q(withdrawn_on=None), name="reviews_an_agency_is_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_because=""), name="reviews_asking_withdrawn_says_why"
            ),
        ]

    def __str__(self):
        return str(self.agency)

    def get_absolute_url(self):
        return reverse("reviews:summary", args=[self.made_with])

    def late(self, today):
        return self.sent_on is None and self.due_on < today


class ChronologyEntry(Record):
    """Something that an agency's records say happened on a day. Its source stays with it wherever it is shown."""

    summary = models.ForeignKey(AgencySummary, on_delete=models.CASCADE, related_name="entries")
    happened_on = models.DateField()
    happened_at = models.TimeField(null=True, blank=True)
    what = EncryptedTextField()
    source = EncryptedTextField()

    handling = Handling(Retention.TEN_YEARS, plain=("summary", "happened_on", "happened_at"), special=("what", "source"))

    class Meta:
        indexes = [models.Index(fields=["summary", "happened_on", "happened_at"])]

    def __str__(self):
        return f"{self.happened_on:%-d %B %Y}"
