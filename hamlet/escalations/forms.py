from django.forms import HiddenInput

from hamlet.escalations.rules import AnswerKind, State, Urgency
from hamlet.foundations.design.fields import (
    ChoiceField,
    DateField,
    FileField,
    LongTextField,
    RecordField,
    RecordsField,
    TextField,
    YesField,
)
from hamlet.foundations.design.forms import ChangeForm, CreateForm, FilterForm, Form
from hamlet.foundations.documents.rules import Marking
from hamlet.foundations.people.models import Agency
from hamlet.foundations.people.queries import people_on_record
from hamlet.governance.queries import all_groups, all_priorities


def words(kind):
    return [(item.value, item.value) for item in kind]


class TrackerFilter(FilterForm):
    group = RecordField(all_groups(), label="Group", empty_label="Any")
    agency = RecordField(Agency.objects.order_by("name"), label="Agency concerned", empty_label="Any")
    priority = RecordField(all_priorities(), label="Priority", empty_label="Any")
    state = ChoiceField([("", "Any"), *words(State)], label="State")
    sent_from = DateField(label="Sent from", help_text="")
    sent_to = DateField(label="Sent to", help_text="")


class Words(Form):
    title = TextField(label="In a few words", missing="Enter what it is about", max_length=160)
    issue = LongTextField(
        label="What is the issue?", missing="Say what the issue is", help_text="Themes, not cases: name no child"
    )
    why_not_here = LongTextField(label="Why can it not be solved in the group?", missing="Say why the group cannot solve it")
    asked = LongTextField(label="What do you ask of the Executive?", missing="Say what you ask of the Executive", rows=3)
    answer_by = DateField(label="By when is an answer wanted?", missing="Enter by when an answer is wanted")
    urgency = ChoiceField(words(Urgency), label="How urgent is it?", missing="Choose how urgent it is", radios=True)
    priority = RecordField(all_priorities(), label="Priority it touches", required=False, empty_label="None")
    agencies = RecordsField(Agency.objects.filter(ends_on=None).order_by("name"), label="Agencies concerned", required=False)

    def clean_urgency(self):
        return Urgency(self.cleaned_data["urgency"])


class DraftForm(Words, CreateForm):
    field_order = ["group"]
    group = RecordField(all_groups(), label="Group", missing="Choose the group", empty_label="Choose")

    def __init__(self, *args, groups=None, **given):
        super().__init__(*args, **given)
        self.fields["group"].queryset = groups


class ChangeDraftForm(Words, ChangeForm):
    pass


class SendForm(ChangeForm):
    meeting_id = ChoiceField(
        label="Agreed at which meeting of the group?", missing="Choose the meeting at which the group agreed it"
    )
    not_a_case = YesField(label="I have read it again: it names no child and describes no case", required=False)

    def __init__(self, *args, meetings=(), in_doubt=True, **given):
        super().__init__(*args, **given)
        self.fields["meeting_id"].choices = [("", "Choose"), *meetings]
        if not in_doubt:
            self.fields["not_a_case"].widget = HiddenInput()

    def clean_meeting_id(self):
        return int(self.cleaned_data["meeting_id"])


class DocumentForm(ChangeForm):
    title = TextField(label="Title", missing="Enter the document's title", max_length=200)
    marking = ChoiceField(words(Marking), label="Marking", missing="Choose the marking", radios=True)
    upload = FileField(
        label="File", missing="Choose the file", help_text="PDF, Word, Excel, PowerPoint or a picture, up to 25 MB"
    )

    def clean_marking(self):
        return Marking(self.cleaned_data["marking"])


class AnswerForm(ChangeForm):
    kind = ChoiceField(words(AnswerKind), label="The answer", missing="Choose the answer", radios=True)
    reasons = LongTextField(
        label="Reasons",
        missing="Give the reasons: the group reads them",
        help_text="Every group reads them once they are the Executive’s: name no child",
    )
    owner = RecordField(people_on_record(), label="Who does what was agreed", required=False, empty_label="Nobody yet")
    due_on = DateField(label="By when", required=False)

    def clean_kind(self):
        return AnswerKind(self.cleaned_data["kind"])


class MinuteForm(ChangeForm):
    meeting_id = ChoiceField(
        label="Minuted at which meeting of the Executive?", missing="Choose the meeting at which it was minuted"
    )

    def __init__(self, *args, meetings=(), **given):
        super().__init__(*args, **given)
        self.fields["meeting_id"].choices = [("", "Choose"), *meetings]

    def clean_meeting_id(self):
        return int(self.cleaned_data["meeting_id"])


class ComeBackForm(ChangeForm):
    reason = LongTextField(label="Why the answer is not accepted", missing="Say why the answer is not accepted")
    answer_by = DateField(label="By when is another answer wanted?", missing="Enter by when another answer is wanted")


class CloseForm(ChangeForm):
    outcome = LongTextField(label="What came of it", missing="Say what came of it")


class WithdrawForm(ChangeForm):
    reason = LongTextField(label="Why it is withdrawn", missing="Say why it is withdrawn", rows=3)
