from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hamlet.foundations.encrypted import EncryptedTextField
from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.reviews.models.cases import Case
from hamlet.reviews.models.clocks import options
from hamlet.reviews.rules.statutory import Answer, Publishing, Quality, ReviewKind, SessionKind


class StatutoryReview(Record):
    """A commissioned review of a case, statutory or not, from the commission to what was published."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="statutory_review")
    kind = models.CharField(max_length=60, choices=options(ReviewKind))
    commissioned_on = models.DateField()
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    independence = EncryptedTextField()
    terms_of_reference = EncryptedTextField()
    agencies = models.ManyToManyField("people.Agency", blank=True, related_name="+")
    family_part = EncryptedTextField()
    parallel_proceedings = EncryptedTextField(blank=True)
    completed_on = models.DateField(null=True, blank=True)
    text = EncryptedTextField(blank=True)
    improvements = EncryptedTextField(blank=True)
    planned_on = models.DateField(null=True, blank=True)
    copies_sent_on = models.DateField(null=True, blank=True)
    proposed = models.CharField(max_length=80, choices=options(Publishing), blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_because = EncryptedTextField(blank=True)

    handling = Handling(
        Retention.TEN_YEARS,
        plain=(*("case", "kind", "commissioned_on", "agencies", "completed_on", "planned_on", "copies_sent_on", "proposed"),),
        personal=("reviewer", "proposed_by"),
        special=(
            *("independence", "terms_of_reference", "family_part", "parallel_proceedings", "text", "improvements"),
            "proposed_because",
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(copies_sent_on__isnull=True) | Q(planned_on__isnull=False), name="reviews_copies_before_a_planned_day"
            ),
            models.CheckConstraint(
                condition=Q(proposed="") | Q(proposed_by__isnull=False), name="reviews_proposed_publication_says_by_whom"
            ),
        ]

    def __str__(self):
        return f"{self.kind} of {self.case}"


class ProgressCheck(Record):
    """A look at a review's time and quality (regulation 14 of SI 2018/789)."""

    review = models.ForeignKey(StatutoryReview, on_delete=models.CASCADE, related_name="checks")
    checked_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on_time = models.BooleanField()
    quality = models.CharField(max_length=30, choices=options(Quality))
    note = EncryptedTextField()
    next_on = models.DateField()

    handling = Handling(
        Retention.TEN_YEARS, plain=("review", "checked_on", "on_time", "quality", "next_on"), personal=("by",), special=("note",)
    )

    def __str__(self):
        return f"{self.checked_on:%-d %B %Y}"


class ReportVersion(Record):
    """A version of the report: its file hangs on this record."""

    review = models.ForeignKey(StatutoryReview, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    received_on = models.DateField()
    note = EncryptedTextField(blank=True)

    handling = Handling(Retention.TEN_YEARS, plain=("review", "number", "received_on"), special=("note",))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="reviews_versions_are_numbered")]

    def __str__(self):
        return f"Version {self.number}"


class Delay(Record):
    """Why a review will not be published in time, and when the national Panel and the Secretary of State were told."""

    review = models.ForeignKey(StatutoryReview, on_delete=models.CASCADE, related_name="delays")
    expected_on = models.DateField()
    reasons = EncryptedTextField()
    panel_told_on = models.DateField()
    state_told_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    handling = Handling(
        Retention.TEN_YEARS,
        plain=("review", "expected_on", "panel_told_on", "state_told_on"),
        personal=("by",),
        special=("reasons",),
    )

    def __str__(self):
        return f"Delay to {self.expected_on:%-d %B %Y}"


class Finding(Record):
    review = models.ForeignKey(StatutoryReview, on_delete=models.CASCADE, related_name="findings")
    text = EncryptedTextField()

    handling = Handling(Retention.TEN_YEARS, plain=("review",), special=("text",))

    def __str__(self):
        return f"Finding {self.pk}"


class Advice(Record):
    """What a review recommends: to whom, to what end, and how it will be measured. Accepted, it is in the one plan."""

    review = models.ForeignKey(StatutoryReview, on_delete=models.CASCADE, related_name="advice")
    finding = models.ForeignKey(Finding, null=True, blank=True, on_delete=models.SET_NULL, related_name="advice")
    text = EncryptedTextField()
    agencies = models.ManyToManyField("people.Agency", related_name="+")
    outcome = EncryptedTextField()
    measure = EncryptedTextField()
    answer = models.CharField(max_length=30, choices=options(Answer), default=Answer.WAITING.value)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reasons = EncryptedTextField(blank=True)
    plan_reference = models.CharField(max_length=20, blank=True)

    handling = Handling(
        Retention.TEN_YEARS,
        plain=("review", "finding", "agencies", "answer", "answered_on", "plan_reference"),
        personal=("answered_by",),
        special=("text", "outcome", "measure", "reasons"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer=Answer.WAITING.value) | Q(answered_by__isnull=False),
                name="reviews_answered_advice_says_by_whom",
            )
        ]

    def __str__(self):
        return f"Recommendation {self.pk}"


class ResolvedHit(Record):
    """What a person decided about words that could identify somebody and stay in the text."""

    review = models.ForeignKey(StatutoryReview, on_delete=models.CASCADE, related_name="resolved")
    key = models.CharField(max_length=32)
    mark = models.CharField(max_length=60)
    reason = EncryptedTextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    handling = Handling(Retention.TEN_YEARS, plain=("review", "key", "mark"), personal=("by",), special=("reason",))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "key"], name="reviews_a_hit_is_resolved_once")]

    def __str__(self):
        return self.mark


class PublishedReview(Record):
    """What the public reads: a text of its own, that names no case, at an address that a person chose."""

    case = models.OneToOneField(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="published")
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=160)
    how = models.CharField(max_length=80, choices=options(Publishing))
    text = models.TextField()
    published_on = models.DateField()
    keep_until = models.DateField()
    taken_down_on = models.DateField(null=True, blank=True)

    handling = Handling(
        Retention.PERMANENT, plain=("case", "slug", "title", "how", "text", "published_on", "keep_until", "taken_down_on")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_down_on__isnull=True) | Q(taken_down_on__gte=models.F("keep_until")),
                name="reviews_public_for_its_time",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reviews:published", args=[self.slug])


class Session(Record):
    """A learning session or, a year after publication, the Learning Reflection Session."""

    review = models.ForeignKey(StatutoryReview, on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(max_length=40, choices=options(SessionKind))
    planned_on = models.DateField()
    due_on = models.DateField()
    place = models.CharField(max_length=160, blank=True)
    agencies = models.ManyToManyField("people.Agency", blank=True, related_name="+")
    author_present = models.BooleanField(default=False)
    material = EncryptedTextField(blank=True)
    pack = EncryptedTextField(blank=True)
    late_because = models.CharField(max_length=240, blank=True)
    author_absent_because = models.CharField(max_length=240, blank=True)
    held_on = models.DateField(null=True, blank=True)

    handling = Handling(
        Retention.TEN_YEARS,
        plain=(
            *("review", "kind", "planned_on", "due_on", "place", "agencies", "author_present", "late_because"),
            *("author_absent_because", "held_on"),
        ),
        special=("material", "pack"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "kind"], name="reviews_one_session_of_a_kind")]

    def __str__(self):
        return self.kind


class Attendee(Record):
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendees")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField(null=True, blank=True)
    came = models.BooleanField(null=True, blank=True)

    handling = Handling(Retention.TEN_YEARS, plain=("session", "agreed_on", "came"), personal=("person",))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="reviews_attends_once")]

    def __str__(self):
        return f"{self.session_id}: attendee"


class Question(Record):
    """A question or an idea of a session: answered, or made an action."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="questions")
    text = EncryptedTextField()
    answer = EncryptedTextField(blank=True)
    action = models.CharField(max_length=20, blank=True)

    handling = Handling(Retention.TEN_YEARS, plain=("session", "action"), special=("text", "answer"))

    def __str__(self):
        return f"Question {self.pk}"
