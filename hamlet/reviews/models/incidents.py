from django.conf import settings
from django.db import models
from django.db.models import Q

from hamlet.foundations.encrypted import EncryptedTextField
from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.reviews.models.cases import Case
from hamlet.reviews.models.clocks import options
from hamlet.reviews.rules.cases import Duties, Holds, Told


class EditionDuty(Record):
    """What an edition of the guidance asks of a notification, from the day on which cases begin that are judged by it."""

    edition = models.CharField(max_length=80, unique=True)
    in_force_from = models.DateField(unique=True)
    children_in_detail = models.PositiveIntegerField()
    care_leaver_to_age = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(max_length=240)
    confirmed = models.BooleanField(default=False)

    handling = Handling(
        Retention.PERMANENT,
        plain=("edition", "in_force_from", "children_in_detail", "care_leaver_to_age", "source", "confirmed"),
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(children_in_detail__gt=0), name="reviews_an_edition_asks_for_a_child")]

    def __str__(self):
        return self.edition

    @property
    def words(self):
        leaver = f"up to {self.care_leaver_to_age}" if self.care_leaver_to_age else "not asked"
        sure = "" if self.confirmed else " (unconfirmed)"
        return f"Children in one notification: {self.children_in_detail}. Care leaver's death: {leaver}. {self.source}{sure}"

    @property
    def duties(self):
        return Duties(self.edition, self.children_in_detail, self.care_leaver_to_age, self.source, self.confirmed)


class DutyCorrection(Record):
    """What an edition was said to ask before somebody corrected it, what it asks now, and why."""

    duty = models.ForeignKey(EditionDuty, on_delete=models.PROTECT, related_name="corrections")
    corrected_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    before = models.CharField(max_length=400)
    after = models.CharField(max_length=400)
    why = models.TextField()

    handling = Handling(Retention.PERMANENT, plain=("duty", "corrected_on", "before", "after", "why"), personal=("by",))

    def __str__(self):
        return f"{self.before} → {self.after}"


class ChildQuerySet(models.QuerySet):
    def held(self):
        return self.filter(removed_on=None)


class Child(Record):
    """A child of an incident. All that describes them is held encrypted; elsewhere they are "Child 1".

    One that was described by mistake is emptied and keeps its number: no other child becomes "Child 2" in papers already read.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="children")
    position = models.PositiveIntegerField()
    name = EncryptedTextField(blank=True)
    date_of_birth = EncryptedTextField(blank=True)
    age = EncryptedTextField(blank=True)
    sex = EncryptedTextField(blank=True)
    ethnicity = EncryptedTextField(blank=True)
    disability = EncryptedTextField(blank=True)
    legal_status = EncryptedTextField(blank=True)
    education = EncryptedTextField(blank=True)
    outcome = EncryptedTextField(blank=True)
    more = EncryptedTextField(blank=True)
    removed_on = models.DateField(null=True, blank=True)
    removed_because = EncryptedTextField(blank=True)

    objects = ChildQuerySet.as_manager()

    DETAILS = ("name", "date_of_birth", "age", "sex", "ethnicity", "disability", "legal_status", "education", "outcome", "more")

    handling = Handling(Retention.TEN_YEARS, plain=("case", "position", "removed_on"), special=(*DETAILS, "removed_because"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="reviews_children_are_numbered"),
            models.CheckConstraint(
                condition=Q(removed_on__isnull=True) | ~Q(removed_because=""), name="reviews_removed_child_says_why"
            ),
        ]

    def __str__(self):
        return f"Child {self.position}"

    @property
    def described(self):
        """All that is held, in the order in which the national form asks for it."""
        held = ((name.replace("_", " ").capitalize(), getattr(self, name)) for name in self.DETAILS)
        return "\n".join(f"{words}: {value}" for words, value in held if value) or "–"


class HeldName(Record):
    """A name that appears in the papers of a case, and the words that stand for it: the pseudonym, and what no report may hold."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="names")
    name = EncryptedTextField()
    stands_for = models.CharField(max_length=80)

    handling = Handling(Retention.TEN_YEARS, plain=("case", "stands_for"), special=("name",))

    def __str__(self):
        return self.stands_for


class NotificationField(Record):
    """A field of the national form, in the order in which somebody types it there. The list is the partnership's to keep."""

    label = models.CharField(max_length=160)
    help_text = models.CharField(max_length=240, blank=True)
    position = models.PositiveIntegerField()
    holds = models.CharField(max_length=80, choices=options(Holds), default=Holds.PLAIN.value)
    ended_on = models.DateField(null=True, blank=True)

    handling = Handling(Retention.PERMANENT, plain=("label", "help_text", "position", "holds", "ended_on"))

    def __str__(self):
        return self.label


class Notification(Record):
    """One notification that was submitted to the national system. An edition that takes one child in each asks for several."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notifications")
    child = models.ForeignKey(Child, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField()
    reference = EncryptedTextField()
    told = models.CharField(max_length=80, choices=options(Told))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    handling = Handling(
        Retention.TEN_YEARS,
        plain=("case", "child", "sent_on", "told"),
        personal=("recorded_by",),
        special=("reference",),
    )

    def __str__(self):
        return f"{self.case_id}: {self.sent_on}"


class NotificationAnswer(Record):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notification_answers")
    field = models.ForeignKey(NotificationField, on_delete=models.PROTECT, related_name="+")
    answer = EncryptedTextField(blank=True)

    handling = Handling(Retention.TEN_YEARS, plain=("case", "field"), special=("answer",))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "field"], name="reviews_one_answer_to_a_field")]

    def __str__(self):
        return f"{self.case_id}: {self.field_id}"
