from django.forms import CharField, HiddenInput

from hamlet.annual_report.editions import DueKind, SignedBy
from hamlet.annual_report.models import ReportEdition
from hamlet.annual_report.rules import Recipient
from hamlet.foundations.design.fields import (
    ChoiceField,
    DateField,
    FileField,
    LongTextField,
    RecordField,
    TextField,
    WholeNumberField,
    YesField,
)
from hamlet.foundations.design.forms import ChangeForm, CreateForm
from hamlet.foundations.people.queries import people_on_record
from hamlet.governance.rules import Partner


def words(kind):
    return [(item.value, item.value) for item in kind]


class StartForm(CreateForm):
    edition = RecordField(
        ReportEdition.objects.order_by("year"),
        label="Edition of the guidance",
        help_text="It decides what the report includes, who signs it and when it is due",
        missing="Choose the edition of the guidance",
        empty_label="Choose",
    )
    starts_on = DateField(label="First day of the period", missing="Enter the first day of the period")
    ends_on = DateField(label="Last day of the period", missing="Enter the last day of the period")


class SectionForm(ChangeForm):
    narrative = LongTextField(
        label="Your words", required=False, rows=14, help_text="Plain text. An empty line begins a new paragraph. Name no child"
    )
    other_evidence = LongTextField(
        label="Evidence that is kept elsewhere",
        required=False,
        rows=3,
        help_text="What it is and where it is kept, for example an evaluation. It is printed in the report",
    )


class SummaryForm(ChangeForm):
    text = LongTextField(
        label="Your summary",
        missing="Enter the summary",
        rows=8,
        help_text="In your own words, fit for the public. Never copy what a record says, and name no child",
    )


class ConfirmForm(ChangeForm):
    """Only the version that was seen: a page that asks "are you sure"."""


class CommentaryForm(ChangeForm):
    text = LongTextField(
        label="Your commentary", missing="Enter your commentary", rows=16, help_text="An empty line begins a paragraph"
    )
    final = YesField(label="This is my commentary: the partners may sign", required=False)


class TakeBackForm(ChangeForm):
    reason = LongTextField(label="What has to change", missing="Enter what has to change", rows=3)


class SignForm(CreateForm):
    agreed = YesField(
        label="I have read this text and sign it for my safeguarding partner", missing="Tick the box to sign the report"
    )
    text_sha256 = CharField(required=False, widget=HiddenInput)


class RecordSignatureForm(CreateForm):
    partner = ChoiceField(words(Partner), label="Safeguarding partner", radios=True, missing="Choose the safeguarding partner")
    person = RecordField(people_on_record(), label="Who signed", missing="Choose who signed", empty_label="Choose")
    signed_on = DateField(label="Signed on", missing="Enter the day on which it was signed")
    evidence = TextField(
        label="The minute or letter",
        missing="Enter the minute or letter that shows the signature",
        help_text="For example, minute 4 of the Executive's meeting. It is printed in the report",
        max_length=300,
    )
    upload = FileField(
        label="The letter itself (optional)", required=False, help_text="Seen by those who read drafts, not printed"
    )


class PublishForm(ChangeForm):
    """Asks for a reason only when there are gaps."""

    gaps_reason = LongTextField(
        label="Why it is published with these gaps",
        rows=4,
        help_text="Printed in the report",
        missing="Say why the report is published with gaps: the reason is printed in it",
    )

    def __init__(self, *args, gaps, **given):
        super().__init__(*args, **given)
        if not gaps:
            del self.fields["gaps_reason"]


class CopyForm(CreateForm):
    recipient = ChoiceField(words(Recipient), label="Sent to", radios=True, missing="Choose to whom it was sent")
    sent_on = DateField(label="Sent on", missing="Enter the day on which it was sent")
    how = TextField(
        label="How", missing="Enter how it was sent", help_text="For example, by email from the team's mailbox", max_length=200
    )


class EditionForm(ChangeForm):
    signed_by = ChoiceField(words(SignedBy), label="Who signs", radios=True, missing="Choose who signs")
    due_kind = ChoiceField(words(DueKind), label="When it is due", radios=True, missing="Choose when it is due")
    due_months = WholeNumberField(label="Months after the last report", min_value=0, max_value=36, missing="Enter a number, or 0")
    due_month = WholeNumberField(label="Month of the year, 1 to 12", min_value=0, max_value=12, missing="Enter a number, or 0")
    due_day = WholeNumberField(label="Day of that month", min_value=0, max_value=31, missing="Enter a number, or 0")
    copies_within_days = WholeNumberField(
        label="Days within which copies are sent", min_value=1, max_value=365, missing="Enter a number of days"
    )
    source = TextField(label="Where this is said", missing="Enter the edition and chapter", max_length=300)
    confirmed = YesField(label="Checked against the guidance itself", required=False)


class ItemForm(ChangeForm):
    title = TextField(label="Title of the section", missing="Enter the title of the section", max_length=120)
    asks = LongTextField(label="What is asked, in our own words", missing="Enter what is asked", rows=3)
    source = TextField(label="Where this is said", missing="Enter the edition and chapter", max_length=300)
    confirmed = YesField(label="Checked against the guidance itself", required=False)
