"""What a method does with the caller's columns before it computes: figures become floating-point numbers."""

import narwhals as nw
from narwhals.typing import FrameT

FIGURES = ("persons", "wages")


def with_floats(cells: FrameT, *names: str) -> FrameT:
    """Return the cells with those of the named columns that they have, ``persons`` and ``wages`` by default, as float64.

    Whole numbers of a narrow type would overflow without a word: 610 million EUR
    in 16 bits, in thousands, are 16960.
    """
    columns = cells.collect_schema()
    return cells.with_columns(nw.col(name).cast(nw.Float64()) for name in names or FIGURES if name in columns)
