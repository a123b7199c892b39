from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.insight.models.areas import Area
from hamlet.insight.models.indicators import Series, options
from hamlet.insight.rules.periods import quarter_of
from hamlet.insight.rules.returns import Standing, State

WHO = settings.AUTH_USER_MODEL


class ReturnQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Every agency's, for who reads the data; else those of agencies whose data this person sends or signs off."""
        if user.powers.may(Permission.DATA_READ):
            return self
        powers = user.powers
        return self.filter(agency__in=powers.agencies(Permission.DATA_RETURN) | powers.agencies(Permission.DATA_SIGN))


class Return(Record):
    """One agency's figures of one quarter: when they were asked, came, and were signed off."""

    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+")
    quarter_on = models.DateField()  # the first day of the quarter asked
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")  # asked; figures say theirs
    asked_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=30, choices=options(State), default=State.ASKED.value)
    sent_on = models.DateField(null=True, blank=True)
    sent_by = models.ForeignKey(WHO, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField(null=True, blank=True)
    signed_by = models.ForeignKey(WHO, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    comment = models.TextField(blank=True)

    objects = ReturnQuerySet.as_manager()

    handling = Handling(
        Retention.PERMANENT,
        plain=("agency", "quarter_on", "area", "asked_on", "due_on", "state", "sent_on", "signed_on", "comment"),
        personal=("sent_by", "signed_by"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "quarter_on"], name="insight_one_return_a_quarter"),
            models.CheckConstraint(
                condition=Q(state=State.ASKED.value) | Q(sent_on__isnull=False, sent_by__isnull=False),
                name="insight_sent_return_was_sent",
            ),
            models.CheckConstraint(condition=Q(signed_by=None) | ~Q(signed_by=F("sent_by")), name="insight_another_signs_off"),
        ]

    def __str__(self):
        return f"{self.agency.short_name}, {self.quarter}"

    def get_absolute_url(self):
        return reverse("insight:return", args=[self.quarter.key, self.agency.slug])

    @property
    def quarter(self):
        return quarter_of(self.quarter_on)


class FigureQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(standing=Standing.STANDING.value)

    def totals(self):
        return self.filter(breakdown="")

    def as_they_win(self):
        """Ordered so that the last of several figures of one cell is the one that counts: a figure before a word of why there is
        none, then the one sent with the return of its own quarter, then the one sent last.
        """
        own = When(quarter_on=F("of_quarter_on"), then=Value(2))
        return self.alias(place=Case(When(numerator=None, then=Value(0)), own, default=Value(1))).order_by(
            "place", "quarter_on", "id"
        )


class Figure(Record):
    """One figure as it was supplied: asked for one quarter and area, of one quarter and area; later ones replace it."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="figures")
    source = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="figures")
    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+")
    quarter_on = models.DateField()  # the first day of the quarter asked
    of_quarter_on = models.DateField()  # the first day of the quarter that it is of
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")  # that it is of
    breakdown = models.CharField(max_length=60, blank=True)
    category = models.CharField(max_length=60, blank=True)
    numerator = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    missing_because = models.CharField(max_length=300, blank=True)
    provisional = models.BooleanField(default=False)
    comment = models.CharField(max_length=500, blank=True)
    supplied_at = models.DateTimeField()
    supplied_by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    standing = models.CharField(max_length=20, choices=options(Standing), default=Standing.WAITING.value)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    revised_because = models.CharField(max_length=300, blank=True)

    objects = FigureQuerySet.as_manager()

    handling = Handling(
        Retention.PERMANENT,
        plain=(
            *("series", "source", "agency", "quarter_on", "of_quarter_on", "area", "breakdown", "category", "provisional"),
            *("supplied_at", "standing", "replaces"),
        ),
        personal=("supplied_by",),
        special=("numerator", "denominator", "missing_because", "comment", "revised_because"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "agency", "quarter_on", "breakdown", "category"],
                condition=Q(standing=Standing.STANDING.value),
                name="insight_one_figure_stands",
            ),
            models.UniqueConstraint(
                fields=["series", "agency", "quarter_on", "breakdown", "category"],
                condition=Q(standing=Standing.WAITING.value),
                name="insight_one_figure_waits",
            ),
            models.CheckConstraint(condition=Q(of_quarter_on__lte=F("quarter_on")), name="insight_figure_is_not_of_the_future"),
            models.CheckConstraint(
                condition=Q(numerator__isnull=False) | ~Q(missing_because=""), name="insight_missing_figure_says_why"
            ),
            models.CheckConstraint(
                condition=Q(breakdown="", category="") | ~Q(breakdown="") & ~Q(category=""), name="insight_cell"
            ),
            models.CheckConstraint(condition=Q(numerator=None) | Q(numerator__gte=0), name="insight_numerator_is_not_negative"),
            models.CheckConstraint(
                condition=Q(denominator=None) | Q(denominator__gte=0), name="insight_denominator_not_negative"
            ),
            models.CheckConstraint(condition=Q(replaces=None) | ~Q(revised_because=""), name="insight_revision_says_why"),
        ]
        indexes = [models.Index(fields=["of_quarter_on", "standing", "breakdown"])]

    def __str__(self):
        return f"{self.series}, {quarter_of(self.quarter_on)}"

    @property
    def of_quarter(self):
        return quarter_of(self.of_quarter_on)

    @property
    def quarter(self):
        return quarter_of(self.quarter_on)


class Upload(Record):
    """A file between two steps: its rows encrypted at rest, gone once they are taken in and after a day in any case."""

    source = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    sealed_rows = models.TextField(blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    handling = Handling(
        Retention.WHILE_IN_USE, plain=("source", "uploaded_at", "taken_at"), personal=("by", "name"), special=("sealed_rows",)
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(taken_at=None) | Q(sealed_rows=""), name="insight_taken_rows_are_forgotten")
        ]

    def __str__(self):
        return self.name
