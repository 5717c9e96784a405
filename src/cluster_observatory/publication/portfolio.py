"""The portfolio of a region: a bubble per industry, with labels that do not cover one another."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from cluster_observatory.publication.charts import Specification, finished, values
from cluster_observatory.publication.drawing import TOKENS

LEAST_QUOTIENT = 0.1
"""Quotients below this are drawn at the left edge of a portfolio."""

LETTER = 6.3
"""About how wide a letter of a label is."""

DARK = ("class-3", "class-4")
"""Colours on which a label could not be read."""


@dataclass(frozen=True)
class Bubble:
    """One industry of a portfolio; share in per cent, label empty where none is drawn."""

    name: str
    location_quotient: float
    share: float
    persons: float
    colour: str
    label: str = ""


def portfolio(
    bubbles: Sequence[Bubble], across: str, up: str, one: str, width: int, height: int = 420
) -> Specification:
    """Return industries by location quotient (log) and share of the region's jobs (log), area by persons.

    Labels that would cover one another are left out, those given first stay.
    """
    right = max(4.0, max([bubble.location_quotient for bubble in bubbles], default=1.0) * 1.5)
    low = max(0.01, min([bubble.share for bubble in bubbles], default=0.01)) * 0.7
    high = max([bubble.share for bubble in bubbles], default=1.0) * 1.8
    frame = _Frame(LEAST_QUOTIENT, right, low, high, width - 60, height - 50)
    rows = [
        {
            "x": max(bubble.location_quotient, LEAST_QUOTIENT),
            "y": max(bubble.share, low),
            "persons": bubble.persons,
            "colour": TOKENS[bubble.colour],
        }
        for bubble in sorted(bubbles, key=lambda bubble: -bubble.persons)
    ]
    ticks = [value for value in (0.125, 0.25, 0.5, 1, 2, 4, 8, 16, 32) if value <= right]
    words = {"0.125": "⅛", "0.25": "¼", "0.5": "½"}
    x = alt.X(
        "x:Q",
        scale=alt.Scale(type="log", base=2, domain=[LEAST_QUOTIENT, right], nice=False),
        axis=alt.Axis(values=ticks, labelExpr=f"({json.dumps(words)})[datum.value] || datum.value", title=across),
    )
    y = alt.Y(
        "y:Q",
        scale=alt.Scale(type="log", domain=[low, high], nice=False),
        axis=alt.Axis(values=[0.01, 0.1, 0.5, 1, 2, 5, 10, 20], title=up, format="~g"),
    )
    largest = 1600 if width > 420 else 700
    circles = (
        alt.Chart(values(rows))
        .mark_circle(opacity=0.85, stroke=TOKENS["quiet"], strokeWidth=0.6)
        .encode(
            x=x,
            y=y,
            size=alt.Size("persons:Q", scale=alt.Scale(range=[12, largest], zero=True), legend=None),
            color=alt.Color("colour:N", scale=None),
        )
    )
    layers = circles
    placed = _placed(bubbles, frame, largest)
    for align in ("left", "right", "center"):
        side = [label for label in placed if label["align"] == align]
        if side:
            layers += alt.Chart(values(side)).mark_text(align=align).encode(x=x, y=y, text="label:N")
    europe = alt.Chart(values([{"x": 1, "y": low * 1.15, "words": one}]))
    rule = europe.mark_rule(color=TOKENS["accent"], strokeDash=[4, 3]).encode(x=x)
    said = europe.mark_text(align="left", dx=5, color=TOKENS["accent"]).encode(x=x, y=y, text="words:N")
    return finished(rule + layers + said, width, height)


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


def _placed(bubbles: Sequence[Bubble], frame: _Frame, largest: float) -> list[dict[str, Any]]:
    """Return the labels that have room beside, above or below their bubble, with where and how each stands."""
    most = max([bubble.persons for bubble in bubbles], default=1.0) or 1.0
    circles = []
    for bubble in bubbles:
        x, y = frame.place(bubble.location_quotient, bubble.share)
        circles.append((x, y, math.sqrt(max(12.0, largest * bubble.persons / most) / math.pi)))
    dark = [circle for bubble, circle in zip(bubbles, circles, strict=True) if bubble.colour in DARK and circle[2] > 5]
    taken: list[_Room] = []
    placed = []
    for bubble, (x, y, radius) in zip(bubbles, circles, strict=True):
        if not bubble.label:
            continue
        others = [_Room(cx - r, cx + r, cy - r, cy + r) for cx, cy, r in dark if (cx, cy) != (x, y)]
        wide = len(bubble.label) * LETTER
        for align, at, level, start in (
            ("left", x + radius + 4, y, x + radius + 4),
            ("right", x - radius - 4, y, x - radius - 4 - wide),
            ("center", x, y - radius - 8, x - wide / 2),
            ("center", x, y + radius + 8, x - wide / 2),
        ):
            room = _Room(start, start + wide, level - 7, level + 7)
            if frame.holds(room) and not any(room.meets(other) for other in [*taken, *others]):
                taken.append(room)
                across, up = frame.value(at, level)
                placed.append({"x": across, "y": up, "label": bubble.label, "align": align})
                break
    return placed
