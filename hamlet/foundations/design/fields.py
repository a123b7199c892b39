"""Fields that know their sentence when empty and their component of the design system."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class Described:
    """What all our fields share: `missing` is the sentence shown when it is empty; `autocomplete` helps people fill it in."""

    component = "input"
    input_type = "text"
    classes = ""
    autocomplete = ""

    def __init__(self, *, label: str, missing: str = "", classes: str = "", autocomplete: str = "", **given: Any):
        self.extra_attributes: dict[str, Any] = given.pop("attributes", {})
        self.classes = classes or self.classes
        self.autocomplete = autocomplete or self.autocomplete
        messages = given.setdefault("error_messages", {})
        if missing:
            messages.setdefault("required", missing)
        super().__init__(label=label, **given)  # type: ignore[call-arg]  # mixed into a field


class TextField(Described, forms.CharField):
    pass


class EmailField(Described, forms.EmailField):
    input_type = "email"
    autocomplete = "email"

    def __init__(self, **given: Any):
        given.setdefault("error_messages", {}).setdefault(
            "invalid", "Enter an email address in the right format, like name@example.org"
        )
        super().__init__(**given)


class PasswordField(Described, forms.CharField):
    component = "password"
    autocomplete = "current-password"

    def __init__(self, **given: Any):
        super().__init__(strip=False, widget=forms.PasswordInput(), **given)


class LongTextField(Described, forms.CharField):
    component = "long_text"

    def __init__(self, *, rows: int = 5, **given: Any):
        self.rows = rows
        super().__init__(**given)


class WholeNumberField(Described, forms.IntegerField):
    input_type = "number"
    classes = "govuk-input--width-5"

    def __init__(self, **given: Any):
        given.setdefault("error_messages", {}).setdefault("invalid", f"{given['label']} must be a whole number")
        super().__init__(**given)


class Choosing:
    """Choices as a list when there are many, as radio buttons when there are few. `hints` explains each choice."""

    def __init__(self, choices: Any = (), *, radios: bool = False, hints: dict[Any, str] | None = None, **given: Any):
        self.component = "radios" if radios else "select"
        self.hints = hints or {}
        given.setdefault("error_messages", {}).setdefault("invalid_choice", "Choose one of the answers shown")
        super().__init__(choices=choices, **given)  # type: ignore[call-arg]  # mixed into a field


class ChoiceField(Choosing, Described, forms.ChoiceField):
    pass


class ManyField(Described, forms.MultipleChoiceField):
    component = "checkboxes"
    hints: dict[Any, str] = {}


class RecordField(Described, forms.ModelChoiceField):
    """One record out of a queryset, as a list. An empty first line unless an answer is given."""

    component = "select"
    hints: dict[Any, str] = {}

    def __init__(self, queryset: Any = None, **given: Any):
        given.setdefault("error_messages", {}).setdefault("invalid_choice", "Choose one of the answers shown")
        super().__init__(queryset=queryset, **given)


class RecordsField(Described, forms.ModelMultipleChoiceField):
    component = "checkboxes"
    hints: dict[Any, str] = {}

    def __init__(self, queryset: Any = None, **given: Any):
        super().__init__(queryset=queryset, **given)


class FileField(Described, forms.FileField):
    component = "file"


class YesField(Described, forms.BooleanField):
    component = "yes"


class ThreeBoxes(forms.MultiWidget):
    """Day, month and year, typed apart: nobody needs to guess a format."""

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__([forms.TextInput(), forms.TextInput(), forms.TextInput()], attrs)

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def decompress_or_typed(self, value: Any) -> list[str]:
        parts = value if isinstance(value, list) else self.decompress(value)
        return ["" if part is None else str(part) for part in parts]


class DateField(Described, forms.Field):
    component = "date"
    widget = ThreeBoxes

    def __init__(self, **given: Any):
        given.setdefault("help_text", "For example, 7 11 2022")
        super().__init__(**given)

    @property
    def subject(self) -> str:
        """What a sentence about the date begins with: the label, unless that is a question."""
        label = str(self.label)
        return "The date" if label.endswith("?") else label

    def clean(self, value: Any) -> date | None:
        parts = [str(part or "").strip() for part in (value or ["", "", ""])]
        names = [name for name, part in zip(("day", "month", "year"), parts, strict=True) if not part]
        if len(names) == 3:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if names:
            raise ValidationError(f"{self.subject} must include a {' and a '.join(names)}", code="incomplete")
        return self.real(parts)

    def real(self, parts: list[str]) -> date:
        try:
            day, month, year = (int(part) for part in parts)
            if not 1900 <= year <= 2200:
                raise ValueError(year)
            return date(year, month, day)
        except ValueError:
            raise ValidationError(f"{self.subject} must be a real date, like 7 11 2022", code="invalid") from None
