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
    title = EncryptedTextField(blank=True)
    slug = EncryptedTextField(blank=True)
    planned_on = models.DateField(null=True, blank=True)
    copies_sent_on = models.DateField(null=True, blank=True)
    short_notice = EncryptedTextField(blank=True)
    proposed = models.CharField(max_length=80, choices=options(Publishing), blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_because = EncryptedTextField(blank=True)

    handling = Handling(
        Retention.TEN_YEARS,
        plain=(*("case", "kind", "commissioned_on", "agencies", "completed_on", "planned_on", "copies_sent_on", "proposed"),),
        personal=("reviewer", "proposed_by"),
        special=(
            *("independence", "terms_of_reference", "family_part", "parallel_proceedings", "text", "improvements"),
            *("title", "slug", "short_notice", "proposed_because"),
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

    @property
    def neutral_url(self):
        """An address for notices and mail: it leads to the review, and does not say which one it is."""
        return reverse("reviews:waits", args=[self.made_with])


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


class CommissionChange(Record):
    """A part of the commission that was changed: what it said, what it says now, and why."""

    review = models.ForeignKey(StatutoryReview, on_delete=models.CASCADE, related_name="commission_changes")
    what = models.CharField(max_length=60)
    changed_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    before = EncryptedTextField(blank=True)
    after = EncryptedTextField(blank=True)
    why = EncryptedTextField()

    handling = Handling(
        Retention.TEN_YEARS, plain=("review", "what", "changed_on"), personal=("by",), special=("before", "after", "why")
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="reviews_changed_commission_says_why")]

    def __str__(self):
        return self.what


class Finding(Record):
    """What a review found: whom it concerns, what should come of it, and how that will be measured."""

    review = models.ForeignKey(StatutoryReview, on_delete=models.CASCADE, related_name="findings")
    text = EncryptedTextField()
    agencies = models.ManyToManyField("people.Agency", blank=True, related_name="+")
    outcome = EncryptedTextField(blank=True)
    measure = EncryptedTextField(blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = EncryptedTextField(blank=True)

    handling = Handling(
        Retention.TEN_YEARS,
        plain=("review", "agencies", "withdrawn_on"),
        special=("text", "outcome", "measure", "withdrawn_because"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_because=""), name="reviews_withdrawn_finding_says_why"
            )
        ]

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
