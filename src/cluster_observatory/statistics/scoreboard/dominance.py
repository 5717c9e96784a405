"""Which units one can be sure to be above which: pairs compared over replications."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.options import expect_number
from cluster_observatory.statistics.scoreboard.replications import Replications
from cluster_observatory.statistics.scoreboard.robustness import rank_statistics

CONFIDENCE = 0.95
PAIRS_AT_ONCE = 5_000_000  # pairs held at a time: 40 MB in each array


@dataclass(frozen=True)
class Pairs:
    """Shares of replications in which some units (rows) stand above, below and level with all units (columns).

    They sum to 1 and are NaN where two units never have a rank together.
    """

    above: Floats
    below: Floats
    level: Floats


def pairwise_dominance(ranks: Floats, begin: int = 0, end: int | None = None) -> Pairs:
    """Return how often the units from ``begin`` to before ``end`` (all) stand above, below and level with every unit.

    Takes ranks (1 is the best) of units by replications, NaN where a unit has none:
    such a replication does not count for its pairs.  A few units at a time need a
    few rows of memory only.
    """
    above, both = _above(ranks, begin, end)
    below, _ = _above(-ranks, begin, end)
    return Pairs(above / both, below / both, (both - above - below) / both)


def _above(ranks: Floats, begin: int, end: int | None) -> tuple[Floats, Floats]:
    """Return in how many replications the units are above each, and in how many both have a rank (NaN for none)."""
    known = ~np.isnan(ranks)
    small = np.int16 if len(ranks) < np.iinfo(np.int16).max else np.int32  # of fewer bytes more are compared at once
    places = np.where(known, ranks, 0).astype(small)
    some = places[begin:end]
    above = np.empty((len(some), len(places)))
    both = np.full(above.shape, float(places.shape[1]))
    complete = bool(known.all())
    for number, mine in enumerate(some):
        less = mine < places
        if not complete:
            together = known[begin + number] & known
            less &= together
            both[number] = _count(together)
        above[number] = _count(less)
    return above, np.where(both == 0, np.nan, both)


def _count(where: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return how many of each row are true; counted in packed bits, a few times as fast as adding up."""
    counts: NDArray[np.intp] = np.bitwise_count(np.packbits(where, axis=1)).sum(axis=1, dtype=np.intp)
    return counts


def standings(found: Replications, confidence: float = CONFIDENCE) -> pl.DataFrame:
    """Return how many units of its year each unit surely stands above and below, and from how many nothing tells it.

    Columns: unit, year; ``above`` and ``below`` (count of units that it stands above
    or below in a share of at least ``confidence`` of the replications), ``tied``
    (count of the others, itself not counted); ``best`` and ``worst`` (the ranks
    between which it can therefore stand).  Missing where a unit has no rank in any
    replication.

    With weights drawn from the simplex (`factors.SimplexWeights`) this is how a
    review of the Regional Innovation Scoreboard compared regions.
    """
    _expect_confidence(confidence)
    tables = []
    for rows in _years(found):
        ranks = found.ranks[rows]
        ranked = (~np.isnan(ranks)).any(axis=1)
        above, below = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64)
        step = max(1, PAIRS_AT_ONCE // len(rows))
        for begin in range(0, len(rows), step):
            counts, both = _above(ranks, begin, begin + step)
            surely = counts / both >= confidence
            above[begin : begin + step] = surely.sum(axis=1)
            below += surely.sum(axis=0)  # whom others are surely above is below them
        many = int(ranked.sum())
        tables.append(
            pl.DataFrame(
                {
                    "unit": [found.units[row] for row in rows],
                    "year": pl.Series([found.years[row] for row in rows], dtype=pl.Int64),
                    "above": above,
                    "below": below,
                    "tied": many - 1 - above - below,
                    "best": below + 1,
                    "worst": many - above,
                }
            ).with_columns(
                pl.when(pl.Series(ranked)).then(pl.col("above", "below", "tied", "best", "worst")).name.keep()
            )
        )
    return pl.concat(tables).sort("unit", "year")


def rank_certainty(found: Replications) -> pl.DataFrame:
    """Return the columns of `robustness.rank_statistics` and, of `standings`, above, below and tied of each unit."""
    stood = standings(found).select("unit", "year", "above", "below", "tied")
    return rank_statistics(found).join(stood, on=["unit", "year"], how="left", nulls_equal=True, maintain_order="left")


def compared_with(
    found: Replications, unit: str, year: int | None = None, confidence: float = CONFIDENCE
) -> pl.DataFrame:
    """Return how one unit compares with every other of its year, the nearest ranks first.

    Columns: ``other``; ``above``, ``below`` and ``level`` (shares of the replications
    in which the unit stands above, below and level with the other, missing where they
    never have a rank together); ``verdict``: above or below where that share is at
    least ``confidence``, else tied.

    Raises NotFound where the replications have no such unit and year.
    """
    _expect_confidence(confidence)
    for rows in _years(found):
        if found.years[rows[0]] == year and unit in (names := [found.units[row] for row in rows]):
            place = names.index(unit)
            pairs = pairwise_dominance(found.ranks[rows], place, place + 1)
            table = pl.DataFrame(
                {"other": names, "above": pairs.above[0], "below": pairs.below[0], "level": pairs.level[0]}
            ).with_columns(pl.col("above", "below", "level").fill_nan(None))
            verdict = (
                pl.when(pl.col("above") >= confidence)
                .then(pl.lit("above"))
                .when(pl.col("below") >= confidence)
                .then(pl.lit("below"))
                .when(pl.col("above").is_not_null())
                .then(pl.lit("tied"))
            )
            return (
                table.with_columns(verdict=verdict)
                .filter(pl.col("other") != unit)
                .sort((pl.col("above") - pl.col("below")).abs(), "other", nulls_last=True)
            )
    when = "" if year is None else f" in {year}"
    raise NotFound(f"The replications have no unit {unit}{when}.")


def _expect_confidence(confidence: float) -> None:
    expect_number("confidence", confidence, least=0.0, most=1.0)
    if confidence <= 0.5:
        raise BadTable(
            f"confidence is {confidence:g}; expected above 0.5, as else a unit may be above and below another."
        )


def _years(found: Replications) -> Iterator[list[int]]:
    """Yield the rows of each year."""
    rows: dict[int | None, list[int]] = {}
    for row, year in enumerate(found.years):
        rows.setdefault(year, []).append(row)
    yield from rows.values()
