"""The environment of our templates: strict, so that a misspelt name is an error and not an empty space."""

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import reverse
from jinja2 import Environment, StrictUndefined
from jinja2.utils import markupsafe

from hamlet.foundations.design import dates
from hamlet.foundations.design.govuk import govuk
from hamlet.foundations.design.renderer import error_rows
from hamlet.foundations.design.unbroken import unbroken


def url(name, *args, **kwargs):
    return reverse(name, args=args or None, kwargs=kwargs or None)


def lines(text):
    """A text with its line breaks, as they were typed."""
    return markupsafe.Markup("<br>").join(text.splitlines())


def environment(**options):
    options.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    built = Environment(**options)  # noqa: S701 - Django's backend passes autoescape=True
    built.globals.update(
        url=url,
        static=staticfiles_storage.url,
        govuk=govuk,
        error_rows=error_rows,
        plural=dates.plural,
        settings_partnership=settings.PARTNERSHIP,
    )
    built.filters.update(
        date=dates.long_date,
        short_date=dates.short_date,
        moment=dates.moment,
        clock_time=dates.clock_time,
        unbroken=unbroken,
        lines=lines,
    )
    return built
