"""Shares of a whole that keep to bounds, and figures that fit totals of two kinds at once."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cluster_observatory.statistics.bounds import Limits, has_remainder
from cluster_observatory.statistics.hierarchies import NOWHERE, Grid, Indices, Tree, Truths
from cluster_observatory.statistics.matrices import Floats

HALVINGS = 100
LEAST_WEIGHT = 1e-9  # of the largest in the sum: a part without weight takes only what nobody else can


def allot(totals: Floats, weights: Floats, low: Floats, high: Floats, sharing: Truths) -> Floats:
    """Return what each part gets of its row's total: in proportion to the weights, as far as the bounds let it.

        part = min(max(factor * weight, low), high), the same factor for all parts of a row

    with the factor that makes the parts add up to the total.  ``totals`` has one
    figure for each row of the others; parts that are not ``sharing`` get 0.
    Where no part of a row has a weight, all weigh the same.  A total below the
    sum of the lower bounds gives every part its lower bound, one above the sum
    of the upper its upper: then the parts do not add up to it.
    """
    low, high = np.where(sharing, low, 0.0), np.where(sharing, high, 0.0)
    heaviest = np.where(sharing, weights, 0.0).max(axis=1, initial=0.0)[:, None]
    weights = np.where(heaviest > 0, np.maximum(weights, LEAST_WEIGHT * heaviest), 1.0) * sharing
    totals = np.clip(totals, low.sum(axis=1), high.sum(axis=1))[:, None]
    per_weight = np.where(sharing, weights, 1.0)
    under, over = np.zeros(totals.shape), (np.minimum(high, totals) / per_weight).max(axis=1, initial=0.0)[:, None]
    factor = np.minimum(totals / np.maximum(weights.sum(axis=1)[:, None], np.finfo(np.float64).tiny), over)
    for _ in range(HALVINGS):
        parts = np.clip(factor * weights, low, high)
        short = totals - parts.sum(axis=1)[:, None]
        if (np.abs(short) <= 1e-12 * np.maximum(totals, 1.0)).all():
            break
        under, over = np.where(short >= 0, factor, under), np.where(short <= 0, factor, over)
        free = (parts > low) & (parts < high)
        pull = (free * weights).sum(axis=1)[:, None]
        step = factor + short / np.where(pull > 0, pull, 1.0)  # exact once the right parts are at their bounds
        factor = np.where((pull > 0) & (step > under) & (step < over), step, (under + over) / 2)
    shares: Floats = np.clip(factor * weights, low, high)
    return shares


@dataclass(frozen=True)
class Fit:
    """Figures of a grid's leaves that fit its totals, and for each cell whether they do."""

    figures: Floats
    converged: Truths


def fit_proportionally(
    grid: Grid, known: Floats, seed: Floats, limits: Limits, *, rounding: float, tolerance: float, rounds: int
) -> Fit:
    """Return the seed scaled to every total that is known, in turn, until all fit: iterative proportional fitting.

    Takes the ``known`` figures of the grid (NaN in a gap; they are not touched),
    the ``seed`` of the gaps, and their limits, into which each figure is brought
    after every step.  What is scaled are the finest regions and industries; the
    totals are the known figures of any region above, any industry above, or
    both, less what is known of their parts.

    A total counts only if its parts are complete and all have a seed, and not if
    it is less than its known parts by more than the rounding.  ``converged`` says
    for each cell whether every total that it, or a cell below it, is in differs from
    its sum by at most ``tolerance`` of what it leaves to the gaps, or by the rounding.
    """
    leaves = np.meshgrid(grid.regions.leaves, grid.industries.leaves, indexing="ij")
    rows, columns = leaves[0].ravel(), leaves[1].ravel()
    figures, seeds = known[rows, columns], seed[rows, columns]
    gaps = np.isnan(figures)
    unseeded = gaps & np.isnan(seeds)
    fitted = gaps & ~unseeded
    x, low, high = seeds[fitted], limits.low[rows, columns][fitted], limits.high[rows, columns][fitted]
    x = np.maximum(x, LEAST_WEIGHT)
    totals = []
    for label in _labels(grid, known, rounding, rows, columns):
        size = known.size + 1
        slack = (np.bincount(label, minlength=size) + 1).astype(np.float64) * rounding
        left = np.append(known.ravel(), 0.0) - np.bincount(label[~gaps], figures[~gaps], size)
        counts = (np.bincount(label[unseeded], minlength=size) == 0) & (left >= -slack)
        counts[-1] = False
        if counts[label[fitted]].any():
            of_gaps, place = np.unique(label[fitted], return_inverse=True)
            totals.append(_Totals(place, np.maximum(left[of_gaps], 0.0), slack[of_gaps], counts[of_gaps]))
    for _ in range(rounds):
        before = x
        for total in totals:
            x = np.clip(x * total.factors(x)[total.label], low, high)
        if (np.abs(x - before) <= tolerance / 10 * np.maximum(x, 1.0)).all():
            break
    result = known.copy()
    result[rows[fitted], columns[fitted]] = x
    missed = np.zeros(known.shape, dtype=np.bool_)
    for total in totals:
        missed[rows[fitted], columns[fitted]] |= total.misses(x, tolerance)
    for tree, cells in ((grid.industries, missed), (grid.regions, missed.T)):
        for family in reversed(tree.families):
            cells[:, family.whole] |= cells[:, family.parts].any(axis=1)
    return Fit(result, ~missed)


@dataclass(frozen=True)
class _Totals:
    """Totals of one level of regions and one of industries: what each leaves to its gaps, and which gap is in which."""

    label: Indices
    left: Floats
    slack: Floats
    counts: Truths

    def factors(self, x: Floats) -> Floats:
        sums = np.bincount(self.label, x, self.left.size)
        return np.where(self.counts & (sums > 0), self.left / np.where(sums > 0, sums, 1.0), 1.0)

    def misses(self, x: Floats, tolerance: float) -> Truths:
        """Return for each gap whether its total is missed by more than the tolerance and the rounding."""
        off = np.abs(np.bincount(self.label, x, self.left.size) - self.left)
        missed: Truths = self.counts & (off > np.maximum(tolerance * np.maximum(self.left, 1.0), self.slack))
        return missed[self.label]


def _labels(grid: Grid, known: Floats, rounding: float, rows: Indices, columns: Indices) -> Iterator[Indices]:
    """Yield for each pair of levels the known total that each leaf cell is in, numbered as in ``known.ravel()``.

    A leaf that is in none has the number behind the last.  Large regions come
    first and the finest last, so that these fit best where not all can.
    """
    closed = [family.complete and not has_remainder(grid, family, rounding) for family in grid.regions.families]
    industries_closed = [family.complete for family in grid.industries.families]
    for above_rows in _levels(grid.regions, closed):
        for above_columns in _levels(grid.industries, industries_closed):
            r, i = above_rows[rows], above_columns[columns]
            there = (r != NOWHERE) & (i != NOWHERE)
            there &= ~np.isnan(known[r, i])
            yield np.where(there, r * known.shape[1] + i, known.size)


def _levels(tree: Tree, closed: list[bool]) -> Iterator[Indices]:
    """Yield for each length of code, short ones first, what stands above each code at it, through closed families."""
    for length in sorted({len(code) for code in tree.codes}):
        above = np.array([place if len(code) == length else NOWHERE for place, code in enumerate(tree.codes)])
        for family, adds_up in zip(tree.families, closed, strict=True):
            if adds_up and len(tree.codes[family.whole]) >= length:
                above[family.parts] = above[family.whole]
        yield above
