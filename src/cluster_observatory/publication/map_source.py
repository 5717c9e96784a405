"""Which map an edition of NUTS gets: outlines where a snapshot of them is at hand, else the built-in map."""

import hashlib
import logging
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path

from cluster_observatory.errors import ObservatoryError, SourceChanged
from cluster_observatory.lake import snapshots
from cluster_observatory.lake.snapshots import Snapshot
from cluster_observatory.publication import maps
from cluster_observatory.publication.maps import RegionMap
from cluster_observatory.sources import gisco
from cluster_observatory.sources.outlines import read_outlines
from cluster_observatory.taxonomy import regions as taxonomy

ENOUGH = 0.8
"""Outlines of another edition serve where they have at least this share of the regions to be shown."""

log = logging.getLogger(__name__)


def region_map(home: Path, nuts_edition: int, regions: frozenset[str]) -> RegionMap:
    """Return the map of an edition of NUTS, with a shape for every region given that has a place.

    Regions that the outlines at hand lack stand on it as tiles.  Outlines that
    cannot be read are passed over, with a warning in the log.
    """
    for edition in sorted(taxonomy.editions(), key=lambda edition: (abs(edition - nuts_edition), edition)):
        try:
            drawn = _of_outlines(home, edition)
        except (ObservatoryError, OSError) as error:
            log.warning("The outlines of NUTS %s cannot be read and are passed over: %s", edition, error)
            continue
        if drawn is not None and len(regions & drawn.outlines.keys()) >= ENOUGH * len(regions):
            return _completed(drawn, regions)
    places = _places()
    shown = {region: places[region] for region in sorted(regions) if region in places}
    source = "built-in " + hashlib.sha256(" ".join(shown).encode()).hexdigest()
    return _kept_or_drawn(home, nuts_edition, source, partial(maps.from_places, nuts_edition, shown))


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
def _completed(drawn: RegionMap, regions: frozenset[str]) -> RegionMap:
    return maps.with_tiles(drawn, {region: place for region, place in _places().items() if region in regions})


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


@lru_cache(maxsize=1)
def _places() -> dict[str, tuple[float, float]]:
    rows = taxonomy.places().select("region", "longitude", "latitude").iter_rows()
    return {region: (longitude, latitude) for region, longitude, latitude in rows}
