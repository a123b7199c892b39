from hamlet.foundations.design.fields import ChoiceField, DateField, LongTextField, RecordField, TextField, YesField
from hamlet.foundations.design.forms import ChangeForm, CreateForm, FilterForm, QuestioningForm
from hamlet.foundations.people.queries import agencies_on_record, people_on_record
from hamlet.governance.queries import groups
from hamlet.learning.models import Theme
from hamlet.learning.rules import State
from hamlet.learning.rules.wording import questioned


class ActionsFilter(FilterForm):
    search = TextField(label="Words")
    theme = RecordField(Theme.objects.order_by("name"), label="Theme", empty_label="Any")
    group = RecordField(groups(), label="Group", empty_label="Any")
    owner = RecordField(people_on_record(), label="Owner", empty_label="Anyone")
    agency = RecordField(agencies_on_record(), label="Owner’s agency", empty_label="Any")
    state = ChoiceField([("", "Any"), *((item.value, item.value) for item in State)], label="State")
    late = YesField(label="Late only")


class ActionForm(QuestioningForm, CreateForm):
    question_of = staticmethod(questioned)
    title = TextField(label="What is to be done", missing="Enter what is to be done", max_length=200)
    detail = LongTextField(label="More about it (optional)", required=False, rows=3, help_text="Name no child")
    theme = RecordField(Theme.objects.order_by("name"), label="Theme", required=False, empty_label="None")
    group = RecordField(groups(), label="Group", required=False, empty_label="None")
    owner = RecordField(people_on_record(), label="Owner", missing="Choose who owns it", empty_label="Choose")
    due_on = DateField(label="Due", missing="Enter when it is due")


class ProgressForm(CreateForm):
    note = LongTextField(label="What has happened", missing="Enter what has happened", rows=3)


class MoveForm(ChangeForm):
    due_on = DateField(label="New due date", missing="Enter the new due date")
    reason = LongTextField(label="Why it moves", missing="Say why it moves", rows=3)


class OwnerForm(ChangeForm):
    owner = RecordField(people_on_record(), label="New owner", missing="Choose who owns it", empty_label="Choose")


class CloseForm(ChangeForm):
    note = LongTextField(label="What was done, or why it stops", missing="Say what was done, or why it stops", rows=3)


class ThemeForm(CreateForm):
    name = TextField(label="Theme", missing="Enter the theme", max_length=120)
