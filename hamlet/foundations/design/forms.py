from typing import Any
from uuid import uuid4

from django import forms


class Form(forms.Form):
    """Understands what was typed. It never saves."""

    def __init__(self, *args: Any, **given: Any):
        given.setdefault("label_suffix", "")
        super().__init__(*args, **given)
        for field in self.fields.values():
            field.required = field.required and not field.widget.is_hidden


class CreateForm(Form):
    """A form that makes something: its hidden one-use key lets a second click find what the first one made."""

    made_with = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **given: Any):
        given["initial"] = {"made_with": uuid4(), **(given.get("initial") or {})}
        super().__init__(*args, **given)


class ChangeForm(Form):
    """A form that changes something: it carries the version that the person saw."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class FilterForm(Form):
    """A GET form above a list: every field optional; what cannot be understood filters nothing."""

    def __init__(self, data: Any = None, **given: Any):
        super().__init__(data if data else {}, **given)
        for field in self.fields.values():
            field.required = False

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None, [])}
