from hamlet.foundations.design.fields import ChoiceField, LongTextField, RecordField, RecordsField, TextField, WholeNumberField
from hamlet.foundations.design.forms import ChangeForm, CreateForm, Form
from hamlet.foundations.people.queries import agencies_on_record
from hamlet.governance.queries import all_priorities
from hamlet.insight.forms.dashboard import QuarterField, quarters
from hamlet.insight.models import Theme
from hamlet.insight.operations import Place
from hamlet.insight.rules.indicators import (
    Aggregation,
    Definition,
    Frequency,
    Measured,
    Part,
    Polarity,
    Shape,
    SmallNumbers,
    Wording,
)


def words(kind):
    return [(item.value, item.value) for item in kind]


class Worded(Form):
    """The words about an indicator and where it belongs."""

    title = TextField(label="Title", missing="Enter a title", max_length=160)
    question = TextField(
        label="Which question does it answer?",
        missing="Enter the question that it answers",
        max_length=300,
        help_text="In plain words",
    )
    owner = RecordField(
        agencies_on_record(), label="Who owns it?", missing="Choose the agency that owns it", empty_label="Choose"
    )
    asked_of = RecordsField(agencies_on_record(), label="Who is asked for it?", missing="Choose who is asked for it")
    priority = RecordField(all_priorities(), label="Priority", required=False, empty_label="None")
    theme = RecordField(Theme.objects.order_by("name"), label="Theme", required=False, empty_label="None")
    polarity = ChoiceField(words(Polarity), label="Which way is better?", missing="Choose which way is better", radios=True)
    source = TextField(label="Where do the figures come from?", required=False, max_length=300)
    challenge_questions = LongTextField(
        label="Challenge questions", required=False, rows=4, help_text="One a line: what the group asks when it reads the figure"
    )
    caption = TextField(label="What must stand beside every figure of it?", required=False, max_length=300)

    def wording(self):
        names = ("title", "question", "source", "challenge_questions", "caption")
        return Wording(**{name: self.cleaned_data[name] for name in names})

    def place(self, part=Part.INDICATORS):
        return Place(**{name: self.cleaned_data[name] for name in ("owner", "asked_of", "priority", "theme")}, part=part)


class Defined(Form):
    """What exactly is counted, from which quarter on."""

    definition = LongTextField(label="What exactly is counted?", missing="Enter what exactly is counted", rows=4)
    numerator = TextField(
        label="The number is", missing="Enter what the number is", max_length=300, help_text="For example, episodes"
    )
    denominator = TextField(
        label="Out of",
        required=False,
        max_length=300,
        help_text="For a percentage or an average. Rates are of children aged 0 to 17",
    )
    quarter = QuarterField(label="From which quarter?", missing="Choose the quarter")

    def __init__(self, *args, newest, **given):
        super().__init__(*args, **given)
        self.fields["quarter"].choices = quarters(newest.later(4), 30)

    def defined(self):
        given = self.cleaned_data
        return Definition(given["definition"], given["numerator"], given["denominator"])


class IndicatorForm(Defined, Worded, CreateForm):
    field_order = ["title", "question", "part", "shape", "definition", "numerator", "denominator", "quarter"]
    part = ChoiceField(words(Part), label="Which part of the return?", missing="Choose the part of the return", radios=True)
    shape = ChoiceField(words(Shape), label="What kind of figure is it?", missing="Choose what kind of figure it is", radios=True)
    unit = TextField(label="Unit", required=False, max_length=40, help_text="For an average: days, weeks")
    decimals = WholeNumberField(
        label="Decimals shown", initial=0, missing="Enter how many decimals are shown", min_value=0, max_value=4
    )
    aggregation = ChoiceField(words(Aggregation), label="How do four quarters make a year?", missing="Choose it", radios=True)
    frequency = ChoiceField(words(Frequency), label="How often is it asked?", missing="Choose how often it is asked", radios=True)
    small_numbers = ChoiceField(
        words(SmallNumbers), label="Small numbers", missing="Choose how small numbers are kept", radios=True
    )
    breakdowns = LongTextField(
        label="Breakdowns",
        required=False,
        rows=3,
        help_text="One a line, like: Age: Under 13; 13 to 17; Not known",
    )

    counted_by = ChoiceField(
        label="Who counts it?",
        required=False,
        help_text="A count that this system holds is reported each quarter without anybody’s doing",
    )

    def __init__(self, *args, counts=(), **given):
        super().__init__(*args, **given)
        self.fields["counted_by"].choices = [("", "The agencies that are asked"), *counts]

    def clean_breakdowns(self):
        found = []
        for row in self.cleaned_data["breakdowns"].splitlines():
            name, _, parts = row.partition(":")
            categories = [part.strip()[:60] for part in parts.split(";") if part.strip()]
            if name.strip() or categories:
                found.append((name.strip()[:60], categories))
        return found

    def measured(self):
        given = self.cleaned_data
        return Measured(
            Shape(given["shape"]),
            Polarity(given["polarity"]),
            Aggregation(given["aggregation"]),
            given["unit"],
            given["decimals"],
            Frequency(given["frequency"]),
            given["breakdowns"],
            SmallNumbers(given["small_numbers"]),
            given["counted_by"],
        )


class ChangeIndicatorForm(Worded, ChangeForm):
    pass


class SeriesForm(Defined, ChangeForm):
    note = LongTextField(label="What changes against the definition before?", missing="Say what changes", rows=3)


class EndForm(ChangeForm):
    quarter = QuarterField(label="Asked for the last time in", missing="Choose the last quarter")

    def __init__(self, *args, newest, **given):
        super().__init__(*args, **given)
        self.fields["quarter"].choices = quarters(newest.later(4), 9)


class CorrectTargetForm(ChangeForm):
    value = TextField(label="What is aimed at?", missing="Enter what is aimed at", classes="govuk-input--width-5")
    because = TextField(label="Why that?", missing="Say why it is aimed at", max_length=300)
