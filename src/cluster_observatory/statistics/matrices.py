"""Between the caller's frame and the matrices that linear algebra and resampling need."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from cluster_observatory.tables.shapes import TYPES

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Matrix:
    """Values of two axes: ``values[i, j]`` belongs to ``rows[i]`` and ``columns[j]``; NaN where there is no value."""

    rows: list[str]
    columns: list[str]
    values: Floats


def collected(frame: IntoFrame, *columns: str) -> pl.DataFrame:
    """Return the named columns (all, where none is named) of any engine's frame in memory, NaN as missing.

    Rows come sorted by their texts and whole numbers, so that what is computed
    from them does not depend on the engine's order.
    """
    whole = nw.from_native(frame)
    chosen = whole.select(*columns) if columns else whole
    eager = chosen.collect(backend="polars") if isinstance(chosen, nw.LazyFrame) else chosen
    table = eager.to_polars()
    table = table.with_columns(pl.col(pl.Float32, pl.Float64).fill_nan(None))
    keys = [name for name, kind in table.schema.items() if kind == pl.String or kind.is_integer()]
    return table.sort(keys, maintain_order=True) if keys else table


def matrix(cells: pl.DataFrame, row: str, column: str, value: str) -> Matrix:
    """Return one value as a matrix of ``row`` by ``column``, each in the order of its codes.

    Takes a table with at most one row per pair; NaN stands where there is none
    or its value is missing.
    """
    rows, columns = cells[row].unique().sort(), cells[column].unique().sort()
    places = cells.select(
        i=pl.col(row).replace_strict(rows, range(rows.len()), return_dtype=pl.Int64),
        j=pl.col(column).replace_strict(columns, range(columns.len()), return_dtype=pl.Int64),
        value=pl.col(value).cast(pl.Float64),
    )
    values = np.full((rows.len(), columns.len()), np.nan)
    values[places["i"].to_numpy(), places["j"].to_numpy()] = places["value"].fill_null(np.nan).to_numpy()
    return Matrix(rows.to_list(), columns.to_list(), values)


def like(caller: IntoFrame, columns: Mapping[str, Any] | pl.DataFrame, types: Mapping[str, str] | None = None) -> Any:
    """Return a computed table as the kind of frame that the caller gave.

    Takes the table in memory, or its columns by name (lists or arrays; NaN is a
    missing value) with ``types`` (words of `tables.shapes.TYPES`) where a column
    may be empty.  Lazy Polars, DuckDB and PySpark get a lazy frame of their own.
    """
    schema = {name: TYPES[kind] for name, kind in (types or {}).items()}
    table = columns if isinstance(columns, pl.DataFrame) else pl.DataFrame(dict(columns), schema_overrides=schema)
    table = table.with_columns(pl.col(pl.Float32, pl.Float64).fill_nan(None))
    frame: Any = nw.from_native(caller)
    computed = nw.from_native(table, eager_only=True)
    if isinstance(frame, nw.DataFrame):
        if frame.implementation.is_polars():
            return table
        return nw.from_dict(
            {name: computed[name] for name in computed.columns}, backend=frame.implementation
        ).to_native()
    if frame.implementation.is_pyspark():
        # Spark guesses types from values: of none it cannot, and by way of pandas missing texts become "NaN".
        kinds = ", ".join(f"`{name}` {_spark_type(kind)}" for name, kind in table.schema.items())
        return frame.to_native().sparkSession.createDataFrame(table.rows(), kinds)
    return computed.lazy(backend=frame.implementation).to_native()


def _spark_type(kind: pl.DataType) -> str:
    if kind.is_integer():
        return "bigint"
    return {pl.String(): "string", pl.Boolean(): "boolean"}.get(kind, "double")
