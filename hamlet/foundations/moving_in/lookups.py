"""What the cells of a file refer to, found by any of its names without a query for each row."""

from collections.abc import Iterable
from typing import Any

from hamlet.foundations.moving_in.rules import Wrong
from hamlet.foundations.people.models import Agency, Person


class Lookup:
    """Records by every name they go by. `what` is the word for one in the sentence when none is found."""

    def __init__(self, what: str, rows: Iterable[tuple[Any, Iterable[str]]]):
        self.what = what
        self.known: dict[str, Any] = {}
        for row, names in rows:
            self.add(row, *names)

    def add(self, row: Any, *names: str) -> None:
        for name in names:
            self.known.setdefault(name.casefold(), row)

    def has(self, name: str) -> bool:
        return name.casefold() in self.known

    def find(self, name: str, column: str) -> Any:
        """The record of that name; raises Wrong for the cell of `column` when there is none."""
        try:
            return self.known[name.casefold()]
        except KeyError:
            raise Wrong(f"“{name}” is no {self.what} on record", column) from None


def agencies() -> Lookup:
    return Lookup("agency", ((row, (row.slug, row.name, row.short_name)) for row in Agency.objects.order_by("id")))


def persons() -> Lookup:
    """Everyone on record by address, those whose access has ended too: history names them."""
    rows = Person.objects.filter(is_system=False).select_related("agency").order_by("id")
    return Lookup("person", ((row, (row.email,)) for row in rows))
