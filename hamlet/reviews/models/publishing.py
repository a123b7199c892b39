from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from hamlet.foundations.encrypted import EncryptedTextField
from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.reviews.models.cases import Case
from hamlet.reviews.models.clocks import options
from hamlet.reviews.models.statutory import StatutoryReview
from hamlet.reviews.rules.publishing import Change
from hamlet.reviews.rules.statutory import Publishing


class ResolvedHit(Record):
    """What a person decided about words that could identify somebody and stay in the text."""

    review = models.ForeignKey(StatutoryReview, on_delete=models.CASCADE, related_name="resolved")
    key = models.CharField(max_length=32)
    mark = models.CharField(max_length=60)
    reason = EncryptedTextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    handling = Handling(Retention.TEN_YEARS, plain=("review", "key", "mark"), personal=("by",), special=("reason",))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "key"], name="reviews_a_hit_is_resolved_once")]

    def __str__(self):
        return self.mark


class PublishedReviewQuerySet(models.QuerySet):
    def public(self):
        """What anybody may read: neither taken down, nor held back while a second person decides on its withdrawal."""
        held_back = PublicChange.objects.open().filter(published=models.OuterRef("pk"), kind=Change.WITHDRAW.value)
        return self.filter(~models.Exists(held_back), taken_down_on=None)


class PublishedReview(Record):
    """What the public reads: a text of its own, that names no case, at an address that a person chose."""

    case = models.OneToOneField(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="published")
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=160)
    how = models.CharField(max_length=80, choices=options(Publishing))
    text = models.TextField()
    published_on = models.DateField()
    keep_until = models.DateField()
    taken_down_on = models.DateField(null=True, blank=True)
    withdrawn = models.BooleanField(default=False)

    objects = PublishedReviewQuerySet.as_manager()

    handling = Handling(
        Retention.PERMANENT,
        plain=("case", "slug", "title", "how", "text", "published_on", "keep_until", "taken_down_on", "withdrawn"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_down_on__isnull=True) | Q(taken_down_on__gte=models.F("keep_until")) | Q(withdrawn=True),
                name="reviews_public_for_its_time",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(taken_down_on__isnull=False), name="reviews_withdrawn_is_taken_down"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reviews:published", args=[self.slug])

    @property
    def how_said(self):
        return "The report" if self.how == Publishing.REPORT.value else "The improvements that the review led to"


class PublishedPoint(Record):
    """A recommendation as the public reads it: the words that were checked, and its number in the one plan."""

    published = models.ForeignKey(PublishedReview, on_delete=models.CASCADE, related_name="points")
    text = models.TextField()
    reference = models.CharField(max_length=20)

    handling = Handling(Retention.PERMANENT, plain=("published", "text", "reference"))

    def __str__(self):
        return self.reference


class PublicChangeQuerySet(models.QuerySet):
    def open(self):
        return self.filter(made_on=None, declined_on=None)


class PublicChange(Record):
    """A change of what the public reads before its year is over: proposed by one person with a reason, decided by another. What the
    public read before stays here, restricted.
    """

    published = models.ForeignKey(PublishedReview, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=60, choices=options(Change))
    because = EncryptedTextField()
    proposed_on = models.DateField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    title = EncryptedTextField(blank=True)
    slug = EncryptedTextField(blank=True)
    text = EncryptedTextField(blank=True)
    before = EncryptedTextField(blank=True)
    made_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    declined_on = models.DateField(null=True, blank=True)
    declined_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = PublicChangeQuerySet.as_manager()

    handling = Handling(
        Retention.TEN_YEARS,
        plain=("published", "kind", "proposed_on", "made_on", "declined_on"),
        personal=("proposed_by", "made_by", "declined_by"),
        special=("because", "title", "slug", "text", "before"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["published"],
                condition=Q(made_on__isnull=True, declined_on__isnull=True),
                name="reviews_one_open_change_of_what_is_public",
            ),
            models.CheckConstraint(condition=~Q(because=""), name="reviews_public_change_says_why"),
            models.CheckConstraint(
                condition=Q(made_by__isnull=True) | ~Q(made_by=models.F("proposed_by")), name="reviews_public_change_takes_two"
            ),
            models.CheckConstraint(
                condition=Q(made_on__isnull=True, made_by__isnull=True) | Q(made_on__isnull=False, made_by__isnull=False),
                name="reviews_public_change_says_by_whom",
            ),
        ]

    def __str__(self):
        return self.kind
