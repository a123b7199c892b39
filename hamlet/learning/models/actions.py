from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.learning.rules import COLOURS, State, standing


class Theme(Record):
    """What learning is about: recommendations carry many, an action is worked under one (docs/decisions/0005)."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)

    handling = Handling(Retention.PERMANENT, plain=("slug", "name"))

    def __str__(self):
        return self.name


class ActionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=State.OPEN.value)

    def late(self, today):
        return self.open().filter(due_on__lt=today)

    def visible_to(self, user):
        """One's own; those of the groups one sits in; all but restricted groups' for those who read the whole plan."""
        powers = user.powers
        own = Q(owner=user) | Q(group_id__in=powers.groups(Permission.ACTIONS_READ))
        if powers.everywhere(Permission.ACTIONS_READ):
            groups = self.model._meta.get_field("group").related_model
            own |= Q(group__isnull=True) | ~Q(group_id__in=groups.objects.filter(restricted=True).values("pk"))
        return self.filter(own)


class Action(Record):
    """A thing to do, from any room: who owns it, by when, under which theme, and where it came from."""

    reference = models.CharField(max_length=20, unique=True)
    number = models.PositiveIntegerField(null=True, blank=True, unique=True)
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="actions")
    agency = models.ForeignKey("people.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey("governance.Group", null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    recommendations = models.ManyToManyField("learning.Recommendation", blank=True, related_name="actions")
    raised_on = models.DateField()
    first_due_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=20, choices=[(item.value, item.value) for item in State], default=State.OPEN.value)
    closed_on = models.DateField(null=True, blank=True)
    closing_note = models.TextField(blank=True)
    source_kind = models.CharField(max_length=60, blank=True)
    source_id = models.CharField(max_length=40, blank=True)
    source_label = models.CharField(max_length=200, blank=True)
    source_url = models.CharField(max_length=200, blank=True)

    objects = ActionQuerySet.as_manager()

    handling = Handling(
        Retention.SEVEN_YEARS,
        plain=(
            *("reference", "number", "theme", "agency", "group", "raised_on", "first_due_on", "due_on", "state", "closed_on"),
            *("source_kind", "source_id", "source_label", "source_url", "recommendations"),
        ),
        personal=("owner",),
        special=("title", "detail", "closing_note"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.OPEN.value, closed_on__isnull=True)
                | (~Q(state=State.OPEN.value) & Q(closed_on__isnull=False) & ~Q(closing_note="")),
                name="learning_closed_action_says_why_and_when",
            )
        ]
        indexes = [
            models.Index(fields=["state", "due_on"]),
            models.Index(fields=["owner", "state"]),
            models.Index(fields=["group", "state", "due_on"]),
            models.Index(fields=["source_kind", "source_id"]),
            models.Index(fields=["theme", "state", "due_on", "group", "owner"]),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    def get_absolute_url(self):
        return reverse("learning:action", args=[self.reference])

    def standing(self, today):
        return standing(State(self.state), self.due_on, today)

    def colour(self, today):
        return COLOURS[self.standing(today)]


class ActionUpdate(Record):
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    said_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField()

    handling = Handling(Retention.SEVEN_YEARS, plain=("action", "said_on"), personal=("by",), special=("note",))

    def __str__(self):
        return f"{self.action_id}: {self.said_on}"


class UpdateRequest(Record):
    """An owner was asked how an action stands, before a meeting of the group that works the plan. Once for each meeting."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="update_requests")
    meeting_on = models.DateField()
    asked_on = models.DateField()

    handling = Handling(Retention.SEVEN_YEARS, plain=("action", "meeting_on", "asked_on"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "meeting_on"], name="learning_update_asked_once_for_a_meeting")]

    def __str__(self):
        return f"{self.action_id}: asked on {self.asked_on}"
