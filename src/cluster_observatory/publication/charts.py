"""The charts of the pages, as Vega-Lite specifications made with Altair.

Words come from the caller, already in the visitor's language; a specification
carries only what is drawn.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from cluster_observatory.publication.drawing import TOKENS

Specification = dict[str, Any]


@dataclass(frozen=True)
class Bin:
    """One bar of a distribution: from the edge before it to the edge after it, with the class that colours it."""

    count: int
    colour: str


@dataclass(frozen=True)
class Mark:
    """A vertical line at a position counted in bars from the left, with the words beside it."""

    position: float
    words: str


@dataclass(frozen=True)
class Point:
    """A value of a series in a year; values of the same piece are joined, between pieces the series breaks."""

    series: str
    year: int
    value: float
    piece: int
    colour: str = "grey"


_FIT = {"type": "fit", "contains": "padding"}


def finished(chart: Any, width: int, height: int) -> Specification:
    """Return the specification of a chart whose axes and words fit the given size."""
    specification: Specification = chart.properties(width=width, height=height).to_dict(validate=False)
    return specification | {"autosize": _FIT}


def layer(rows: Sequence[dict[str, Any]], mark: dict[str, Any], **encoding: Any) -> Specification:
    """Return a layer written as Vega-Lite itself: to make Altair's objects takes longer than to draw them."""
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


def layered(layers: Sequence[Specification], width: int, height: int) -> Specification:
    """Return the specification of layers whose axes and words fit the given size."""
    return {"layer": list(layers), "width": width, "height": height, "autosize": _FIT}


def marked(mark: Mark, scale: Any) -> Any:
    """Return a vertical line at a value of the scale across, with its words at the right of its top."""
    line = alt.Chart(values([{"x": mark.position, "words": mark.words}]))
    at = alt.X("x:Q", scale=scale)
    words = line.mark_text(align="left", dx=5, color=TOKENS["accent"]).encode(x=at, y=alt.value(-8), text="words:N")
    return line.mark_rule(color=TOKENS["accent"], strokeWidth=1.6).encode(x=at) + words


def values(rows: Sequence[dict[str, Any]]) -> Any:
    """Return rows as the inline data of a chart."""
    return alt.Data(values=list(rows))


def distribution(
    bins: Sequence[Bin],
    edges: Sequence[str],
    mark: Mark | None,
    across: str,
    up: str,
    width: int,
    height: int = 240,
    centred: bool = False,
) -> Specification:
    """Return a histogram of bars between labelled edges, with a line where the mark stands.

    With `centred` the labels belong to the bars and stand under their middle.
    """
    most = max((bar.count for bar in bins), default=1)
    rows = [
        {"from": place + 0.03, "to": place + 0.97, "count": bar.count, "floor": 0, "colour": TOKENS[bar.colour]}
        for place, bar in enumerate(bins)
    ]
    written = [(place, words) for place, words in enumerate(edges) if words]
    every = 2 if width < 420 and len(written) > 6 else 1
    words = {str(place + 0.5 if centred else place): words for place, words in written[::every]}
    axis = alt.Axis(
        values=[float(place) for place in words],
        labelExpr=f"({json.dumps(words)})[datum.value]",
        grid=False,
        title=across,
        labelFlush=False,
        labelOverlap=False,
    )
    scale = alt.Scale(domain=[0, len(bins)], nice=False)
    bars = (
        alt.Chart(values(rows))
        .mark_bar(stroke=TOKENS["quiet"], strokeWidth=0.6)
        .encode(
            x=alt.X("from:Q", scale=scale, axis=axis), x2="to:Q",
            y=alt.Y("count:Q", axis=alt.Axis(title=up, tickCount=min(4, most), format="d")), y2="floor:Q",
            color=alt.Color("colour:N", scale=None),
        )
    )  # fmt: skip
    if mark is None:
        return finished(bars, width, height)
    line = [{"x": mark.position, "words": mark.words}]
    rule = alt.Chart(values(line)).mark_rule(color=TOKENS["accent"], strokeWidth=2).encode(x=alt.X("x:Q", scale=scale))
    far = mark.position > len(bins) * 0.6
    words_ = (
        alt.Chart(values(line))
        .mark_text(
            align="right" if far else "left", dx=-6 if far else 6, y=6, color=TOKENS["accent"], fontWeight="bold"
        )
        .encode(x=alt.X("x:Q", scale=scale), text="words:N")
    )
    return finished(bars + rule + words_, width, height)


def trend(
    points: Sequence[Point],
    up: str,
    format_: str,
    width: int,
    height: int = 280,
    level: Mark | None = None,
    zero: bool = True,
    modelled: bool = False,
) -> Specification:
    """Return lines over years with their names at the right end and gaps where a series breaks.

    `level` is a horizontal line at a value (its position) with words.  Modelled series are dashed.
    """
    rows = [
        {
            "series": p.series,
            "year": p.year,
            "value": p.value,
            "piece": f"{p.series} {p.piece}",
            "colour": TOKENS[p.colour],
        }
        for p in points
    ]
    years = sorted({point.year for point in points})
    room, labelled = (0.52, 3) if width < 420 else (0.34, 6)
    span = max(years[-1] - years[0], 1)
    across = {
        "field": "year",
        "type": "quantitative",
        "scale": {"domain": [years[0] - 0.15, years[-1] + span * room / (1 - room)], "nice": False},
        "axis": {"values": years[:: -math.ceil(len(years) / labelled)], "format": "d", "grid": False, "title": None},
    }
    amounts = {
        "field": "value",
        "type": "quantitative",
        "scale": {"zero": zero, "nice": True},
        "axis": {
            "title": up, "tickCount": 5, "format": format_, "labelExpr": "datum.value === 0 ? '0' : datum.label",
        },
    }  # fmt: skip
    colour = {"field": "colour", "type": "nominal", "scale": None}
    look = {"type": "line", "strokeWidth": 2.2, **({"strokeDash": [6, 3]} if modelled else {})}
    last = {point.series: point for point in sorted(points, key=lambda point: point.year)}
    ends = list(last.values())
    if level is not None:
        ends.append(Point(level.words, years[-1], level.position, 0, "accent"))
    ends_ = _spread(ends, max(point.value for point in [*points, *ends]) * 1.1 or 1.0, height)
    named = {"type": "text", "align": "left", "dx": 8, "limit": round((width - 48) * room) - 8}
    plain = {name: {"field": name, "type": "quantitative"} for name in ("year", "value", "at", "end")}
    layers = [
        layer(rows, look, x=across, y=amounts, color=colour, detail={"field": "piece", "type": "nominal"}),
        layer(rows, {"type": "circle", "size": 34, "opacity": 1}, x=across, y=amounts, color=colour),
        layer(ends_, named, x=plain["year"], y=plain["at"], text={"field": "series", "type": "nominal"}, color=colour),
    ]
    if level is not None:
        flat = [{"value": level.position, "year": years[0], "end": years[-1]}]
        line = {"type": "rule", "color": TOKENS["accent"], "strokeDash": [2, 3]}
        layers.append(layer(flat, line, x=plain["year"], x2={"field": "end"}, y=plain["value"]))
    return layered(layers, width, height)


def _spread(ends: Sequence[Point], top: float, height: int) -> list[dict[str, Any]]:
    """Return the labels at the ends of lines, moved apart so that none covers another.

    Labels that would meet share the room around the middle of their values.
    """
    step = top * 17 / (height - 60)
    groups: list[list[Point]] = []
    for point in sorted(ends, key=lambda point: point.value):
        groups.append([point])
        while len(groups) > 1 and _lowest(groups[-1], step) < _lowest(groups[-2], step) + step * len(groups[-2]):
            groups[-2:] = [groups[-2] + groups[-1]]
    return [
        {
            "series": point.series,
            "year": point.year,
            "at": _lowest(group, step) + step * place,
            "colour": TOKENS[point.colour],
        }
        for group in groups
        for place, point in enumerate(group)
    ]


def _lowest(group: Sequence[Point], step: float) -> float:
    """Return where the lowest label of a group stands, so that the group lies around the middle of its values."""
    middle = sum(point.value for point in group) / len(group)
    return max(middle - step * (len(group) - 1) / 2, 0.0)
