"""Regions joined to larger ones on the map: the borders between the parts go, those around the whole stay."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from cluster_observatory.publication import paths
from cluster_observatory.publication.maps import Box, RegionMap

Point = tuple[int, int]

_NUMBER = re.compile(r"-?(?:\d+(?:\.\d)?|\.\d)")


def joined(drawn: RegionMap, length: int) -> RegionMap:
    """Return the map with one shape for all regions whose codes begin with the same so many letters.

    The shape of a larger region, and its box, are those of its parts outside the
    insets; what stands in insets has its path there.  A region that lies in insets
    only has its shape in them.
    """
    parts: dict[str, list[str]] = defaultdict(list)
    for code in drawn.outlines:
        parts[code[:length]].append(code)
    far = {inset.region for inset in drawn.insets}
    near = {whole: [code for code in codes if code not in far] or codes for whole, codes in parts.items()}
    insets = []
    for inset in drawn.insets:
        whole = inset.region[:length]
        path = "" if inset.region in near[whole] else drawn.outlines[inset.region]
        insets.append(replace(inset, region=whole, path=path))
    return replace(
        drawn,
        outlines={whole: outline([drawn.outlines[code] for code in codes]) for whole, codes in near.items()},
        boxes={whole: _around([drawn.boxes[code] for code in codes]) for whole, codes in near.items()},
        insets=insets,
    )


def outline(parts: Iterable[str]) -> str:
    """Return the path around regions whose own paths are given, as `paths.closed` writes them.

    A border between two of them is the same line both ways, and goes.
    """
    edges: dict[Point, list[Point]] = defaultdict(list)
    for part in parts:
        for ring in _rings(part):
            for start, end in zip(ring, ring[1:] + ring[:1], strict=True):
                if start in edges[end]:
                    edges[end].remove(start)
                else:
                    edges[start].append(end)
    return paths.closed(np.array(ring, dtype=np.float64) / 10 for ring in _chained(edges))


def _chained(edges: dict[Point, list[Point]]) -> Iterable[list[Point]]:
    for first in list(edges):
        while edges[first]:
            ring, here = [first], edges[first].pop()
            while here != first:
                ring.append(here)
                here = edges[here].pop()
            yield ring


def _rings(path: str) -> Iterable[list[Point]]:
    """Return the rings of a path in tenths of a unit."""
    for ring in path.split("z")[:-1]:
        numbers = [round(float(number) * 10) for number in _NUMBER.findall(ring)]
        steps = np.array(numbers, dtype=np.int64).reshape(-1, 2).cumsum(axis=0)
        yield [(x, y) for x, y in steps.tolist()]


def _around(boxes: Sequence[Box]) -> Box:
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.x + box.width for box in boxes), max(box.y + box.height for box in boxes)
    return Box(left, top, round(right - left, 1), round(bottom - top, 1))
