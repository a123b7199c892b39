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
from hamlet.foundations.people.queries import agencies_on_record
from hamlet.foundations.references import Reference
from hamlet.learning.models import Action, Recommendation, Theme
from hamlet.learning.rules.ladder import HINTS, EvidenceKind, Rung, Strength, holds_until
from hamlet.learning.rules.recommendations import DISSOLVED, OF_A_CASE, Answer, SourceKind

STRENGTHS = {Strength.WEAK: "Somebody says so", Strength.FAIR: "Several say or show it", Strength.STRONG: "Counted, or seen"}
# Said beside the day, which is worked out when it is left empty.
HOLDS = (
    "Leave it empty for the usual: three years after the day that it tells of for an inspection, two for a policy, "
    "one for all else. Learning that rests on it is then looked at again"
)


def words(kind, leaving=()):
    return [(item.value, item.value) for item in kind if item not in leaving]


def themes():
    return Theme.objects.order_by("name")


class RecommendationsFilter(FilterForm):
    search = TextField(label="Words")
    theme = RecordField(themes(), label="Theme", empty_label="Any")
    source_kind = ChoiceField([("", "Any"), *words(SourceKind)], label="Source")
    place = ChoiceField(
        [("", "Any"), *words(Rung), *words((Answer.WAITING, Answer.REJECTED)), (DISSOLVED, DISSOLVED)],
        label="Rung, or how it was answered",
    )
    agency = RecordField(agencies_on_record(), label="Addressed to", empty_label="Any")
    again = YesField(label="To be looked at again only")


class Worked(Form):
    """How a recommendation is worked: whom it addresses, what is expected and how that is measured."""

    agencies = RecordsField(agencies_on_record(), label="Agencies that it addresses", required=False)
    outcome = LongTextField(label="What should be different for children?", required=False, rows=2, help_text="Name no child")
    measure = LongTextField(label="How will that be measured?", required=False, rows=2)
    themes = RecordsField(themes(), label="Themes", required=False)


class RecommendationForm(Worked, CreateForm):
    """`alike` are likely duplicates of what was typed: a person looks at them before it is added."""

    field_order = ["text", "source_kind", "source_label", "found_on"]
    text = LongTextField(label="What is recommended", missing="Enter what is recommended", rows=3, help_text="Name no child")
    source_kind = ChoiceField(
        words(SourceKind, {SourceKind.JOINT, *OF_A_CASE}),
        label="Where does it come from?",
        missing="Choose where it comes from",
        radios=True,
    )
    source_label = TextField(
        label="Which one?",
        missing="Enter which review, audit or inspection it comes from",
        max_length=200,
        help_text="Its published title. Recommendations of a case come from the page of its review",
    )
    found_on = DateField(label="Found on", missing="Enter the day of the finding")
    looked = YesField(label="I looked at the likely duplicates: add this one", required=False)

    def __init__(self, *args, find=None, **given):
        super().__init__(*args, **given)
        self.alike = find(str(self.data.get("text", ""))) if self.is_bound else []
        if not self.alike:
            del self.fields["looked"]

    def clean(self):
        given = super().clean()
        if self.alike and not given.pop("looked", False):
            self.add_error("looked", "Look at the likely duplicates first: one of them may say the same")
        label = given.pop("source_label", "")
        given["source"] = Reference("", label.casefold()[:40], label, "")
        return given

    def clean_source_kind(self):
        return SourceKind(self.cleaned_data["source_kind"])


class ChangeRecommendationForm(Worked, ChangeForm):
    pass


class AcceptForm(ChangeForm):
    reasons = LongTextField(label="Anything to say (optional)", required=False, rows=2)


class RejectForm(ChangeForm):
    reasons = LongTextField(label="Why it is rejected", missing="Say why it is rejected", rows=3)


class OtherField(TextField):
    """A recommendation by its reference, out of a queryset set by the form."""

    def __init__(self, **given):
        given.setdefault("help_text", "Like R-0012")
        super().__init__(max_length=20, classes="govuk-input--width-10", **given)


class ToAnother(Form):
    reference = OtherField(label="Which other recommendation?", missing="Enter the reference of the other recommendation")

    def __init__(self, *args, **given):
        super().__init__(*args, **given)

    def clean(self):
        given = super().clean()
        reference = given.pop("reference", "").strip().upper()
        other = Recommendation.objects.filter(reference=reference).first()
        if reference and other is None:
            self.add_error("reference", f"There is no recommendation {reference}")
        given["other"] = other
        return given


class LinkForm(ToAnother):
    because = LongTextField(label="Why are they linked?", missing="Say why they are linked", rows=2)


class JoinForm(ToAnother, CreateForm):
    text = LongTextField(label="The joint recommendation", missing="Enter what is recommended jointly", rows=3)
    outcome = LongTextField(label="What should be different for children?", required=False, rows=2)
    measure = LongTextField(label="How will that be measured?", required=False, rows=2)


class UndoForm(ChangeForm):
    because = LongTextField(label="Why is it undone?", missing="Say why it is undone", rows=2)


class StopServingForm(Form):
    because = LongTextField(label="Why does it not serve it?", missing="Say why it does not serve it", rows=2)


class ServeForm(Form):
    reference = TextField(
        label="Which action?",
        missing="Enter the reference of the action",
        max_length=20,
        classes="govuk-input--width-10",
        help_text="Like A-0012",
    )

    def __init__(self, *args, user=None, **given):
        super().__init__(*args, **given)
        self.user = user

    def clean(self):
        given = super().clean()
        reference = given.pop("reference", "").strip().upper()
        given["action"] = Action.objects.visible_to(self.user).filter(reference=reference).first()
        if reference and given["action"] is None:
            self.add_error("reference", f"There is no action {reference} that you may see")
        return given


class EvidenceForm(CreateForm):
    kind = ChoiceField(
        words(EvidenceKind),
        label="What kind of evidence is it?",
        missing="Choose what kind of evidence it is",
        radios=True,
        hints={kind.value: hint for kind, hint in HINTS.items()},
    )
    text = LongTextField(
        label="What does it show?", missing="Enter what it shows", help_text="What changed, for whom. Name no child and no case"
    )
    speaks_of = DateField(label="Which day does it tell of?", missing="Enter the day that it tells of")
    strength = ChoiceField(
        words(Strength),
        label="How strong is it?",
        missing="Choose how strong it is",
        radios=True,
        hints={strength.value: hint for strength, hint in STRENGTHS.items()},
    )
    expires_on = DateField(label="Until when does it hold? (optional)", required=False, help_text=HOLDS)
    upload = FileField(label="A file (optional)", required=False)

    def clean_kind(self):
        return EvidenceKind(self.cleaned_data["kind"])

    def clean_strength(self):
        return Strength(self.cleaned_data["strength"])

    def clean(self):
        given = super().clean()
        if given.get("kind") and given.get("speaks_of") and not given.get("expires_on") and "expires_on" not in self.errors:
            given["expires_on"] = holds_until(given["kind"], given["speaks_of"])
        return given


class WithdrawForm(ChangeForm):
    because = LongTextField(label="Why is it withdrawn?", missing="Say why it is withdrawn", rows=2)


class AgainField(DateField):
    def __init__(self, **given):
        super().__init__(label="On which day is it looked at again?", **given)


class ProposeForm(CreateForm):
    because = LongTextField(label="Why is this rung reached?", missing="Say why this rung is reached", rows=3)
    look_again_on = AgainField(missing="Enter the day on which it is looked at again")

    def __init__(self, *args, to=Rung.EMBEDDED, **given):
        super().__init__(*args, **given)
        if to is not Rung.EMBEDDED:
            del self.fields["look_again_on"]


class ConfirmForm(ChangeForm):
    pass


class DeclineForm(ChangeForm):
    reasons = LongTextField(label="Why is it declined?", missing="Say why it is declined", rows=3)


class LowerForm(ChangeForm):
    to = ChoiceField(label="To which rung?", missing="Choose the rung", radios=True)
    because = LongTextField(label="Why is it lowered?", missing="Say why the rung is lowered", rows=3)

    def __init__(self, *args, rungs=(), **given):
        super().__init__(*args, **given)
        self.fields["to"].choices = words(rungs)

    def clean_to(self):
        return Rung(self.cleaned_data["to"])


class KeepForm(ChangeForm):
    because = LongTextField(label="What did you see?", missing="Say what you saw when you looked again", rows=3)
    look_again_on = AgainField(missing="Enter the day on which it is looked at again")

    def __init__(self, *args, at=Rung.EMBEDDED, **given):
        super().__init__(*args, **given)
        if at is not Rung.EMBEDDED:
            del self.fields["look_again_on"]

    def clean(self):
        return {"look_again_on": None, **super().clean()}
