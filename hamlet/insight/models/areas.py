from django.conf import settings
from django.db import models
from django.db.models import Q

from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.insight.rules.areas import AreaKind


class Area(Record):
    """A place that figures are of. One is the partnership's own; larger ones are never plotted, summed or rated as it."""

    code = models.CharField(max_length=30, unique=True)  # E09000030, or a word of our own for a police or health footprint
    old_code = models.CharField(max_length=10, blank=True)  # the three digits that DfE still uses for local authorities
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in AreaKind])
    region_code = models.CharField(max_length=30, blank=True)
    is_home = models.BooleanField(default=False)
    suppliable = models.BooleanField(default=False)  # some agency's figures can be of it: put on record by hand, not by a file

    handling = Handling(Retention.PERMANENT, plain=("code", "old_code", "name", "kind", "region_code", "is_home", "suppliable"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_home"], condition=Q(is_home=True), name="insight_one_area_is_ours"),
        ]
        indexes = [models.Index(fields=["kind", "region_code"]), models.Index(fields=["old_code"])]

    def __str__(self):
        return self.name


class Population(Record):
    """Children aged 0 to 17 in an area in a year, with where the estimate comes from: what rates are divided by."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="populations")
    year = models.PositiveSmallIntegerField()  # the year in which the financial year begins
    children = models.PositiveIntegerField()
    source = models.CharField(max_length=300)

    handling = Handling(Retention.PERMANENT, plain=("area", "year", "children", "source"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "year"], name="insight_one_population_a_year"),
            models.CheckConstraint(condition=Q(children__gte=1), name="insight_somebody_lives_there"),
        ]

    def __str__(self):
        return f"{self.children:,} children in {self.year}"


class Supplier(Record):
    """How an agency supplies: the area its figures cover, and the second person who signs them off, where it names one."""

    agency = models.OneToOneField("people.Agency", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    signs_off = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    handling = Handling(Retention.PERMANENT, plain=("agency", "area"), personal=("signs_off",))

    def __str__(self):
        return f"{self.agency}: {self.area}"
