from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hamlet.foundations.access.rules import Role
from hamlet.foundations.handling import Handling, Retention


class GrantQuerySet(models.QuerySet):
    def held_on(self, day):
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))


class Grant(models.Model):
    """A role that a seat gives to a person, from one date to another. Written only when seats are written."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=60, choices=[(role.value, role.value) for role in Role])
    group_id = models.BigIntegerField(null=True, blank=True)
    agency_id = models.BigIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    source_kind = models.CharField(max_length=60)
    source_id = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    handling = Handling(
        Retention.SIX_YEARS_AFTER_ROLE,
        plain=("role", "group_id", "agency_id", "source_kind", "source_id", "starts_on", "ends_on"),
        personal=("person", "reason"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_kind", "source_id", "person", "role"], name="access_one_grant_per_seat"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="access_grant_ends_after_it_starts"
            ),
        ]
        indexes = [models.Index(fields=["person", "starts_on"])]

    def __str__(self):
        return self.reason
