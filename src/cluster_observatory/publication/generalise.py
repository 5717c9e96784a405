"""Fewer points for outlines, the same ones on both sides of every shared border.

Rings are cut where borders meet, each piece is thinned once (Douglas and
Peucker 1973) however many regions share it, and the rings are put together
again, so that neighbours keep touching without gaps or overlaps.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ring = Sequence[Sequence[float]]
Polygons = Sequence[Sequence[Ring]]
Positions = NDArray[np.float64]
Whole = NDArray[np.int64]

GRID = 100_000
"""Points of the source are the same where they agree to a hundred-thousandth of a degree."""


@dataclass(frozen=True)
class Generalised:
    """Thinned outlines: rings per region, and the pieces of border between two groups of regions."""

    rings: dict[str, list[Positions]]
    borders: list[Positions]


def generalise(
    regions: Mapping[str, Polygons],
    project: Callable[[Positions, Positions], Positions],
    tolerance: float,
    smallest: float,
    group: Callable[[str], str],
) -> Generalised:
    """Return outlines on the sheet with no point further than `tolerance` from the original.

    Takes polygons in degrees (longitude, latitude) per region.  Rings with an
    area below `smallest` are left out, except a region's largest.  `borders`
    holds the pieces that separate regions of different `group`.
    """
    owners, rings = _rings(regions)
    points, ring_points = _points(rings)
    positions = project(points[:, 0] / GRID, points[:, 1] / GRID)
    ends = _ends(ring_points)
    pieces: dict[tuple[int, int, int, int], Whole] = {}
    neighbours: dict[tuple[int, int, int, int], set[str]] = {}
    drawn: dict[str, list[tuple[float, Positions]]] = {region: [] for region in regions}
    for owner, ring in zip(owners, ring_points, strict=True):
        thinned: list[Whole] = []
        for piece in _cut(ring, ends):
            forward = _is_forward(piece)
            piece = piece if forward else piece[::-1]
            key = (int(piece[0]), int(piece[1]), int(piece[-1]), len(piece))
            if key not in pieces:
                pieces[key] = piece[_kept(positions[piece], tolerance)]
            neighbours.setdefault(key, set()).add(group(owner))
            kept = pieces[key]
            thinned.append((kept if forward else kept[::-1])[:-1])
        outline = positions[np.concatenate(thinned)]
        drawn[owner].append((_area(outline), outline))
    return Generalised(
        rings={region: _large(found, smallest) for region, found in drawn.items()},
        borders=[positions[pieces[key]] for key, groups in neighbours.items() if len(groups) > 1],
    )


def _rings(regions: Mapping[str, Polygons]) -> tuple[list[str], list[Whole]]:
    owners, rings = [], []
    for region, polygons in regions.items():
        for polygon in polygons:
            for ring in polygon:
                whole = np.rint(np.asarray(ring, dtype=np.float64)[:, :2] * GRID).astype(np.int64)
                whole = whole[np.append(True, (np.diff(whole, axis=0) != 0).any(axis=1))]
                if (whole[0] == whole[-1]).all():
                    whole = whole[:-1]
                if len(whole) >= 3:
                    owners.append(region)
                    rings.append(whole)
    return owners, rings


def _points(rings: Sequence[Whole]) -> tuple[Whole, list[Whole]]:
    if not rings:
        return np.empty((0, 2), dtype=np.int64), []
    points, index = np.unique(np.concatenate(rings), axis=0, return_inverse=True)
    return points, np.split(index.reshape(-1), np.cumsum([len(ring) for ring in rings])[:-1])


def _ends(rings: Sequence[Whole]) -> set[int]:
    """Return the points where borders meet: those that more or fewer than two different edges touch."""
    if not rings:
        return set()
    edges = np.concatenate([np.column_stack([ring, np.roll(ring, -1)]) for ring in rings])
    edges = np.unique(np.sort(edges, axis=1), axis=0)
    points, degree = np.unique(edges.reshape(-1), return_counts=True)
    return set(points[degree != 2].tolist())


def _cut(ring: Whole, ends: set[int]) -> list[Whole]:
    """Return the pieces of a ring between the points where borders meet; a lone ring at two points of its own."""
    marks = {place for place, point in enumerate(ring.tolist()) if point in ends}
    for place in (int(ring.argmin()), int(ring.argmax())):
        if len(marks) < 2:
            marks.add(place)
    starts = sorted(marks)
    around = np.concatenate([ring, ring])
    stops = [*starts[1:], starts[0] + len(ring)]
    return [around[start : stop + 1] for start, stop in zip(starts, stops, strict=True)]


def _is_forward(piece: Whole) -> bool:
    return (int(piece[0]), int(piece[1])) <= (int(piece[-1]), int(piece[-2]))


def _kept(line: Positions, tolerance: float) -> NDArray[np.bool_]:
    kept = np.zeros(len(line), dtype=bool)
    kept[[0, -1]] = True
    stack = [(0, len(line) - 1)]
    while stack:
        start, stop = stack.pop()
        if stop - start < 2:
            continue
        chord = line[stop] - line[start]
        length = float(np.hypot(*chord))
        offset = line[start + 1 : stop] - line[start]
        away = (
            np.abs(offset[:, 0] * chord[1] - offset[:, 1] * chord[0]) / length
            if length
            else np.hypot(offset[:, 0], offset[:, 1])
        )
        furthest = int(away.argmax())
        if away[furthest] > tolerance:
            middle = start + 1 + furthest
            kept[middle] = True
            stack += [(start, middle), (middle, stop)]
    return kept


def _area(ring: Positions) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return abs(float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum())) / 2


def _large(found: list[tuple[float, Positions]], smallest: float) -> list[Positions]:
    largest = max((area for area, _ in found), default=0.0)
    return [ring for area, ring in found if len(ring) >= 3 and (area >= smallest or area == largest)]
