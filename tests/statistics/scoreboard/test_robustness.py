"""What replications say of ranks."""

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.scoreboard.aggregate import Aggregate
from cluster_observatory.statistics.scoreboard.factors import SimplexWeights, WeightNoise
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.normalise import Normalise
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.recipe import Recipe
from cluster_observatory.statistics.scoreboard.replications import Replications
from cluster_observatory.statistics.scoreboard.robustness import (
    quantiles,
    rank_groups,
    rank_statistics,
    uncertainty,
)

FRAMEWORK = read_framework(pl.DataFrame({"code": ["a", "b", "top"], "parent": ["top", "top", None]}))
RECIPE = Recipe("plain", (Normalise(), Aggregate()))
STATE = read_state(pl.DataFrame({"unit": ["x", "y", "z"], "a": [1.0, 2.0, 4.0], "b": [5.0, 3.0, 1.0]}), FRAMEWORK)
RANKS = np.array([[1.0, 1.0, 2.0, 3.0], [2.0, np.nan, 1.0, 1.0], [np.nan] * 4])


def replications(ranks):
    nominal = np.array([1.0, 2.0, np.nan])
    return Replications("top", ("x", "y", "z"), (None,) * 3, 10 - nominal, nominal, -ranks, ranks, pl.DataFrame())


def test_quantiles_are_those_of_numpy_and_leave_out_what_is_missing():
    values = np.random.default_rng(1).normal(size=(5, 37))
    shares = (0.0, 0.05, 0.5, 0.95, 1.0)

    np.testing.assert_allclose(quantiles(values, shares), np.quantile(values, shares, axis=1).T, rtol=1e-14)
    assert quantiles(np.array([[3.0, np.nan, 1.0], [np.nan] * 3]), (0.5, 1.0)).tolist()[0] == [2.0, 3.0]
    assert np.isnan(quantiles(np.full((1, 3), np.nan), (0.5,))).all()


def test_statistics_of_ranks_count_the_replications_in_which_a_unit_has_one():
    found = rank_statistics(replications(RANKS))

    assert found.columns == [
        *("unit", "year", "nominal_score", "nominal", "mean", "median", "low", "high", "replications"),
    ]
    assert found.row(0) == ("x", None, 9.0, 1, 1.75, 1.5, 1.0, pytest.approx(2.85), 4)
    assert found.row(1) == ("y", None, 8.0, 2, pytest.approx(4 / 3), 1.0, 1.0, pytest.approx(1.9), 3)
    assert found.row(2) == ("z", None, None, None, None, None, None, None, 0)


def test_a_rank_falls_into_one_of_the_groups_of_ranks():
    found = rank_groups(replications(RANKS), (1, 2))

    assert found.filter(unit="x").select("first", "last", "probability").rows() == [
        (1, 1, 0.5),
        (2, 2, 0.25),
        (3, None, 0.25),
    ]
    assert found.filter(unit="y")["probability"].to_list() == pytest.approx([2 / 3, 1 / 3, 0.0])
    assert found.filter(unit="z")["probability"].to_list() == [None] * 3


@pytest.mark.parametrize("last", [(), (2, 2), (3, 1), (0, 4)])
def test_groups_of_ranks_rise(last):
    with pytest.raises(BadTable, match="expected whole numbers that rise, from 1 on"):
        rank_groups(replications(RANKS), last)


def test_weights_drawn_evenly_let_two_opposite_units_lead_equally_often():
    found = uncertainty(RECIPE, STATE, [SimplexWeights()], replications=20_000)

    leads = (found.ranks == 1).mean(axis=1)

    # x scores its weight of b and z its weight of a, of which one is 1/2 or more; y scores less than that
    assert leads == pytest.approx([0.5, 0.0, 0.5], abs=0.01)


def test_the_same_seed_draws_the_same():
    first, again, other = (uncertainty(RECIPE, STATE, [WeightNoise({1: 0.5})], 50, seed) for seed in (1, 1, 2))

    assert np.array_equal(first.scores, again.scores)
    assert not np.array_equal(first.scores, other.scores)
    assert (first.scores.shape, first.units, first.code) == ((3, 50), ("x", "y", "z"), "top")


@pytest.mark.parametrize("wrong", [{"replications": 0}, {"replications": 2.5}, {"seed": -1}])
def test_a_number_of_replications_is_a_whole_number(wrong):
    with pytest.raises(BadTable, match=f"{next(iter(wrong))} is .*; expected a whole number"):
        uncertainty(RECIPE, STATE, [WeightNoise({1: 0.5})], **wrong)
