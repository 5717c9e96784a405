"""How sure a rank is: what scores and ranks become when the uncertain choices of a recipe are drawn anew."""

import itertools
from collections.abc import Sequence

import numpy as np
import polars as pl

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.boards import State
from cluster_observatory.statistics.scoreboard.factors import Factor
from cluster_observatory.statistics.scoreboard.options import expect_number
from cluster_observatory.statistics.scoreboard.plans import plan
from cluster_observatory.statistics.scoreboard.recipe import Recipe
from cluster_observatory.statistics.scoreboard.replications import Progress, Replications, replay

LOW, HIGH = 0.05, 0.95


def uncertainty(
    recipe: Recipe,
    state: State,
    factors: Sequence[Factor],
    replications: int = 1000,
    seed: int = 1,
    *,
    code: str = "",
    progress: Progress | None = None,
) -> Replications:
    """Return scores and ranks of a code under draws of all uncertain choices together.

    Every replication draws each factor by itself, all its alternatives as likely.
    The same seed gives the same draws.  Takes the state in which the recipe begins
    and a code of the framework, by default the top.

    Raises what `plans.plan` and `replications.replay` raise, and BadTable for
    fewer than one replication.

    Saisana, Saltelli & Tarantola (2005), doi:10.1111/j.1467-985X.2005.00350.x.
    """
    expect_number("replications", replications, least=1, whole=True)
    expect_number("seed", seed, least=0, whole=True)
    bound = plan(recipe, state.framework, factors, code)
    points = np.random.default_rng(seed).random((replications, bound.width))
    return replay(bound, state, points, progress)


def quantiles(values: Floats, shares: Sequence[float]) -> Floats:
    """Return quantiles of each row, rows by shares, without its NaN; NaN where a row has nothing else.

    Between two values in order, linear in the share: type 7 of Hyndman & Fan (1996),
    doi:10.1080/00031305.1996.10473566, as R and numpy have it.
    """
    ordered = np.sort(values, axis=1)
    known = (~np.isnan(ordered)).sum(axis=1)
    places = np.maximum(known - 1, 0)[:, None] * np.asarray(shares)[None, :]
    below = np.floor(places).astype(np.intp)
    above = np.minimum(below + 1, np.maximum(known - 1, 0)[:, None])
    low = np.take_along_axis(ordered, below, axis=1)
    high = np.take_along_axis(ordered, above, axis=1)
    found: Floats = low + (places - below) * (high - low)
    return found


def rank_statistics(found: Replications) -> pl.DataFrame:
    """Return what the replications say of each unit's rank, one row per unit and year.

    Columns: unit, year, ``nominal_score`` and ``nominal`` (of the recipe as it is),
    ``mean``, ``median``, ``low`` and ``high`` (5 and 95 per cent of replications lie
    below, `quantiles`), ``replications`` (count, in which the unit has a rank).
    Missing where there is none.
    """
    counted = ~np.isnan(found.ranks)
    many = counted.sum(axis=1)
    total = np.where(counted, found.ranks, 0.0).sum(axis=1)
    low, median, high = quantiles(found.ranks, (LOW, 0.5, HIGH)).T
    table = pl.DataFrame(
        {
            "unit": found.units,
            "year": pl.Series(found.years, dtype=pl.Int64),
            "nominal_score": found.nominal_scores,
            "nominal": found.nominal_ranks,
            "mean": np.divide(total, many, out=np.full(len(many), np.nan), where=many > 0),
            "median": median,
            "low": low,
            "high": high,
            "replications": many,
        }
    )
    return table.with_columns(pl.col(pl.Float64).fill_nan(None)).with_columns(pl.col("nominal").cast(pl.Int64))


def rank_groups(found: Replications, last: Sequence[int]) -> pl.DataFrame:
    """Return how probable it is that a unit's rank falls into each group of ranks.

    ``last`` has the last rank of each group but the last: (10, 25) makes groups of
    1 to 10, 11 to 25, and 26 on.  Columns: unit, year, ``first``, ``last`` (ranks;
    missing in the last group), ``probability`` (share of the replications in which
    the unit has a rank; missing where it has none in any).  Of one unit they sum to 1.

    Raises BadTable where ``last`` does not rise from 1 on.
    """
    if not last or any(one <= before for before, one in itertools.pairwise((0, *last))):
        raise BadTable(f"The last ranks of groups are {tuple(last)}; expected whole numbers that rise, from 1 on.")
    edges = np.array([0.0, *last, np.inf])
    many = (~np.isnan(found.ranks)).sum(axis=1)
    tables = []
    for first, end in itertools.pairwise(edges):
        inside = ((found.ranks > first) & (found.ranks <= end)).sum(axis=1)
        tables.append(
            pl.DataFrame(
                {
                    "unit": found.units,
                    "year": pl.Series(found.years, dtype=pl.Int64),
                    "first": int(first) + 1,
                    "last": pl.Series([None if end == np.inf else int(end)] * len(many), dtype=pl.Int64),
                    "probability": np.divide(inside, many, out=np.full(len(many), np.nan), where=many > 0),
                },
                schema_overrides={"first": pl.Int64},
            )
        )
    return pl.concat(tables).with_columns(pl.col("probability").fill_nan(None)).sort("unit", "year", "first")
