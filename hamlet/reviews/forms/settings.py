from hamlet.foundations.design.fields import ChoiceField, DateField, LongTextField, TextField, WholeNumberField, YesField
from hamlet.foundations.design.forms import ChangeForm, CreateForm
from hamlet.reviews.forms.incidents import words
from hamlet.reviews.rules.clocks import Unit


class CorrectRuleForm(ChangeForm):
    length = WholeNumberField(label="How long", missing="Enter how long", min_value=1, max_value=400)
    unit = ChoiceField(words(Unit), label="Counted in", missing="Choose what is counted")
    source = TextField(label="Source", missing="Enter where it stands", max_length=240)
    confirmed = YesField(label="Confirmed: somebody read it in the source", required=False)
    why = LongTextField(label="Why it is corrected", missing="Say why it is corrected", rows=3)


class SuspendForm(CreateForm):
    first = DateField(label="First day on which it did not run", missing="Enter the first day")
    last = DateField(label="Last day on which it did not run", missing="Enter the last day")
    reason = TextField(label="Reason and source", missing="Give the reason", max_length=240)


class DutyForm(ChangeForm):
    children_in_detail = WholeNumberField(
        label="Children described in one notification", missing="Enter how many", min_value=1, max_value=20
    )
    care_leaver_to_age = WholeNumberField(
        label="A care leaver's death is told of up to the age of (empty: not at all)", required=False, min_value=16, max_value=30
    )
    source = TextField(label="Source", missing="Enter where it stands", max_length=240)
    confirmed = YesField(label="Confirmed: somebody read it in the source", required=False)


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
    ended = YesField(label="No longer used", required=False)
