"""A form's field renders itself as a component of the design system."""

from typing import Any

from django.forms import BoundField, widgets
from django.utils.safestring import SafeString

from hamlet.foundations.design.govuk import govuk

WIDGETS: dict[Any, str] = {
    widgets.PasswordInput: "password",
    widgets.CheckboxInput: "yes",
    widgets.Select: "select",
    widgets.Textarea: "long_text",
    widgets.FileInput: "file",
}


class ComponentField(BoundField):
    def as_field_group(self) -> Any:
        return self.component()

    def __html__(self) -> SafeString:
        return SafeString(self.component())

    def __str__(self) -> SafeString:
        return SafeString(self.component())

    def component(self) -> Any:
        if self.is_hidden:
            return SafeString(self.as_widget())
        return getattr(self, f"as_{self.kind()}")(self.shared())

    def kind(self) -> str:
        """The component: named by our own fields, told from the widget for third parties' forms."""
        return getattr(self.field, "component", None) or WIDGETS.get(type(self.field.widget), "input")

    def of_field(self, name: str, otherwise: Any = "") -> Any:
        return getattr(self.field, name, None) or otherwise

    def shared(self) -> dict[str, Any]:
        params: dict[str, Any] = {
            "id": self.auto_id,
            "name": self.html_name,
            "label": {"text": str(self.label), "classes": "govuk-label--s"},
            "attributes": {key: str(value) for key, value in self.of_field("extra_attributes", {}).items()},
        }
        if self.help_text:
            params["hint"] = {"text": str(self.help_text)}
        if self.errors:
            params["errorMessage"] = {"text": str(self.errors[0])}
        return params

    def fieldset(self, params: dict[str, Any]) -> dict[str, Any]:
        params["fieldset"] = {"legend": {"text": self.label, "classes": "govuk-fieldset__legend--s"}}
        params["idPrefix"] = params.pop("id")
        params.pop("label")
        return params

    def as_input(self, params: dict[str, Any]) -> Any:
        kind = self.of_field("input_type", "text")
        params |= {"value": self.typed(), "type": kind, "classes": self.of_field("classes")}
        autocomplete = self.of_field("autocomplete") or self.field.widget.attrs.get("autocomplete")
        if autocomplete:
            params["autocomplete"] = autocomplete
        if kind == "number":
            params |= {"type": "text", "inputmode": "numeric"}
        return govuk.input(params)

    def as_password(self, params: dict[str, Any]) -> Any:
        return govuk.password_input({**params, "autocomplete": self.of_field("autocomplete", "current-password")})

    def as_long_text(self, params: dict[str, Any]) -> Any:
        return govuk.textarea({**params, "value": self.typed(), "rows": self.of_field("rows", 5)})

    def as_file(self, params: dict[str, Any]) -> Any:
        return govuk.file_upload(params)

    def as_select(self, params: dict[str, Any]) -> Any:
        chosen = {str(value) for value in [self.value()] if value is not None}
        items = [
            {"value": str(value), "text": text, "selected": str(value) in chosen} for value, text in self.field.widget.choices
        ]
        return govuk.select({**params, "items": items})

    def as_radios(self, params: dict[str, Any]) -> Any:
        return govuk.radios({**self.fieldset(params), "items": self.items()})

    def as_checkboxes(self, params: dict[str, Any]) -> Any:
        return govuk.checkboxes({**self.fieldset(params), "items": self.items()})

    def as_yes(self, params: dict[str, Any]) -> Any:
        item = {"value": "on", "text": self.label, "checked": bool(self.value()), "id": self.auto_id}
        params.pop("label")
        params["idPrefix"] = params.pop("id")
        return govuk.checkboxes({**params, "items": [item]})

    def as_date(self, params: dict[str, Any]) -> Any:
        day, month, year = self.field.widget.decompress_or_typed(self.value())
        wrong = " govuk-input--error" if self.errors else ""
        items = [
            part(self, "day", "Day", day, f"govuk-input--width-2{wrong}", 0),
            part(self, "month", "Month", month, f"govuk-input--width-2{wrong}", 1),
            part(self, "year", "Year", year, f"govuk-input--width-4{wrong}", 2),
        ]
        params = self.fieldset(params)
        params["id"] = params.pop("idPrefix")
        return govuk.date_input({**params, "items": items})

    def items(self) -> list[dict[str, Any]]:
        given = self.value()
        chosen = {str(value) for value in (given if isinstance(given, list | tuple) else [given])}
        hints = self.of_field("hints", {})
        return [
            {
                "value": str(value),
                "text": text,
                "checked": str(value) in chosen,
                "id": self.auto_id if number == 0 else f"{self.auto_id}_{number}",
                "hint": {"text": hints[value]} if value in hints else None,
            }
            for number, (value, text) in enumerate((value, text) for value, text in self.of_field("choices", ()) if value != "")
        ]

    def typed(self) -> str:
        value = self.value()
        return "" if value is None else str(value)

    @property
    def first_id(self) -> str:
        """The id that the error summary links to: the first thing that can be typed in or chosen."""
        return f"{self.auto_id}_day" if self.kind() == "date" else self.auto_id


def part(bound: ComponentField, name: str, label: str, value: str, classes: str, number: int) -> dict[str, str]:
    """One of the three boxes of a date: the first is the one that an error links to."""
    return {
        "name": f"{bound.html_name}_{number}",
        "id": f"{bound.auto_id}_{name}",
        "label": label,
        "value": value,
        "classes": classes,
    }
