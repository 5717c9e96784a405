"""The portfolio of a region: a bubble per industry, with labels that do not cover one another."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from cluster_observatory.publication.charts import Specification, layer, layered
from cluster_observatory.publication.drawing import TOKENS

LEAST_QUOTIENT = 0.1
"""Quotients below this are drawn at the left edge of a portfolio."""

LETTER = 6.3
"""About how wide a letter of a label is."""

LEAST_SHARE = 0.01
"""Shares below this, in per cent, are drawn at the lower edge."""

NARROW = 420
"""A drawing up to this width is narrow."""

WIDE_LABELS, NARROW_LABELS = 10, 5
"""How many labels a drawing has at most."""


@dataclass(frozen=True)
class Bubble:
    """One industry of a portfolio; share in per cent, label empty where none is drawn."""

    name: str
    location_quotient: float
    share: float
    persons: float
    colour: str
    label: str = ""


def portfolio(bubbles: Sequence[Bubble], across: str, up: str, one: str, width: int) -> Specification:
    """Return industries by location quotient (log) and share of the region's jobs (log), area by persons.

    A narrow drawing has fewer labels.  A label that would cover a bubble or another label is left out, those
    given first stay.
    """
    is_wide = width > NARROW
    height, largest = (420, 1600) if is_wide else (340, 600)
    bubbles = [_within(bubble) for bubble in bubbles]
    radii = _radii(bubbles, largest)
    frame = _frame(bubbles, radii, width - 60, height - 50)
    rows = [
        {
            "x": bubble.location_quotient,
            "y": bubble.share,
            "persons": bubble.persons,
            "colour": TOKENS[bubble.colour],
        }
        for bubble in sorted(bubbles, key=lambda bubble: -bubble.persons)
    ]
    ticks = [value for value in (0.125, 0.25, 0.5, 1, 2, 4, 8, 16, 32) if frame.left <= value <= frame.right]
    words = {"0.125": "⅛", "0.25": "¼", "0.5": "½"}
    x = {
        "field": "x",
        "type": "quantitative",
        "scale": {"type": "log", "base": 2, "domain": [frame.left, frame.right], "nice": False},
        "axis": {
            "values": ticks,
            "labelExpr": f"({json.dumps(words)})[datum.value] || datum.value",
            "title": across,
        },
    }
    y = {
        "field": "y",
        "type": "quantitative",
        "scale": {"type": "log", "domain": [frame.low, frame.high], "nice": False},
        "axis": {"values": [0.01, 0.1, 0.5, 1, 2, 5, 10, 20], "title": up, "format": "~g"},
    }
    placed = _placed(bubbles, radii, frame, WIDE_LABELS if is_wide else NARROW_LABELS, one)
    europe = [{"x": 1, "y": frame.value(0, frame.height - 9)[1], "words": one}]
    look = {"type": "circle", "opacity": 0.85, "stroke": TOKENS["quiet"], "strokeWidth": 0.6}
    size = {"field": "persons", "type": "quantitative", "scale": {"range": [12, largest], "zero": True}, "legend": None}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    layers = [
        layer(europe, {"type": "rule", "color": TOKENS["accent"], "strokeDash": [4, 3]}, x=x),
        layer(rows, look, x=x, y=y, size=size, color=colour),
    ]
    for align in ("left", "right", "center"):
        side = [label for label in placed if label["align"] == align]
        if side:
            layers.append(layer(side, {"type": "text", "align": align}, x=x, y=y, text=_words("label")))
    said = {"type": "text", "align": "left", "dx": 5, "color": TOKENS["accent"]}
    layers.append(layer(europe, said, x=x, y=y, text=_words("words")))
    return layered(layers, width, height)


def _words(name: str) -> dict[str, str]:
    return {"field": name, "type": "nominal"}


@dataclass(frozen=True)
class _Room:
    """A rectangle on a drawing."""

    start: float
    end: float
    top: float
    bottom: float

    def meets(self, other: "_Room") -> bool:
        """Return whether the two have a point in common."""
        across = self.start < other.end and other.start < self.end
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True)
class _Frame:
    """A plane of two logarithmic scales and about how large it is drawn."""

    left: float
    right: float
    low: float
    high: float
    width: int
    height: int

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a value lies, from the top left corner."""
        across = math.log(max(x, self.left) / self.left) / math.log(self.right / self.left)
        up = math.log(max(y, self.low) / self.low) / math.log(self.high / self.low)
        return across * self.width, (1 - up) * self.height

    def value(self, x: float, y: float) -> tuple[float, float]:
        """Return which values lie at a place; the inverse of `place`."""
        across = self.left * (self.right / self.left) ** (x / self.width)
        return across, self.low * (self.high / self.low) ** (1 - y / self.height)

    def holds(self, room: _Room) -> bool:
        """Return whether a rectangle lies wholly on the plane."""
        return room.start >= 0 and room.end <= self.width and room.top >= 0 and room.bottom <= self.height


def _within(bubble: Bubble) -> Bubble:
    quotient, share = max(bubble.location_quotient, LEAST_QUOTIENT), max(bubble.share, LEAST_SHARE)
    return replace(bubble, location_quotient=quotient, share=share)


def _radii(bubbles: Sequence[Bubble], largest: float) -> list[float]:
    most = max([bubble.persons for bubble in bubbles], default=1.0) or 1.0
    return [math.sqrt(max(12.0, largest * bubble.persons / most) / math.pi) for bubble in bubbles]


def _frame(bubbles: Sequence[Bubble], radii: Sequence[float], width: int, height: int) -> _Frame:
    """Return the plane on which every bubble lies wholly, from a half to four times Europe's share at least."""
    quotients = [(bubble.location_quotient, radius) for bubble, radius in zip(bubbles, radii, strict=True)]
    shares = [(bubble.share, radius) for bubble, radius in zip(bubbles, radii, strict=True)]
    left, right = _ends([*quotients, (0.5, 0.0), (4.0, 0.0)], 8.0, width)
    low, high = _ends(shares, 20.0, height)
    return _Frame(left, right, low, high, width, height)


def _ends(found: Sequence[tuple[float, float]], margin: float, length: int) -> tuple[float, float]:
    """Return the ends of a logarithmic scale on which each value has its radius and a margin beside it."""
    logs = [(math.log(value), radius + margin) for value, radius in found]
    widest = max(radius for _, radius in logs)
    one = max(max(logs)[0] - min(logs)[0], 0.5) / max(length - 2 * widest, 1)
    return math.exp(min(at - radius * one for at, radius in logs)), math.exp(
        max(at + radius * one for at, radius in logs)
    )


def _placed(
    bubbles: Sequence[Bubble], radii: Sequence[float], frame: _Frame, most: int, one: str
) -> list[dict[str, Any]]:
    """Return the labels that have room around their bubble, with where and how each stands."""
    circles = [
        (*frame.place(bubble.location_quotient, bubble.share), radius)
        for bubble, radius in zip(bubbles, radii, strict=True)
    ]
    taken = [_Room(x - r, x + r, y - r, y + r) for x, y, r in circles]
    across_one, _ = frame.place(1.0, frame.low)
    taken.append(_Room(across_one, across_one + 5 + len(one) * LETTER, frame.height - 18, frame.height))
    placed: list[dict[str, Any]] = []
    for bubble, circle in zip(bubbles, circles, strict=True):
        if not bubble.label or len(placed) == most:
            continue
        for align, at, level in _places(*circle):
            wide = len(bubble.label) * LETTER
            start = at - {"left": 0.0, "right": wide, "center": wide / 2}[align]
            room = _Room(start, start + wide, level - 7, level + 7)
            if frame.holds(room) and not any(room.meets(other) for other in taken):
                taken.append(room)
                x, y = frame.value(at, level)
                placed.append({"x": x, "y": y, "label": bubble.label, "align": align})
                break
    return placed


def _places(x: float, y: float, radius: float) -> list[tuple[str, float, float]]:
    """Return where a label may stand by its bubble, the best first: how it is aligned, across, down."""
    beside, slant, above = radius + 4, radius * 0.7 + 3, radius + 9
    return [
        ("left", x + beside, y),
        ("right", x - beside, y),
        ("center", x, y - above),
        ("center", x, y + above),
        ("right", x + radius, y + above),
        ("left", x - radius, y + above),
        ("right", x + radius, y - above),
        ("left", x - radius, y - above),
        *(
            (align, x + side * slant, y + down * (slant + 6))
            for align, side in (("left", 1), ("right", -1))
            for down in (-1, 1)
        ),
    ]
