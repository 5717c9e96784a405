"""The picture of a few units beside one another: a group of rows for each thing measured, a dot in each row."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from cluster_observatory.publication.charts import Mark, Specification, finished, marked, values
from cluster_observatory.publication.drawing import TOKENS
from cluster_observatory.publication.picture_files import wide

ROW = 19
"""Height of a row of the picture, in pixels."""

NAMES = 0.27
"""The part of the width that names have at most; longer ones are cut off."""

LETTER = 11
"""Size of type, in pixels."""


@dataclass(frozen=True)
class Dot:
    """A unit's value, with the ends of its interval where there is one; `hollow` where most of it is not its own."""

    name: str
    value: float
    words: str
    low: float | None = None
    high: float | None = None
    hollow: bool = False


@dataclass(frozen=True)
class Dots:
    """One thing measured: its title, and the units that have a value."""

    title: str
    dots: tuple[Dot, ...]


def dots(
    groups: Sequence[Dots], across: str, width: int, mark: Mark | None = None, growing: bool = False
) -> Specification:
    """Return rows under the title of their group, the unit's name at the left, its value in words at the right.

    With `growing` each step of the axis doubles, so values must be above 0; else it
    begins at 0.  `mark` is a vertical line at a value, with words on top.
    """
    rows: list[dict[str, Any]] = []
    titles: list[dict[str, Any]] = []
    for number, group in enumerate(groups):
        titles.append({"row": f"{number}", "words": group.title})
        for place, dot in enumerate(group.dots):
            rows.append(
                {"row": f"{number}-{place}", "name": dot.name, "value": dot.value, "words": dot.words,
                 "low": dot.value if dot.low is None else dot.low, "high": dot.value if dot.high is None else dot.high,
                 "fill": TOKENS["ground" if dot.hollow else "class-3"]}
            )  # fmt: skip
    order = [row for number, group in enumerate(groups) for row in _keys(number, len(group.dots))]
    names = {row["row"]: row["name"] for row in rows}
    axis = alt.Axis(
        title=None, labelExpr=f"({json.dumps(names)})[datum.value] || ''", labelLimit=round(width * NAMES), grid=False
    )
    up = alt.Y("row:N", sort=order, scale=alt.Scale(domain=order), axis=axis)
    ends = [row[end] for row in rows for end in ("low", "high")] + ([mark.position] if mark else [])
    first, last = (min(ends) / 1.15, max(ends) * 1.6) if growing else (0.0, max(ends) * 1.18)
    scale = alt.Scale(type="log", base=2, domain=[first, last]) if growing else alt.Scale(domain=[first, last])
    ticks = alt.Axis(title=across, tickCount=5, format="~r")
    x = alt.X("value:Q", scale=scale, axis=ticks)
    base = alt.Chart(values(rows)).encode(y=up)
    layers = base.mark_rule(color=TOKENS["ink"], strokeWidth=1.4).encode(
        x=alt.X("low:Q", scale=scale, axis=ticks), x2="high:Q"
    )
    layers += base.mark_point(size=64, opacity=1, filled=True, stroke=TOKENS["class-3"], strokeWidth=2).encode(
        x=x, fill=alt.Fill("fill:N", scale=None)
    )
    said = alt.Chart(values([{**row, "at": row["high"]} for row in rows]))
    layers += said.mark_text(align="left", dx=9).encode(x=alt.X("at:Q", scale=scale), y=up, text="words:N")
    heads = alt.Chart(values([{**title, "at": first} for title in titles]))
    # Titles begin where the names do: their rows have none, and so the whole width is theirs.
    begin = min(round(width * NAMES), max((round(wide(row["name"], LETTER)) for row in rows), default=0))
    layers += heads.mark_text(align="left", fontWeight="bold", dx=-begin, limit=width - 8).encode(
        x=alt.X("at:Q", scale=scale), y=up, text="words:N"
    )
    if mark is not None:
        layers += marked(mark, scale)
    return finished(layers, width, ROW * len(order) + 56)


def _keys(number: int, count: int) -> list[str]:
    return [f"{number}", *(f"{number}-{place}" for place in range(count))]
