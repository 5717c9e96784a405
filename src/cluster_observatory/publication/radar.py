"""Charts of a region's dimensions: a radar, and dots on a line for each dimension.

Both are written as Vega-Lite itself: they are points and lines on a plane of their
own, and making Altair's objects for them takes longer than drawing them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cluster_observatory.publication.drawing import TOKENS

TOP = 100.0
"""The best score; the worst is 0."""

RINGS = (25, 50, 75, 100)
LETTERS = 17
"""A name is broken before a line has more letters."""

LETTER = 0.4
"""About how wide a letter is, in sizes of its type."""

USUAL_TYPE, SMALL_TYPE = 11.5, 9.5
"""Sizes of the names' type: the small one where a word is longer than a line should be."""

Specification = dict[str, Any]


@dataclass(frozen=True)
class Spoke:
    """One dimension: its name, and the scores of the region, of its peers in the mean, and of Europe's median."""

    name: str
    own: float | None
    peers: float | None
    median: float | None
    modelled: bool = False


def radar(spokes: Sequence[Spoke], width: int) -> Specification:
    """Return a radar of scores from 0 in the middle to 100 at the rim, clockwise from the top.

    The region is a full line with dots, hollow where the score rests on modelled
    values; its peers' mean is dashed and Europe's median dotted.  A line is broken
    where a score is missing.
    """
    longest = max((len(line) for spoke in spokes for line in broken(spoke.name)), default=0)
    size = USUAL_TYPE if longest <= LETTERS + 1 else SMALL_TYPE
    beside = min(2 * longest * LETTER * size / width, 0.7)
    room = max(TOP * 1.62, 0.94 * TOP / (1 - beside))
    height = round(width * 0.86)
    layers: list[Specification] = [_ring(ring, len(spokes)) for ring in RINGS]
    layers.append(_lines([(0.0, 0.0, *_place(TOP, n, len(spokes))) for n in range(len(spokes))]))
    for look in ("median", "peers", "own"):
        layers += _outline(spokes, look)
    layers.append(_dots(spokes))
    layers += _names(spokes, size)
    scale = {"domain": [-room, room], "nice": False, "zero": False}
    upright = {"domain": [-room * 0.78, room * 0.78], "nice": False, "zero": False}
    for layer in layers:
        for channel, own_scale in (("x", scale), ("y", upright)):
            layer["encoding"][channel] |= {"type": "quantitative", "axis": None, "scale": own_scale}
    return {"layer": layers, "width": width, "height": height, "autosize": {"type": "fit", "contains": "padding"}}


def _place(score: float, spoke: int, spokes: int) -> tuple[float, float]:
    angle = math.tau * spoke / spokes
    return score * math.sin(angle), score * math.cos(angle)


def _data(rows: Sequence[dict[str, Any]]) -> Specification:
    return {"values": list(rows)}


def _path(points: Sequence[tuple[float, float]], mark: Specification) -> Specification:
    rows = [{"n": n, "x": round(x, 2), "y": round(y, 2)} for n, (x, y) in enumerate(points)]
    return {
        "data": _data(rows),
        "mark": {"type": "line", "filled": False, **mark},
        "encoding": {
            "x": {"field": "x"}, "y": {"field": "y"}, "order": {"field": "n", "type": "quantitative"},
        },
    }  # fmt: skip


def _ring(score: float, spokes: int) -> Specification:
    points = [_place(score, spoke % spokes, spokes) for spoke in range(spokes + 1)]
    return _path(points, {"stroke": TOKENS["line"], "strokeWidth": 1})


def _lines(ends: Sequence[tuple[float, float, float, float]]) -> Specification:
    rows = [dict(zip(("x", "y", "x2", "y2"), end, strict=True)) for end in ends]
    return {
        "data": _data(rows),
        "mark": {"type": "rule", "color": TOKENS["line"]},
        "encoding": {"x": {"field": "x"}, "y": {"field": "y"}, "x2": {"field": "x2"}, "y2": {"field": "y2"}},
    }


_MARKS: dict[str, Specification] = {
    "own": {"stroke": TOKENS["series-0"], "strokeWidth": 2.4},
    "peers": {"stroke": TOKENS["series-1"], "strokeWidth": 1.8, "strokeDash": [7, 3]},
    "median": {"stroke": TOKENS["quiet"], "strokeWidth": 1.6, "strokeDash": [2, 3]},
}


def _outline(spokes: Sequence[Spoke], look: str) -> list[Specification]:
    scores = [getattr(spoke, look) for spoke in spokes]
    count = len(spokes)
    pieces: list[list[tuple[float, float]]] = [[]]
    for spoke in [*range(count), 0]:
        if scores[spoke] is None:
            pieces.append([])
        else:
            pieces[-1].append(_place(scores[spoke], spoke, count))
    return [_path(piece, _MARKS[look]) for piece in pieces if len(piece) > 1]


def _dots(spokes: Sequence[Spoke]) -> Specification:
    rows = []
    for n, spoke in enumerate(spokes):
        if spoke.own is not None:
            x, y = _place(spoke.own, n, len(spokes))
            rows.append(
                {"x": round(x, 2), "y": round(y, 2), "fill": TOKENS["ground" if spoke.modelled else "series-0"]}
            )
    return {
        "data": _data(rows),
        "mark": {
            "type": "point", "filled": True, "size": 70, "opacity": 1, "stroke": TOKENS["series-0"], "strokeWidth": 2,
        },
        "encoding": {
            "x": {"field": "x"}, "y": {"field": "y"},
            "fill": {"field": "fill", "type": "nominal", "scale": None},
        },
    }  # fmt: skip


def _names(spokes: Sequence[Spoke], size: float) -> list[Specification]:
    sides: dict[str, list[dict[str, Any]]] = {"left": [], "right": [], "center": []}
    for n, spoke in enumerate(spokes):
        x, y = _place(TOP * 1.08, n, len(spokes))
        align = "center" if abs(x) < 1 else "left" if x > 0 else "right"
        lines = broken(spoke.name)
        up = y + (8 * len(lines) if align == "center" and y > 0 else -8 if align == "center" else 4 * len(lines))
        sides[align].append({"x": round(x, 2), "y": round(up, 2), "name": "\n".join(lines)})
    return [
        {
            "data": _data(rows),
            "mark": {"type": "text", "align": align, "baseline": "top", "lineBreak": "\n", "fontSize": size},
            "encoding": {"x": {"field": "x"}, "y": {"field": "y"}, "text": {"field": "name", "type": "nominal"}},
        }
        for align, rows in sides.items()
        if rows
    ]


def broken(name: str, letters: int = LETTERS) -> list[str]:
    """Return a name in lines of at most so many letters, broken between words and after hyphens where it can be."""
    lines = [""]
    for word in name.replace("-", "- ").split(" "):
        joint = "" if not lines[-1] or lines[-1].endswith("-") else " "
        if lines[-1] and len(lines[-1] + joint + word) > letters:
            lines.append(word)
        else:
            lines[-1] += joint + word
    return lines
