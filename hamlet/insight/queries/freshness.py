"""What came from whom for which quarter, and how late: the freshness picture."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Min, Q

from hamlet.foundations.access.queries import agencies_with
from hamlet.foundations.access.rules import Permission
from hamlet.insight.models import Indicator, Return
from hamlet.insight.rules.indicators import Frequency
from hamlet.insight.rules.periods import Quarter, between, last_ended, quarter_of
from hamlet.insight.rules.returns import COLOURS, Came, Fresh, Standing, State, freshness


@dataclass(frozen=True)
class Cell:
    fresh: Fresh
    source: Return | None = None
    asked: int = 0
    came: int = 0

    @property
    def colour(self) -> str:
        return COLOURS[self.fresh]

    @property
    def words(self) -> str:
        """How it stands and since when: "On time, 24 Oct", "Late, due 30 Oct"."""
        if self.source is None:
            return self.fresh.value
        if self.fresh in {Fresh.OPEN, Fresh.LATE}:
            return f"{self.fresh.value}, due {self.source.due_on:%-d %b}"
        return f"{self.fresh.value}, {self.source.sent_on:%-d %b}" if self.source.sent_on else self.fresh.value


def asked_counts(quarters: Sequence[Quarter]) -> Counter[tuple[int, date]]:
    """How many indicators each agency is asked for, by agency and the first day of the quarter. One query."""
    rows = Indicator.objects.exclude(asked_of=None).values_list("asked_of", "frequency", "starts_on", "ends_on")
    found: Counter[tuple[int, date]] = Counter()
    for agency, frequency, starts_on, ends_on in rows:
        for quarter in quarters:
            day = quarter.starts_on
            yearly = frequency == Frequency.YEARLY.value and quarter.number != 4
            if starts_on <= day and (ends_on is None or ends_on >= day) and not yearly:
                found[agency, day] += 1
    return found


def unfinished(today: date) -> list[Return]:
    """The returns that nobody sent and, of the last four quarters, those of which a figure is neither there nor explained. Two queries."""
    quarters = last_ended(today).last(4)
    asked = asked_counts(quarters)
    said = Q(figures__standing=Standing.STANDING.value, figures__breakdown="")
    lately = Q(quarter_on__range=(quarters[0].starts_on, quarters[-1].starts_on))
    rows = Return.objects.filter(lately | Q(state=State.ASKED.value)).exclude(state=State.SENT.value)
    counted = rows.annotate(said=Count("figures", filter=said)).select_related("agency").order_by("due_on", "id")
    return [row for row in counted if row.state == State.ASKED.value or row.said < asked[row.agency_id, row.quarter_on]]


def with_counts(rows: Any) -> Any:
    """Returns with `came`, the figures that stand, `behind`, those of an earlier quarter than was asked, and `larger`, of an area."""
    stands = Q(figures__standing=Standing.STANDING.value, figures__breakdown="", figures__numerator__isnull=False)
    lagging = stands & Q(figures__of_quarter_on__lt=F("quarter_on"))
    larger = stands & Q(figures__area__is_home=False)
    counts = {name: Count("figures", filter=which) for name, which in (("came", stands), ("behind", lagging), ("larger", larger))}
    return rows.annotate(**counts)


def picture(quarters: Sequence[Quarter], today: date) -> list[tuple[Any, list[Cell]]]:
    """Agencies that were asked in any of the quarters, each with its cells, oldest quarter first. Two queries."""
    asked = asked_counts(quarters)
    rows = with_counts(Return.objects.filter(quarter_on__range=(quarters[0].starts_on, quarters[-1].starts_on)))
    found: dict[tuple[int, date], Cell] = {}
    agencies = {}
    for row in rows.select_related("agency").order_by("agency__short_name"):
        agencies[row.agency_id] = row.agency
        found[row.agency_id, row.quarter_on] = cell(row, asked[row.agency_id, row.quarter_on], today)
    nothing = Cell(Fresh.NOT_ASKED)
    return [(agency, [found.get((key, q.starts_on), nothing) for q in quarters]) for key, agency in agencies.items()]


def cell(row: Any, asked: int, today: date) -> Cell:
    """`row` is a return with its counts."""
    came = Came(State(row.state), row.due_on, row.sent_on, asked, row.came, row.behind, row.larger)
    return Cell(freshness(came, today), row, asked, row.came)


def returns_of(quarter: Quarter, today: date) -> list[Cell]:
    """One quarter's returns, by agency."""
    return [cells[0] for _, cells in picture([quarter], today)]


def quarters_asked() -> list[Quarter]:
    """The quarters that returns were asked for, newest first."""
    return [quarter_of(day) for day in Return.objects.order_by("-quarter_on").values_list("quarter_on", flat=True).distinct()]


def quarters_held(today: date) -> list[Quarter]:
    """From the first quarter that any indicator is asked for to the newest that is over, oldest first. One query."""
    last = last_ended(today)
    first = Indicator.objects.aggregate(first=Min("starts_on"))["first"]
    return between(quarter_of(first), last) if first else [last]


def somebody_sends(agency: Any, today: date) -> bool:
    """Whether anybody is the agency's data lead today."""
    return agency.pk in agencies_with(Permission.DATA_RETURN, today)


def nobody_sends(quarters: Sequence[Quarter], today: date) -> list[str]:
    """The agencies that were asked in any of the quarters and that our own rooms do not answer for, with nobody who sends their figures."""
    span = (quarters[0].starts_on, quarters[-1].starts_on)
    asked = Return.objects.filter(quarter_on__range=span).exclude(agency__in=agencies_with(Permission.DATA_RETURN, today))
    ours = Indicator.objects.exclude(counted_by="").values("asked_of")
    theirs = Indicator.objects.filter(counted_by="").values("asked_of")
    asked = asked.exclude(Q(agency__in=ours) & ~Q(agency__in=theirs))
    return list(asked.order_by("agency__short_name").values_list("agency__short_name", flat=True).distinct())
