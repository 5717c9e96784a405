"""Pairs of units compared over replications."""

import math

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.scoreboard.dominance import compared_with, pairwise_dominance, standings
from cluster_observatory.statistics.scoreboard.ranking import ranks
from cluster_observatory.statistics.scoreboard.replications import Replications

SCORES = np.array(
    [
        [9.0, 9.0, 9.0, 9.0],
        [5.0, 3.0, 5.0, 5.0],
        [4.0, 4.0, 4.0, 5.0],
    ]
)


def replications(scores, units=None, years=None):
    nothing = np.full(len(scores), np.nan)
    names = units or tuple("abcdefgh"[: len(scores)])
    placed = np.full(scores.shape, np.nan)
    years = years or (None,) * len(scores)
    for year in set(years):
        rows = [row for row, one in enumerate(years) if one == year]
        placed[rows] = ranks(scores[rows])
    return Replications("top", names, years, nothing, nothing, scores, placed, pl.DataFrame())


def test_each_pair_has_its_shares_of_above_below_and_level():
    pairs = pairwise_dominance(ranks(SCORES))

    assert pairs.above.tolist() == [[0, 1, 1], [0, 0, 0.5], [0, 0.25, 0]]
    assert pairs.below.tolist() == [[0, 0, 0], [1, 0, 0.25], [1, 0.5, 0]]
    assert pairs.level.tolist() == [[1, 0, 0], [0, 1, 0.25], [0, 0.25, 1]]


def test_a_replication_without_a_rank_does_not_count_for_its_pairs():
    scores = SCORES.copy()
    scores[1, :2] = np.nan
    scores[2, 2:] = np.nan

    pairs = pairwise_dominance(ranks(scores), 1, 3)

    assert (pairs.above[0, 0], pairs.below[0, 0]) == (0, 1)
    assert math.isnan(pairs.above[0, 2]) and math.isnan(pairs.level[1, 1])


def test_a_unit_stands_between_those_surely_above_and_those_surely_below():
    found = standings(replications(SCORES))

    assert found.rows() == [("a", None, 2, 0, 0, 1, 1), ("b", None, 0, 1, 1, 2, 3), ("c", None, 0, 1, 1, 2, 3)]
    assert standings(replications(SCORES), confidence=0.75)["tied"].to_list() == [0, 1, 1]


def test_a_share_of_just_the_confidence_is_sure():
    scores = np.array([[2.0] * 19 + [0.0], [1.0] * 20])

    assert standings(replications(scores))["above"].to_list() == [1, 0]
    assert standings(replications(scores), confidence=0.951)["above"].to_list() == [0, 0]


def test_a_unit_never_ranked_stands_nowhere_and_is_nobodys_tie():
    found = standings(replications(np.vstack([SCORES, np.full((1, 4), np.nan)])))

    assert found.row(3) == ("d", None, None, None, None, None, None)
    assert found["tied"].to_list()[:3] == [0, 1, 1]


def test_years_stand_alone():
    both = replications(np.vstack([SCORES, -SCORES]), tuple("abcabc"), (2020,) * 3 + (2021,) * 3)

    found = standings(both)

    assert found.filter(unit="a").rows() == [("a", 2020, 2, 0, 0, 1, 1), ("a", 2021, 0, 2, 0, 3, 3)]
    assert compared_with(both, "a", 2021)["verdict"].to_list() == ["below", "below"]


def test_one_unit_is_compared_with_the_nearest_first():
    found = compared_with(replications(SCORES), "b")

    assert found.rows() == [("c", 0.5, 0.25, 0.25, "tied"), ("a", 0.0, 1.0, 0.0, "below")]


def test_many_units_take_few_rows_at_a_time(monkeypatch):
    many = replications(np.random.default_rng(1).normal(size=(40, 30)), tuple(f"{number:02}" for number in range(40)))
    whole = standings(many, confidence=0.6)
    monkeypatch.setattr("cluster_observatory.statistics.scoreboard.dominance.PAIRS_AT_ONCE", 7 * 40)

    assert standings(many, confidence=0.6).equals(whole)
    pairs = pairwise_dominance(many.ranks)
    assert whole["above"].to_list() == (pairs.above >= 0.6).sum(axis=1).tolist()
    assert whole["below"].to_list() == (pairs.below >= 0.6).sum(axis=1).tolist()


def test_what_is_not_there_and_what_would_contradict_itself_is_refused():
    with pytest.raises(NotFound, match="The replications have no unit z"):
        compared_with(replications(SCORES), "z")
    with pytest.raises(NotFound, match="no unit a in 2020"):
        compared_with(replications(SCORES), "a", 2020)
    with pytest.raises(BadTable, match=r"confidence is 0\.5; expected above 0\.5"):
        standings(replications(SCORES), confidence=0.5)
