"""How a unit stands against its peers: where it is strong, where weak, and what holds it back."""

from typing import Any

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.inputs import checked_in_memory
from cluster_observatory.statistics.matrices import Floats, like, matrix
from cluster_observatory.statistics.scoreboard.options import expect_number
from cluster_observatory.statistics.scoreboard.penalties import bottleneck_penalised
from cluster_observatory.tables.shapes import TYPES

KINDS = {
    **{"unit": "text", "code": "text", "score": "float", "peers_mean": "float", "peers_deviation": "float"},
    **{"difference": "float", "deviations": "float", "place": "integer", "peers_compared": "integer"},
    **{"standing": "text", "bottleneck": "boolean", "gain": "float"},
}


def against_peers(
    scores: IntoFrame, peers: IntoFrame, *, notable: float = 1.0, lower: float = 0.0, upper: float = 100.0
) -> Any:
    """Return how each unit that has peers stands against them in each code, in the caller's kind of frame.

    Takes ``scores``, one row per unit and ``code`` with ``score`` (`scores.score`, one year
    of it; larger is better), of things that weigh alike: the dimensions of a
    scoreboard, or the indicators of a dimension; and ``peers``, one row per ``unit`` and
    ``peer``, chosen by hand or by `peers.nearest_by_structure` or `peers.nearest_by_value`.

    Returns unit, ``code``, ``score``; ``peers_mean`` and ``peers_deviation`` (standard
    deviation, n - 1) of the peers' scores, ``peers_compared`` (those that have one);
    ``difference`` (score - mean, points) and ``deviations`` (difference / deviation;
    missing where fewer than two peers have a score or all have the same); ``place``
    among the unit and its peers, 1 is best, ties share the best; ``standing``: strength
    or weakness where ``deviations`` is at least ``notable`` above or below 0, else missing;
    ``bottleneck``, true for the code of the lowest ``deviations``, of equal ones the
    first; and ``gain``.

    ``gain`` is how many points the mean of the unit's codes would gain, after the
    penalty for bottlenecks (`penalties.bottleneck_penalised`, which counts what is above
    the weakest ever less), if this code were raised to the peers' mean: 0 where it is
    above.  It says where an effort pays most under that view of things, not what an
    effort costs.  Scores must lie from ``lower`` to ``upper``, as normalised.

    Raises BadTable for columns that lack, a unit and code or a unit and peer that stand
    twice, a unit that is its own peer, and a score that is not from ``lower`` to
    ``upper``; NotFound where a unit with peers has no scores at all.
    """
    expect_number("notable", notable, least=0)
    expect_number("lower", lower)
    expect_number("upper", upper)
    if upper <= lower:
        raise BadTable(f"The scores go from {lower:g} to {upper:g}; expected the second to be above the first.")
    table = checked_in_memory(scores, ("unit", "code"), ("score",), signed=("score",))
    slack = 1e-9 * (upper - lower)
    outside = table.filter((pl.col("score") < lower - slack) | (pl.col("score") > upper + slack))
    if outside.height:
        unit, code, score = outside.select("unit", "code", "score").row(0)
        raise BadTable(
            f"The score of {unit} in {code} is {score:g}; expected {lower:g} to {upper:g}. Name your scale's bounds."
        )
    pairs = checked_in_memory(peers, ("unit", "peer"), ())
    if (own := pairs.filter(pl.col("unit") == pl.col("peer"))).height:
        raise BadTable(f"{own['unit'][0]} is its own peer; expected others.")
    found = matrix(table, "unit", "code", "score")
    place_of = {unit: place for place, unit in enumerate(found.rows)}
    parts = []
    for (unit,), rows in pairs.group_by("unit", maintain_order=True):
        if unit not in place_of:
            raise NotFound(f"{unit} has peers but no scores. Score it, or drop it from the peers.")
        others = [place_of[peer] for peer in rows["peer"] if peer in place_of]
        parts.append(
            _standing(
                str(unit), found.columns, found.values[place_of[unit]], found.values[others], notable, lower, upper
            )
        )
    schema = pl.Schema({name: TYPES[kind] for name, kind in KINDS.items()})
    return like(scores, pl.concat([pl.DataFrame(schema=schema), *(part.cast(schema) for part in parts)]))


def _standing(
    unit: str, codes: list[str], own: Floats, others: Floats, notable: float, lower: float, upper: float
) -> pl.DataFrame:
    there = ~np.isnan(others)
    number = there.sum(axis=0)
    mean = np.where(there, others, 0.0).sum(axis=0) / np.where(number > 0, number, np.nan)
    squares = np.where(there, others - mean, 0.0) ** 2
    deviation = np.sqrt(squares.sum(axis=0) / np.where(number > 1, number - 1, np.nan))
    same = np.fmin.reduce(others, axis=0, initial=np.inf) == np.fmax.reduce(others, axis=0, initial=-np.inf)
    difference = own - mean
    relative = difference / np.where(same, np.nan, deviation)
    known = ~np.isnan(relative)
    bottleneck = np.zeros(len(codes), bool)
    if known.any():
        bottleneck[np.nanargmin(relative)] = True
    standing = np.where(relative >= notable, "strength", np.where(relative <= -notable, "weakness", ""))
    return pl.DataFrame(
        {
            "unit": unit,
            "code": codes,
            "score": own,
            "peers_mean": mean,
            "peers_deviation": deviation,
            "difference": difference,
            "deviations": relative,
            "place": np.where(np.isnan(own), 0, 1 + (others > own).sum(axis=0)),
            "peers_compared": number,
            "standing": standing,
            "bottleneck": bottleneck,
            "gain": _gains((own - lower) / (upper - lower), (mean - lower) / (upper - lower)) * (upper - lower),
        }
    ).with_columns(pl.col("place").replace(0, None), pl.col("standing").replace("", None))


def _gains(own: Floats, goal: Floats) -> Floats:
    """Return what the penalised mean of scores from 0 to 1 gains where each in turn is raised to its goal."""
    known = np.flatnonzero(~np.isnan(own))
    raised = np.tile(own[known], (len(known) + 1, 1))
    raised[np.arange(len(known)), np.arange(len(known))] = np.fmax(own[known], goal[known])
    means = bottleneck_penalised(raised).mean(axis=1) if known.size else np.zeros(1)
    gains = np.full(len(own), np.nan)
    gains[known] = np.where(np.isnan(goal[known]), np.nan, means[:-1] - means[-1])
    return gains
