"""The map of a choice: every region with its class, its words and its link, and the legend."""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cluster_observatory.publication.map_source import region_map
from cluster_observatory.web.atlas import ranking, viewing

COLOURS = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
"""Which of the five colours a map of so many classes uses, lightest first."""


MARGIN = 0.08
"""So much of their height and width is left free around the countries that the map frames."""

NEAREST = 0.05
"""The map frames no less than such a part of the sheet's height and width."""

INSETS_FROM = 236.0
"""So many units from the right edge stand the boxes of outermost regions, where there are any."""


@dataclass(frozen=True)
class Shape:
    """One region on the map; `far` ones stand in a box at its edge."""

    region: str
    path: str
    address: str
    words: str
    look: str
    fill: str
    first: bool
    far: bool


def map_of(choice, rows, nuts_edition, marked=frozenset()):
    """Return what the template of the map draws: shapes, legend, method of the classes, frame, notices.

    Of a choice it needs ``measure`` (title, key, write, say, write_limit, classes) and
    ``view``; of each row region, name, country, value, rank, modelled, flags, remarks
    and address.  ``rows`` are those of all countries: the view says which are shown,
    while the classes and the ranks are of all.  Regions whose codes are in ``marked``
    have a thicker border.  ``frame`` is the part of the sheet that holds the countries
    chosen, as a viewBox; ``parts`` are the parts of larger regions that stand in boxes.
    """
    view = choice.view
    drawn = region_map(
        Path(settings.HOME),
        nuts_edition,
        frozenset(row.region for row in rows),
        level=view.level,
        tiles=view.map == viewing.TILES,
    )
    classes = ranking.classes(choice, rows)
    colours = COLOURS[classes.count]
    shown = viewing.shown(view, rows)
    codes = frozenset(row.region for row in shown)
    insets = [inset for inset in drawn.insets if inset.region in codes]
    words = _Words(choice, rows)
    placed = [row for row in shown if row.region in drawn.outlines]
    far = {inset.region for inset in insets if not inset.path}
    shapes = [
        Shape(
            region=row.region,
            path=drawn.outlines[row.region],
            address=row.address,
            words=words.of(row),
            first=row is placed[0],
            far=row.region in far,
            **_look(row, classes, colours, row.region in marked),
        )
        for row in placed
    ]
    of_region = {shape.region: shape for shape in shapes}
    return {
        "drawn": drawn,
        "frame": _frame(drawn, codes - far, bool(insets)) if view.countries else _whole(drawn),
        "insets": insets,
        "parts": [replace(of_region[inset.region], path=inset.path) for inset in insets if inset.path],
        "land": _rest(drawn, codes | {inset.region for inset in drawn.insets if not inset.path}),
        "shapes": sorted(shapes, key=lambda shape: shape.region in marked),
        "legend": _legend(choice, shown, classes, colours),
        "method": _method(choice, classes),
        "without_place": [row for row in shown if row.region not in drawn.outlines],
        "edition_differs": drawn.kind == "outlines" and drawn.nuts_edition != nuts_edition,
        "nuts_edition": nuts_edition,
    }


@lru_cache(maxsize=64)
def _rest(drawn, shown):
    return "".join(path for region, path in drawn.outlines.items() if region not in shown)


def _whole(drawn):
    return _box(0.0, 0.0, drawn.width, drawn.height)


def _frame(drawn, codes, with_insets):
    """Return the part of the sheet that holds these regions, as wide and high as the sheet is in proportion."""
    boxes = [drawn.boxes[code] for code in codes if code in drawn.boxes]
    if not boxes:
        return _whole(drawn)
    left, top = max(0.0, min(box.x for box in boxes)), max(0.0, min(box.y for box in boxes))
    right = min(drawn.width, max(box.x + box.width for box in boxes))
    bottom = min(drawn.height, max(box.y + box.height for box in boxes))
    free = 1 - INSETS_FROM / drawn.width if with_insets else 1.0
    part = max((right - left) / drawn.width / free, (bottom - top) / drawn.height) * (1 + 2 * MARGIN)
    part = min(1.0, max(part, NEAREST))
    width, height = part * drawn.width, part * drawn.height
    x, y = (left + right - width * free) / 2, (top + bottom - height) / 2
    return _box(min(max(0.0, x), drawn.width - width), min(max(0.0, y), drawn.height - height), width, height)


def _box(*numbers):
    return " ".join(f"{number:.1f}" for number in numbers)


def _look(row, classes, colours, marked):
    if row.value is None:
        look, fill = "none", "url(#no-value)"
    else:
        look = f"c{colours[classes.of(row.value)]}"
        fill = f"url(#modelled-{look})" if row.modelled else ""
    return {"look": ("hatched" if fill else look) + (" marked" if marked else ""), "fill": fill}


class _Words:
    """What the tooltip of a region says: name, value, ranks, remarks and flags, parted by semicolons."""

    def __init__(self, choice, rows):
        self.choice = choice
        self.compared = sum(row.value is not None for row in rows)
        self.places = viewing.places(choice.view, rows)

    def of(self, row):
        """Return the words of one region."""
        words = [f"{row.name} ({row.region})"]
        if row.value is None:
            words.append(_("no value"))
        else:
            words += [self.choice.measure.say(row.value, row.modelled), *self._ranks(row)]
        if row.modelled:
            words.append(_("modelled"))
        words += row.remarks
        if row.flags:
            words.append(row.flags)
        return "; ".join(str(word) for word in words)

    def _ranks(self, row):
        if row.rank is None:
            return
        if not self.places:
            yield _("rank {rank} of {all}").format(rank=row.rank, all=self.compared)
            return
        yield _("rank {rank} of {all} shown").format(rank=self.places[row.region], all=len(self.places))
        yield _("rank {rank} of {all} in Europe").format(rank=row.rank, all=self.compared)


def _legend(choice, rows, classes, colours):
    values = [row.value for row in rows if row.value is not None]
    entries = [
        {"look": f"c{colours[place]}", "words": words, "count": count}
        for place, (words, count) in enumerate(zip(_class_words(choice, classes), classes.counts(values), strict=True))
    ]
    return {
        "entries": entries[::-1],
        "missing": len(rows) - len(values),
        "modelled": sum(row.modelled and row.value is not None for row in rows),
    }


def _class_words(choice, classes):
    if choice.measure.key == "stars":
        counts = range(1, classes.count)
        return [_("no star"), *(ngettext("{n} star", "{n} stars", n).format(n=n) for n in counts)]
    if not classes.limits:
        return [_("all values")]
    written = [choice.measure.write_limit(limit) for limit in classes.limits]
    between = [_("{low} to {high}").format(low=low, high=high) for low, high in pairwise(written)]
    return [_("under {limit}").format(limit=written[0]), *between, _("{limit} and more").format(limit=written[-1])]


def _method(choice, classes):
    """Return how the classes are made, as a sentence; nothing where they count stars."""
    if choice.measure.key == "stars":
        return ""
    sentence = {
        "fixed": _("Fixed classes; a value on a limit belongs to the class above."),
        "quantiles": _("Classes of about equally many regions, limits rounded."),
        "jenks": _("Natural breaks: classes whose values differ least from their mean (Jenks), limits rounded."),
        "equal": _("Classes of equal steps from the least to the largest value, limits rounded."),
    }[classes.method]
    if choice.view.countries and classes.method != "fixed":
        sentence += " " + _("Made of all regions of Europe, so that a colour means the same whichever are shown.")
    return sentence


def locator(region, nuts_edition, regions):
    """Return the region within its country as a small map, or None where it has no place."""
    drawn = region_map(Path(settings.HOME), nuts_edition, regions)
    if region not in drawn.outlines:
        return None
    inset = next((inset for inset in drawn.insets if inset.region == region), None)
    insets = {inset.region for inset in drawn.insets}
    around = [code for code in drawn.outlines if code[:2] == region[:2] and code not in insets]
    codes = [region] if inset else around
    boxes = [drawn.boxes[code] for code in codes]
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.x + box.width for box in boxes), max(box.y + box.height for box in boxes)
    margin = max(right - left, bottom - top) * 0.06 + 2
    left, top, right, bottom = left - margin, top - margin, right + margin, bottom + margin
    return {
        "box": " ".join(f"{value:.1f}" for value in (left, top, right - left, bottom - top)),
        "line": f"{max(right - left, bottom - top) / 260:.2f}",
        "rest": "".join(drawn.outlines[code] for code in codes if code != region),
        "land": drawn.land if not inset else "",
        "region": drawn.outlines[region],
        "notice": drawn.notice,
    }
