"""The conversation of a page with one form: ask, do one thing, say that it is done; or say why not and keep what was typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hamlet.foundations.records import Refusal


@dataclass(frozen=True)
class Ask:
    """What the page says: its heading, the words above the form, the button, and what is said when it is done."""

    heading: str
    button: str
    done: str = "Saved"
    intro: str = ""
    caption: str = ""
    warning: str = ""
    crumbs: tuple[tuple[str, str], ...] = ()
    upload: bool = False
    kind: str = ""


def ask(
    request: HttpRequest, form: Form, page: Ask, act: Callable[[dict[str, Any]], Any], to: Any = None, **more: Any
) -> HttpResponse:
    """Calls `act` with the cleaned data of a valid form, then goes `to` (a record or an address; what `act` returned, without it)."""
    if form.is_bound and form.is_valid():
        try:
            made = act(form.cleaned_data)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            if page.done:
                messages.success(request, page.done)
            return redirect(to or made)
    return render(request, "design/form_page.html", {"form": form, "ask": page, **more})


def refuse(form: Form, refusal: Refusal) -> None:
    """Says the refusal beside the field that it is about, or above the form."""
    form.add_error(refusal.about if refusal.about in form.fields else None, str(refusal))


def typed(request: HttpRequest) -> dict[str, Any]:
    """The arguments that bind a form to a POST; `POST or None` would hide the errors of an empty one."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
