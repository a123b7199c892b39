from enum import StrEnum

from django.forms import CharField, HiddenInput

from hamlet.foundations.design.fields import ChoiceField, LongTextField, RecordField, TextField
from hamlet.foundations.design.forms import CreateForm, FilterForm, Form
from hamlet.foundations.people.queries import agencies_on_record
from hamlet.governance.queries import all_priorities
from hamlet.insight.forms.words import AggregateField, AggregateTextField
from hamlet.insight.models import Theme
from hamlet.insight.rules.periods import quarter_from


def quarters(newest, count=13):
    return [(quarter.key, quarter.spoken) for quarter in reversed(newest.last(count))]


class QuarterField(ChoiceField):
    """A quarter out of those given; cleaned to a Quarter."""

    def __init__(self, **given):
        super().__init__(**given)

    def clean(self, value):
        value = super().clean(value)
        return quarter_from(value) if value else None


class Look(StrEnum):
    """How the dashboard shows its indicators."""

    OVERVIEW = "overview"
    CARDS = "cards"


class QuarterFilter(FilterForm):
    """Chooses one of the quarters that figures were asked for, newest first. `unknown` is what was asked for instead, or ""."""

    quarter = ChoiceField(label="Quarter")

    def __init__(self, data=None, *, held, **given):
        super().__init__(data, **given)
        self.held = held
        self.fields["quarter"].choices = [("", "The newest"), *((quarter.key, quarter.spoken) for quarter in reversed(held))]

    @property
    def asked(self):
        given = self.chosen().get("quarter")
        return quarter_from(given) if given else self.held[-1]

    @property
    def unknown(self):
        return self.data.get("quarter", "")[:20] if "quarter" in self.errors else ""


class DashboardFilter(QuarterFilter):
    priority = RecordField(all_priorities(), label="Priority", empty_label="All")
    theme = RecordField(Theme.objects.order_by("name"), label="Theme", empty_label="All")
    agency = RecordField(agencies_on_record(), label="Agency", empty_label="All")
    view = CharField(widget=HiddenInput)  # kept while the selection changes

    @property
    def opened(self):
        return bool(set(self.data) - {"view"})


class AnnotateForm(CreateForm):
    quarter = QuarterField(label="From which quarter?", missing="Choose the quarter")
    text = AggregateField(
        label="What explains the figure?",
        missing="Say what explains the figure",
        max_length=200,
        help_text="For example, a new recording system. Name no child",
    )

    def __init__(self, *args, newest, **given):
        super().__init__(*args, **given)
        self.fields["quarter"].choices = quarters(newest)


class CommentForm(CreateForm):
    """A commentary, or the answer to one of the indicator's challenge questions."""

    quarter = QuarterField(label="About which quarter?", missing="Choose the quarter")
    question = ChoiceField(label="Is it the answer to a question?", required=False)
    text = AggregateTextField(
        label="What do you say?", missing="Write what you have to say", rows=4, help_text="Name no child and no case"
    )

    def __init__(self, *args, newest, questions, **given):
        super().__init__(*args, **given)
        self.fields["quarter"].choices = quarters(newest)
        self.fields["question"].choices = [("", "No, a commentary"), *((row, row) for row in questions)]


class RecalculateForm(Form):
    quarter = QuarterField(label="From which quarter?", missing="Choose the quarter")
    because = LongTextField(label="Why?", missing="Say why the limits are worked out anew", rows=2)

    def __init__(self, *args, newest, **given):
        super().__init__(*args, **given)
        self.fields["quarter"].choices = quarters(newest)


class TargetForm(Form):
    quarter = QuarterField(label="From which quarter?", missing="Choose the quarter")
    value = TextField(label="What is aimed at?", missing="Enter what is aimed at", classes="govuk-input--width-5")
    because = TextField(label="Why that?", missing="Say why it is aimed at", max_length=300)

    def __init__(self, *args, newest, **given):
        super().__init__(*args, **given)
        ahead = [(quarter.key, quarter.spoken) for quarter in reversed(newest.later(4).last(17))]
        self.fields["quarter"].choices = ahead
