"""The picture of the first regions by a measure: a bar each, with what is known of its certainty."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from cluster_observatory.publication.charts import Mark, Specification, finished, marked, values
from cluster_observatory.publication.drawing import TOKENS
from cluster_observatory.publication.picture_files import wide

ROW = 26
"""Height of a row, in pixels."""

NAMES = 0.34
"""The part of the width that names have at most; longer ones are cut off."""

LETTER = 12
"""Size of type, in pixels."""


@dataclass(frozen=True)
class Bar:
    """One region's value with its words; `low` and `high` are the ends of its interval where there is one.

    `modelled` bars are hatched; `hollow` ones are less than likely.
    """

    name: str
    value: float
    words: str
    low: float | None = None
    high: float | None = None
    modelled: bool = False
    hollow: bool = False


def bars(rows: Sequence[Bar], longest: float, mark: Mark | None, width: int) -> Specification:
    """Return a bar per row, first on top, its words at the right edge and its interval as a thin line over it.

    `longest` is where the axis ends: an interval that goes beyond is cut off there.
    `mark` is a vertical line at a value, with words above it.
    """
    keys = [str(place) for place in range(len(rows))]
    names = {key: row.name for key, row in zip(keys, rows, strict=True)}
    found = [
        {"row": key, "value": row.value, "zero": 0, "words": row.words, "fill": _fill(row),
         "low": row.low, "high": None if row.high is None else min(row.high, longest)}
        for key, row in zip(keys, rows, strict=True)
    ]  # fmt: skip
    least = min([0.0, *(row.value for row in rows)])
    end = _end(rows, least, longest, width)
    scale = alt.Scale(domain=[least, end], nice=False)
    limit = round(width * NAMES)
    named = alt.Axis(title=None, labelExpr=f"({json.dumps(names)})[datum.value]", labelLimit=limit, grid=False)
    base = alt.Chart(values(found)).encode(y=alt.Y("row:N", sort=keys, axis=named))
    across = alt.X("value:Q", scale=scale, axis=None)
    layers = base.mark_bar(height=13, stroke=TOKENS["class-3"], strokeWidth=1.2).encode(
        x=across, x2="zero:Q", fill=alt.Fill("fill:N", scale=None)
    )
    known = [row for row in found if row["low"] is not None and row["high"] is not None]
    if known:
        line = alt.Chart(values(known)).mark_rule(color=TOKENS["ink"], strokeWidth=1.4)
        layers += line.encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=alt.Y("row:N", sort=keys))
    said = alt.Chart(values([row | {"at": end} for row in found])).mark_text(align="right", fontWeight="bold")
    layers += said.encode(x=alt.X("at:Q", scale=scale), y=alt.Y("row:N", sort=keys), text="words:N")
    if mark is not None and least <= mark.position <= longest:
        layers += marked(mark, scale)
    return finished(layers, width, ROW * len(rows) + 28)


def _end(rows: Sequence[Bar], least: float, longest: float, width: int) -> float:
    """Return where the axis ends so that the words of every row stand to the right of the longest bar."""
    names = min(max((wide(row.name, LETTER) for row in rows), default=0.0), width * NAMES) + 12
    words = max((wide(row.words, LETTER) for row in rows), default=0.0) * 1.1 + 12
    room = max(width - names, 2 * words)
    return least + (longest - least) * room / (room - words)


def _fill(row: Bar) -> str:
    return TOKENS["ground"] if row.hollow else TOKENS["modelled-3" if row.modelled else "class-3"]
