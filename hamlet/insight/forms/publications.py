from hamlet.foundations.design.fields import ChoiceField, RecordField, RecordsField, TextField
from hamlet.foundations.design.forms import ChangeForm, CreateForm
from hamlet.insight.forms.dashboard import QuarterField, quarters
from hamlet.insight.models import Indicator
from hamlet.insight.rules.indicators import Part
from hamlet.insight.rules.publications import Rounding


class PublicationForm(CreateForm):
    title = TextField(label="Title", missing="Enter a title", max_length=160)
    first_quarter = QuarterField(label="From", missing="Choose the first quarter")
    last_quarter = QuarterField(label="To", missing="Choose the last quarter")
    rounding = ChoiceField(
        [(item.value, item.value) for item in Rounding],
        label="How are counts rounded?",
        missing="Choose how counts are rounded",
        radios=True,
    )
    indicators = RecordsField(
        Indicator.objects.filter(part=Part.INDICATORS.value).order_by("title"),
        label="Which indicators?",
        missing="Choose at least one indicator",
    )

    def __init__(self, *args, newest, **given):
        super().__init__(*args, **given)
        for name in ("first_quarter", "last_quarter"):
            self.fields[name].choices = quarters(newest)

    def clean_rounding(self):
        return Rounding(self.cleaned_data["rounding"])


class SameChildrenForm(ChangeForm):
    numerator_is = RecordField(
        label="Whose count is its number?", required=False, empty_label="No other indicator’s", help_text="What is counted"
    )
    denominator_is = RecordField(
        label="Whose count is it out of?",
        required=False,
        empty_label="No other indicator’s",
        help_text="For a percentage or average",
    )

    def __init__(self, *args, counts, **given):
        super().__init__(*args, **given)
        for name in ("numerator_is", "denominator_is"):
            self.fields[name].queryset = counts


class ApproveForm(ChangeForm):
    """For which agency, of those that wait for this person; nothing for Quality Assurance and Performance."""

    agency = RecordField(label="For whom do you approve?", required=False, empty_label="Quality Assurance and Performance")

    def __init__(self, *args, agencies, approves_all, **given):
        super().__init__(*args, **given)
        self.fields["agency"].queryset = agencies
        if not approves_all:
            self.fields["agency"].required = True
            self.fields["agency"].empty_label = "Choose"
            self.fields["agency"].error_messages["required"] = "Choose the agency for which you approve"


class ConfirmForm(ChangeForm):
    pass
