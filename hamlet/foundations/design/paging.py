from typing import Any

from django.core.paginator import Page, Paginator


def page(request: Any, rows: Any, per_page: int = 25) -> Page:
    """The page of `rows` that the address asks for; a number that does not exist gives the nearest one."""
    found = Paginator(rows, per_page).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    found.query = query  # type: ignore[attr-defined]  # the template keeps the filters when it turns the page
    return found
