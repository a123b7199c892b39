from django.core.validators import validate_slug

from hamlet.foundations.design.fields import ChoiceField, DateField, FileField, LongTextField, TextField
from hamlet.foundations.design.forms import ChangeForm, Form
from hamlet.reviews.forms.incidents import words
from hamlet.reviews.rules.statutory import Publishing

MARKS = "A line that begins with # is a heading, with - a bullet, with 1. a number, with > a quotation. An empty line ends a paragraph"


class PublicFields(Form):
    title = TextField(
        label="Title for the public", missing="Enter the title", max_length=160, help_text="It must say nothing of a child"
    )
    slug = TextField(
        label="Address",
        missing="Enter the address",
        max_length=60,
        help_text="Small letters and hyphens. It must say nothing of a child: “review-2023-a”",
    )

    def clean_slug(self):
        slug = self.cleaned_data["slug"].lower()
        validate_slug(slug)
        return slug


class TextForm(PublicFields, ChangeForm):
    text = LongTextField(label="The report, as the public will read it", required=False, rows=20, help_text=MARKS)
    improvements = LongTextField(label="The improvements, published if the report is not", required=False, rows=8)


class TextFileForm(ChangeForm):
    upload = FileField(label="The report (Word or text)", missing="Choose the file")


class HitForm(Form):
    reason = TextField(label="Why it identifies nobody", missing="Say why it identifies nobody", max_length=200)


class PlanForm(ChangeForm):
    planned_on = DateField(label="Planned for", missing="Enter the day planned")


class CopiesForm(ChangeForm):
    copies_sent_on = DateField(label="Sent on", missing="Enter the day on which the copies were sent")


class ProposeForm(ChangeForm):
    how = ChoiceField(words(Publishing), label="What is published", missing="Choose what is published", radios=True)
    because = LongTextField(label="Reasons, needed when the report is not published", required=False, rows=4)

    def clean_how(self):
        return Publishing(self.cleaned_data["how"])


class PublishForm(ChangeForm):
    short_notice = LongTextField(
        label="Why copies went at short notice (only if they did)",
        required=False,
        rows=3,
        help_text="The guidance asks for seven working days between the copies and publication. The reason is kept and shown",
    )


class EndForm(ChangeForm):
    because = LongTextField(label="Why nothing is published", missing="Say why nothing is published", rows=3)
    reflect_from = DateField(label="The year to the reflection runs from", missing="Enter the day")


class PublicWithdrawalForm(ChangeForm):
    because = LongTextField(label="Why it is withdrawn", missing="Say why it is withdrawn", rows=4)


class CorrectionForm(PublicFields, ChangeForm):
    text = LongTextField(label="The text, as the public will read it", missing="Enter the text", rows=20, help_text=MARKS)
    because = LongTextField(label="Why it is corrected", missing="Say why it is corrected", rows=3)
