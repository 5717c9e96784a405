"""The picture of a ranking: a dot per region, and a line between the ranks it stays within."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from cluster_observatory.publication.charts import Specification, finished, values
from cluster_observatory.publication.drawing import TOKENS

ROW = 19
"""Height of a row of the picture, in pixels."""


@dataclass(frozen=True)
class Ranked:
    """One region's rank and the ranks it stays between; `hollow` where most of what it rests on is not its own."""

    name: str
    rank: int
    low: float | None
    high: float | None
    hollow: bool = False


def ranking(rows: Sequence[Ranked], across: str, width: int) -> Specification:
    """Return a row per region, best first: a dot at its rank, a thin line over its interval, 1 at the left."""
    order = [row.name for row in rows]
    found = [
        {"name": row.name, "rank": row.rank, "low": row.low or row.rank, "high": row.high or row.rank,
         "fill": TOKENS["ground"] if row.hollow else TOKENS["class-3"]}
        for row in rows
    ]  # fmt: skip
    last = max(2, *(round(max(row.rank, row.high or 0)) for row in rows))
    steps = [1, *(step for step in _steps(last) if step < last - 0.04 * last), last]
    names = alt.Axis(title=None, labelLimit=round(width * 0.4), grid=False)
    up = alt.Y("name:N", sort=order, axis=names)
    scale = alt.Scale(domain=[1, last], nice=False)
    axis = alt.Axis(values=steps, format="d", title=across, labelFlush=True)
    base = alt.Chart(values(found)).encode(y=up)
    lines = base.mark_rule(color=TOKENS["ink"], strokeWidth=1.4).encode(
        x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q"
    )
    dots = base.mark_point(size=58, opacity=1, filled=True, stroke=TOKENS["class-3"], strokeWidth=2).encode(
        x=alt.X("rank:Q", scale=scale), fill=alt.Fill("fill:N", scale=None)
    )
    return finished(lines + dots, width, ROW * len(rows) + 56)


def _steps(last: int) -> list[int]:
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000) if last / step <= 6)
    return list(range(step, last, step)) if step > 1 else list(range(2, last))
