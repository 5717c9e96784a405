"""Which map an edition of NUTS gets: outlines where a snapshot of them is at hand, else the built-in map."""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from statistics import fmean

from cluster_observatory.errors import ObservatoryError, SourceChanged
from cluster_observatory.lake import snapshots
from cluster_observatory.lake.snapshots import Snapshot
from cluster_observatory.publication import joining, maps, sheet
from cluster_observatory.publication.maps import RegionMap
from cluster_observatory.sources import gisco
from cluster_observatory.sources.outlines import read_outlines
from cluster_observatory.taxonomy import regions as taxonomy

REGION_LEVEL, COUNTRY_LETTERS = 2, 2
TILES = {0: 44.0, 1: 28.0, REGION_LEVEL: maps.TILE}
"""How wide the tiles of each level are, in units of the sheet."""

ENOUGH = 0.8
"""Outlines of another edition serve where they have at least this share of the regions to be shown."""

log = logging.getLogger(__name__)


def region_map(
    home: Path, nuts_edition: int, regions: frozenset[str], *, level: int = REGION_LEVEL, tiles: bool = False
) -> RegionMap:
    """Return the map of an edition of NUTS, with a shape for every region given that has a place.

    Regions that the outlines at hand lack stand on it as tiles; with ``tiles`` all
    do.  Countries and NUTS-1 regions (``level`` 0 and 1) have the outline around
    their level-2 regions, or one tile in the midst of them.  Outlines that cannot be
    read are passed over, with a warning in the log.
    """
    outlined = () if tiles else taxonomy.editions()
    for edition in sorted(outlined, key=lambda edition: (abs(edition - nuts_edition), edition)):
        try:
            drawn = _of_outlines(home, edition)
        except (ObservatoryError, OSError) as error:
            log.warning("The outlines of NUTS %s cannot be read and are passed over: %s", edition, error)
            continue
        if drawn is not None and level < REGION_LEVEL:
            drawn = _joined(drawn, COUNTRY_LETTERS + level)
        if drawn is not None and len(regions & drawn.outlines.keys()) >= ENOUGH * len(regions):
            return _completed(drawn, regions, level)
    places = _places(level)
    shown = {region: places[region] for region in sorted(regions) if region in places}
    source = "built-in " + hashlib.sha256(" ".join(shown).encode()).hexdigest()
    return _kept_or_drawn(home, nuts_edition, source, partial(maps.from_places, nuts_edition, shown, TILES[level]))


def outlines_at_hand(home: Path, nuts_edition: int) -> Snapshot | None:
    """Return the newest snapshot of the level-2 outlines of an edition of NUTS, or None where there is none."""
    return snapshots.newest(home, gisco.Outlines(nuts_edition, 2).code)


def _of_outlines(home: Path, nuts_edition: int) -> RegionMap | None:
    snapshot = outlines_at_hand(home, nuts_edition)
    if snapshot is None:
        return None
    draw = partial(_from_snapshot, nuts_edition, snapshot)
    return _kept_or_drawn(home, nuts_edition, snapshot.origin.sha256, draw)


def _from_snapshot(nuts_edition: int, snapshot: Snapshot) -> RegionMap:
    outlines = read_outlines(snapshots.read(snapshot), snapshot.origin.file)
    try:
        return maps.from_outlines(nuts_edition, {outline.region: outline.polygons for outline in outlines})
    except (ValueError, IndexError) as error:
        raise SourceChanged(
            f"{snapshot.file} holds outlines that cannot be drawn ({error}). "
            "Delete its folder and run `observatory refresh`."
        ) from error


@lru_cache(maxsize=32)
def _completed(drawn: RegionMap, regions: frozenset[str], level: int) -> RegionMap:
    return maps.with_tiles(drawn, {region: place for region, place in _places(level).items() if region in regions})


_joined = lru_cache(maxsize=16)(joining.joined)


_in_memory: dict[tuple[Path, int, str], RegionMap] = {}


def _kept_or_drawn(home: Path, nuts_edition: int, source: str, draw: Callable[[], RegionMap]) -> RegionMap:
    key = (home, nuts_edition, source)
    if key not in _in_memory:
        drawn = maps.kept(home, nuts_edition, source)
        if drawn is None:
            drawn = draw()
            maps.keep(home, source, drawn)
        _in_memory[key] = drawn
    return _in_memory[key]


@lru_cache(maxsize=3)
def _places(level: int) -> dict[str, tuple[float, float]]:
    """Return the places (longitude, latitude) of regions; of larger ones the mean of those of their regions."""
    rows = taxonomy.places().select("region", "longitude", "latitude").iter_rows()
    places = {region: (longitude, latitude) for region, longitude, latitude in rows}
    if level == REGION_LEVEL:
        return places
    parts: dict[str, list[str]] = defaultdict(list)
    for region in places:
        parts[region[: COUNTRY_LETTERS + level]].append(region)
    return {whole: _middle([places[region] for region in _near(found)]) for whole, found in parts.items()}


def _near(regions: list[str]) -> list[str]:
    return [region for region in regions if region not in sheet.INSET_OF] or regions


def _middle(places: list[tuple[float, float]]) -> tuple[float, float]:
    return fmean(longitude for longitude, _ in places), fmean(latitude for _, latitude in places)
