from hamlet.foundations.design.fields import (
    ChoiceField,
    DateField,
    FileField,
    LongTextField,
    ManyField,
    RecordField,
    RecordsField,
    TextField,
    YesField,
)
from hamlet.foundations.design.forms import ChangeForm, CreateForm, Form, QuestioningForm
from hamlet.foundations.people.queries import agencies_on_record, people_on_record
from hamlet.learning.queries import themes
from hamlet.learning.rules.wording import questioned
from hamlet.reviews.forms.incidents import words
from hamlet.reviews.forms.rapid import YES_NO, NamesNobody
from hamlet.reviews.rules.statutory import Quality, Reflecting, ReviewKind


class CommissionForm(CreateForm):
    kind = ChoiceField(words(ReviewKind), label="Kind of review", missing="Choose the kind of review", radios=True)
    reviewer = RecordField(people_on_record(), label="Reviewer", missing="Choose the reviewer", empty_label="Choose")
    independence = LongTextField(
        label="Why the reviewer is independent of the agencies concerned", missing="Say why the reviewer is independent", rows=3
    )
    terms_of_reference = LongTextField(label="Terms of reference", missing="Enter the terms of reference", rows=6)
    agencies = RecordsField(agencies_on_record(), label="Agencies that take part", missing="Choose the agencies")
    family_part = LongTextField(label="The family’s part in it", missing="Say how the family takes part", rows=3)
    parallel_proceedings = LongTextField(label="Parallel proceedings (optional)", required=False, rows=3)


class ReviewerForm(ChangeForm):
    reviewer = RecordField(people_on_record(), label="Reviewer", missing="Choose the reviewer", empty_label="Choose")
    independence = LongTextField(label="Why they are independent", missing="Say why the reviewer is independent", rows=3)


class CheckForm(CreateForm):
    on_time = ChoiceField(YES_NO, label="Is it on time?", missing="Say whether it is on time", radios=True)
    quality = ChoiceField(words(Quality), label="Quality so far", missing="Choose the quality", radios=True)
    note = LongTextField(label="What was looked at, and what was asked of the reviewer", missing="Say what was looked at", rows=4)

    def clean_on_time(self):
        return self.cleaned_data["on_time"] == "yes"

    def clean_quality(self):
        return Quality(self.cleaned_data["quality"])


class VersionForm(CreateForm):
    upload = FileField(label="Version of the report", missing="Choose the file")
    note = TextField(label="Note (optional)", required=False, max_length=200)


class DelayForm(CreateForm):
    expected_on = DateField(label="Publication now expected on", missing="Enter the day that is expected")
    reasons = LongTextField(label="Reasons", missing="Give the reasons", rows=4)
    panel_told_on = DateField(
        label="The national Panel was told on", missing="Enter the day on which the national Panel was told"
    )
    state_told_on = DateField(label="The Secretary of State was told on", missing="Enter the day on which they were told")


class CommissionChangeForm(ChangeForm):
    terms_of_reference = LongTextField(label="Terms of reference", missing="Enter the terms of reference", rows=6)
    agencies = RecordsField(agencies_on_record(), label="Agencies that take part", missing="Choose the agencies")
    family_part = LongTextField(label="The family’s part in it", missing="Say how the family takes part", rows=3)
    parallel_proceedings = LongTextField(label="Parallel proceedings (optional)", required=False, rows=3)
    why = LongTextField(label="Why it is changed", missing="Say why the commission is changed", rows=3)


class FindingFields(Form):
    text = LongTextField(label="Finding", missing="Enter the finding", rows=5)
    agencies = RecordsField(agencies_on_record(), label="Agencies that it concerns", missing="Choose the agencies")
    outcome = LongTextField(label="Outcome expected", missing="Say what should be different", rows=3)
    measure = LongTextField(label="How it will be measured", missing="Say how it will be measured", rows=3)


class FindingForm(FindingFields, CreateForm):
    pass


class FindingChangeForm(FindingFields, ChangeForm):
    pass


class WithdrawForm(ChangeForm):
    because = LongTextField(label="Why it is withdrawn", missing="Say why it is withdrawn", rows=3)


class AdviceFields(Form):
    text = LongTextField(
        label="What is recommended", missing="Enter what is recommended", rows=4, help_text="Name no child and no case"
    )
    agencies = RecordsField(agencies_on_record(), label="Agencies that it addresses", missing="Choose the agencies")
    outcome = LongTextField(label="Outcome expected", missing="Say what should be different", rows=3)
    measure = LongTextField(label="How it will be measured", missing="Say how it will be measured", rows=3)


class FollowsForm(AdviceFields):
    """A recommendation with the finding that it follows from, of those of its review."""

    finding = ChoiceField(label="Finding that it follows from (optional)", required=False)

    def __init__(self, *args, review, **given):
        super().__init__(*args, **given)
        self.found = {str(row.pk): row for row in review.findings.filter(withdrawn_on=None).order_by("id")}
        choices = [(key, f"{place}. {row.text[:80]}") for place, (key, row) in enumerate(self.found.items(), 1)]
        self.fields["finding"].choices = [("", "None"), *choices]

    def clean_finding(self):
        return self.found.get(self.cleaned_data["finding"])


class AdviceForm(FollowsForm, CreateForm):
    pass


class AdviceChangeForm(FollowsForm, ChangeForm):
    pass


class LearningForm(NamesNobody, AdviceFields, CreateForm):
    themes = RecordsField(themes(), label="Themes (optional)", required=False)


class AcceptForm(NamesNobody, ChangeForm):
    themes = RecordsField(themes(), label="Themes (optional)", required=False)
    reasons = LongTextField(label="Note (optional)", required=False, rows=3)


class RejectForm(ChangeForm):
    reasons = LongTextField(label="Reasons", missing="Say why it is rejected", rows=4)


class CompletedForm(ChangeForm):
    completed_on = DateField(label="Completed on", missing="Enter the day on which it was completed")


class ArrangeForm(ChangeForm):
    planned_on = DateField(label="Day", missing="Enter the day")
    late_because = TextField(label="Why it is later than is due (if it is)", required=False, max_length=240)
    place = TextField(label="Place or link (optional)", required=False, max_length=160)
    agencies = RecordsField(agencies_on_record(), label="Agencies invited", required=False)
    author_present = YesField(label="The report’s author comes", required=False)
    material = LongTextField(label="Material that attendees read", required=False, rows=8)


class AttendeeForm(Form):
    person = RecordField(people_on_record(), label="Person", missing="Choose the person", empty_label="Choose")


class OwnAttendeeForm(Form):
    """Somebody of one's own agency."""

    person = RecordField(people_on_record(), label="Person", missing="Choose the person", empty_label="Choose")

    def __init__(self, *args, agency, **given):
        super().__init__(*args, **given)
        self.fields["person"].queryset = people_on_record().filter(agency=agency)


class ReflectForm(NamesNobody, QuestioningForm):
    """What the session decides on one recommendation. The action's fields are asked for only when more is to be done."""

    question_of = staticmethod(questioned)
    decided = ChoiceField(
        [(word.value, word.value) for word in Reflecting],
        label="What the session decides",
        missing="Choose what the session decides",
        radios=True,
    )
    because = LongTextField(label="What the session found", missing="Say what the session found", rows=4)
    look_again_on = DateField(label="With a proposal to embed: look at it again on (optional)", required=False)
    title = TextField(label="With an action: what is to be done", required=False, max_length=200)
    owner = RecordField(people_on_record(), label="With an action: its owner", required=False, empty_label="Nobody")
    due_on = DateField(label="With an action: due", required=False)

    def clean(self):
        given = super().clean()
        missing = {"title": "Enter what is to be done", "owner": "Choose who owns it", "due_on": "Enter when it is due"}
        if given.get("decided") == Reflecting.ACT.value:
            for name, sentence in missing.items():
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return given


class CameForm(ChangeForm):
    came = ManyField(label="Who came", required=False)

    def __init__(self, *args, attendees, **given):
        super().__init__(*args, **given)
        self.fields["came"].choices = [(str(row.pk), str(row.person)) for row in attendees]

    def clean_came(self):
        return [int(key) for key in self.cleaned_data["came"]]


class QuestionForm(CreateForm):
    text = LongTextField(label="Question or idea", missing="Enter the question or idea", rows=3)


class AnswerForm(ChangeForm):
    answer = LongTextField(label="Answer", missing="Enter the answer", rows=4)


class QuestionActionForm(NamesNobody, QuestioningForm, ChangeForm):
    question_of = staticmethod(questioned)
    title = TextField(label="What is to be done", missing="Enter what is to be done", max_length=200)
    owner = RecordField(people_on_record(), label="Owner", missing="Choose who owns it", empty_label="Choose")
    due_on = DateField(label="Due", missing="Enter when it is due")


class HeldForm(ChangeForm):
    held_on = DateField(label="Held on", missing="Enter the day on which it was held")
    author_absent_because = TextField(label="Why the report’s author was not there (if so)", required=False, max_length=240)


class BriefingForm(CreateForm):
    title = TextField(label="Title", missing="Enter a title", max_length=120, help_text="It must say nothing of the case")
    theme = RecordField(themes(), label="Theme", required=False, empty_label="None")
    learned = LongTextField(label="What was learned", missing="Enter what was learned", help_text="Name no child and no case")
    changed = LongTextField(label="What has changed since (optional)", required=False)
    practice = LongTextField(label="What to do in practice", missing="Enter what to do in practice")
    question = LongTextField(label="A question for your team (optional)", required=False, rows=2)
