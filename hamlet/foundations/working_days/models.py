from django.db import models
from django.db.models import F, Q

from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record


class BankHoliday(Record):
    day = models.DateField(unique=True)
    name = models.CharField(max_length=120)

    handling = Handling(Retention.PERMANENT, plain=("day", "name"))

    def __str__(self):
        return f"{self.name}, {self.day:%-d %B %Y}"


class SchoolHoliday(Record):
    name = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()

    handling = Handling(Retention.PERMANENT, plain=("name", "starts_on", "ends_on"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="working_days_holiday_ends_after_it_starts")
        ]

    def __str__(self):
        return self.name
