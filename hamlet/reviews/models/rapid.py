from django.conf import settings
from django.db import models
from django.db.models import Q

from hamlet.foundations.encrypted import EncryptedTextField
from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.governance.rules import Partner
from hamlet.reviews.models.cases import Case
from hamlet.reviews.models.clocks import options
from hamlet.reviews.rules.cases import National, Outcome, Section


class TimetableStep(Record):
    """A step of the template timetable, in working days from the day on which the rapid review's clock starts."""

    title = models.CharField(max_length=160)
    first_day = models.PositiveIntegerField()
    last_day = models.PositiveIntegerField()
    whose = models.CharField(max_length=80)
    asks_agencies = models.BooleanField(default=False)
    ended_on = models.DateField(null=True, blank=True)

    handling = Handling(Retention.PERMANENT, plain=("title", "first_day", "last_day", "whose", "asks_agencies", "ended_on"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=models.F("first_day")), name="reviews_step_ends_after_it_starts")
        ]

    def __str__(self):
        return self.title


class RapidReviewQuerySet(models.QuerySet):
    def gone(self):
        """Those that went to the national Panel, also when the partners decide again since."""
        again = EarlierRound.objects.filter(review=models.OuterRef("pk"))
        return self.filter(Q(sent_on__isnull=False) | models.Exists(again))


class RapidReview(Record):
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="rapid_review")
    started_on = models.DateField()
    recommended = models.CharField(max_length=80, choices=options(Outcome), blank=True)
    recommended_national = models.CharField(max_length=80, choices=options(National), blank=True)
    recommended_on = models.DateField(null=True, blank=True)
    recommended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recommended_because = EncryptedTextField(blank=True)
    without_education = EncryptedTextField(blank=True)
    outcome = models.CharField(max_length=80, choices=options(Outcome), blank=True)
    national = models.CharField(max_length=80, choices=options(National), blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_at = models.ForeignKey("meetings.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_because = EncryptedTextField(blank=True)
    sent_on = models.DateField(null=True, blank=True)
    replied_on = models.DateField(null=True, blank=True)
    panel_agrees = models.BooleanField(null=True, blank=True)
    reply = EncryptedTextField(blank=True)
    disagreement = EncryptedTextField(blank=True)

    objects = RapidReviewQuerySet.as_manager()

    handling = Handling(
        Retention.TEN_YEARS,
        plain=(
            *("case", "started_on", "recommended_on", "decided_on", "decided_at", "sent_on", "replied_on", "panel_agrees"),
            *("recommended", "recommended_national", "outcome", "national"),
        ),
        personal=("recommended_by",),
        special=("recommended_because", "without_education", "decided_because", "reply", "disagreement"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, outcome="") | (Q(decided_on__isnull=False) & ~Q(outcome="")),
                name="reviews_joint_decision_says_when_and_what",
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True) | Q(decided_on__isnull=False), name="reviews_sent_after_the_decision"
            ),
            models.CheckConstraint(
                condition=Q(replied_on__isnull=True) | Q(sent_on__isnull=False), name="reviews_reply_follows_sending"
            ),
        ]

    def __str__(self):
        return f"Rapid review of {self.case}"


class EarlierRound(Record):
    """What the partners had decided, and the national Panel's reply to it, before they decided again and why they did."""

    review = models.ForeignKey(RapidReview, on_delete=models.CASCADE, related_name="earlier_rounds")
    recommended = models.CharField(max_length=80, choices=options(Outcome))
    outcome = models.CharField(max_length=80, choices=options(Outcome))
    national = models.CharField(max_length=80, choices=options(National))
    decided_on = models.DateField()
    decided_at = models.ForeignKey("meetings.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_because = EncryptedTextField(blank=True)
    sent_on = models.DateField()
    replied_on = models.DateField()
    panel_agrees = models.BooleanField()
    reply = EncryptedTextField()
    disagreement = EncryptedTextField(blank=True)
    again_on = models.DateField()
    again_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    again_because = EncryptedTextField()

    KEPT = (
        *("recommended", "outcome", "national", "decided_on", "decided_at", "decided_because"),
        *("sent_on", "replied_on", "panel_agrees", "reply", "disagreement"),
    )

    handling = Handling(
        Retention.TEN_YEARS,
        plain=(
            *("review", "recommended", "outcome", "national", "decided_on", "decided_at"),
            *("sent_on", "replied_on", "panel_agrees", "again_on"),
        ),
        personal=("again_by",),
        special=("decided_because", "reply", "disagreement", "again_because"),
    )

    def __str__(self):
        return self.outcome


class Task(Record):
    """A step of one rapid review's timetable, with its days."""

    review = models.ForeignKey(RapidReview, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=160)
    whose = models.CharField(max_length=80)
    first_day = models.PositiveIntegerField(null=True, blank=True)
    last_day = models.PositiveIntegerField(null=True, blank=True)
    begins_on = models.DateField()
    due_on = models.DateField()
    was_due_on = models.DateField(null=True, blank=True)
    moved_because = models.CharField(max_length=400, blank=True)
    asks_agencies = models.BooleanField(default=False)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    handling = Handling(
        Retention.TEN_YEARS,
        plain=(
            *("review", "title", "whose", "first_day", "last_day", "begins_on", "due_on", "was_due_on", "moved_because"),
            *("asks_agencies", "done_on"),
        ),
        personal=("done_by",),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(was_due_on__isnull=True) | ~Q(moved_because=""), name="reviews_moved_step_says_why"
            )
        ]

    def __str__(self):
        return self.title


class ReviewSection(Record):
    """One of the parts that every rapid review must hold."""

    review = models.ForeignKey(RapidReview, on_delete=models.CASCADE, related_name="sections")
    section = models.CharField(max_length=80, choices=options(Section))
    text = EncryptedTextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    handling = Handling(Retention.TEN_YEARS, plain=("review", "section"), personal=("by",), special=("text",))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "section"], name="reviews_a_section_once")]

    def __str__(self):
        return self.section


class CurrentQuerySet(models.QuerySet):
    def current(self):
        return self.filter(superseded_on=None)


class CriterionAnswer(Record):
    """What the partners hold about one criterion of regulation 11, and why. `met` is None while it cannot be answered yet."""

    review = models.ForeignKey(RapidReview, on_delete=models.CASCADE, related_name="criteria")
    criterion = models.SlugField(max_length=40)
    met = models.BooleanField(null=True, blank=True)
    reason = EncryptedTextField()
    superseded_on = models.DateField(null=True, blank=True)

    objects = CurrentQuerySet.as_manager()

    handling = Handling(Retention.TEN_YEARS, plain=("review", "criterion", "met", "superseded_on"), special=("reason",))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "criterion"], condition=Q(superseded_on=None), name="reviews_a_criterion_once"
            )
        ]

    def __str__(self):
        return self.criterion


class PartnerDecision(Record):
    """What one safeguarding partner decides: the decision is joint once all three say the same."""

    review = models.ForeignKey(RapidReview, on_delete=models.CASCADE, related_name="partner_decisions")
    partner = models.CharField(max_length=40, choices=options(Partner))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=80, choices=options(Outcome))
    national = models.CharField(max_length=80, choices=options(National))
    reason = EncryptedTextField()
    decided_on = models.DateField()
    superseded_on = models.DateField(null=True, blank=True)

    objects = CurrentQuerySet.as_manager()

    handling = Handling(
        Retention.TEN_YEARS,
        plain=("review", "partner", "outcome", "national", "decided_on", "superseded_on"),
        personal=("person",),
        special=("reason",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "partner"], condition=Q(superseded_on=None), name="reviews_a_partner_decides_once"
            ),
            models.UniqueConstraint(
                fields=["review", "person"], condition=Q(superseded_on=None), name="reviews_nobody_decides_for_two"
            ),
        ]

    def __str__(self):
        return self.partner
