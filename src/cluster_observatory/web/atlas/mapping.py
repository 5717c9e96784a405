"""The map of a choice: every region with its class, its words and its link, and the legend."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cluster_observatory.publication.map_source import region_map
from cluster_observatory.web.atlas import certainty, criteria, findings, ranking

COLOURS = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
"""Which of the five colours a map of so many classes uses, lightest first."""


@dataclass(frozen=True)
class Shape:
    """One region on the map."""

    region: str
    path: str
    address: str
    words: str
    look: str
    fill: str
    first: bool


def map_of(choice, rows, nuts_edition):
    """Return what the template of the map draws."""
    drawn = region_map(Path(settings.HOME), nuts_edition, frozenset(row.region for row in rows))
    classes = ranking.classes(choice, rows)
    colours = COLOURS[classes.count]
    compared = sum(row.value is not None for row in rows)
    shown = [row for row in rows if row.region in drawn.outlines]
    stop = shown[0].region if shown else ""
    headline = {row.region for row in findings.named(choice, rows)}
    shapes = [_shape(row, drawn, classes, colours, choice, compared, stop, headline) for row in shown]
    return {
        "drawn": drawn,
        "insets": [inset for inset in drawn.insets if any(row.region == inset.region for row in shown)],
        "land": _rest(drawn, frozenset(row.region for row in shown) | {inset.region for inset in drawn.insets}),
        "shapes": sorted(shapes, key=lambda shape: shape.region in headline),
        "legend": _legend(choice, rows, classes, colours),
        "method": _method(choice, classes),
        "without_place": [row for row in rows if row.region not in drawn.outlines],
        "edition_differs": drawn.kind == "outlines" and drawn.nuts_edition != nuts_edition,
        "nuts_edition": nuts_edition,
    }


@lru_cache(maxsize=16)
def _rest(drawn, shown):
    return "".join(path for region, path in drawn.outlines.items() if region not in shown)


def _shape(row, drawn, classes, colours, choice, compared, stop, headline):
    if row.value is None:
        look, fill = "none", "url(#no-value)"
    else:
        look = f"c{colours[classes.of(row.value)]}"
        fill = f"url(#modelled-{look})" if row.modelled else ""
    return Shape(
        region=row.region,
        path=drawn.outlines[row.region],
        address=row.address,
        words=_words(row, choice, compared),
        look=("hatched" if fill else look) + (" marked" if row.region in headline else ""),
        fill=fill,
        first=row.region == stop,
    )


def _words(row, choice, compared):
    """Return name, value, rank and flags, parted by semicolons as the tooltip reads them."""
    words = [f"{row.name} ({row.region})"]
    if row.value is None:
        words.append(_("no value"))
    else:
        words += [
            choice.measure.say(row.value, row.modelled),
            _("rank {rank} of {all}").format(rank=row.rank, all=compared),
        ]
    if row.modelled:
        words.append(_("modelled"))
    if choice.measure.key == "stars":
        words += [_("not known: {why}").format(why=criteria.missing_in_words(name)) for name in row.stars.not_known]
        if row.stars.count is not None:
            words.append(certainty.of_a_cluster_in_words(row.stars.probability))
    if row.flags:
        words.append(row.flags)
    return "; ".join(words)


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
    if choice.measure.key == "stars":
        return ""
    if classes.method == "fixed":
        return _("Fixed classes; a value on a limit belongs to the class above.")
    return _("Five classes of about equally many regions, limits rounded.")


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
