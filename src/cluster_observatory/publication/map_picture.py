"""A map in literal colours, to stand alone in a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from cluster_observatory.publication.drawing import LIGHT
from cluster_observatory.publication.maps import Label, RegionMap
from cluster_observatory.publication.picture_files import Drawing

LETTER = 16
"""Size of the names of insets, in units of the map."""


@dataclass(frozen=True)
class Area:
    """One region: its path and its fill (a colour, or a pattern as `url(#no-value)`).

    `strong` ones have a thick border, `far` ones stand in a box at the edge of the map.
    """

    path: str
    fill: str
    strong: bool = False
    far: bool = False


def map_picture(drawn: RegionMap, areas: Sequence[Area], land: str, insets: Sequence[Label], frame: str) -> Drawing:
    """Return a map of areas, the later above the earlier, with boxes for those that are far.

    `land` is the path of regions that are not among the areas, `frame` the part of the
    sheet that is seen, as a viewBox.
    """
    size = f'width="{drawn.width:g}" height="{drawn.height:g}"'
    stroke = LIGHT["sea"] if drawn.kind == "tiles" else LIGHT["hairline"]
    parts = [
        f'<rect {size} fill="{LIGHT["sea"]}"/><svg {size} viewBox="{frame}">',
        _path(drawn.backdrop, LIGHT["backdrop"], LIGHT["sea"], 0.8),
        _path(drawn.land, LIGHT["land"], LIGHT["sea"], 0.8),
        _path(land, LIGHT["land"], LIGHT["sea"], 0.8),
        *(_area(area, stroke) for area in areas if not area.far),
        _path(drawn.borders, "none", LIGHT["border"], 0.9),
        "</svg>",
        *(_box(inset) for inset in insets),
        *(_area(area, LIGHT["islet"]) for area in areas if area.far),
        *(_name(inset) for inset in insets),
        f'<rect {size} fill="none" stroke="{LIGHT["line"]}"/>',
    ]
    return Drawing("".join(parts), drawn.width, drawn.height)


def _box(inset: Label) -> str:
    return (
        f'<rect x="{inset.x:.1f}" y="{inset.y:.1f}" width="{inset.width:.1f}" height="{inset.height:.1f}" '
        f'fill="{LIGHT["sea"]}" stroke="{LIGHT["outline"]}"/>'
    )


def _name(inset: Label) -> str:
    return (
        f'<text x="{inset.x + 7:.1f}" y="{inset.y + 17:.1f}" font-size="{LETTER}" fill="{LIGHT["quiet"]}">'
        f"{escape(inset.name)}</text>"
    )


def _area(area: Area, stroke: str) -> str:
    if area.strong:
        return _path(area.path, area.fill, LIGHT["ink"], 2.4)
    palest = LIGHT["faint"] if area.fill == LIGHT["class-0"] and stroke == LIGHT["hairline"] else stroke
    return _path(area.path, area.fill, palest, 0.9)


def _path(path: str, fill: str, stroke: str, width: float) -> str:
    if not path:
        return ""
    return (
        f'<path d="{path}" fill="{fill}" stroke="{stroke}" stroke-width="{width:g}" stroke-linejoin="round" '
        'vector-effect="non-scaling-stroke"/>'
    )
