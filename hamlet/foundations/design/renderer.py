from typing import Any, cast

from django.forms import Form
from django.forms.renderers import Jinja2

from hamlet.foundations.design.bound_field import ComponentField


class Renderer(Jinja2):
    """Every form of the site, third parties' too, draws its fields as components of the design system."""

    bound_field_class = ComponentField


def error_rows(form: Form) -> list[dict[str, Any]]:
    """The errors for the top of the page: each a sentence with a link to its field."""
    rows: list[dict[str, Any]] = [{"text": str(error), "href": "#main-content"} for error in form.non_field_errors()]
    for bound in cast("list[ComponentField]", list(form)):
        link = {} if bound.is_hidden else {"href": f"#{bound.first_id}"}
        rows += [{"text": str(error), **link} for error in bound.errors]
    return rows
