"""The map of one NUTS edition, drawn once as SVG paths and kept in the home folder under maps/.

Two kinds: outlines of regions as GISCO publishes them, where a snapshot of
them lies in the home folder; else the built-in map, country outlines with one
equal tile per region.
"""

import hashlib
import json
import logging
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from cluster_observatory.publication import paths, sheet
from cluster_observatory.publication.generalise import Polygons, generalise
from cluster_observatory.publication.tiles import hexagon, tiles

DRAWING = 2
"""Raised when the way of drawing changes, so that maps kept from before are drawn again."""

TOLERANCE = 0.6
SMALLEST = 1.5
BACKDROP_TOLERANCE = 0.6
TILE = 19.0

GISCO_NOTICE = "© EuroGeographics for the administrative boundaries."
BUILT_IN_NOTICE = "Country outlines: Natural Earth, public domain. One equal tile per region."
BACKDROP_NOTICE = "Neighbouring countries: Natural Earth, public domain."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Box:
    """The frame of one region on the sheet, in units."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Label:
    """A labelled box for an outermost region; `path` is the shape in it where that is only a part of the region."""

    name: str
    region: str
    x: float
    y: float
    width: float
    height: float
    path: str = ""


@dataclass(frozen=True, eq=False)
class RegionMap:
    """A drawn map: paths by region, insets and the notice to print beside it.

    `backdrop` holds the countries without regions here, `land` the countries
    under tiles, `borders` the borders between countries with regions.
    """

    nuts_edition: int
    kind: str
    width: float
    height: float
    outlines: dict[str, str]
    boxes: dict[str, Box]
    backdrop: str
    land: str
    borders: str
    insets: list[Label] = field(default_factory=list)
    notice: str = ""


@dataclass(frozen=True)
class Country:
    """A country of the built-in map: outer and inner rings in degrees."""

    code: str
    name: str
    rings: list[list[list[float]]]


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """Return the countries of the built-in map."""
    file = resources.files("cluster_observatory.publication") / "data" / "countries.json"
    content = json.loads(file.read_text("utf-8"))
    return tuple(Country(entry["code"], entry["name"], entry["rings"]) for entry in content["countries"])


def from_outlines(nuts_edition: int, regions: Mapping[str, Polygons]) -> RegionMap:
    """Return the map drawn from outlines of regions in degrees; the outermost regions stand in insets."""
    near = {code: polygons for code, polygons in regions.items() if code not in sheet.INSET_OF}
    drawn = generalise(near, sheet.on_sheet, TOLERANCE, SMALLEST, group=lambda region: region[:2])
    rings = {
        code: [ring for ring in found if sheet.is_in_frame(ring)]
        for code, found in drawn.rings.items()
        if any(sheet.is_in_frame(ring) for ring in found)
    }
    far, labels = _far_outlines({code: polygons for code, polygons in regions.items() if code in sheet.INSET_OF})
    rings.update(far)
    known = {code[:2] for code in regions}
    return RegionMap(
        nuts_edition=nuts_edition,
        kind="outlines",
        width=sheet.WIDTH,
        height=sheet.HEIGHT,
        outlines={code: paths.closed(found) for code, found in sorted(rings.items())},
        boxes={code: _box(found) for code, found in sorted(rings.items())},
        backdrop=_countries([country for country in countries() if country.code not in known]),
        land="",
        borders=paths.open_(line for line in drawn.borders if sheet.is_in_frame(line)),
        insets=labels,
        notice=f"{GISCO_NOTICE} {BACKDROP_NOTICE}",
    )


def from_places(nuts_edition: int, places: Mapping[str, tuple[float, float]], tile: float = TILE) -> RegionMap:
    """Return the built-in map: one equal tile per region as near to its place (longitude, latitude) as can be.

    ``tile`` is how wide the tiles are, in units of the sheet.
    """
    far = {code: inset for code in sorted(places) if (inset := _inset_of(code, places[code]))}
    near = sorted(places.keys() - far.keys())
    degrees = np.array([places[code] for code in near], dtype=np.float64).reshape(-1, 2)
    wanted = sheet.on_sheet(degrees[:, 0], degrees[:, 1])
    on_sheet = {code: (float(x), float(y)) for code, (x, y) in zip(near, wanted, strict=True)}
    middles = tiles({code: place for code, place in on_sheet.items() if _is_on(place)}, tile)
    labels = []
    for code, inset in far.items():
        middles[code] = inset.centre
        labels.append(Label(inset.name, code, inset.x, inset.y, inset.width, inset.height))
    known = {code[:2] for code in places}
    rings = {code: [hexagon(x, y, tile)] for code, (x, y) in sorted(middles.items())}
    return RegionMap(
        nuts_edition=nuts_edition,
        kind="tiles",
        width=sheet.WIDTH,
        height=sheet.HEIGHT,
        outlines={code: paths.closed(found) for code, found in rings.items()},
        boxes={code: _box(found) for code, found in rings.items()},
        backdrop=_countries([country for country in countries() if country.code not in known]),
        land=_countries([country for country in countries() if country.code in known]),
        borders="",
        insets=labels,
        notice=BUILT_IN_NOTICE,
    )


def with_tiles(drawn: RegionMap, places: Mapping[str, tuple[float, float]]) -> RegionMap:
    """Return the map with a tile at its place (longitude, latitude) for each region given that has no outline on it.

    An outermost region that only has another code in the edition drawn keeps its outline.
    """
    lacking = {code: place for code, place in places.items() if code not in drawn.outlines}
    if not lacking:
        return drawn
    renamed = {
        label.region: code for code in lacking for label in drawn.insets if code in sheet.inset_codes(label.name)
    }
    added = from_places(
        drawn.nuts_edition, {code: place for code, place in lacking.items() if code not in renamed.values()}
    )
    return replace(
        drawn,
        outlines={renamed.get(code, code): path for code, path in drawn.outlines.items()} | added.outlines,
        boxes={renamed.get(code, code): box for code, box in drawn.boxes.items()} | added.boxes,
        insets=[replace(label, region=renamed.get(label.region, label.region)) for label in drawn.insets]
        + added.insets,
    )


def _inset_of(code: str, place: tuple[float, float]) -> sheet.Inset | None:
    """Return the inset of an outermost region, or of the first of those that a larger region wholly consists of."""
    if code in sheet.INSET_OF or _is_on(tuple(sheet.on_sheet(*np.array([place]).T)[0].tolist())):
        return sheet.INSET_OF.get(code)
    return next((inset for part, inset in sheet.INSET_OF.items() if part.startswith(code)), None)


def _is_on(place: tuple[float, float]) -> bool:
    return 0 < place[0] < sheet.WIDTH and 0 < place[1] < sheet.HEIGHT


def _far_outlines(regions: Mapping[str, Polygons]) -> tuple[dict[str, list[sheet.Positions]], list[Label]]:
    rings: dict[str, list[sheet.Positions]] = {}
    labels = []
    for code, polygons in sorted(regions.items()):
        inset = sheet.INSET_OF[code]
        rough = generalise({code: polygons}, inset.place, 0.0, 0.0, group=str).rings[code]
        factor, right, down = inset.fit(np.concatenate(_main(rough)))
        fine = generalise({code: polygons}, inset.place, TOLERANCE / factor, SMALLEST / factor**2, group=str)
        rings[code] = [ring * factor + np.array([right, down]) for ring in fine.rings[code]]
        labels.append(Label(inset.name, code, inset.x, inset.y, inset.width, inset.height))
    return rings, labels


def _main(rings: Sequence[sheet.Positions]) -> list[sheet.Positions]:
    """Return the rings that matter for the scale of an inset: islets far from the main island do not."""
    spans = [float(np.prod(ring.max(axis=0) - ring.min(axis=0))) for ring in rings]
    return [ring for ring, span in zip(rings, spans, strict=True) if span >= max(spans) / 25]


def _countries(shown: Sequence[Country]) -> str:
    polygons = {f"{country.code}-{place}": [[ring]] for country in shown for place, ring in enumerate(country.rings)}
    drawn = generalise(polygons, sheet.on_sheet, BACKDROP_TOLERANCE, SMALLEST, group=str)
    rings = (ring for found in drawn.rings.values() for ring in found)
    return paths.closed(_clipped(ring) for ring in rings if sheet.is_in_frame(ring))


def _clipped(ring: sheet.Positions) -> sheet.Positions:
    """Return the ring with far points drawn in to just outside the sheet, which the frame hides."""
    margin = 60.0
    clipped: sheet.Positions = np.clip(ring, -margin, [sheet.WIDTH + margin, sheet.HEIGHT + margin])
    return clipped


def _box(rings: Sequence[sheet.Positions]) -> Box:
    every = np.concatenate(list(rings))
    (left, top), (right, bottom) = every.min(axis=0).tolist(), every.max(axis=0).tolist()
    return Box(round(left, 1), round(top, 1), round(right - left, 1), round(bottom - top, 1))


def kept(home: Path, nuts_edition: int, source: str) -> RegionMap | None:
    """Return the map kept in the home folder for that edition and source, or None where none is that can be read."""
    file = _file(home, nuts_edition, source)
    try:
        drawn = _read(file.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        log.warning("The map kept as %s cannot be read and is drawn anew: %s", file, error)
        return None
    return drawn if drawn.nuts_edition == nuts_edition else None


def _read(text: str) -> RegionMap:
    content: dict[str, Any] = json.loads(text)
    boxes = {code: Box(**box) for code, box in content.pop("boxes").items()}
    insets = [Label(**label) for label in content.pop("insets")]
    drawn = RegionMap(boxes=boxes, insets=insets, **content)
    numbers = [drawn.width, drawn.height, *(number for box in boxes.values() for number in vars(box).values())]
    numbers += [number for label in insets for number in (label.x, label.y, label.width, label.height)]
    words = [drawn.kind, drawn.backdrop, drawn.land, drawn.borders, drawn.notice, *drawn.outlines.values()]
    if boxes.keys() != drawn.outlines.keys() or not all(isinstance(word, str) for word in words):
        raise ValueError("it holds something else than paths with their boxes")
    if not all(isinstance(number, int | float) for number in numbers):
        raise ValueError("it holds boxes that are not numbers")
    return drawn


def keep(home: Path, source: str, drawn: RegionMap) -> None:
    """Keep a map in the home folder, in one rename; source is the checksum of what it was drawn from.

    Where the folder cannot be written, that is only logged: the map at hand serves as well.
    """
    file = _file(home, drawn.nuts_edition, source)
    draft = file.with_name(f".{file.name}-{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(asdict(drawn), ensure_ascii=False), "utf-8")
        draft.replace(file)
    except OSError as error:
        log.warning("The map %s cannot be kept and will be drawn at each start: %s", file, error)
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _file(home: Path, nuts_edition: int, source: str) -> Path:
    key = hashlib.sha256(f"{DRAWING} {source}".encode()).hexdigest()[:12]
    return home / "maps" / f"nuts-{nuts_edition}-{key}.json"
