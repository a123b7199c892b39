from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.encrypted import EncryptedTextField
from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.reviews.models.clocks import options
from hamlet.reviews.rules.cases import COLOURS, OVER, Facts, Harm, Stage, Status, Suspicion, Told, Where


class CaseQuerySet(models.QuerySet):
    def open(self):
        return self.exclude(stage__in=[stage.value for stage in OVER])

    def held(self):
        return self.filter(disposed_on=None)

    def visible_to(self, user):
        """For seats of the Rapid Review Panel, the Executive and the partnership's team; a reviewer's own while appointed, once
        the second factor was given.

        A declared conflict of interest shuts a case to whoever declared it. What was disposed of is gone for everyone.
        """
        powers = user.powers
        if powers.may(Permission.REVIEWS_READ):
            return self.held().free_of_conflict(user)
        if not powers.may(Permission.REVIEWS_OWN_PART):
            return self.none()
        reviewing = Reviewer.objects.on(powers.day).filter(person=user)
        own = self.filter(pk__in=reviewing.values("case_id"), statutory_review__reviewer=user)
        return own.held().free_of_conflict(user)

    def free_of_conflict(self, user):
        return self.exclude(pk__in=Conflict.objects.filter(person=user, ended_on=None).values("case_id"))


class Case(Record):
    """A serious incident and the reviews that follow from it."""

    reference = models.CharField(max_length=20, unique=True)
    stage = models.CharField(max_length=60, choices=options(Stage), default=Stage.REFERRED.value)
    referred_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    referring_agency = models.ForeignKey("people.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    referred_on = models.DateField()
    reach = EncryptedTextField(blank=True)
    incident_on = models.DateField(null=True, blank=True)
    aware_on = models.DateField(null=True, blank=True)
    harm = models.CharField(max_length=60, choices=options(Harm))
    where = models.CharField(max_length=60, choices=options(Where), default=Where.HERE.value)
    suspicion = models.CharField(max_length=60, choices=options(Suspicion), default=Suspicion.YES.value)
    status = models.CharField(max_length=60, choices=options(Status), default=Status.CHILD.value)
    oldest_age = models.PositiveIntegerField(null=True, blank=True)
    what_happened = EncryptedTextField()
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    told = models.CharField(max_length=80, choices=options(Told), blank=True)
    reasons = EncryptedTextField(blank=True)
    departs_because = EncryptedTextField(blank=True)
    decided_for = models.CharField(max_length=120, blank=True)
    suspected_on = models.DateField(null=True, blank=True)
    notified_on = models.DateField(null=True, blank=True)
    notification_reference = EncryptedTextField(blank=True)
    partners_told_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = EncryptedTextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)
    disposed_on = models.DateField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    handling = Handling(
        Retention.TEN_YEARS,
        plain=("reference", "stage", "referring_agency", "referred_on", "closed_on", "disposed_on"),
        personal=("referred_by", "decided_by", "decided_for"),
        special=(
            *("incident_on", "suspected_on", "harm", "where", "suspicion", "status", "oldest_age", "what_happened", "reasons"),
            *("notification_reference", "withdrawn_because", "aware_on", "decided_on", "told", "notified_on"),
            *("partners_told_on", "withdrawn_on", "departs_because", "reach"),
        ),
        conceals=True,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, told="") | (Q(decided_on__isnull=False) & ~Q(told="")),
                name="reviews_decision_says_when_and_what",
            ),
            models.CheckConstraint(
                condition=Q(notified_on__isnull=True) | ~Q(notification_reference="") | Q(disposed_on__isnull=False),
                name="reviews_notified_has_a_reference",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.CLOSED.value) | Q(closed_on__isnull=False), name="reviews_closed_case_says_when"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_because="") | Q(disposed_on__isnull=False),
                name="reviews_withdrawn_says_why",
            ),
        ]
        indexes = [models.Index(fields=["-referred_on", "-id"]), models.Index(fields=["stage", "-referred_on"])]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("reviews:case", args=[self.reference])

    @property
    def facts(self):
        return Facts(Harm(self.harm), Where(self.where), Suspicion(self.suspicion), Status(self.status), self.oldest_age)

    @property
    def colour(self):
        return COLOURS.get(Stage(self.stage), "grey")


class EarlierDecision(Record):
    """What the local authority had decided on a notification before it decided again, and the facts as it then held them."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="earlier_decisions")
    harm = models.CharField(max_length=60, choices=options(Harm))
    where = models.CharField(max_length=60, choices=options(Where))
    suspicion = models.CharField(max_length=60, choices=options(Suspicion))
    status = models.CharField(max_length=60, choices=options(Status))
    oldest_age = models.PositiveIntegerField(null=True, blank=True)
    told = models.CharField(max_length=80, choices=options(Told))
    reasons = EncryptedTextField()
    departs_because = EncryptedTextField(blank=True)
    decided_on = models.DateField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_for = models.CharField(max_length=120, blank=True)
    superseded_on = models.DateField()

    handling = Handling(
        Retention.TEN_YEARS,
        plain=("case", "told", "decided_on", "superseded_on"),
        personal=("decided_by", "decided_for"),
        special=("harm", "where", "suspicion", "status", "oldest_age", "reasons", "departs_because"),
    )

    def __str__(self):
        return self.told


class DatedQuerySet(models.QuerySet):
    def on(self, day):
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))


class Reviewer(Record):
    """The commissioned reviewer of a case, from appointment to publication: for those days the case is open to them."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reviewers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    handling = Handling(Retention.TEN_YEARS, plain=("case", "starts_on", "ends_on"), personal=("person",))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], condition=Q(ends_on=None), name="reviews_appointed_once")
        ]

    def __str__(self):
        return f"{self.case_id}: reviewer"


class Assignment(Record):
    """Somebody who works on a case: they open it without giving a reason each day. Each opening is logged all the same."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    handling = Handling(Retention.TEN_YEARS, plain=("case", "because", "starts_on", "ends_on"), personal=("person",))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], condition=Q(ends_on=None), name="reviews_assigned_once")
        ]

    def __str__(self):
        return self.because


class Conflict(Record):
    """A declared conflict of interest: while it lasts the case does not exist for this person."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="conflicts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField()
    declared_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    handling = Handling(Retention.TEN_YEARS, plain=("case", "declared_on", "ended_on"), personal=("person",), special=("reason",))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], condition=Q(ended_on=None), name="reviews_one_conflict_at_a_time")
        ]

    def __str__(self):
        return f"{self.case_id}: {self.declared_on}"


class Opening(Record):
    """The reason that somebody who is not assigned gave for opening a case, good for that day."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="openings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    reason = EncryptedTextField()

    handling = Handling(Retention.TEN_YEARS, plain=("case", "opened_on"), personal=("person",), special=("reason",))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person", "opened_on"], name="reviews_one_reason_a_day")]

    def __str__(self):
        return f"{self.case_id}: {self.opened_on}"
