"""Which uncertain choice moves ranks most: Sobol indices of the mean shift of ranks."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from cluster_observatory.errors import NotPossible
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.boards import State
from cluster_observatory.statistics.scoreboard.factors import Factor
from cluster_observatory.statistics.scoreboard.options import expect_number
from cluster_observatory.statistics.scoreboard.plans import plan
from cluster_observatory.statistics.scoreboard.recipe import Recipe
from cluster_observatory.statistics.scoreboard.replications import Progress, Replications, replay
from cluster_observatory.statistics.scoreboard.sobol import mixed, sobol_indices, two_samples

WIDE = 0.1  # an interval wider than this tells too little
CELLS_AT_ONCE = 25_000_000  # scores held at a time: 200 MB, and as much of ranks


def rank_shift(found: Replications) -> Floats:
    """Return for each replication by how many places a unit's rank is off from the recipe's own, on average.

    Units without a rank in either are left out; NaN where that is all.
    """
    shifts = np.abs(found.ranks - found.nominal_ranks[:, None])
    known = ~np.isnan(shifts)
    many = known.sum(axis=0)
    total = np.where(known, shifts, 0.0).sum(axis=0)
    mean: Floats = np.where(many > 0, total / np.maximum(many, 1), np.nan)
    return mean


def sensitivity(
    recipe: Recipe,
    state: State,
    factors: Sequence[Factor],
    replications: int = 1024,
    seed: int = 1,
    *,
    code: str = "",
    resamples: int = 500,
    progress: Progress | None = None,
) -> pl.DataFrame:
    """Return how much of the variance of the mean shift of ranks (`rank_shift`) each factor explains.

    Columns: ``factor``; ``first`` (share that it explains by itself) and ``total``
    (share that is left of the variance when all other factors are known), each with
    ``_low`` and ``_high``, between which 90 per cent of ``resamples`` bootstraps lie;
    ``wide``, whether one of these intervals is wider than 0.1, so that more
    replications are wanted; ``replications`` (points of each of the two samples:
    what was asked for, up to the next power of 2) and ``runs`` (of the recipe, the
    number of factors and 2 more times as many).  Sorted as the factors are given.
    An estimate can lie a little below 0 or above 1.

    Weights that are drawn together are one factor.  Takes what
    `robustness.uncertainty` takes.  Raises what that raises, and NotPossible with
    fewer than two factors, or where ranks never shift, or always by as much, or
    there are none in a replication.
    """
    expect_number("replications", replications, least=2, whole=True)
    expect_number("seed", seed, least=0, whole=True)
    expect_number("resamples", resamples, least=1, whole=True)
    if len(factors) < 2:
        raise NotPossible(
            f"The number of factors is {len(factors)}; expected two or more, as one alone explains everything."
        )
    bound = plan(recipe, state.framework, factors, code)
    first, second = two_samples(bound.width, replications, seed)
    points = np.concatenate([first, second, *(mixed(first, second, columns) for columns in bound.columns)])
    shifts = np.empty(len(points))
    step = max(1, CELLS_AT_ONCE // len(state.board.units))
    for begin in range(0, len(points), step):
        told = None if progress is None else _counted(progress, begin, len(points))
        shifts[begin : begin + step] = rank_shift(replay(bound, state, points[begin : begin + step], told))
    if np.isnan(shifts).any():
        raise NotPossible(
            f"In replication {int(np.argmax(np.isnan(shifts))) + 1} no unit has a rank. Narrow the factors."
        )
    if shifts.min() == shifts.max():
        raise NotPossible(
            f"Ranks of {bound.code} shift by {shifts[0]:g} on average in every replication: nothing is to be explained."
        )
    of_first, of_second, *of_mixed = shifts.reshape(len(factors) + 2, -1)
    found = sobol_indices(of_first, of_second, np.array(of_mixed), resamples=resamples, seed=seed)
    wide = (found.first_high - found.first_low > WIDE) | (found.total_high - found.total_low > WIDE)
    return pl.DataFrame(
        {
            "factor": bound.labels,
            "first": found.first,
            "first_low": found.first_low,
            "first_high": found.first_high,
            "total": found.total,
            "total_low": found.total_low,
            "total_high": found.total_high,
            "wide": wide,
            "replications": len(first),
            "runs": len(points),
        },
        schema_overrides={"replications": pl.Int64, "runs": pl.Int64},
    )


def _counted(progress: Progress, begin: int, total: int) -> Progress:
    return lambda done, _: progress(begin + done, total)
