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


def fit_proportionally(
    grid: Grid, known: Floats, seed: Floats, limits: Limits, *, rounding: float, tolerance: float, rounds: int
) -> Floats:
    """Return the seed scaled to every total that is known, in turn, until all fit: iterative proportional fitting.

    Takes the ``known`` figures of the grid (NaN in a gap; they are not touched),
    the ``seed`` of the gaps, and their limits, into which each figure is brought
    after every step.  What is scaled are the finest regions and industries; the
    totals are the known figures of any region above, any industry above, or
    both, less what is known of their parts.

    A total whose parts are not complete, or do not all have a seed, is a cap: the
    parts are scaled down to it, never up.  One that is less than its known parts by
    more than the rounding is left out.  Stops when a round changes no figure by more than a
    tenth of ``tolerance`` (relative), at most after ``rounds``.
    """
    rows, columns = _leaves(grid)
    figures, seeds = known[rows, columns], seed[rows, columns]
    gaps = np.isnan(figures)
    unseeded = gaps & np.isnan(seeds)
    fitted = gaps & ~unseeded
    low, high = limits.low[rows, columns], limits.high[rows, columns]
    counted = np.where(gaps, np.where(unseeded, low, 0.0), figures)
    low, high = low[fitted], high[fitted]
    x = np.maximum(seeds[fitted], LEAST_WEIGHT)
    totals = []
    for label, exact in _labels(grid, known, rounding):
        left = np.append(known.ravel(), np.inf) - _sums(label, counted, known.size + 1)
        usable = left >= -_slack(label, known.size + 1, rounding)
        exact = exact & (np.bincount(label[unseeded], minlength=known.size + 1) == 0)
        of_gaps, place = np.unique(label[fitted], return_inverse=True)
        left = np.where(usable, np.maximum(left, 0.0), np.inf)[of_gaps]
        if np.isfinite(left).any():
            totals.append(_Totals(place, left, exact[of_gaps] & np.isfinite(left)))
    for _ in range(rounds):
        before = x
        for total in totals:
            x = np.clip(x * total.factors(x)[total.label], low, high)
        if (np.abs(x - before) <= tolerance / 10 * np.maximum(x, 1.0)).all():
            break
    result = known.copy()
    result[rows[fitted], columns[fitted]] = x
    return result


def misses(grid: Grid, known: Floats, figures: Floats, *, rounding: float, tolerance: float) -> Truths:
    """Return for each cell whether it, or a gap below it, is in a total that the figures do not add up to.

    The totals are those of `fit_proportionally`.  A sum may differ from its total
    by ``tolerance`` of what the total leaves to the gaps, or by the rounding;
    one of parts that are not complete, or do not all have a figure, may be less by any amount.
    """
    rows, columns = _leaves(grid)
    of_leaves, given = figures[rows, columns], known[rows, columns]
    gaps, empty = ~grid.published[rows, columns], np.isnan(of_leaves)
    size = known.size + 1
    missed = np.zeros(known.shape, dtype=np.bool_)
    for label, exact in _labels(grid, known, rounding):
        total = np.append(known.ravel(), np.inf)
        left = np.maximum(total - _sums(label, np.nan_to_num(given), size), 1.0)
        over = _sums(label, np.nan_to_num(of_leaves), size) - total
        allowed = np.maximum(tolerance * left, _slack(label, size, rounding))
        exact = exact & (np.bincount(label[empty], minlength=size) == 0)
        wrong = (over > allowed) | (exact & (over < -allowed))
        missed[rows, columns] |= wrong[label] & gaps
    for tree, cells in ((grid.industries, missed), (grid.regions, missed.T)):
        for family in reversed(tree.families):
            cells[:, family.whole] |= cells[:, family.parts].any(axis=1)
    return missed


@dataclass(frozen=True)
class _Totals:
    """Totals of one level of regions and one of industries: what each leaves to its gaps, and which gap is in which.

    Those that are not exact are caps; an infinite one says nothing.
    """

    label: Indices
    left: Floats
    exact: Truths

    def factors(self, x: Floats) -> Floats:
        sums = np.bincount(self.label, x, self.left.size)
        scaled = (sums > 0) & (self.exact | (sums > self.left))
        return np.where(scaled, self.left / np.where(scaled, sums, 1.0), 1.0)


def _leaves(grid: Grid) -> tuple[Indices, Indices]:
    """Return the rows and the columns of the cells of the finest regions and industries."""
    rows, columns = np.meshgrid(grid.regions.leaves, grid.industries.leaves, indexing="ij")
    return rows.ravel(), columns.ravel()


def _sums(label: Indices, figures: Floats, size: int) -> Floats:
    return np.bincount(label, figures, size).astype(np.float64)


def _slack(label: Indices, size: int, rounding: float) -> Floats:
    """Return how far each total and the figures of its leaves can be apart by rounding."""
    return (np.bincount(label, minlength=size) + 1).astype(np.float64) * rounding


def _labels(grid: Grid, known: Floats, rounding: float) -> Iterator[tuple[Indices, Truths]]:
    """Yield for each pair of levels the known total that each leaf cell is in, and which totals have all their parts.

    Totals are numbered as in ``known.ravel()``; a leaf that is in none has the
    number behind the last, which is never exact.  Large regions come first and the finest last, so that
    these fit best where not all can.
    """
    rows, columns = _leaves(grid)
    closed = [family.complete and not has_remainder(grid, family, rounding) for family in grid.regions.families]
    industries_closed = [family.complete for family in grid.industries.families]
    for above_rows, all_regions in _levels(grid.regions, closed):
        for above_columns, all_industries in _levels(grid.industries, industries_closed):
            r, i = above_rows[rows], above_columns[columns]
            there = (r != NOWHERE) & (i != NOWHERE)
            there &= ~np.isnan(known[r, i])
            label = np.where(there, r * known.shape[1] + i, known.size)
            adds_up = all_regions[rows] & all_industries[columns] & there
            yield label, np.bincount(label[~adds_up], minlength=known.size + 1) == 0


def _levels(tree: Tree, closed: list[bool]) -> Iterator[tuple[Indices, Truths]]:
    """Yield for each length of code, short ones first, what stands above each code at it, and if by closed families."""
    for length in sorted({len(code) for code in tree.codes}):
        above = np.array([place if len(code) == length else NOWHERE for place, code in enumerate(tree.codes)])
        exact = np.ones(len(tree.codes), dtype=np.bool_)
        for family, adds_up in zip(tree.families, closed, strict=True):
            if len(tree.codes[family.whole]) >= length:
                above[family.parts] = above[family.whole]
                exact[family.parts] = exact[family.whole] & adds_up
        yield above, exact
