from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hamlet.escalations.rules import COLOURS, NEXT, OPEN, WAITING, AnswerKind, State, Urgency, is_overdue
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.governance.rules import Partner


def options(words):
    return [(word.value, word.value) for word in words]


class EscalationQuerySet(models.QuerySet):
    def sent(self):
        return self.exclude(sent_on=None)

    def waiting(self):
        return self.filter(state__in=[state.value for state in WAITING])

    def open(self):
        return self.filter(state__in=[state.value for state in OPEN])

    def overdue(self, today):
        return self.waiting().filter(answer_by__lt=today)

    def visible_to(self, user):
        """What was sent, for every group; drafts for those who draft in that group."""
        powers = user.powers
        drafts = Q(sent_on=None, group_id__in=powers.groups(Permission.ESCALATIONS_DRAFT))
        if powers.everywhere(Permission.ESCALATIONS_DRAFT):
            drafts |= Q(sent_on=None)
        sent = Q(sent_on__isnull=False) if powers.may(Permission.ESCALATIONS_READ) else Q(pk=None)
        return self.filter(drafts | sent)


class Escalation(Record):
    number = models.CharField(max_length=20, unique=True, null=True, blank=True)
    group = models.ForeignKey("governance.Group", on_delete=models.PROTECT, related_name="escalations")
    title = models.CharField(max_length=160)
    issue = models.TextField()
    why_not_here = models.TextField()
    asked = models.TextField()
    answer_by = models.DateField(null=True, blank=True)
    urgency = models.CharField(max_length=20, choices=options(Urgency), default=Urgency.MEDIUM.value)
    priority = models.ForeignKey("governance.Priority", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agencies = models.ManyToManyField("people.Agency", blank=True, related_name="+")
    state = models.CharField(max_length=40, choices=options(State), default=State.DRAFT.value)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_on = models.DateField()
    agreed_at = models.ForeignKey("meetings.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    days_to_answer = models.PositiveIntegerField(null=True, blank=True)  # from sending to the first answer, in calendar days
    outcome = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects = EscalationQuerySet.as_manager()

    handling = Handling(
        Retention.PERMANENT,
        plain=(
            *("number", "group", "answer_by", "urgency", "priority", "agencies", "state", "drafted_on", "agreed_at"),
            *("sent_on", "answered_on", "days_to_answer", "closed_on"),
        ),
        personal=("drafted_by", "sent_by"),
        special=("title", "issue", "why_not_here", "asked", "outcome"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(number__isnull=True, sent_on__isnull=True) | Q(number__isnull=False, sent_on__isnull=False),
                name="escalations_sent_has_number_and_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED.value) | (Q(closed_on__isnull=False) & ~Q(outcome="")),
                name="escalations_closed_has_outcome_and_day",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, days_to_answer__isnull=True)
                | Q(answered_on__isnull=False, days_to_answer__isnull=False),
                name="escalations_answered_says_in_how_many_days",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT.value, State.WITHDRAWN.value]) | Q(sent_on__isnull=False),
                name="escalations_only_drafts_are_unsent",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "answer_by"]),
            models.Index(fields=["-sent_on", "id"]),
            models.Index(fields=["state", "-sent_on", "-id"]),
            models.Index(fields=["state", "days_to_answer", "sent_on", "answer_by"]),
            models.Index(fields=["group", "sent_on"]),
        ]

    def __str__(self):
        return self.number or "Draft escalation"

    def get_absolute_url(self):
        return reverse("escalations:escalation", args=[self.made_with])

    def overdue(self, today):
        return is_overdue(State(self.state), self.answer_by, today)

    @property
    def colour(self):
        return COLOURS[State(self.state)]

    @property
    def next_step(self):
        return NEXT.get(State(self.state), "")


class Answer(Record):
    """An answer that somebody of the Executive drafted. Once `official_on` is set it is the Executive's, and never changes."""

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=40, choices=options(AnswerKind))
    reasons = models.TextField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drafted_on = models.DateField()
    minuted_at = models.ForeignKey("meetings.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    official_on = models.DateField(null=True, blank=True)
    official_by = models.CharField(max_length=60, blank=True)

    handling = Handling(
        Retention.PERMANENT,
        plain=("escalation", "kind", "due_on", "drafted_on", "minuted_at", "official_on", "official_by"),
        personal=("owner", "drafted_by"),
        special=("reasons",),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(official_on__isnull=True, official_by="") | (Q(official_on__isnull=False) & ~Q(official_by="")),
                name="escalations_official_says_when_and_how",
            ),
            models.CheckConstraint(
                condition=~Q(official_by="Minuted") | Q(minuted_at__isnull=False), name="escalations_minuted_names_its_meeting"
            ),
            models.UniqueConstraint(
                fields=["escalation"], condition=Q(official_on__isnull=True), name="escalations_one_draft_answer_at_a_time"
            ),
        ]

    def __str__(self):
        return self.kind


class Agreement(Record):
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="agreements")
    partner = models.CharField(max_length=40, choices=options(Partner))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField()

    handling = Handling(Retention.PERMANENT, plain=("answer", "partner", "agreed_on"), personal=("person",))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "partner"], name="escalations_a_partner_agrees_once"),
            models.UniqueConstraint(fields=["answer", "person"], name="escalations_nobody_agrees_for_two"),
        ]

    def __str__(self):
        return self.partner


class Step(Record):
    """Every step, dated: what happened, on which day, by whom."""

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    handling = Handling(Retention.PERMANENT, plain=("escalation", "what", "on"), personal=("by",), special=("note",))

    def __str__(self):
        return self.what
