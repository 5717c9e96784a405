"""The charts of a page: data to bars, lines and bubbles, drawn once wide, once narrow and once to take away."""

import math
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cluster_observatory.publication import charts, dot_plots, drawing, picture_files, rank_charts
from cluster_observatory.publication.bars import Bar
from cluster_observatory.publication.bars import bars as bars_chart
from cluster_observatory.publication.charts import Bin, Mark, Point
from cluster_observatory.publication.portfolio import Bubble
from cluster_observatory.publication.portfolio import portfolio as portfolio_chart
from cluster_observatory.web.atlas import numbers
from cluster_observatory.web.atlas import ranking as ranking_
from cluster_observatory.web.atlas.mapping import COLOURS
from cluster_observatory.web.atlas.sentences import shortened

WIDE, NARROW = 560, 288
HALF_STEPS = [0.0] + [2 ** (half / 2) for half in range(-6, 9)]
DECADES = [0.0] + [digit * 10**power for power in range(1, 7) for digit in (1, 2, 5)]
LADDERS = {"location_quotient": HALF_STEPS, "persons": DECADES, "local_units": DECADES}
"""Where the bars of a distribution begin that grow by steps of the same factor."""
LONGEST_LABEL = 26
LABELLED = 16


MAKERS = {
    "distribution": charts.distribution,
    "trend": charts.trend,
    "portfolio": portfolio_chart,
    "bars": bars_chart,
    "ranks": rank_charts.ranking,
    "dots": dot_plots.dots,
}
"""Who makes the specification of each kind of chart, from its arguments and a width."""


@dataclass(frozen=True)
class Picture:
    """One chart: two inline drawings for a page, one in literal colours for a file; each is made when asked for."""

    kind: str
    arguments: tuple
    keywords: tuple

    @property
    def wide(self):
        """Return the inline drawing for wide columns."""
        return _inline(self, WIDE, get_language())

    @property
    def narrow(self):
        """Return the inline drawing for narrow columns."""
        return _inline(self, NARROW, get_language())

    @property
    def alone(self):
        """Return the drawing in literal colours, as wide as a picture file has room for."""
        return _alone(self, get_language())

    def specification(self, width):
        """Return the chart's specification for a width in pixels."""
        return MAKERS[self.kind](*self.arguments, width=width, **dict(self.keywords))


@lru_cache(maxsize=1024)
def _inline(chart, width, language):
    return mark_safe(drawing.svg(chart.specification(width), language))


@lru_cache(maxsize=64)
def _alone(chart, language):
    return picture_files.drawing_of(drawing.standalone(chart.specification(picture_files.ROOM), language))


def picture(kind, *arguments, **keywords):
    """Return the chart of a kind (one of MAKERS) from what it is made of, which must be hashable."""
    return Picture(kind, arguments, tuple(sorted(keywords.items())))


def distribution(choice, rows, europe, classes):
    """Return the distribution of the measure over regions, or None where there are too few values to show one.

    Takes the rows that are shown, each with value and modelled; ``classes`` are those of
    the map, whose colours the bars have.
    """
    values = [row.value for row in rows if row.value is not None]
    if len(values) < 5:
        return None
    colours = COLOURS[classes.count]
    key = choice.measure.key
    look = "modelled" if any(row.modelled for row in rows) else "class"
    if key == "stars":
        counts = classes.counts(values)
        bins = tuple(Bin(count, f"{look}-{colours[n]}") for n, count in enumerate(counts))
        edges = tuple(choice.measure.write(n) for n in range(len(counts)))
        return picture("distribution", bins, edges, None, _("stars"), _("regions"), centred=True)
    starts = _starts(key, values)
    counts = [0] * len(starts)
    for value in values:
        counts[_place(starts, value)] += 1
    bins = tuple(
        Bin(count, f"{look}-{colours[classes.of(start)]}") for start, count in zip(starts, counts, strict=True)
    )
    mark = None
    if europe is not None:
        mark = Mark(_position(starts, europe), _("Europe {value}").format(value=choice.measure.write(europe)))
    return picture("distribution", bins, _edges(choice, starts), mark, str(choice.measure.title), _("regions"))


def _starts(key, values):
    """Return where each bar of the distribution begins; the last one holds everything above."""
    top = max(values)
    if key in LADDERS:
        ladder = LADDERS[key]
        low = next((place for place, start in enumerate(ladder[1:], start=1) if start > min(values)), 1) - 1
        return [ladder[0] if low == 0 else ladder[low], *(start for start in ladder[low + 1 :] if start <= top)]
    ordered = sorted(values)
    usual = ordered[int(0.97 * (len(ordered) - 1))]
    step = _nice((usual - ordered[0]) / 12 or 1.0)
    first = math.floor(ordered[0] / step) * step
    return [first + step * place for place in range(max(1, math.ceil((usual - first) / step)) + 1)]


def _nice(step):
    power = 10 ** math.floor(math.log10(step))
    return next(digit * power for digit in (1, 2, 2.5, 5, 10) if digit * power >= step)


def _place(starts, value):
    return max(place for place, start in enumerate(starts) if place == 0 or start <= value)


def _position(starts, value):
    place = _place(starts, value)
    end = starts[place + 1] if place + 1 < len(starts) else starts[place] * 2
    return place + (min(1.0, (value - starts[place]) / (end - starts[place])) if end > starts[place] else 0.5)


def _edges(choice, starts):
    words = {0.125: "⅛", 0.25: "¼", 0.5: "½"}
    if choice.measure.key == "location_quotient":
        return (*(words.get(start, numbers.limit(start)) if _is_power_of_two(start) else "" for start in starts), "")
    if choice.measure.key in LADDERS:
        return (*(numbers.limit(start) if str(int(start))[0] == "1" or start == 0 else "" for start in starts), "")
    return (*(choice.measure.write_limit(start) if place % 3 == 0 else "" for place, start in enumerate(starts)), "")


def _is_power_of_two(value):
    return value == 0 or math.log2(value).is_integer()


def pieces(rows):
    """Return for each (year, nuts_edition, flags) of a series the number of its piece; a break begins a new one."""
    found, piece, before = [], 0, None
    for year, nuts_edition, flags in rows:
        if before is not None and (nuts_edition != before[1] or "b" in flags or year != before[0] + 1):
            piece += 1
        found.append(piece)
        before = (year, nuts_edition)
    return found


def trend(series, up, format_, level=None, modelled=False):
    """Return lines of several series, or None where no series has two years.

    `series` is a list of (name, rows), each row (year, nuts_edition, flags, value); modelled ones are dashed.
    """
    points = []
    for place, (name, rows) in enumerate(series):
        parts = pieces([row[:3] for row in rows])
        colour = f"series-{place % 5}"
        for (year, _edition, _flags, value), piece in zip(rows, parts, strict=True):
            points.append(Point(shortened(name, LONGEST_LABEL), year, value, piece, colour))
    if len({point.year for point in points}) < 2:
        return None
    return picture("trend", tuple(points), up, format_, level=level, modelled=modelled)


def ranking(choice, bars, europe):
    """Return the first regions of a ranking, as `ranking.bars` has them, as a chart of bars; None without any."""
    if not bars:
        return None
    rows = tuple(_bar(bar) for bar in bars)
    longest = max(abs(row.value) for row in rows) or 1
    ends = [row.high for row in rows if row.high is not None]
    longest = max(longest, min(max(ends, default=0), ranking_.LONGEST_INTERVAL * longest))
    words = "" if europe is None else _("Europe {value}").format(value=choice.measure.write(europe))
    return picture("bars", rows, longest, Mark(europe, words) if words else None)


def _bar(bar):
    row, times = bar["row"], bar.get("times")
    low, high = row.interval if bar["interval"] else (None, None)
    words = bar["written"]
    if times is not None:
        words = _("{value} ({times} of 100)").format(value=words, times=times)
    return Bar(f"{row.name} ({row.country})", row.value, words, low, high, row.modelled, bar.get("hollow", False))


def portfolio(entries, across, up):
    """Return the bubbles of a region's sectors from (short name, quotient, share, persons, class of quotient)."""
    known = [entry for entry in entries if entry[1] and entry[2] and entry[3]]
    if len(known) < 3:
        return None
    known = sorted(known, key=lambda entry: -entry[1] * math.sqrt(entry[2]))
    strong = {entry[0] for entry in known[:LABELLED]}
    bubbles = tuple(
        Bubble(
            name,
            quotient,
            share * 100,
            persons,
            f"class-{max(class_, 1)}",
            shortened(name, LONGEST_LABEL) if name in strong else "",
        )
        for name, quotient, share, persons, class_ in known
    )
    return picture("portfolio", bubbles, across, up, _("Europe’s share"))
