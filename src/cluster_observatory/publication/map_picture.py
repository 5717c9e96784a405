"""A map in literal colours, to stand alone in a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from cluster_observatory.publication.drawing import LIGHT
from cluster_observatory.publication.maps import Label, RegionMap
from cluster_observatory.publication.picture_files import Drawing

LETTER = 17
"""Size of the names of insets, in units of the map."""


@dataclass(frozen=True)
class Area:
    """One region: its path, its fill (a colour, or a pattern as `url(#no-value)`), and whether it is drawn strongly."""

    region: str
    path: str
    fill: str
    strong: bool = False


def map_picture(drawn: RegionMap, areas: Sequence[Area], land: str, insets: Sequence[Label]) -> Drawing:
    """Return a map of areas, the later above the earlier; `land` is the path of regions that are not among them."""
    boxes = "".join(
        f'<rect x="{inset.x:.1f}" y="{inset.y:.1f}" width="{inset.width:.1f}" height="{inset.height:.1f}" '
        f'fill="{LIGHT["sea"]}" stroke="{LIGHT["outline"]}"/>'
        for inset in insets
    )
    names = "".join(
        f'<text x="{inset.x + 7:.1f}" y="{inset.y + 17:.1f}" font-size="{LETTER}" fill="{LIGHT["quiet"]}">'
        f"{inset.name}</text>"
        for inset in insets
    )
    far = {inset.region for inset in insets}
    stroke = LIGHT["sea"] if drawn.kind == "tiles" else LIGHT["hairline"]
    parts = [
        f'<rect width="{drawn.width:g}" height="{drawn.height:g}" fill="{LIGHT["sea"]}"/>',
        _path(drawn.backdrop, LIGHT["backdrop"], LIGHT["sea"], 0.8),
        _path(drawn.land, LIGHT["land"], LIGHT["sea"], 0.8),
        _path(land, LIGHT["land"], LIGHT["sea"], 0.8),
        boxes,
        *(_area(area, LIGHT["islet"] if area.region in far else stroke) for area in areas),
        _path(drawn.borders, "none", LIGHT["border"], 0.9),
        names,
        f'<rect width="{drawn.width:g}" height="{drawn.height:g}" fill="none" stroke="{LIGHT["line"]}"/>',
    ]
    return Drawing("".join(parts), drawn.width, drawn.height)


def _area(area: Area, stroke: str) -> str:
    if area.strong:
        return _path(area.path, area.fill, LIGHT["ink"], 2.4)
    palest = LIGHT["faint"] if area.fill == LIGHT["class-0"] and stroke == LIGHT["hairline"] else stroke
    return _path(area.path, area.fill, palest, 0.9)


def _path(path: str, fill: str, stroke: str, width: float) -> str:
    if not path:
        return ""
    return f'<path d="{path}" fill="{fill}" stroke="{stroke}" stroke-width="{width:g}" stroke-linejoin="round"/>'
