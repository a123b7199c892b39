"""One agency's return of one quarter, as its page shows it."""

from dataclasses import dataclass

from hamlet.insight.models import Figure, Return
from hamlet.insight.queries.asking import cells_asked, figures_of
from hamlet.insight.queries.differences import spoken
from hamlet.insight.rules.periods import behind
from hamlet.insight.rules.returns import Standing
from hamlet.insight.rules.supplying import Asked


@dataclass(frozen=True)
class ReturnLine:
    """One figure that is asked: what stands of it and what waits, as it is said."""

    asked: Asked
    stands: str
    waits: str
    figure: Figure | None
    lag: str = ""
    elsewhere: str = ""

    @property
    def notes(self) -> str:
        figure = self.figure
        if figure is None:
            return ""
        words = [self.lag, self.elsewhere, "provisional" if figure.provisional else ""]
        words += [f"changed because: {figure.revised_because}" if figure.revised_because else "", figure.comment]
        return "; ".join(word for word in words if word)


def lines_of(source: Return) -> list[ReturnLine]:
    """Every figure that is asked of a return, with what was supplied. Four queries."""
    here = figures_of(source)
    return [
        _line(source, cell, here.get((cell.series_id, cell.breakdown, cell.category), {}))
        for cell in cells_asked(source.agency, source.quarter)
    ]


def _line(source: Return, cell: Asked, known: dict[str, Figure]) -> ReturnLine:
    stands, waits = known.get(Standing.STANDING.value), known.get(Standing.WAITING.value)
    figure = waits or stands
    stood, waited = (spoken(row.numerator, row.denominator, row.missing_because) if row else "" for row in (stands, waits))
    if figure is None:
        return ReturnLine(cell, stood, waited, None)
    elsewhere = "" if figure.area.is_home else f"of {figure.area}, not of the borough alone"
    lag = behind(source.quarter, figure.of_quarter)
    return ReturnLine(cell, stood, waited, figure, f"of {figure.of_quarter}: {lag}" if lag else "", elsewhere)
