from datetime import datetime, timedelta

from django.core.exceptions import ValidationError

from hamlet.foundations.design.fields import (
    ChoiceField,
    DateField,
    FileField,
    LongTextField,
    RecordField,
    TextField,
    WholeNumberField,
    YesField,
)
from hamlet.foundations.design.forms import ChangeForm, CreateForm, FilterForm, Form, QuestioningForm
from hamlet.foundations.documents.rules import Marking
from hamlet.foundations.people.queries import people_on_record
from hamlet.foundations.working_days.clock import LONDON
from hamlet.governance.queries import all_groups
from hamlet.governance.rules import Frequency
from hamlet.learning.rules.wording import questioned
from hamlet.meetings.rules import Came, ConcernState, State, Way


def words(kind):
    return [(item.value, item.value) for item in kind]


class TimeField(TextField):
    classes = "govuk-input--width-5"

    def clean(self, value):
        typed = str(super().clean(value)).strip().replace(".", ":")
        try:
            return datetime.strptime(typed if ":" in typed else f"{typed}:00", "%H:%M").time()  # noqa: DTZ007 - only a time
        except ValueError:
            raise ValidationError(f"{self.label} must be a time, like 14:00") from None


class MeetingsFilter(FilterForm):
    group = RecordField(all_groups(), label="Group", empty_label="Any of yours")
    state = ChoiceField([("", "Any"), *words(State)], label="State")


class DecisionsFilter(FilterForm):
    search = TextField(label="Words")
    group = RecordField(all_groups(), label="Group", empty_label="Any")


class WhenForm(CreateForm):
    """Shared by planning and moving: a day, when it begins, how long it lasts, how and where."""

    on = DateField(label="Day", missing="Enter the day")
    begins = TimeField(label="Begins", missing="Enter when it begins", help_text="Like 14:00")
    lasts = WholeNumberField(label="Lasts, in minutes", missing="Enter how long it lasts", min_value=15, max_value=600)
    way = ChoiceField(words(Way), label="How", missing="Choose how it is held", radios=True)
    place = TextField(label="Place (optional)", required=False, max_length=200)
    link = TextField(label="Link (optional)", required=False, max_length=200)

    def clean(self):
        given = super().clean()
        if {"on", "begins", "lasts", "way"} <= set(given):
            given["starts_at"] = datetime.combine(given.pop("on"), given.pop("begins"), tzinfo=LONDON)
            given["ends_at"] = given["starts_at"] + timedelta(minutes=given.pop("lasts"))
            given["way"] = Way(given["way"])
        if given.get("link") and not given["link"].startswith("https://"):
            self.add_error("link", "The link must begin with https://")
        return given


class PlanForm(WhenForm):
    field_order = ["group"]
    group = RecordField(all_groups(), label="Group", missing="Choose the group", empty_label="Choose")

    def __init__(self, *args, groups=None, **given):
        super().__init__(*args, **given)
        self.fields["group"].queryset = groups


class MoveForm(WhenForm):
    seen_version = ChangeForm.base_fields["seen_version"]

    def clean(self):
        given = super().clean()
        given.pop("made_with", None)
        return given


class SeriesForm(CreateForm):
    group = RecordField(all_groups(), label="Group", missing="Choose the group", empty_label="Choose")
    frequency = ChoiceField(words(Frequency), label="How often", missing="Choose how often")
    first_on = DateField(label="First day", missing="Enter the first day")
    count = WholeNumberField(label="How many", missing="Enter how many", min_value=1, max_value=30)
    begins = TimeField(label="Begins", missing="Enter when it begins", help_text="Like 14:00")
    lasts = WholeNumberField(label="Lasts, in minutes", missing="Enter how long it lasts", min_value=15, max_value=600)
    way = ChoiceField(words(Way), label="How", missing="Choose how it is held", radios=True)
    place = TextField(label="Place (optional)", required=False, max_length=200)

    def __init__(self, *args, groups=None, **given):
        super().__init__(*args, **given)
        self.fields["group"].queryset = groups

    def clean(self):
        given = super().clean()
        if {"frequency", "lasts", "way"} <= set(given):
            given |= {"frequency": Frequency(given["frequency"]), "way": Way(given["way"])}
            given["lasts"] = timedelta(minutes=given["lasts"])
        return given


class CancelForm(ChangeForm):
    reason = LongTextField(label="Why it is cancelled", missing="Say why it is cancelled", rows=3)


class ItemForm(CreateForm):
    title = TextField(label="Item", missing="Enter the item", max_length=200)
    note = LongTextField(label="Note (optional)", required=False, rows=3)
    presenter = TextField(label="Presented by (optional)", required=False, max_length=200, help_text="A post")
    minutes_allowed = WholeNumberField(label="Minutes", missing="Enter how many minutes", min_value=1, max_value=240, initial=10)


class ChangeItemForm(ChangeForm):
    position = WholeNumberField(label="Place on the agenda", missing="Enter its place", min_value=1, max_value=200)
    title = TextField(label="Item", missing="Enter the item", max_length=200)
    note = LongTextField(label="Note (optional)", required=False, rows=3)
    presenter = TextField(label="Presented by (optional)", required=False, max_length=200, help_text="A post")
    minutes_allowed = WholeNumberField(label="Minutes", missing="Enter how many minutes", min_value=1, max_value=240)


class ReleaseForm(ChangeForm):
    released = YesField(label="Release it to every group", required=False)


class PaperForm(CreateForm):
    title = TextField(label="Title", missing="Enter the paper's title", max_length=200)
    marking = ChoiceField(words(Marking), label="Marking", missing="Choose the marking", radios=True)
    upload = FileField(
        label="File", missing="Choose the file", help_text="PDF, Word, Excel, PowerPoint or a picture, up to 25 MB"
    )

    def clean_marking(self):
        return Marking(self.cleaned_data["marking"])


class AttendanceForm(ChangeForm):
    """One row a seat: how they came, and the deputy's post."""

    def __init__(self, *args, seats=(), **given):
        super().__init__(*args, **given)
        self.seats = list(seats)
        for seat in self.seats:
            label = f"{seat.post_title} ({seat.capacity.lower()})"
            self.fields[f"came_{seat.pk}"] = ChoiceField([("", "Not recorded"), *words(Came)], label=label, required=False)
            self.fields[f"deputy_{seat.pk}"] = TextField(
                label=f"Deputy for {seat.post_title}", required=False, help_text="Their post, when a deputy came", max_length=200
            )

    def clean(self):
        given = super().clean()
        came = {}
        for seat in self.seats:
            how = given.pop(f"came_{seat.pk}", "")
            deputy = given.pop(f"deputy_{seat.pk}", "")
            if how:
                came[seat.pk] = (Came(how), deputy)
        given["came"] = came
        return given


class MinuteForm(ChangeForm):
    text = LongTextField(label="What was said", missing="Write what was said", rows=8)


class DecisionForm(CreateForm):
    text = LongTextField(label="Decision", missing="Enter the decision", rows=3)
    reasons = LongTextField(label="Reasons", missing="Give the reasons", rows=3)
    released = YesField(label="Release it, with its reasons, into every group’s next pack", required=False)


class GiveActionForm(QuestioningForm, CreateForm):
    question_of = staticmethod(questioned)
    title = TextField(label="What is to be done", missing="Enter what is to be done", max_length=200)
    owner = RecordField(people_on_record(), label="Owner", missing="Choose who owns it", empty_label="Choose")
    due_on = DateField(label="Due", missing="Enter when it is due")


class ConcernForm(CreateForm):
    group = RecordField(all_groups(), label="Group", missing="Choose the group", empty_label="Choose")
    title = TextField(label="Theme or worry", missing="Enter the theme or worry", max_length=200)
    detail = LongTextField(label="More about it (optional)", required=False, help_text="Name no child and describe no case")

    def __init__(self, *args, groups=None, **given):
        super().__init__(*args, **given)
        self.fields["group"].queryset = groups


class MoveConcernForm(ChangeForm):
    state = ChoiceField(
        [(s.value, s.value) for s in ConcernState if s != ConcernState.RAISED], label="What became of it", radios=True
    )
    outcome = LongTextField(label="In words", missing="Say what became of it", rows=4, help_text="Whoever raised it reads this")

    def clean_state(self):
        return ConcernState(self.cleaned_data["state"])


class AheadForm(CreateForm):
    group = RecordField(all_groups(), label="Group", missing="Choose the group", empty_label="Choose")
    title = TextField(label="Item", missing="Enter the item", max_length=200)
    month = ChoiceField(
        [("", "Not yearly"), *((n, datetime(2000, n, 1).strftime("%B")) for n in range(1, 13))],  # noqa: DTZ001 - a month's name
        label="Every year in",
        required=False,
    )
    not_before = DateField(label="Or once, at the first meeting from", required=False)

    def __init__(self, *args, groups=None, **given):
        super().__init__(*args, **given)
        self.fields["group"].queryset = groups

    def clean_month(self):
        return int(self.cleaned_data["month"]) if self.cleaned_data["month"] else None


class FeedForm(Form):
    group = RecordField(all_groups(), label="Which meetings", required=False, empty_label="All of your groups'")

    def __init__(self, *args, groups=None, **given):
        super().__init__(*args, **given)
        self.fields["group"].queryset = groups
