from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.foundations.working_days.clock import LONDON
from hamlet.governance.rules import Frequency
from hamlet.meetings.rules import Came, ItemKind, State, Way


def options(words):
    return [(word.value, word.value) for word in words]


def seen_by(user, prefix=""):
    """What of groups' meetings a person may see: their own groups', and all but restricted groups' when they read everywhere."""
    seen = Q(**{f"{prefix}group_id__in": user.powers.groups(Permission.MEETINGS_READ)})
    if user.powers.everywhere(Permission.MEETINGS_READ):
        seen |= Q(**{f"{prefix}group__restricted": False})
    return seen


class Series(Record):
    group = models.ForeignKey("governance.Group", on_delete=models.PROTECT, related_name="series")
    frequency = models.CharField(max_length=40, choices=options(Frequency))
    first_on = models.DateField()
    count = models.PositiveSmallIntegerField()

    handling = Handling(Retention.PERMANENT, plain=("group", "frequency", "first_on", "count"))

    def __str__(self):
        return f"{self.frequency} from {self.first_on:%-d %B %Y}"


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(seen_by(user))

    def standing(self):
        return self.exclude(state=State.CANCELLED.value)

    def held(self):
        return self.filter(state__in=[State.HELD.value, State.APPROVED.value])


class Meeting(Record):
    group = models.ForeignKey("governance.Group", on_delete=models.PROTECT, related_name="meetings")
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    way = models.CharField(max_length=40, choices=options(Way), default=Way.IN_PERSON.value)
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(blank=True)
    state = models.CharField(max_length=30, choices=options(State), default=State.DRAFT.value)
    cancelled_because = models.TextField(blank=True)
    quorum_reached = models.BooleanField(null=True, blank=True)
    quorum_sentence = models.CharField(max_length=300, blank=True)
    minutes_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_on = models.DateField(null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    handling = Handling(
        Retention.PERMANENT,
        plain=(
            *("group", "series", "starts_at", "ends_at", "way", "place", "link", "state", "cancelled_because"),
            *("quorum_reached", "quorum_sentence", "approved_on"),
        ),
        personal=("minutes_by", "writers", "approved_by"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meetings_meeting_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~Q(state=State.CANCELLED.value) | ~Q(cancelled_because=""), name="meetings_cancelled_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.APPROVED.value) | (Q(approved_on__isnull=False) & Q(approved_by__isnull=False)),
                name="meetings_approved_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(minutes_by__isnull=True) | ~Q(approved_by=F("minutes_by")),
                name="meetings_nobody_approves_their_own_minutes",
            ),
            models.UniqueConstraint(
                fields=["group", "starts_at"], condition=~Q(state=State.CANCELLED.value), name="meetings_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["starts_at"]), models.Index(fields=["group", "state", "starts_at"])]

    def __str__(self):
        return f"Meeting of {self.starts_at.astimezone(LONDON):%-d %B %Y}"

    def get_absolute_url(self):
        return reverse("meetings:meeting", args=[self.pk])

    def was_written_by(self, person):
        """Whether this person ever wrote any of the minutes, and so does not approve them. One query."""
        return self.writers.filter(pk=person.pk).exists()


class AgendaItem(Record):
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=30, choices=options(ItemKind), default=ItemKind.ORDINARY.value)
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    minutes_allowed = models.PositiveSmallIntegerField(default=10)
    presenter = models.CharField(max_length=200, blank=True)
    standing_key = models.CharField(max_length=60, blank=True)
    source_label = models.CharField(max_length=200, blank=True)
    source_url = models.CharField(max_length=200, blank=True)
    carried_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to")
    ahead = models.ForeignKey("meetings.Ahead", null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    minute = models.TextField(blank=True)
    minute_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    handling = Handling(
        Retention.PERMANENT,
        plain=(
            *("meeting", "position", "kind", "minutes_allowed", "presenter", "standing_key"),
            *("source_label", "source_url", "carried_from", "ahead"),
        ),
        personal=("minute_by",),
        special=("title", "note", "minute"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="meetings_one_item_a_place")]

    def __str__(self):
        return f"{self.position}. {self.title}"


class PaperQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_at=None)


class Paper(Record):
    """A paper for an item; its file is a document that hangs on it. Withdrawn, it stays on record and leaves the next pack."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    marking = models.CharField(max_length=40)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PaperQuerySet.as_manager()

    handling = Handling(
        Retention.PERMANENT, plain=("item", "marking", "added_by", "added_at", "withdrawn_at"), special=("title",)
    )

    def __str__(self):
        return self.title


class Pack(Record):
    """What was circulated, frozen: its number, its one PDF (a document that hangs on it), and what changed since the last."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    number = models.PositiveSmallIntegerField()
    circulated_at = models.DateTimeField()
    circulated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    manifest = models.JSONField()
    changes = models.TextField(blank=True)

    handling = Handling(
        Retention.PERMANENT,
        plain=("meeting", "number", "circulated_at", "circulated_by"),
        special=("manifest", "changes"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="meetings_one_pack_a_number")]

    def __str__(self):
        return f"Pack {self.number}"


class Attendance(Record):
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    seat = models.ForeignKey("governance.Seat", on_delete=models.PROTECT, related_name="attendances")
    came = models.CharField(max_length=20, choices=options(Came))
    deputy = models.CharField(max_length=200, blank=True)

    handling = Handling(Retention.PERMANENT, plain=("meeting", "seat", "came"), personal=("deputy",))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="meetings_one_attendance_a_seat"),
            models.CheckConstraint(condition=~Q(came=Came.DEPUTY.value) | ~Q(deputy=""), name="meetings_deputy_is_named_by_post"),
        ]

    def __str__(self):
        return f"{self.seat_id}: {self.came}"
