from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.reviews.models.cases import Case


class Disposal(Record):
    """The proposal to dispose of a case and, once a second person confirmed it, all that is left to say of it.

    The service proposes when the years are over: `proposed_by` is then nobody until a first person agrees. A second one confirms.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="disposal")
    proposed_on = models.DateField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    declined_on = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    handling = Handling(
        Retention.PERMANENT,
        plain=("case", "proposed_on", "declined_on", "confirmed_on"),
        personal=("proposed_by", "confirmed_by"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")), name="reviews_disposal_takes_two"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(proposed_by__isnull=False, declined_on__isnull=True),
                name="reviews_disposal_follows_the_word_of_a_person",
            ),
        ]

    def __str__(self):
        return f"Disposal of {self.case_id}"
