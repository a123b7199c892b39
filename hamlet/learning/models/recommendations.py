from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.learning.rules.ladder import COLOURS, Rung
from hamlet.learning.rules.recommendations import ANSWER_COLOURS, DISSOLVED, Answer, Doing, SourceKind, source_shown


class RecommendationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All, for who reads recommendations; for who adds evidence, those that an action of their own serves."""
        if user.powers.may(Permission.RECOMMENDATIONS_READ):
            return self
        if user.powers.may(Permission.EVIDENCE_ADD):
            own = self.model.actions.rel.related_model.objects.filter(owner=user)
            return self.filter(pk__in=own.values("recommendations"))
        return self.none()

    def single(self):
        """Each piece of work once: the joint ones, and those that are part of none. Joint ones that were dissolved are history."""
        return self.filter(joint_into=None, closed_on=None)

    def worked(self):
        """All but the joint ones that were dissolved."""
        return self.filter(closed_on=None)

    def received(self):
        """Those that a review, an audit or an inspection made; the joint ones are ours."""
        return self.exclude(source_kind=SourceKind.JOINT.value)

    def accepted(self):
        return self.filter(answer=Answer.ACCEPTED.value)


class Recommendation(Record):
    """What a review, an audit or an inspection recommends, how it is answered, and how far up the ladder it is.

    A joint recommendation carries its parts: they keep their own source, and stand on its rung.
    """

    reference = models.CharField(max_length=20, unique=True)
    number = models.PositiveIntegerField(unique=True)
    text = models.TextField()
    words = models.TextField(editable=False)  # the stems that tell it from others: rules.likeness
    source_kind = models.CharField(max_length=40, choices=[(item.value, item.value) for item in SourceKind])
    source_room = models.CharField(max_length=60, blank=True)
    source_id = models.CharField(max_length=40, blank=True)
    source_label = models.CharField(max_length=200, blank=True)
    source_url = models.CharField(max_length=200, blank=True)
    found_on = models.DateField()
    agencies = models.ManyToManyField("people.Agency", blank=True, related_name="+")
    outcome = models.TextField(blank=True)
    measure = models.TextField(blank=True)
    themes = models.ManyToManyField("learning.Theme", blank=True, related_name="recommendations")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=30, choices=[(item.value, item.value) for item in Answer], default=Answer.WAITING.value)
    answer_reasons = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    joint_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    doing = models.CharField(max_length=20, choices=[(item.value, item.value) for item in Doing], default=Doing.NONE.value)
    done_on = models.DateField(null=True, blank=True)
    rung = models.CharField(max_length=20, choices=[(item.value, item.value) for item in Rung], blank=True)
    reached_on = models.DateField(null=True, blank=True)
    look_again_on = models.DateField(null=True, blank=True)
    flags = models.CharField(max_length=300, blank=True)
    flagged_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_because = models.TextField(blank=True)

    objects = RecommendationQuerySet.as_manager()

    handling = Handling(
        Retention.TEN_YEARS,
        plain=(
            *("reference", "number", "source_kind", "source_room", "source_id", "found_on", "agencies", "themes", "answer"),
            *("answered_on", "joint_into", "doing", "done_on", "rung", "reached_on", "look_again_on", "flags", "flagged_on"),
            *("closed_on",),
        ),
        personal=("added_by",),
        special=("text", "words", "source_label", "source_url", "outcome", "measure", "answer_reasons", "closed_because"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer=Answer.WAITING.value, answered_on__isnull=True)
                | (~Q(answer=Answer.WAITING.value) & Q(answered_on__isnull=False)),
                name="learning_answered_recommendation_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.REJECTED.value) | ~Q(answer_reasons=""), name="learning_rejection_says_why"
            ),
            models.CheckConstraint(
                condition=(Q(answer=Answer.ACCEPTED.value) & ~Q(rung="") & Q(reached_on__isnull=False))
                | (~Q(answer=Answer.ACCEPTED.value) & Q(rung="", reached_on__isnull=True)),
                name="learning_accepted_recommendation_stands_on_the_ladder",
            ),
            models.CheckConstraint(
                condition=~Q(rung=Rung.EMBEDDED.value) | Q(look_again_on__isnull=False),
                name="learning_embedded_is_looked_at_again",
            ),
            models.CheckConstraint(
                condition=Q(joint_into=None) | ~Q(source_kind=SourceKind.JOINT.value), name="learning_joint_is_part_of_none"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, closed_because="")
                | (Q(closed_on__isnull=False, source_kind=SourceKind.JOINT.value) & ~Q(closed_because="")),
                name="learning_only_a_joint_one_is_dissolved_and_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["joint_into", "answer", "rung", "found_on"]),
            models.Index(fields=["source_room", "source_id"]),
            models.Index(fields=["found_on", "id"]),
            models.Index(fields=["flagged_on"], condition=Q(flagged_on__isnull=False), name="learning_rec_flagged"),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("learning:recommendation", args=[self.reference])

    @property
    def is_joint(self):
        return self.source_kind == SourceKind.JOINT.value

    @property
    def colour(self):
        if self.closed_on:
            return "grey"
        return COLOURS[Rung(self.rung)] if self.rung else ANSWER_COLOURS[Answer(self.answer)]

    @property
    def place(self):
        """What a list shows of it: its rung once it is accepted, how it was answered before."""
        return DISSOLVED if self.closed_on else self.rung or self.answer

    @property
    def why_again(self):
        return self.flags.split("; ") if self.flags else []

    def whole(self):
        """Itself, and the parts of a joint one: what its actions serve and its evidence is about. For a filter with `__in`."""
        if not self.is_joint:
            return [self.pk]
        return type(self).objects.filter(Q(pk=self.pk) | Q(joint_into=self)).values("pk")

    def source_for(self, user):
        """(label, address or "") as this person may know it: of a case, nothing but that there was a review."""
        reads = user.powers.may(Permission.REVIEWS_READ)
        knows = reads or user.powers.may(Permission.REVIEWS_SCRUTINISE)
        label = source_shown(SourceKind(self.source_kind), self.source_label, knows)
        return label, self.source_url if label == self.source_label and knows else ""


class Link(Record):
    """Two recommendations that say nearly the same, kept apart but worked with an eye on each other."""

    first = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="+")
    because = models.TextField()
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_on = models.DateField(null=True, blank=True)
    undone_because = models.TextField(blank=True)

    handling = Handling(
        Retention.TEN_YEARS, plain=("first", "second", "on", "undone_on"), personal=("by",), special=("because", "undone_because")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"], condition=Q(undone_on__isnull=True), name="learning_two_are_linked_once"
            ),
            models.CheckConstraint(
                condition=Q(undone_on__isnull=True, undone_because="") | (Q(undone_on__isnull=False) & ~Q(undone_because="")),
                name="learning_undone_link_says_why",
            ),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="learning_link_has_an_order"),
        ]

    def __str__(self):
        return f"{self.first_id} and {self.second_id}"
