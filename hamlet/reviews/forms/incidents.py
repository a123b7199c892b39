from django import forms

from hamlet.foundations.design.fields import (
    ChoiceField,
    DateField,
    LongTextField,
    RecordField,
    TextField,
    WholeNumberField,
    YesField,
)
from hamlet.foundations.design.forms import ChangeForm, CreateForm, FilterForm, Form
from hamlet.foundations.people.queries import people_on_record
from hamlet.reviews.rules.cases import Facts, Harm, Stage, Status, Suspicion, Told, Where


def words(kind):
    return [(word.value, word.value) for word in kind]


class CaseFilter(FilterForm):
    stage = ChoiceField([("", "Any"), *words(Stage)], label="Stage")
    referred_from = DateField(label="Referred from")
    referred_to = DateField(label="Referred up to")
    late = YesField(label="With a date that is late")


class OpeningFilter(FilterForm):
    by = RecordField(people_on_record(), label="By whom", empty_label="Anyone")
    first = DateField(label="From")
    last = DateField(label="Up to")


class FactsMixin(forms.Form):
    """What the law asks about an incident. `facts` gives it as the rules take it."""

    harm = ChoiceField(words(Harm), label="What happened to the child", missing="Choose what happened to the child", radios=True)
    where = ChoiceField(words(Where), label="Where it happened", missing="Choose where it happened", radios=True)
    suspicion = ChoiceField(words(Suspicion), label="Abuse or neglect is", missing="Choose what is known of abuse", radios=True)
    status = ChoiceField(words(Status), label="The child is", missing="Choose who the child is", radios=True)
    oldest_age = WholeNumberField(label="Age of the oldest child in years (optional)", required=False, min_value=0, max_value=30)

    def facts(self):
        given = self.cleaned_data
        return Facts(
            Harm(given.pop("harm")),
            Where(given.pop("where")),
            Suspicion(given.pop("suspicion")),
            Status(given.pop("status")),
            given.pop("oldest_age"),
        )


class ReferForm(FactsMixin, CreateForm):
    incident_on = DateField(label="Day of the incident, or on which it was found (optional)", required=False)
    aware_on = DateField(
        label="Day on which the local authority became aware (optional)",
        required=False,
        help_text="Leave it empty if it learns of it with this referral: the clock then starts today",
    )
    what_happened = LongTextField(
        label="What happened, as far as you know",
        missing="Say what happened",
        rows=8,
        help_text="Held encrypted. Name nobody: write “Child 1”, “the mother”",
    )
    reach = TextField(
        label="How we reach you, this evening too (optional)",
        required=False,
        max_length=200,
        help_text="A telephone number, and when you can be reached. Held encrypted",
    )
    field_order = (
        *("made_with", "harm", "where", "suspicion", "status", "oldest_age", "incident_on", "aware_on"),
        *("what_happened", "reach"),
    )


class DecideForm(FactsMixin, ChangeForm):
    told = ChoiceField(words(Told), label="The local authority tells", missing="Choose who is told", radios=True)
    reasons = LongTextField(label="Reasons", missing="Give the reasons for the decision")
    departs_because = LongTextField(
        label="If it tells fewer than the law and the guidance ask: why it departs from them",
        required=False,
        rows=3,
        help_text="Shown on the case. The death of a looked-after child is always told",
    )
    suspected_on = DateField(
        label="Day on which abuse or neglect came to be suspected, if later than the incident was known (optional)",
        required=False,
        help_text="The dates of the notification then run from that day",
    )
    decided_for = TextField(
        label="Who in the local authority decided", missing="Say who in the local authority decided", max_length=120
    )

    def __init__(self, *args, team, **given):
        super().__init__(*args, **given)
        if not team:
            del self.fields["decided_for"]


class NotifiedForm(ChangeForm):
    notified_on = DateField(label="Sent to the national system on", missing="Enter the day on which it was sent")
    reference = TextField(label="Reference that the national system gave", missing="Enter the reference", max_length=80)


class AnotherNotifiedForm(NotifiedForm):
    child = RecordField(label="Child", missing="Choose the child", empty_label="Choose")
    field_order = ("child", "notified_on", "reference")

    def __init__(self, *args, children, **given):
        super().__init__(*args, **given)
        self.fields["child"].queryset = children


class ToldForm(ChangeForm):
    told_on = DateField(label="Told on", missing="Enter the day on which the partners were told")


class AwareForm(ChangeForm):
    aware_on = DateField(label="The local authority became aware on", missing="Enter the day")
    why = TextField(label="Why it is corrected", missing="Say why it is corrected", max_length=200)


class StopForm(ChangeForm):
    stopped_on = DateField(label="It was done on", missing="Enter the day on which it was done")
    why = TextField(label="Why it is corrected", missing="Say why it is corrected", max_length=200)


class ReasonForm(ChangeForm):
    reason = LongTextField(label="Reason", missing="Give the reason", rows=4)


class OpenForm(Form):
    reason = LongTextField(label="Why do you open it today?", missing="Say why you open it", rows=3)


class ChildForm(CreateForm):
    name = TextField(label="Name (optional)", required=False)
    date_of_birth = TextField(label="Date of birth (optional)", required=False)
    age = TextField(label="Age (optional)", required=False)
    sex = TextField(label="Sex (optional)", required=False)
    ethnicity = TextField(label="Ethnicity (optional)", required=False)
    disability = TextField(label="Disability (optional)", required=False)
    legal_status = TextField(
        label="Legal status (optional)", required=False, help_text="Looked after, child protection plan, child in need, none"
    )
    education = TextField(label="School or setting (optional)", required=False)
    outcome = TextField(label="What became of the child (optional)", required=False)
    more = LongTextField(label="Anything else that describes the child (optional)", required=False, rows=3)


class ChangeChildForm(ChildForm):
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class NameForm(CreateForm):
    name = TextField(label="Name, as it stands in the papers", missing="Enter the name", max_length=200)
    stands_for = TextField(
        label="Words that stand for it", missing="Enter what is written instead", max_length=80, help_text="“Mother”, “Sibling 2”"
    )


class NotificationForm(ChangeForm):
    """One box for each field of the list, in its order."""

    def __init__(self, *args, rows, **given):
        super().__init__(*args, **given)
        for row in rows:
            self.fields[f"field-{row.pk}"] = LongTextField(label=row.label, help_text=row.help_text, required=False, rows=2)

    def answers(self):
        found = {name: value for name, value in self.cleaned_data.items() if name.startswith("field-")}
        return {int(name.removeprefix("field-")): value for name, value in found.items()}


class AssignForm(Form):
    person = RecordField(people_on_record(), label="Person", missing="Choose the person", empty_label="Choose")
    because = TextField(label="Why they work on it", missing="Say why", max_length=200)


class ConflictForm(Form):
    reason = LongTextField(label="What the conflict of interest is", missing="Say what it is", rows=3)


class ConflictOfForm(ConflictForm):
    person = RecordField(people_on_record(), label="Person", missing="Choose the person", empty_label="Choose")
