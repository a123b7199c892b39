from django import forms

from hamlet.foundations.design.fields import (
    ChoiceField,
    DateField,
    FileField,
    LongTextField,
    RecordField,
    TextField,
    YesField,
)
from hamlet.foundations.design.forms import ChangeForm, CreateForm, FilterForm, Form, QuestioningForm
from hamlet.foundations.people.queries import agencies_on_record, people_on_record
from hamlet.learning.rules.wording import questioned
from hamlet.reviews.forms.incidents import words
from hamlet.reviews.rules.cases import CRITERIA, National, Outcome
from hamlet.reviews.rules.chronology import Row, time_of

YES_NO = [("yes", "Yes"), ("no", "No")]
NOT_YET = ("not-yet", "Not yet considered")
MET = {"yes": True, "no": False, "not-yet": None}
ANSWERED = {answer: word for word, answer in MET.items()}


class SectionForm(ChangeForm):
    text = LongTextField(label="Text", required=False, rows=14)


class NamesNobody(Form):
    """For words that leave the case for the plan: what could identify somebody is refused unless a person says that it does not."""

    names_nobody = YesField(
        label="I have looked at the words again: they name nobody",
        required=False,
        help_text="Tick it only if the check finds words that could identify somebody, and they do not",
    )


class ImmediateActionForm(NamesNobody, QuestioningForm, CreateForm):
    question_of = staticmethod(questioned)
    title = TextField(
        label="What is to be done",
        missing="Enter what is to be done",
        max_length=200,
        help_text="The plan is read widely: name nobody",
    )
    owner = RecordField(people_on_record(), label="Owner", missing="Choose who owns it", empty_label="Choose")
    due_on = DateField(label="Due", missing="Enter when it is due")


class AskAgenciesForm(CreateForm):
    """One list for each agency, of its own people: whoever is chosen writes for it, and an empty list asks nobody."""

    asks_for = LongTextField(
        label="What the author must know to begin",
        missing="Say what the author must know",
        rows=5,
        help_text="Whom it is about and which years: all that the author sees of the case",
    )
    due_on = DateField(label="Due", missing="Enter when it is due")

    def __init__(self, *args, agencies, **given):
        super().__init__(*args, **given)
        self.agencies = {
            str(agency.pk): (agency, {str(person.pk): person for person in people}) for agency, people in agencies.items()
        }
        for key, (agency, people) in self.agencies.items():
            choices = [("", "Not asked"), *((pk, person.post_title) for pk, person in people.items())]
            self.fields[f"author-{key}"] = ChoiceField(choices, label=f"Who writes for {agency}", required=False)

    def authors(self):
        chosen = {key: self.cleaned_data.pop(f"author-{key}") for key in self.agencies}
        return {agency: people[chosen[key]] for key, (agency, people) in self.agencies.items() if chosen[key]}


class AuthorForm(ChangeForm):
    author = RecordField(label="Who writes it", missing="Choose who writes it", empty_label="Choose")

    def __init__(self, *args, people, **given):
        super().__init__(*args, **given)
        self.fields["author"].queryset = people_on_record().filter(pk__in=[person.pk for person in people])


class PutOffForm(ChangeForm):
    due_on = DateField(label="Now due", missing="Enter when it is due")
    because = LongTextField(label="Why it may come later", missing="Say why it may come later", rows=3)


class BecauseForm(ChangeForm):
    because = LongTextField(label="Why", missing="Say why", rows=4)


class SummaryForm(ChangeForm):
    involvement = LongTextField(label="What your agency knew and did", required=False, rows=8)
    analysis = LongTextField(label="Why practice was as it was: the key practice episodes", required=False, rows=8)
    good_practice = LongTextField(label="What went well", required=False, rows=4)
    learning = LongTextField(label="What your agency learns from it", required=False, rows=4)
    inequality = LongTextField(
        label="How racism, inequality or a protected characteristic may have mattered", required=False, rows=4
    )


class EntryForm(CreateForm):
    on = DateField(label="Day", missing="Enter the day")
    at = TextField(label="Time (optional)", required=False, classes="govuk-input--width-5", help_text="For example, 14:30")
    what = LongTextField(label="What happened", missing="Say what happened", rows=4)
    source = TextField(label="Source", missing="Say which record says so", max_length=200)

    def clean_at(self):
        said = self.cleaned_data["at"]
        found = time_of(said)
        if said and found is None:
            self.add_error("at", "Enter a time like 14:30, or leave it empty")
        return found

    def row(self):
        given = self.cleaned_data
        return Row(given.pop("on"), given.pop("at"), given.pop("what"), given.pop("source"))


class UploadForm(Form):
    upload = FileField(label="Table (CSV or Excel)", missing="Choose the file")


class ChronologyFilter(FilterForm):
    agency = RecordField(agencies_on_record(), label="Agency", empty_label="Any")
    first = DateField(label="From")
    last = DateField(label="Up to")
    names = forms.CharField(required=False, widget=forms.HiddenInput)


class OutcomeForm(ChangeForm):
    outcome = ChoiceField(words(Outcome), label="Decision", missing="Choose the decision", radios=True)
    national = ChoiceField(words(National), label="View on a national review", missing="Choose the view", radios=True)


class RecommendForm(OutcomeForm):
    because = LongTextField(label="Why", missing="Say why", rows=5)
    without_education = LongTextField(
        label="Why no education agency was asked for a summary", missing="Ask an education agency, or say why none was", rows=3
    )

    def __init__(self, *args, education_asked, **given):
        super().__init__(*args, **given)
        if education_asked:
            del self.fields["without_education"]
        for row in CRITERIA:
            answers = [*YES_NO, NOT_YET] if row.may_wait else YES_NO
            self.fields[f"met-{row.key}"] = ChoiceField(
                answers, label=row.question, help_text=row.source, missing=f"Answer: {row.question}", radios=True
            )
            self.fields[f"why-{row.key}"] = LongTextField(label="Reason for this answer", missing="Give the reason", rows=3)

    def criteria(self):
        given = self.cleaned_data
        return {row.key: (MET[given.pop(f"met-{row.key}")], given.pop(f"why-{row.key}")) for row in CRITERIA}


class PartnerDecisionForm(OutcomeForm):
    reason = LongTextField(label="Reasons", missing="Give your reasons", rows=4)


class MeetingDecisionForm(OutcomeForm):
    meeting_id = ChoiceField(label="Meeting of the Executive", missing="Choose the meeting")
    because = LongTextField(label="Reasons, as they were minuted", missing="Give the reasons", rows=4)

    def __init__(self, *args, meetings, **given):
        super().__init__(*args, **given)
        self.fields["meeting_id"].choices = [("", "Choose"), *meetings]

    def clean_meeting_id(self):
        return int(self.cleaned_data["meeting_id"])


class SentForm(ChangeForm):
    sent_on = DateField(label="Sent to the national Panel on", missing="Enter the day on which it was sent")


class ReplyForm(ChangeForm):
    replied_on = DateField(label="The national Panel replied on", missing="Enter the day of the reply")
    agrees = ChoiceField(YES_NO, label="Does the national Panel agree?", missing="Say whether it agrees", radios=True)
    reply = LongTextField(label="What it says", missing="Say what it says", rows=5)
    disagreement = LongTextField(label="Where it disagrees, and what the partners will do (optional)", required=False, rows=4)

    def clean_agrees(self):
        return self.cleaned_data["agrees"] == "yes"
