"""What a method does with the caller's table before it computes: columns, kinds of number, keys and figures."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import narwhals as nw
import polars as pl
from narwhals.typing import FrameT, IntoFrame

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.matrices import collected

FIGURES = ("persons", "wages")
COUNTS = (
    *("persons", "region_persons", "persons_low", "persons_high", "split_deviation"),
    *("local_units", "establishments", "enterprises"),
)
AMOUNTS = ("wages", "turnover", "value_added")  # which can be corrections, below 0
SHARES = ("modelled_share",)
MAY_BE_UNKNOWN = ("nuts_edition",)  # tells cells apart where it is known
ADVICE = "Add or rename it."


def with_floats(cells: FrameT, *names: str) -> FrameT:
    """Return the cells with the named columns, as far as they have them, as float64: persons and wages by default.

    Whole numbers of a narrow type would overflow without a word: 610 million EUR
    in 16 bits, in thousands, are 16960.
    """
    columns = cells.collect_schema()
    return cells.with_columns(nw.col(name).cast(nw.Float64()) for name in names or FIGURES if name in columns)


def refuse_columns(cells: FrameT, names: Iterable[str]) -> None:
    """Raise BadTable where the cells have a column of one of the names, which the computation needs for its own.

    Capital letters make no other name: DuckDB and Spark do not tell them apart.
    """
    taken = set(names)
    found = [name for name in cells.collect_schema() if name.lower() in taken]
    if found:
        raise BadTable(
            f"The table has the column {', '.join(found)}, a name that the computation gives to a column of its own; "
            "expected other names. Rename or drop it."
        )


def require_columns(frame: IntoFrame, names: Iterable[str], advice: str = ADVICE) -> None:
    """Raise BadTable, ending with the advice, where a frame of any engine lacks one of the columns."""
    found = nw.from_native(frame, pass_through=False).collect_schema().names()
    absent = [name for name in names if name not in found]
    if absent:
        raise BadTable(f"The table lacks {', '.join(absent)}; it has {', '.join(found)}. {advice}")


def checked(
    cells: FrameT,
    key: Sequence[str],
    measures: Sequence[str],
    *,
    required: Sequence[str] | None = None,
    signed: Collection[str] = (),
    unique: bool = True,
) -> FrameT:
    """Return the cells with the measures, as far as they have them, as float64 and NaN as missing.

    Raises BadTable where a column of the key or a required one (all measures, by
    default) lacks, and for what `refuse_cells` refuses.
    """
    require_columns(cells.to_native(), (*key, *(measures if required is None else required)))
    refuse_cells(cells, key, measures, signed=signed, unique=unique)
    there = [name for name in measures if name in cells.collect_schema()]
    return cells.with_columns(_number(nw.col(name).cast(nw.Float64())).alias(name) for name in there)


def checked_in_memory(
    frame: IntoFrame,
    key: Sequence[str],
    measures: Sequence[str],
    *,
    required: Sequence[str] | None = None,
    signed: Collection[str] = (),
    unique: bool = True,
    columns: Sequence[str] = (),
) -> pl.DataFrame:
    """Return what `checked` returns, of any engine's frame, in memory and sorted (`matrices.collected`).

    It has the named columns or, where none is named, the key and the measures.
    Raises BadTable as `checked` does.
    """
    needed = (*key, *(measures if required is None else required))
    require_columns(frame, needed)
    found = nw.from_native(frame).collect_schema().names()
    table = collected(frame, *(columns or [name for name in (*key, *measures) if name in found]))
    cells = nw.from_native(table, eager_only=True)
    whole: pl.DataFrame = checked(cells, key, measures, required=required, signed=signed, unique=unique).to_native()
    return whole


def refuse_cells(
    cells: FrameT,
    key: Sequence[str],
    measures: Sequence[str],
    *,
    signed: Collection[str] = (),
    unique: bool = True,
    nan_is_missing: bool = True,
) -> None:
    """Raise BadTable for the first cell, in the order of the key, that no computation should meet.

    A part of the key is empty (but an edition of NUTS, which may be not known) or,
    where it should be ``unique``, the key stands twice; one of the measures, as far
    as the cells have them, is infinite, is NaN unless ``nan_is_missing``, is
    negative unless it is ``signed``, or is a share above 1.  Codes that are no
    text, years that are no whole numbers and measures that are no numbers are
    refused before.  pandas writes a missing number as NaN: there it always counts
    as missing.
    """
    columns: nw.Schema = cells.collect_schema()
    there = [name for name in measures if name in columns]
    _refuse_kinds(columns, key, there)
    faults = [
        (name, nw.col(name).is_null(), f"{name} is empty; expected a value in every row")
        for name in key
        if name not in MAY_BE_UNKNOWN
    ]
    for name in there:
        faults += _faults(name, signed=name in signed, nan_is_missing=nan_is_missing)
    fault = nw.lit(len(faults))
    for place, (_, condition, _) in reversed(list(enumerate(faults))):
        fault = nw.when(condition).then(nw.lit(place)).otherwise(fault)
    figures = [nw.col(name).cast(nw.Float64()).alias(name) for name in there]
    marked = cells.with_columns(*figures).with_columns(fault=fault)
    # One query tells that nothing is wrong; only where something is, others say what.
    groups = marked.group_by(*key).agg(nw.len().alias("rows"), nw.col("fault").min())
    faulty, repeated = nw.col("fault") < len(faults), nw.col("rows") > 1
    met = _first(groups.filter(faulty | repeated if unique else faulty), key)
    if met and met["fault"] < len(faults):
        name, _, words = faults[int(met["fault"])]
        refuse_rows(marked.filter(nw.col("fault") == met["fault"]), key, name, words)
    if met:
        words = "{} rows have the same key; expected one row per key"
        refuse_rows(groups.filter(repeated), key, "rows", words)


def refuse_rows(found: FrameT, key: Sequence[str], column: str, fault: str) -> None:
    """Raise BadTable with the first of the rows found, in the order of the key; {} in the fault is what they hold."""
    row = _first(found.select(*dict.fromkeys([*key, column])), key)
    if row:
        place = ", ".join(f"{name}={row[name]!r}" for name in key if name != column)
        raise BadTable(f"At {place}: {fault.format(row[column])}.")


def _refuse_kinds(columns: nw.Schema, key: Sequence[str], measures: Sequence[str]) -> None:
    for name in (*key, *measures):
        kind = columns[name]
        if kind == nw.Unknown:
            continue  # it holds no value at all
        if name in measures and not kind.is_numeric():
            raise BadTable(f"The column {name} holds {kind}; expected numbers.")
        if name == "year" and not kind.is_integer():
            raise BadTable(f"The column {name} holds {kind}; expected whole numbers.")
        if name not in (*measures, *MAY_BE_UNKNOWN, "year") and kind not in (nw.String, nw.Categorical, nw.Enum):
            raise BadTable(f"The column {name} holds {kind}; expected text, as 01.10 would become 1.1. Cast it.")


def _faults(name: str, *, signed: bool, nan_is_missing: bool) -> list[tuple[str, nw.Expr, str]]:
    figure = nw.col(name)
    infinite = figure.abs() == float("inf")
    unreal = infinite if nan_is_missing else ~figure.is_null() & _number(figure).is_null()
    faults = [(name, unreal, f"{name} is {{}}; expected a number, or nothing where not known")]
    if not signed:
        faults.append((name, figure < 0, f"{name} is {{}}; expected 0 or more, or nothing where not known"))
    if name in SHARES:
        faults.append((name, _number(figure) > 1, f"{name} is {{}}; expected a share from 0 to 1"))
    return faults


def _number(figure: nw.Expr) -> nw.Expr:
    """Return the finite figure; not by `is_nan`, which DuckDB answers from a Parquet file's statistics, wrongly."""
    return nw.when(figure - figure == 0).then(figure)


def _first(rows: FrameT, key: Sequence[str]) -> dict[str, Any] | None:
    first: Any = rows.sort(*key).head(1)
    found = (first.collect() if isinstance(first, nw.LazyFrame) else first).rows(named=True)
    return found[0] if found else None
