"""What a register of firms must be before anything is counted in it: its columns, its rows, the life of each firm."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrame

from cluster_observatory.errors import BadTable, NotPossible
from cluster_observatory.statistics.inputs import refuse_rows, require_columns

RESTRUCTURINGS = ("merger", "takeover", "breakup", "split_off", "joint_venture", "restructuring")
EVENTS = (*RESTRUCTURINGS, "birth", "death")
BY = ("region", "industry")
LARGEST = 5_000_000_000_000  # 1728 times this is below 2**53: whole numbers up to there are exact as floats, too
LIFE = ("firm", "year", "born", "ended", "event")
MEASURES = ("employees", "turnover")
BLOCK = 40  # years whose powers of two a float adds up exactly, however many rows a firm has in them


@dataclass(frozen=True)
class Register:
    """The rows of a register, lazy where the engine is, with the first and the last of its years."""

    rows: Any
    first: int
    last: int


def refuse_register(register: IntoFrame, *, by: Sequence[str] = BY, measures: Sequence[str] = ("employees",)) -> None:
    """Raise BadTable where a register has a row that no demography should meet; the message names it.

    A register has one row per firm and year in which the firm was active: firm
    (text or whole number), year, the columns of ``by`` (text), born (year),
    ended (year; missing while the firm lives on, and it may stand in the last row
    alone), event (missing, or one of `EVENTS`) and the ``measures``: employees
    (count) and turnover (whole units of any one currency), missing where not known.

    Refused are: no row at all; an empty key, class or year of birth; two rows of
    one firm and year; a firm born after the year or after its end, or with a row
    after its end; two years of birth or of end for one firm; an event that is not
    known; a figure that is not finite, not whole or above 5 · 10¹², and negative
    employees.  A year without a row between two others is no fault: what needs
    that year is not computable, and nothing is put in its place.

    Reads the register twice, never sorts it, and keeps a few numbers per firm.
    """
    _refuse(nw.from_native(register), tuple(by), tuple(measures))


def opened(
    register: IntoFrame, by: Sequence[str], measures: Sequence[str], *, years: int, needed_for: str, checked: bool
) -> Register:
    """Return the register with the columns that are needed, its first and its last year.

    Unless ``checked``, raises what `refuse_register` raises; in any case BadTable
    where a column lacks or there is no row, and NotPossible where the years from
    first to last are fewer than ``years``.
    """
    columns = _columns(by, measures)
    require_columns(register, columns)
    rows: Any = nw.from_native(register).select(*columns)
    if checked:
        first, last, _ = _span(rows.select("year", fault=nw.lit(0)))
    else:
        first, last = _refuse(rows, tuple(by), tuple(measures))
    if last - first + 1 < years:
        raise NotPossible(
            f"The register has the years {first} to {last}; {needed_for} needs {years} years or more: add some."
        )
    return Register(rows, first, last)


def refuse_classes(by: Sequence[str], taken: Sequence[str]) -> None:
    """Raise BadTable where a class of ``by`` stands twice, or is a column that register or result have besides."""
    wrong = [name for name in by if name in (*LIFE, *MEASURES, *taken) or list(by).count(name) > 1]
    if wrong:
        raise BadTable(f"The register cannot be counted by {', '.join(wrong)}; expected names of classes, each once.")


def is_restructured() -> nw.Expr:
    """Return whether other firms had a part in what happened to the firm in the row's year."""
    return nw.col("event").is_in(RESTRUCTURINGS) & ~nw.col("event").is_null()


def counted(condition: nw.Expr) -> nw.Expr:
    """Return 1 where the condition holds, 0 where not or where it is not known: to be summed on every engine."""
    return nw.when(condition).then(nw.lit(1, nw.Int64())).otherwise(nw.lit(0, nw.Int64()))


def summed(rows: Any, keys: Sequence[str], counts: Sequence[str]) -> Any:
    """Return the sums of the counts by key, as whole numbers of 64 bits, which SQL would widen."""
    sums = rows.group_by(*keys).agg(nw.col(*counts).sum())
    return sums.with_columns(nw.col(*counts).cast(nw.Int64()))


def in_memory(frame: Any) -> nw.DataFrame[Any]:
    """Return a small result in memory; Polars reads what it came from in a stream, not all at once."""
    if not isinstance(frame, nw.LazyFrame):
        return frame  # type: ignore[no-any-return]
    return frame.collect(engine="streaming") if frame.implementation.is_polars() else frame.collect()


def _columns(by: Sequence[str], measures: Sequence[str]) -> list[str]:
    return [*dict.fromkeys(("firm", *by, "year", "born", "ended", "event", *measures))]


def _refuse(register: Any, by: tuple[str, ...], measures: tuple[str, ...]) -> tuple[int, int]:
    columns = _columns(by, measures)
    require_columns(register.to_native(), columns)
    rows = register.select(*columns)
    schema = rows.collect_schema()
    _refuse_kinds(schema, by, measures)
    faults = _faults(schema, by, measures)
    fault = nw.lit(len(faults), nw.Int64())
    for place, (_, condition, _) in reversed(list(enumerate(faults))):
        fault = nw.when(condition).then(nw.lit(place, nw.Int64())).otherwise(fault)
    first, last, least = _span(rows.select("year", fault=fault))
    if least < len(faults):
        name, condition, words = faults[least]
        refuse_rows(rows.filter(condition), ("firm", "year"), name, words)
    _refuse_lives(rows, first, last)
    return first, last


def _span(rows: Any) -> tuple[int, int, int]:
    """Return the first and the last year of the rows, and the least of their faults."""
    year, fault = nw.col("year"), nw.col("fault")
    sums = rows.select(year.count().alias("rows"), fault.min(), first=year.min(), last=year.max())
    found = in_memory(sums).rows(named=True)[0]
    if not found["rows"]:
        raise BadTable("The register has no firms; expected one row per firm and year.")
    return int(found["first"]), int(found["last"]), int(found["fault"])


def _refuse_kinds(schema: nw.Schema, by: tuple[str, ...], measures: tuple[str, ...]) -> None:
    text = (nw.String, nw.Categorical, nw.Enum)
    for name in ("firm", "year", *by, "born", "ended", *measures):
        kind = schema[name]
        if name == "firm":
            right, expected = kind.is_integer() or kind in text, "text or whole numbers"
        elif name == "year":
            right, expected = kind.is_integer(), "whole numbers"
        elif name in by:
            right, expected = kind in text, "text, as 01.10 would become 1.1. Cast it"
        else:
            # A column without any value has no kind, or pandas' own: object.
            right, expected = kind.is_numeric() or kind in (nw.Unknown, nw.Object), "numbers"
        if not right:
            raise BadTable(f"The column {name} holds {kind}; expected {expected}.")


def _faults(schema: nw.Schema, by: tuple[str, ...], measures: tuple[str, ...]) -> list[tuple[str, nw.Expr, str]]:
    col = nw.col
    faults = [
        (name, col(name).is_null(), f"{name} is empty; expected a value in every row") for name in ("firm", "year", *by)
    ]
    missing = "born is empty; expected the year of birth, any year before the register's first where it is not known"
    faults.append(("born", col("born").is_null(), missing))
    for name in ("born", "ended", *measures):
        if schema[name].is_float():
            faults += _of_float(name)
        if name in measures and schema[name].is_numeric():
            above = f"{name} is {{}}; expected at most {LARGEST}: give it in thousands"
            faults.append((name, col(name).abs() > LARGEST, above))
    if "employees" in measures:
        faults.append(("employees", col("employees") < 0, "employees is {}; expected 0 or more, or nothing"))
    known = f"event is {{!r}}; expected nothing or one of {', '.join(EVENTS)}"
    return [
        *faults,
        ("event", ~col("event").is_null() & ~col("event").is_in(EVENTS), known),
        ("born", col("born") > col("year"), "born is {}, after the year of the row; expected that year or before"),
        ("ended", col("ended") < col("born"), "ended is {}, before the firm was born; expected that year or later"),
        ("ended", col("ended") < col("year"), "ended is {}, before the year of the row; expected no row after the end"),
    ]


def _of_float(name: str) -> list[tuple[str, nw.Expr, str]]:
    figure = nw.col(name)
    # Not by `is_nan`, which DuckDB answers from a Parquet file's statistics, wrongly.
    finite = nw.when(figure - figure == 0).then(figure)
    expected = "expected a whole number, or nothing where not known"
    return [
        (name, ~figure.is_null() & finite.is_null(), f"{name} is {{}}; {expected}"),
        (name, finite - finite.floor() > 0, f"{name} is {{}}; {expected}. Round it, or give it in a smaller unit"),
    ]


def _refuse_lives(rows: Any, first: int, last: int) -> None:
    """Raise BadTable where a firm has two rows of one year, or not one birth and one end.

    n different powers of two add up to a number with n ones; two alike do not.
    """
    blocks = range(first, last + 1, BLOCK)
    powers = {f"years_{start}": _power_of_two(start) for start in blocks}
    lives = (
        rows.select("firm", "born", "ended", row=nw.lit(1, nw.Int64()), **powers)
        .group_by("firm")
        .agg(
            *(nw.col(name).sum() for name in powers),
            nw.col("row").sum(),
            first_born=nw.col("born").min(),
            last_born=nw.col("born").max(),
            first_ended=nw.col("ended").min(),
            last_ended=nw.col("ended").max(),
        )
    )
    ones = nw.lit(0.0)
    for start in blocks:
        for place in range(min(BLOCK, last - start + 1)):
            ones = ones + ((nw.col(f"years_{start}") / 2.0**place).floor() % 2)
    repeated = nw.col("row") != ones
    torn = (nw.col("first_born") < nw.col("last_born")) | (nw.col("first_ended") < nw.col("last_ended"))
    wrong = lives.filter(repeated | torn).select("firm", repeated=repeated)
    met = in_memory(wrong.sort("firm").head(1)).rows()
    if not met:
        return
    firm, twice = met[0]
    of_firm = rows.filter(nw.col("firm") == firm)
    if twice:
        groups = of_firm.group_by("firm", "year").agg(rows=nw.len())
        words = "{} rows have the same key; expected one row per firm and year"
        refuse_rows(groups.filter(nw.col("rows") > 1), ("firm", "year"), "rows", words)
    for name in ("born", "ended"):
        years = of_firm.group_by("firm").agg(nw.col(name).min().alias("from"), nw.col(name).max().alias(name))
        apart = years.filter(nw.col("from") < nw.col(name))
        refuse_rows(apart, ("firm",), name, f"{name} is {{}} in one row and another year in others; expected one year")


def _power_of_two(start: int) -> nw.Expr:
    place = nw.col("year") - start
    inside = (place >= 0) & (place < BLOCK)
    return nw.when(inside).then(nw.lit(2.0) ** nw.when(inside).then(place)).otherwise(nw.lit(0.0))
