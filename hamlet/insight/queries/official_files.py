"""An official file read by polars: checked whole, then as rows ready for the database. Nothing is written here."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from hamlet.insight.rules.areas import LEVELS, AreaKind
from hamlet.insight.rules.child_level import SUSPECT, child_level_columns, shape_of
from hamlet.insight.rules.national import YearEnd
from hamlet.insight.rules.periods import Length
from hamlet.insight.rules.tidy import (
    CODE_COLUMNS,
    MOST_MEASURES,
    NotTidy,
    Span,
    headings_from,
    key_of,
    label_of,
    measured,
    span_of,
    years_that_end_together,
)
from hamlet.insight.rules.values import LEGACY, SYMBOLS

MOST_PROBLEMS, MOST_ITEMS = 200, 200
NUMBER = r"^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$"
KNOWN = [*SYMBOLS, *LEGACY]
ROW = "row of the file"


@dataclass(frozen=True)
class Place:
    kind: AreaKind
    code: str
    name: str
    old_code: str = ""
    region_code: str = ""


@dataclass
class Sheet:
    """A file that was understood: its places, measures and periods, and its rows in wide form; or what is wrong with it."""

    frame: pl.DataFrame
    filters: list[str] = field(default_factory=list)
    indicators: list[str] = field(default_factory=list)
    spans: dict[tuple[str, str], Span] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    skipped: int = 0

    @property
    def count(self) -> int:
        return self.frame.height * len(self.indicators)

    @property
    def length(self) -> Length:
        lengths = {span.length for span in self.spans.values()}
        return lengths.pop() if len(lengths) == 1 else Length.OTHER


def sheet_from(content: bytes, year_end: YearEnd) -> Sheet:
    """Reads and checks a file. Raises NotTidy for one that is no tidy CSV at all; cell by cell problems stand in the sheet."""
    frame = _read(content)
    skipped = frame.filter(~pl.col("geographic_level").is_in(list(LEVELS))).height
    frame = frame.filter(pl.col("geographic_level").is_in(list(LEVELS)))
    sheet = Sheet(frame, skipped=skipped)
    if frame.is_empty():
        raise NotTidy("The file has no rows of local authorities, regions or the country")
    _tell_apart(sheet)
    _times(sheet, year_end)
    _places(sheet)
    _cells(sheet)
    _doubled(sheet)
    sheet.problems = sheet.problems[:MOST_PROBLEMS]
    return sheet


def _read(content: bytes) -> pl.DataFrame:
    _look_at_letters(content)
    try:
        frame = pl.read_csv(io.BytesIO(content), infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise NotTidy(f"The file cannot be read as a CSV: {str(error).splitlines()[0][:120]}") from error
    headings = headings_from(frame.columns)
    frame.columns = headings
    return frame.with_columns(pl.all().fill_null("").str.strip_chars()).with_row_index(ROW, 2)


def _look_at_letters(content: bytes) -> None:
    """Raises NotTidy for a file whose letters are not UTF-8, as the standard asks: a name would come out with holes in it."""
    try:
        content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotTidy(
            f"Line {line} holds a letter that is not in UTF-8. Save the file as “CSV UTF-8” and load it again"
        ) from error


def child_level(content: bytes) -> list[str]:
    """What tells that a file is about single children, in sentences; none for an official file. Nothing of it is kept."""
    frame = _read(content)
    found = child_level_columns(frame.columns)
    for name in frame.columns[1:]:
        values = frame[name].str.replace_all(r"\s+", " ").unique()
        suspects = values.filter(values.str.contains(SUSPECT))
        for value in suspects.head(50_000):
            if shape := shape_of(value):
                found.append(f"The column “{name}” holds something shaped like {shape}")
                break
    return found


def _is_value(column: str) -> pl.Expr:
    return pl.col(column).str.contains(NUMBER) | pl.col(column).str.to_lowercase().is_in(KNOWN)


def _tell_apart(sheet: Sheet) -> None:
    """A column is an indicator when most of its cells are numbers or symbols, and a filter otherwise."""
    names = measured([name for name in sheet.frame.columns if name != ROW])
    if not names:
        raise NotTidy("The file has no figures: every column is a time or a place")
    shares = sheet.frame.select([_is_value(name).mean().alias(name) for name in names]).row(0, named=True)
    sheet.indicators = [name for name in names if (shares[name] or 0) > 0.5]
    sheet.filters = [name for name in names if name not in sheet.indicators]
    _numbered_filters(sheet, [name for name in sheet.indicators if shares[name] < 1])
    if not sheet.indicators:
        raise NotTidy("The file has no column of figures")
    combinations = sheet.frame.select(sheet.filters).unique().height if sheet.filters else 1
    if combinations * len(sheet.indicators) > MOST_MEASURES:
        raise NotTidy(
            f"The file has {combinations * len(sheet.indicators):,} different measures, and at most {MOST_MEASURES:,} are taken"
        )


def _numbered_filters(sheet: Sheet, mixed: list[str]) -> None:
    """A filter of numbers, such as ages with a Total, is told by its words, and by rows that say the same twice without it."""
    few = [name for name in mixed if sheet.frame[name].n_unique() <= MOST_ITEMS]
    fixed = [name for name in sheet.frame.columns if name not in (ROW, *sheet.indicators)]
    if few and _says_twice(sheet.frame, fixed) and not _says_twice(sheet.frame, [*fixed, *few]):
        sheet.indicators = [name for name in sheet.indicators if name not in few]
        sheet.filters += few


def _says_twice(frame: pl.DataFrame, names: list[str]) -> bool:
    return frame.select(names).n_unique() < frame.height


def _first_row(sheet: Sheet, wrong: pl.Expr) -> int:
    return int(sheet.frame.filter(wrong)[ROW][0])


def _times(sheet: Sheet, year_end: YearEnd) -> None:
    for period, identifier in sheet.frame.select("time_period", "time_identifier").unique().sort("time_period").iter_rows():
        try:
            sheet.spans[period, identifier] = span_of(period, identifier, year_end)
        except NotTidy as error:
            row = _first_row(sheet, (pl.col("time_period") == period) & (pl.col("time_identifier") == identifier))
            sheet.problems.append(f"Row {row}, time_period: {error}")
    if twice := years_that_end_together(sheet.spans.values()):
        sheet.problems.append(twice)


def _places(sheet: Sheet) -> None:
    """The places of the file, by code; a row without its code is wrong."""
    codes = []
    for level, kind in LEVELS.items():
        names = CODE_COLUMNS[kind]
        held = [name if name in sheet.frame.columns else "" for name in names]
        rows = sheet.frame.filter(pl.col("geographic_level") == level)
        if rows.is_empty():
            continue
        if not held[0]:
            raise NotTidy(f"The file has no column {names[0]}, which rows of the level “{level}” need")
        missing = rows.filter(pl.col(held[0]).is_in(["", "x", "z"]))
        sheet.problems += [f"Row {row}, {held[0]}: this must not be empty" for row in missing[ROW].head(20)]
        picked = rows.select([(pl.col(name) if name else pl.lit("")).alias(str(place)) for place, name in enumerate(held)])
        for code, name, old, region in picked.unique(subset="0").iter_rows():
            sheet.places[code] = Place(kind, code, name or code, old if old not in {"x", "z"} else "", region)
        codes.append(pl.when(pl.col("geographic_level") == level).then(pl.col(held[0])))
    sheet.frame = sheet.frame.with_columns(pl.coalesce(codes).alias("place"))


def _cells(sheet: Sheet) -> None:
    for name in sheet.indicators:
        wrong = sheet.frame.filter(~_is_value(name))
        for row, cell in wrong.select(ROW, name).head(MOST_PROBLEMS).iter_rows():
            said = (
                "this is empty: the standard asks for a symbol" if not cell else f"“{cell[:40]}” is neither a number nor a symbol"
            )
            sheet.problems.append(f"Row {row}, {name}: {said}")
    for name in sheet.filters:
        for row in sheet.frame.filter(pl.col(name) == "")[ROW].head(20):
            sheet.problems.append(f"Row {row}, {name}: a filter must not be empty")


def _doubled(sheet: Sheet) -> None:
    keys = ["time_period", "time_identifier", "place", *sheet.filters]
    again = sheet.frame.filter(pl.struct(keys).is_first_distinct().not_())
    sheet.problems += [f"Row {row}: it says the same as an earlier row" for row in again[ROW].head(20)]


@dataclass(frozen=True)
class Named:
    """One measure of a sheet, as it is to be on record."""

    column: str
    filters: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        return key_of(self.column, self.filters)

    @property
    def label(self) -> str:
        return label_of(self.column, self.filters)


def measures_of(sheet: Sheet) -> list[Named]:
    rows = sheet.frame.select(sheet.filters).unique(maintain_order=True).iter_rows() if sheet.filters else [()]
    combinations = [tuple(zip(sheet.filters, row, strict=True)) for row in rows]
    return [Named(column, filters) for column in sheet.indicators for filters in combinations]


def rows_of(sheet: Sheet, areas: dict[str, int], measures: dict[str, int]) -> Iterator[pl.DataFrame]:
    """Frames of (measure id, last day as 2022-03-31, period, area id, number, symbol), one for each indicator column: little is held at once."""
    spans = pl.DataFrame(
        [(period, identifier, span.ends_on.isoformat(), span.said[:40]) for (period, identifier), span in sheet.spans.items()],
        schema={"time_period": pl.Utf8, "time_identifier": pl.Utf8, "ends_on": pl.Utf8, "period": pl.Utf8},
        orient="row",
    )
    places = pl.DataFrame({"place": list(areas), "area": list(areas.values())}, schema={"place": pl.Utf8, "area": pl.Int64})
    base = sheet.frame.join(spans, on=["time_period", "time_identifier"], how="left").join(places, on="place", how="left")
    keys = [pl.format(f"{name}={{}}".replace("{{", "{").replace("}}", "}"), pl.col(name)) for name in sheet.filters]
    base = base.with_columns(pl.concat_str(keys, separator=" | ").alias("told") if keys else pl.lit("").alias("told"))
    known = pl.DataFrame(
        {"key": list(measures), "measure": list(measures.values())}, schema={"key": pl.Utf8, "measure": pl.Int64}
    )
    for name in sheet.indicators:
        yield _figures(base, name, bool(sheet.filters), known)


def _figures(base: pl.DataFrame, name: str, filtered: bool, known: pl.DataFrame) -> pl.DataFrame:
    key = pl.concat_str([pl.lit(name), pl.col("told")], separator=" | ") if filtered else pl.lit(name)
    text = pl.col(name).str.to_lowercase()
    symbol = pl.when(text.is_in(KNOWN)).then(text.replace(LEGACY)).otherwise(pl.lit(""))
    frame = base.select(
        key.alias("key"),
        "area",
        "ends_on",
        "period",
        pl.when(symbol == "").then(pl.col(name).str.replace_all(",", "").cast(pl.Float64, strict=False)).alias("number"),
        symbol.alias("symbol"),
    )
    return (
        frame.join(known, on="key", how="left")
        .select("measure", "ends_on", "period", "area", "number", "symbol")
        .sort("measure", "ends_on", "period", "area")
    )
