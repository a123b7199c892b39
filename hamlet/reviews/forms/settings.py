from django import forms

from hamlet.foundations.design.fields import ChoiceField, DateField, LongTextField, TextField, WholeNumberField, YesField
from hamlet.foundations.design.forms import ChangeForm, CreateForm
from hamlet.reviews.forms.incidents import words
from hamlet.reviews.rules.cases import Holds
from hamlet.reviews.rules.clocks import Force, Sense, Starts, Stops, Unit


class RuleMixin(forms.Form):
    """What a rule says, in the order in which a person reads it."""

    starts = ChoiceField(words(Starts), label="It runs from the day on which", missing="Choose what starts it")
    stops = ChoiceField(words(Stops), label="It stops when", missing="Choose what stops it")
    sense = ChoiceField(words(Sense), label="Which way it runs", missing="Choose which way it runs")
    length = WholeNumberField(label="How long", missing="Enter how long", min_value=1, max_value=400)
    unit = ChoiceField(words(Unit), label="Counted in", missing="Choose what is counted")
    whose = TextField(label="Whose duty it is", missing="Enter whose duty it is", max_length=80)
    edition = TextField(label="Edition", missing="Enter the edition", max_length=80)
    source = TextField(label="Source: where it stands", missing="Enter where it stands", max_length=240)
    force = ChoiceField(words(Force), label="Legal force", missing="Choose its legal force")
    confirmed = YesField(label="Confirmed: somebody read it in the source", required=False)
    in_force_from = DateField(label="In force for cases that begin from", missing="Enter the first day in force")


class CorrectRuleForm(RuleMixin, ChangeForm):
    in_force_to = DateField(label="In force up to (empty: it still is)", required=False)
    why = LongTextField(label="Why it is corrected", missing="Say why it is corrected", rows=3)


class AddRuleForm(RuleMixin, CreateForm):
    """A rule of a new edition: of a date that is known, which the page's address names, or of a new one, which has a title."""

    title = TextField(label="What is to be done by then", missing="Enter what is to be done", max_length=120)

    def __init__(self, *args, like, **given):
        super().__init__(*args, **given)
        if like:
            del self.fields["title"]
        else:
            self.order_fields(["title"])

    def clean(self):
        return {"title": "", **super().clean()}


class SuspendForm(CreateForm):
    first = DateField(label="First day on which it did not run", missing="Enter the first day")
    last = DateField(label="Last day on which it did not run", missing="Enter the last day")
    reason = TextField(label="Reason and source", missing="Give the reason", max_length=240)


class ChangeSuspensionForm(ChangeForm):
    first = DateField(label="First day on which it did not run", missing="Enter the first day")
    last = DateField(label="Last day on which it did not run", missing="Enter the last day")
    reason = TextField(label="Reason and source", missing="Give the reason", max_length=240)
    mistaken = YesField(label="It was recorded by mistake: the rule ran on those days", required=False)
    why = LongTextField(label="Why it is changed", missing="Say why it is changed", rows=3)


class DutyMixin(forms.Form):
    children_in_detail = WholeNumberField(
        label="Children described in one notification", missing="Enter how many", min_value=1, max_value=20
    )
    care_leaver_to_age = WholeNumberField(
        label="A care leaver's death is told of up to the age of (empty: not at all)", required=False, min_value=16, max_value=30
    )
    source = TextField(label="Source", missing="Enter where it stands", max_length=240)
    confirmed = YesField(label="Confirmed: somebody read it in the source", required=False)


class DutyForm(DutyMixin, ChangeForm):
    why = LongTextField(label="Why it is corrected", missing="Say why it is corrected", rows=3)


class AddDutyForm(DutyMixin, CreateForm):
    edition = TextField(label="Edition", missing="Enter the edition", max_length=80)
    in_force_from = DateField(label="In force for cases that begin from", missing="Enter the first day in force")

    def __init__(self, *args, **given):
        super().__init__(*args, **given)
        self.order_fields(["edition", "in_force_from"])


class StepForm(ChangeForm):
    title = TextField(label="Step", missing="Enter the step", max_length=160)
    whose = TextField(label="Whose it is", missing="Enter whose it is", max_length=80)
    first_day = WholeNumberField(label="From working day", missing="Enter the first working day", min_value=0, max_value=60)
    last_day = WholeNumberField(label="To working day", missing="Enter the last working day", min_value=0, max_value=60)
    asks_agencies = YesField(label="Agencies write their summaries in this step", required=False)
    ended = YesField(label="No longer used", required=False)


class FieldForm(ChangeForm):
    label = TextField(label="Field", missing="Enter the field", max_length=160)
    help_text = TextField(label="Help (optional)", required=False, max_length=240)
    position = WholeNumberField(label="Place in the order", missing="Enter its place", min_value=1, max_value=200)
    holds = ChoiceField(words(Holds), label="It holds", missing="Choose what it holds", radios=True)
    ended = YesField(label="No longer used", required=False)
