from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.people.rules import AgencyKind
from hamlet.foundations.records import Record


class AgencyQuerySet(models.QuerySet):
    def open_on(self, day):
        return self.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))


class Agency(Record):
    """An organisation that works with children here, for as long as it exists; `succeeded_by` took over its duties."""

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=40, choices=[(kind.value, kind.value) for kind in AgencyKind])
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    succeeded_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="succeeded")

    objects = AgencyQuerySet.as_manager()

    handling = Handling(Retention.PERMANENT, plain=("name", "short_name", "slug", "kind", "starts_on", "ends_on", "succeeded_by"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="people_agency_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(succeeded_by__isnull=True) | Q(ends_on__isnull=False), name="people_successor_needs_an_end"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("people:agency", args=[self.slug])


class PersonManager(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class Person(Record, AbstractBaseUser):
    """Someone on record with a post. They sign in only when the partnership manager has invited them."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    post_title = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    is_active = models.BooleanField(default=True)
    is_system = models.BooleanField(default=False)
    invited_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_persona = models.BooleanField(default=False)

    objects = PersonManager()

    handling = Handling(
        Retention.SIX_YEARS_AFTER_ROLE,
        plain=("agency", "is_active", "is_system", "is_persona", "invited_at", "invited_by", "last_login"),
        personal=("email", "name", "post_title", "password"),
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(post_title=""), name="people_everyone_has_a_post"),
            models.UniqueConstraint(fields=["is_system"], condition=Q(is_system=True), name="people_one_system_person"),
        ]

    def __str__(self):
        return self.name or self.post_title

    def get_absolute_url(self):
        return reverse("people:person", args=[self.pk])
