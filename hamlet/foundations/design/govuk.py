"""The design system's macros as Python functions. They need a lenient environment; our own templates are strict."""

from functools import cache
from importlib import import_module
from typing import Any

from jinja2 import Environment, PackageLoader, PrefixLoader
from jinja2.utils import markupsafe


@cache
def lenient() -> Environment:
    loader = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


@cache
def macro(component: str) -> Any:
    import_module("govuk_frontend_jinja")
    name = "govuk" + "".join(word.title() for word in component.split("-"))
    template = lenient().get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
    return getattr(template.module, name)


class Components:
    """`govuk.date_input({...})` renders the component `date-input` with those parameters."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda params: markupsafe.Markup(macro(name.replace("_", "-"))(params))


govuk = Components()
