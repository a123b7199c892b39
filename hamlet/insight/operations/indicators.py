from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from hamlet.foundations.audit.operations import record
from hamlet.foundations.records import Refusal, changes, locked, made_once, one_at_a_time
from hamlet.insight.models import Figure, Indicator, Series, Target, Theme
from hamlet.insight.operations.comparing import work_out_all
from hamlet.insight.operations.sharing import share_counts
from hamlet.insight.rules.indicators import DENOMINATED, Definition, Measured, Part, Polarity, Shape, Wording
from hamlet.insight.rules.periods import Quarter
from hamlet.insight.starting_set import STARTING_SET, Who

CHOSEN = ("shape", "polarity", "aggregation", "frequency", "small_numbers")


class NotAnIndicator(Refusal):
    """What is counted is not said well enough to be asked for."""


class NoNewSeries(Refusal):
    """A new definition must begin after the one before it, and say what changed."""


class TargetStands(Refusal):
    """A target begins in that quarter already."""


@transaction.atomic
def add_theme(*, name: str, by: Any) -> Theme:
    """The theme of that name, added when it is new."""
    theme, fresh = Theme.objects.get_or_create(slug=slugify(name)[:80], defaults={"name": name})
    if fresh:
        record("insight.theme_added", by=by, subject=theme)
    return theme


def _free_slug(title: str) -> str:
    one_at_a_time("insight.indicator.slug")
    wanted = slugify(title)[:70] or "indicator"
    taken = set(Indicator.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for number in range(len(taken) + 2) if (slug := f"{wanted}-{number}" if number else wanted) not in taken)


@dataclass(frozen=True)
class Place:
    """Where an indicator belongs: its owner, who is asked, under which priority or theme, in which part of the return."""

    owner: Any
    asked_of: Iterable[Any]
    priority: Any = None
    theme: Theme | None = None
    part: Part = Part.INDICATORS


@transaction.atomic
def add_indicator(
    *,
    wording: Wording,
    measured: Measured,
    definition: Definition,
    place: Place,
    first_quarter: Quarter,
    made_with: UUID | None = None,
    by: Any,
) -> Indicator:
    """Adds an indicator with its first definition.

    Refuses one that nobody is asked for, one of priorities and themes that several are asked for, a percentage or an average
    that does not say out of what, and the same breakdown twice.
    """
    if made := made_once(Indicator, made_with):
        return made
    agencies = list(place.asked_of)
    _expect_whole(measured.shape, definition, agencies, place.part)
    _expect_breakdowns(measured)
    _expect_free(measured)
    indicator = Indicator.objects.create(
        slug=_free_slug(wording.title),
        **asdict(wording),
        **{name: getattr(measured, name).value for name in CHOSEN},
        **{"unit": measured.unit, "decimals": measured.decimals, "counted_by": measured.counted_by},
        **{"owner": place.owner, "priority": place.priority, "theme": place.theme, "part": place.part.value},
        breakdowns=[[name, list(categories)] for name, categories in measured.breakdowns],
        starts_on=first_quarter.starts_on,
        **({"made_with": made_with} if made_with else {}),
    )
    indicator.asked_of.set(agencies)
    _begin(indicator, 1, definition, first_quarter, "")
    record("insight.indicator_added", by=by, subject=indicator)
    return indicator


def _begin(indicator: Indicator, number: int, definition: Definition, first_quarter: Quarter, note: str) -> Series:
    words = {"definition": definition.text, "numerator": definition.numerator, "denominator": definition.denominator}
    return Series.objects.create(indicator=indicator, number=number, starts_on=first_quarter.starts_on, note=note, **words)


def _expect_whole(shape: Shape, definition: Definition, agencies: Sequence[Any], part: Part) -> None:
    if shape in DENOMINATED and not definition.denominator.strip():
        raise NotAnIndicator("Enter what it is out of")
    if not agencies:
        raise NotAnIndicator("Choose at least one agency that is asked for it")
    if part is Part.INDICATORS and len(agencies) > 1:
        raise NotAnIndicator("Choose one agency: only the compliance return asks several for the same figure")


def _expect_breakdowns(measured: Measured) -> None:
    names = [name for name, _ in measured.breakdowns]
    doubled = len(set(names)) < len(names) or any(len(set(parts)) < len(parts) for _, parts in measured.breakdowns)
    if doubled or any(len(parts) < 2 for _, parts in measured.breakdowns):
        raise NotAnIndicator("A breakdown has a name of its own and at least two different categories")


def _expect_free(measured: Measured) -> None:
    if measured.counted_by and measured.shape is not Shape.COUNT:
        raise NotAnIndicator("What this system counts is a count: choose that kind of figure")
    if measured.counted_by and Indicator.objects.filter(counted_by=measured.counted_by).exists():
        raise NotAnIndicator("Another indicator takes that count already")


@transaction.atomic
def change_indicator(
    *, indicator: Indicator, wording: Wording, place: Place, polarity: Polarity, seen_version: int | None, by: Any
) -> Indicator:
    """Changes the words about an indicator, where it belongs and which way is better, never what is counted: see start_series."""
    row = locked(indicator, seen_version)
    agencies = list(place.asked_of)
    _expect_whole(Shape.COUNT, Definition("", ""), agencies, Part(row.part))
    wanted = {
        **asdict(wording),
        "polarity": polarity.value,
        "owner": place.owner,
        "priority": place.priority,
        "theme": place.theme,
    }
    found = changes(row, **wanted)
    row.save(update_fields=[*wanted, "version"])
    row.asked_of.set(agencies)
    record("insight.indicator_changed", by=by, subject=row, changes=found)
    if "polarity" in found:
        work_out_all(indicator=row, by=by)
    return row


@transaction.atomic
def end_indicator(*, indicator: Indicator, last_quarter: Quarter, seen_version: int | None, by: Any) -> Indicator:
    """It is asked for the last time in `last_quarter`; what was supplied stays. Refuses a quarter before it began."""
    row = locked(indicator, seen_version)
    if last_quarter.ends_on < row.starts_on:
        raise NotAnIndicator(f"It began on {row.starts_on:%-d %B %Y}: it cannot end before")
    row.ends_on = last_quarter.ends_on
    row.save(update_fields=["ends_on", "version"])
    record("insight.indicator_ended", by=by, subject=row, ends_on=row.ends_on)
    return row


@transaction.atomic
def start_series(
    *, indicator: Indicator, definition: Definition, first_quarter: Quarter, note: str, seen_version: int | None, by: Any
) -> Series:
    """A change of definition: the next series begins with `first_quarter`, joined to the last by `note`.

    Refuses an empty note, a quarter that does not come after the beginning of the series before, and one with which figures were
    sent under that: they would belong to no definition that is asked.
    """
    row = locked(indicator, seen_version)
    row.save(update_fields=["version"])
    if not note.strip():
        raise NoNewSeries("Say what changed against the definition before")
    _expect_whole(Shape(row.shape), definition, [row], Part(row.part))
    last = row.series.order_by("-number").first()
    if last is not None and first_quarter.starts_on <= last.starts_on:
        raise NoNewSeries(f"The definition before begins on {last.starts_on:%-d %B %Y}. Choose a later quarter")
    sent = Figure.objects.filter(series__indicator=row, quarter_on__gte=first_quarter.starts_on).order_by("-quarter_on").first()
    if sent is not None:
        raise NoNewSeries(f"Figures of {sent.quarter} came under the definition before. Choose a later quarter")
    series = _begin(row, last.number + 1 if last else 1, definition, first_quarter, note)
    record("insight.series_started", by=by, subject=row, number=series.number)
    return series


@transaction.atomic
def set_target(*, indicator: Indicator, first_quarter: Quarter, value: Decimal, because: str, by: Any) -> Target:
    """What is aimed at from a quarter on, until the next target. Refuses a second that begins in the same quarter."""
    one_at_a_time(f"insight.target:{indicator.pk}")
    if indicator.targets.filter(starts_on=first_quarter.starts_on).exists():
        raise TargetStands(f"A target begins with {first_quarter} already")
    target = Target.objects.create(indicator=indicator, starts_on=first_quarter.starts_on, value=value, because=because)
    record("insight.target_set", by=by, subject=indicator, value=str(value), starts_on=target.starts_on)
    return target


@transaction.atomic
def correct_target(*, target: Target, value: Decimal, because: str, seen_version: int | None, by: Any) -> Target:
    """Puts a mistyped target right, or gives another reason for it; the trail keeps what it was."""
    row = locked(target, seen_version)
    found = changes(row, value=value, because=because)
    row.save(update_fields=["value", "because", "version"])
    record("insight.target_corrected", by=by, subject=row.indicator, changes=found)
    return row


@transaction.atomic
def begin_with_starting_set(
    *, agencies: Mapping[Who, Any], everyone: Sequence[Any], priorities: Sequence[Any], first_quarter: Quarter, by: Any
) -> list[Indicator]:
    """Adds the starting set: each indicator asked of the agency of its kind, under the priority of its name, else under a theme.

    An indicator whose kind of agency is not on record is left out. Refuses when there are indicators already.
    """
    one_at_a_time("insight.starting_set")
    if Indicator.objects.exists():
        raise NotAnIndicator("There are indicators already: add others one by one")
    made = []
    for start in STARTING_SET:
        asked = list(everyone) if start.who is Who.EVERYONE else [agencies[start.who]] if start.who in agencies else []
        if not asked:
            continue
        priority = next((row for row in priorities if row.title.startswith(start.under)), None)
        theme = None if priority else add_theme(name=start.under, by=by)
        place = Place(
            agencies.get(Who.PARTNERSHIP, asked[0]) if start.who is Who.EVERYONE else asked[0], asked, priority, theme, start.part
        )
        words: dict[str, Any] = {"wording": start.wording, "measured": start.measured, "definition": start.definition}
        made.append(add_indicator(**words, place=place, first_quarter=first_quarter, by=by))
    _share({row.title: row for row in made}, by)
    return made


def _share(made: Mapping[str, Indicator], by: Any) -> None:
    """Links the percentages of the starting set whose denominator is what another indicator of it counts."""
    for start in STARTING_SET:
        if start.title in made and start.denominator_is in made:
            words: dict[str, Any] = {"numerator_is": None, "denominator_is": made[start.denominator_is]}
            share_counts(indicator=made[start.title], **words, seen_version=None, by=by)
