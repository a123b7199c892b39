from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.governance.rules import APPOINTED, Capacity, Frequency, GroupKind, LeadKind, Partner, QuorumRule


def options(words):
    return [(word.value, word.value) for word in words]


def ends_after_start(name):
    return models.CheckConstraint(condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name=name)


class DatedQuerySet(models.QuerySet):
    def on(self, day):
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))


class GroupQuerySet(DatedQuerySet):
    def visible_to(self, user):
        return self if user.powers.may(Permission.PARTNERSHIP_READ) else self.none()


class Group(Record):
    """A group of the partnership. `restricted` ones' meetings and actions are seen by their own members only."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=60, choices=options(GroupKind))
    purpose = models.TextField()
    terms_of_reference = models.TextField(blank=True)
    reports_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="groups_below")
    frequency = models.CharField(max_length=40, choices=options(Frequency))
    quorum_rule = models.CharField(max_length=60, choices=options(QuorumRule), default=QuorumRule.HALF.value)
    quorum_number = models.PositiveSmallIntegerField(default=0)
    avoids_school_holidays = models.BooleanField(default=False)
    restricted = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = GroupQuerySet.as_manager()

    handling = Handling(
        Retention.PERMANENT,
        plain=(
            *("slug", "name", "kind", "purpose", "terms_of_reference", "reports_to", "frequency", "quorum_rule"),
            *("quorum_number", "avoids_school_holidays", "restricted", "starts_on", "ends_on"),
        ),
    )

    class Meta:
        constraints = [
            ends_after_start("governance_group_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind=GroupKind.EXECUTIVE.value), name="governance_there_is_one_executive"
            ),
            models.CheckConstraint(condition=~Q(reports_to=F("id")), name="governance_no_group_reports_to_itself"),
            models.CheckConstraint(
                condition=~Q(quorum_rule=QuorumRule.NUMBER.value) | Q(quorum_number__gte=1),
                name="governance_quorum_has_its_number",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("governance:group", args=[self.slug])

    @property
    def is_executive(self):
        return self.kind == GroupKind.EXECUTIVE.value


class GroupBefore(Record):
    """A group as it was up to the end of a day, before its name, its purpose or where it reports was changed."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="before")
    until = models.DateField()
    name = models.CharField(max_length=160)
    purpose = models.TextField()
    reports_to = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    handling = Handling(Retention.PERMANENT, plain=("group", "until", "name", "purpose", "reports_to"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "until"], name="governance_group_was_one_thing_on_a_day")]

    def __str__(self):
        return f"{self.name}, until {self.until:%-d %B %Y}"


class Seat(Record):
    """A place in a group, from one day to another, held by a person or vacant under its post."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    post_title = models.CharField(max_length=200)
    agency = models.ForeignKey("people.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    partner = models.CharField(max_length=40, choices=options(Partner), blank=True)
    capacity = models.CharField(max_length=20, choices=options(Capacity))
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    handling = Handling(
        Retention.PERMANENT,
        plain=("group", "post_title", "agency", "partner", "capacity", "starts_on", "ends_on"),
        personal=("person",),
    )

    class Meta:
        constraints = [
            ends_after_start("governance_seat_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(person=None, post_title=""), name="governance_vacant_seat_has_its_post"),
        ]
        indexes = [models.Index(fields=["group", "starts_on"])]

    def __str__(self):
        return f"{self.post_title}, {self.capacity.lower()}"


class Deputy(Record):
    """Who stands in for the holder of a seat, from one day to another. A seat has one deputy on any day."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="deputies")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    handling = Handling(Retention.SIX_YEARS_AFTER_ROLE, plain=("seat", "starts_on", "ends_on"), personal=("person",))

    class Meta:
        constraints = [
            ends_after_start("governance_deputy_ends_after_they_start"),
            models.UniqueConstraint(fields=["seat", "starts_on"], name="governance_one_deputy_begins_on_a_day"),
        ]

    def __str__(self):
        return f"{self.person}, deputy"


class ChairTerm(Record):
    """A turn in the chair of the Executive: one partner's, and the person who holds it for them."""

    partner = models.CharField(max_length=40, choices=options(Partner))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = DatedQuerySet.as_manager()

    handling = Handling(Retention.PERMANENT, plain=("partner", "starts_on", "ends_on"), personal=("person",))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="governance_term_ends_after_it_starts"),
            models.UniqueConstraint(fields=["starts_on"], name="governance_one_turn_begins_on_a_day"),
        ]

    def __str__(self):
        return f"{self.partner} from {self.starts_on:%-d %B %Y}"


class PartnerTenure(Record):
    """Which agency is the safeguarding partner, from one day to another: the ICB succeeded the CCG on 1 July 2022."""

    partner = models.CharField(max_length=40, choices=options(Partner))
    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    handling = Handling(Retention.PERMANENT, plain=("partner", "agency", "starts_on", "ends_on"))

    class Meta:
        constraints = [
            ends_after_start("governance_tenure_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["partner"], condition=Q(ends_on=None), name="governance_one_agency_is_the_partner_now"
            ),
        ]

    def __str__(self):
        return f"{self.partner} from {self.starts_on:%-d %B %Y}"


class Lead(Record):
    """Who leads for a safeguarding partner. From the 2023 edition there is a lead and a delegate; before, a representative."""

    partner = models.CharField(max_length=40, choices=options(Partner))
    kind = models.CharField(max_length=60, choices=options(LeadKind))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published = models.BooleanField(default=False)
    about = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    handling = Handling(
        Retention.PERMANENT,
        plain=("partner", "kind", "published", "starts_on", "ends_on"),
        personal=("person", "about"),
    )

    class Meta:
        constraints = [
            ends_after_start("governance_lead_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["partner", "kind"], condition=Q(ends_on=None), name="governance_one_lead_of_a_kind_now"
            ),
        ]

    def __str__(self):
        return f"{self.kind}, {self.partner}"


class Appointment(Record):
    """A role that is not a seat in a group: the manager, the scrutineers, an agency's data lead."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=60, choices=options(APPOINTED))
    agency = models.ForeignKey("people.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    handling = Handling(Retention.SIX_YEARS_AFTER_ROLE, plain=("role", "agency", "starts_on", "ends_on"), personal=("person",))

    class Meta:
        constraints = [ends_after_start("governance_appointment_ends_after_it_starts")]

    def __str__(self):
        return self.role
