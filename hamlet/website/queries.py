from collections.abc import Iterable

from django.apps import apps
from django.urls import reverse
from django.utils.text import capfirst

from hamlet.annual_report.queries import published_reports
from hamlet.foundations.design.dates import long_date
from hamlet.foundations.handling import Handling, Retention
from hamlet.foundations.references import Reference
from hamlet.insight.queries import published_references as published_figures
from hamlet.reviews.queries import published_references


def published() -> list[Reference]:
    """The yearly reports that are published, the newest first, then the reviews and the figures: never a draft's title."""
    rows = published_reports().values_list("slug", "title", "publication__published_on")
    reports = [
        Reference(
            "annual_report.report", slug, f"{title}, published {long_date(day)}", reverse("annual_report:report", args=[slug])
        )
        for slug, title, day in rows
    ]
    return [*reports, *published_references(), *published_figures()]


def kept() -> list[tuple[str, str, str]]:
    """(how long, which records, which of them hold personal data) for each retention, as the models themselves declare it."""
    models = [(str(model._meta.verbose_name), model.handling) for model in apps.get_models() if hasattr(model, "handling")]
    rows = []
    for retention in Retention:
        held = [(name, handling) for name, handling in models if handling.retention == retention]
        if held:
            rows.append(
                (capfirst(retention.value), listed(name for name, _ in held), listed(name for name, how in held if private(how)))
            )
    return rows


def private(handling: Handling) -> bool:
    return bool(handling.personal or handling.special)


def listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
