from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django import forms

from hamlet.foundations.design.fields import YesField


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


class QuestioningForm(Form):
    """A form that questions the words of its `title`, and lets a person keep them: `question_of` gives the question, or ""."""

    question_of: Callable[[str], str] = staticmethod(lambda text: "")

    def __init__(self, *args: Any, **given: Any):
        super().__init__(*args, **given)
        self.question = self.question_of(str(self.data.get("title", "")))
        if self.question:
            self.fields["keep_words"] = YesField(label="I have thought about it: keep these words", required=False)
            self.order_fields(["title", "keep_words"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if self.question and not given.pop("keep_words", False) and "title" in given:
            self.add_error("title", f"{self.question} Write it anew, or say below that you keep these words")
        return given


class FilterForm(Form):
    """A GET form above a list: every field optional; what cannot be understood filters nothing."""

    def __init__(self, data: Any = None, **given: Any):
        super().__init__(data if data else {}, **given)
        for field in self.fields.values():
            field.required = False

    @property
    def opened(self) -> bool:
        """Whether the form stands open above its list: when the address asks for anything."""
        return bool(self.data)

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None, [])}
