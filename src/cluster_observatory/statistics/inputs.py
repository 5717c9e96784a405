"""What a method does with the caller's columns before it computes: names that it needs itself, and kinds of number."""

from collections.abc import Iterable

import narwhals as nw
from narwhals.typing import FrameT

from cluster_observatory.errors import BadTable

FIGURES = ("persons", "wages")


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
