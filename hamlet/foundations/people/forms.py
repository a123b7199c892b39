from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from hamlet.foundations.access.rules import Permission
from hamlet.foundations.design.fields import ChoiceField, DateField, EmailField, PasswordField, RecordField, TextField
from hamlet.foundations.design.forms import ChangeForm, CreateForm, FilterForm, Form
from hamlet.foundations.people.models import Agency, Person
from hamlet.foundations.people.rules import AgencyKind


class InviteForm(CreateForm):
    post_title = TextField(label="Post", missing="Enter their post, such as Head of Safeguarding", max_length=200)
    name = TextField(label="Name (optional)", required=False, max_length=200)
    email = EmailField(label="Email address", missing="Enter their email address at work")
    agency = RecordField(Agency.objects.order_by("name"), label="Agency", required=False, empty_label="None")


class PersonForm(ChangeForm):
    email = EmailField(
        label="Email address", missing="Enter their email address at work", help_text="They sign in with it from now on"
    )
    post_title = TextField(label="Post", missing="Enter their post", max_length=200)
    name = TextField(label="Name (optional)", required=False, max_length=200)
    agency = RecordField(Agency.objects.order_by("name"), label="Agency", required=False, empty_label="None")


KINDS = [("", ""), *((kind.value, kind.value) for kind in AgencyKind)]


class ChangeAgencyForm(ChangeForm):
    name = TextField(label="Name", missing="Enter the agency's name", max_length=200)
    short_name = TextField(label="Short name", missing="Enter what people call it", max_length=60)
    kind = ChoiceField(KINDS, label="Kind", missing="Choose what kind of agency it is")
    starts_on = DateField(label="Works with children here since", missing="Enter the day since when it works with children here")

    def clean_kind(self) -> AgencyKind:
        return AgencyKind(self.cleaned_data["kind"])


class AddAgencyForm(CreateForm):
    name = TextField(label="Name", missing="Enter the agency's name", max_length=200)
    short_name = TextField(label="Short name", missing="Enter what people call it", max_length=60)
    slug = TextField(
        label="Short address",
        missing="Enter a short address, such as housing",
        help_text="The end of its page's address: small letters, figures and hyphens, such as housing",
        max_length=60,
        validators=[RegexValidator(r"^[a-z0-9-]+\Z", "Use small letters, figures and hyphens only, such as housing")],
    )
    kind = ChoiceField(KINDS, label="Kind", missing="Choose what kind of agency it is")
    starts_on = DateField(label="Works with children here since", missing="Enter the day since when it works with children here")

    def clean_kind(self) -> AgencyKind:
        return AgencyKind(self.cleaned_data["kind"])

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        if slug == "add":
            raise ValidationError("Choose another short address: this one is taken by the page that adds agencies")
        return slug


class SucceedAgencyForm(ChangeForm):
    successor = RecordField(label="Which agency took over its duties?", missing="Choose the agency that took over its duties")
    last_day = DateField(label="Its last day", missing="Enter its last day")

    def __init__(self, *args: Any, agency: Agency, **given: Any):
        super().__init__(*args, **given)
        self.fields["successor"].queryset = Agency.objects.exclude(pk=agency.pk).order_by("name")  # type: ignore[attr-defined]


class PeopleFilter(FilterForm):
    search = TextField(label="Name, post or address")
    agency = RecordField(Agency.objects.order_by("name"), label="Agency", empty_label="Any")


class AccessFilter(FilterForm):
    permission = ChoiceField(
        [("", "Anything"), *((item.name, item.value) for item in Permission)], label="Who may", help_text="One permission"
    )
    on = DateField(label="On", help_text="Today when empty")


class TrailFilter(FilterForm):
    verb = TextField(label="What happened", help_text="Begins with, such as escalations or audit.refused")
    person = RecordField(Person.objects.order_by("post_title"), label="By whom", empty_label="Anyone")


class ChoosePasswordForm(Form):
    password = PasswordField(label="Choose a password", missing="Choose a password", help_text="At least 12 characters")
    again = PasswordField(label="The same password again", missing="Type the password again")

    def __init__(self, *args: Any, person: Person | None = None, **given: Any):
        self.person = person
        super().__init__(*args, **given)

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data.get("password")
        if typed and self.cleaned_data.get("again") and typed != self.cleaned_data["again"]:
            raise ValidationError("The two passwords are not the same")
        if typed:
            try:
                validate_password(typed, self.person)
            except ValidationError as error:
                self.add_error("password", error)
        return self.cleaned_data
