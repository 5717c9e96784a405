"""One equal tile per region, each as near to its place as the grid allows, no two on the same spot."""

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.float64]

MARGIN = 4
"""Rows and columns of free cells around the places."""


def tiles(places: Mapping[str, tuple[float, float]], width: float) -> dict[str, tuple[float, float]]:
    """Return the middle of one hexagon per region on a grid of hexagons `width` wide.

    The sum of squared distances between regions and their tiles is the smallest
    there is.  The same places give the same tiles, whatever their order.
    """
    if not places:
        return {}
    regions = sorted(places)
    wanted = np.array([places[region] for region in regions], dtype=np.float64)
    cells = _cells(wanted, width)
    cost = ((wanted[:, None, :] - cells[None, :, :]) ** 2).sum(axis=2)
    chosen = _assignment(cost)
    return {
        region: (float(cells[cell, 0]), float(cells[cell, 1])) for region, cell in zip(regions, chosen, strict=True)
    }


def hexagon(x: float, y: float, width: float) -> Positions:
    """Return the six corners of a hexagon that stands on a corner."""
    radius = width / math.sqrt(3)
    angles = np.radians(np.arange(-90, 270, 60))
    return np.column_stack([x + radius * np.cos(angles), y + radius * np.sin(angles)])


def _cells(wanted: Positions, width: float) -> Positions:
    """Return the cells of the grid that are near enough to some place to be worth having."""
    step = width * math.sqrt(3) / 2
    low = wanted.min(axis=0) - MARGIN * width
    high = wanted.max(axis=0) + MARGIN * width
    rows = np.arange(low[1], high[1] + step, step)
    columns = np.arange(low[0], high[0] + width, width)
    cells = np.array([(x + (width / 2 if row % 2 else 0.0), y) for row, y in enumerate(rows) for x in columns])
    nearest = np.sqrt(((cells[:, None, :] - wanted[None, :, :]) ** 2).sum(axis=2)).min(axis=1)
    near: Positions = cells[nearest <= _reach(wanted, width)]
    return near if len(near) >= len(wanted) else cells


def _reach(wanted: Positions, width: float) -> float:
    """Return how far from every place a cell may be: the radius of a disc that could hold all tiles, at most."""
    return width * max(3.0, min(8.0, math.sqrt(len(wanted))))


def _assignment(cost: Positions) -> list[int]:
    """Return for each row its column, no column twice, with the smallest sum of costs.

    Shortest augmenting paths with prices on rows and columns (the Hungarian
    method in the form of Jonker and Volgenant 1987); needs as many columns as rows.
    """
    rows, columns = cost.shape
    row_price, column_price = np.zeros(rows), np.zeros(columns)
    row_of = np.full(columns, -1)
    for row in range(rows):
        distance = np.full(columns, np.inf)
        before = np.full(columns, -1)
        seen = np.zeros(columns, dtype=bool)
        column, current, reached = -1, row, 0.0
        while current != -1:
            if column != -1:
                seen[column] = True
            path = reached + cost[current] - row_price[current] - column_price
            shorter = ~seen & (path < distance)
            distance[shorter] = path[shorter]
            before[shorter] = column
            column = int(np.where(seen, np.inf, distance).argmin())
            reached = float(distance[column])
            current = int(row_of[column])
        row_price[row] += reached
        settled = np.flatnonzero(seen)
        row_price[row_of[settled]] += reached - distance[settled]
        column_price[settled] -= reached - distance[settled]
        while column != -1:
            previous = int(before[column])
            row_of[column] = row_of[previous] if previous != -1 else row
            column = previous
    chosen = np.full(rows, -1)
    taken = np.flatnonzero(row_of != -1)
    chosen[row_of[taken]] = taken
    return [int(cell) for cell in chosen]
