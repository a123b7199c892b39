from django.conf import settings
from django.db import models
from django.db.models import F, Q

from hamlet.annual_report.models.edition import options
from hamlet.annual_report.models.report import Report
from hamlet.annual_report.rules import Recipient
from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.records import Record
from hamlet.governance.rules import Partner


class Commentary(Record):
    """The independent scrutineer's own words. `given_on` says that they are final for the text as it was then."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="commentary")
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField(null=True, blank=True)

    handling = Handling(Retention.PERMANENT, plain=("report", "text", "given_on"), personal=("written_by",))

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="annual_report_commentary_has_words")]

    def __str__(self):
        return f"Commentary on {self.report_id}"


class SignatureQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_on__isnull=True)

    def with_people(self):
        return self.select_related("person", "recorded_by").order_by("partner")


class Signature(Record):
    """One safeguarding partner's signature under one text: given in person, or recorded with its minute or letter."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="signatures")
    partner = models.CharField(max_length=40, choices=options(Partner))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_as = models.CharField(max_length=400)
    signed_on = models.DateField()
    text_sha256 = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    evidence = models.CharField(max_length=300, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    objects = SignatureQuerySet.as_manager()

    handling = Handling(
        Retention.PERMANENT,
        plain=("report", "partner", "signed_on", "text_sha256", "recorded_by", "evidence", "withdrawn_on"),
        personal=("person", "signed_as"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "partner"], condition=Q(withdrawn_on__isnull=True), name="annual_report_one_signature_a_partner"
            ),
            models.UniqueConstraint(
                fields=["report", "person"], condition=Q(withdrawn_on__isnull=True), name="annual_report_one_signature_a_person"
            ),
            models.CheckConstraint(
                condition=Q(recorded_by__isnull=True, evidence="") | (Q(recorded_by__isnull=False) & ~Q(evidence="")),
                name="annual_report_recorded_signature_has_evidence",
            ),
            models.CheckConstraint(condition=~Q(recorded_by=F("person")), name="annual_report_nobody_records_their_own"),
            models.CheckConstraint(condition=~Q(text_sha256=""), name="annual_report_signature_is_under_a_text"),
        ]

    def __str__(self):
        return self.signed_as


class Publication(Record):
    """What was published, for ever: the tree of content, and the hashes of the PDF and the Word file made from it."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="publication")
    content = models.JSONField()
    published_on = models.DateField()
    gaps_reason = models.TextField(blank=True)
    pdf = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    docx = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")

    handling = Handling(Retention.PERMANENT, plain=("report", "content", "published_on", "gaps_reason", "pdf", "docx"))

    def __str__(self):
        return f"Published on {self.published_on:%-d %B %Y}"


class CopySent(Record):
    """A copy of a published report that was sent to a body which the guidance names."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="copies")
    recipient = models.CharField(max_length=120, choices=options(Recipient))
    sent_on = models.DateField()
    how = models.CharField(max_length=200)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    handling = Handling(Retention.PERMANENT, plain=("report", "recipient", "sent_on", "how"), personal=("sent_by",))

    def __str__(self):
        return f"{self.recipient}, {self.sent_on:%-d %B %Y}"
