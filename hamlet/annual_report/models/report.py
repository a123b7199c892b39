from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Count, F, Prefetch, Q
from django.urls import reverse

from hamlet.annual_report.models.edition import ReportEdition, options
from hamlet.annual_report.rules import COLOURS, State
from hamlet.foundations.access.rules import Permission
from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record

FROZEN = [State.SIGNATURE.value, State.PUBLISHED.value]


class ReportQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=State.PUBLISHED.value)

    def open(self):
        return self.exclude(state=State.PUBLISHED.value)

    def with_progress(self):
        """With all that `queries.progress` reads, without the long texts. Four queries however many there are."""
        given = Prefetch(
            "signatures", apps.get_model("annual_report.Signature").objects.standing().with_people(), "standing_signatures"
        )
        rows = self.select_related("edition", "publication", "commentary").defer("proposed", "publication__content")
        return rows.prefetch_related("sections", "copies", given)

    def with_counts(self):
        """With what says whose turn it is, as numbers: for lists of reports. One query however many there are."""
        rows = self.select_related("edition", "publication", "commentary").defer("proposed", "publication__content")
        return rows.annotate(
            section_count=Count("sections", distinct=True),
            written_count=Count("sections", filter=~Q(sections__narrative=""), distinct=True),
            signature_count=Count("signatures", filter=Q(signatures__withdrawn_on=None), distinct=True),
            sent_count=Count("copies", distinct=True),
        )

    def visible_to(self, user):
        """Published ones for everyone; drafts for those who write, read, scrutinise or sign them."""
        return self if user.powers.may(Permission.REPORTS_READ) else self.published()


class Report(Record):
    """The report on one period. Once it is for signature, `proposed` holds the very text that is signed."""

    slug = models.SlugField(max_length=20, unique=True)
    title = models.CharField(max_length=160)
    edition = models.ForeignKey(ReportEdition, on_delete=models.PROTECT, related_name="reports")
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=40, choices=options(State), default=State.DRAFT.value)
    proposed = models.JSONField(null=True, blank=True)
    proposed_sha256 = models.CharField(max_length=64, blank=True)
    gaps = models.JSONField(default=list, blank=True)
    sent_for_signature_on = models.DateField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    handling = Handling(
        Retention.PERMANENT,
        plain=(
            *("slug", "title", "edition", "starts_on", "ends_on", "state", "proposed", "proposed_sha256"),
            *("gaps", "sent_for_signature_on"),
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="annual_report_period_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(state__in=FROZEN, proposed__isnull=False, sent_for_signature_on__isnull=False)
                & ~Q(proposed_sha256="")
                | ~Q(state__in=FROZEN) & Q(proposed__isnull=True, sent_for_signature_on__isnull=True, proposed_sha256=""),
                name="annual_report_text_is_frozen_when_signed",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("annual_report:report", args=[self.slug])

    @property
    def colour(self):
        return COLOURS[State(self.state)]

    @property
    def is_published(self):
        return self.state == State.PUBLISHED.value

    @property
    def is_frozen(self):
        return self.state in FROZEN

    @property
    def period(self):
        return f"{self.starts_on:%-d %B %Y} to {self.ends_on:%-d %B %Y}"


class Section(Record):
    """An editor's words for one item, and the evidence that no room holds: what it is and where it is kept."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="sections")
    key = models.SlugField(max_length=40)
    narrative = models.TextField(blank=True)
    other_evidence = models.TextField(blank=True)

    handling = Handling(Retention.PERMANENT, plain=("report", "key", "narrative", "other_evidence"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="annual_report_one_section_of_each_key")]

    def __str__(self):
        return self.key


class Summary(Record):
    """What an editor wrote, in words fit for the public, about something the rooms hold. It enters only once released."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="summaries")
    item = models.SlugField(max_length=40)
    text = models.TextField()
    released_on = models.DateField(null=True, blank=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    handling = Handling(Retention.PERMANENT, plain=("report", "item", "text", "released_on", "released_by"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "item"], name="annual_report_one_summary_of_each_item"),
            models.CheckConstraint(
                condition=Q(released_on__isnull=True, released_by__isnull=True)
                | Q(released_on__isnull=False, released_by__isnull=False),
                name="annual_report_summary_is_released_by_someone",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="annual_report_summary_has_words"),
        ]

    def __str__(self):
        return self.item
