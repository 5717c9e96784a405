"""Which uncertain choice moves ranks."""

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotPossible
from cluster_observatory.statistics.scoreboard import sensitivity as rooms
from cluster_observatory.statistics.scoreboard.aggregate import Aggregate
from cluster_observatory.statistics.scoreboard.factors import Choice, SimplexWeights, WeightNoise
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.normalise import Normalise
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.recipe import Recipe
from cluster_observatory.statistics.scoreboard.replications import Replications
from cluster_observatory.statistics.scoreboard.sensitivity import rank_shift, sensitivity
from cluster_observatory.statistics.scoreboard.treat import Treat

CODES = ("a", "b", "c", "d")
FRAMEWORK = read_framework(pl.DataFrame({"code": [*CODES, "top"], "parent": ["top"] * 4 + [None]}))
RECIPE = Recipe("plain", (Treat(), Normalise(lower=1.0), Aggregate()))
SCALE = Choice("normalise", ("minmax", "zscore"), "method")
MEAN = Choice("aggregate", ("arithmetic_mean", "geometric_mean"), "method")
NOTHING = Choice("treat", (1, 2), "most_winsorised")


def state(seed=1, units=25):
    values = np.random.default_rng(seed).normal(size=(units, 4))
    table = pl.DataFrame(values, schema=list(CODES)).with_columns(
        unit=pl.Series([f"U{row:02}" for row in range(units)])
    )
    return read_state(table, FRAMEWORK)


def test_a_shift_is_the_mean_of_places_without_units_that_have_none():
    nominal = np.array([1.0, 2.0, 3.0, np.nan])
    ranks = np.array([[1.0, 3.0, np.nan], [2.0, 1.0, np.nan], [3.0, np.nan, np.nan], [np.nan, 2.0, 1.0]])
    found = Replications("top", tuple("wxyz"), (None,) * 4, -nominal, nominal, -ranks, ranks, pl.DataFrame())

    np.testing.assert_array_equal(rank_shift(found), [0.0, 1.5, np.nan])


def test_a_choice_that_changes_nothing_explains_nothing_and_the_rest_explains_all():
    found = sensitivity(RECIPE, state(), [NOTHING, MEAN, WeightNoise({1: 0.5})], 512)

    by_factor = {row["factor"]: row for row in found.iter_rows(named=True)}
    assert found.columns == [
        *("factor", "first", "first_low", "first_high", "total", "total_low", "total_high"),
        *("wide", "replications", "runs"),
    ]
    assert by_factor["treat.most_winsorised"]["first"] == by_factor["treat.most_winsorised"]["total"] == 0
    assert by_factor["aggregate.method"]["total"] + by_factor["weights"]["first"] == pytest.approx(1, abs=0.03)
    assert by_factor["weights"]["total"] + by_factor["aggregate.method"]["first"] == pytest.approx(1, abs=0.03)
    assert (found["replications"].unique().item(), found["runs"].unique().item()) == (512, 512 * 5)


def test_estimates_lie_in_their_intervals_and_a_wide_one_is_told():
    few, many = (sensitivity(RECIPE, state(), [MEAN, SimplexWeights()], count) for count in (10, 4096))

    for found in (few, many):
        assert found.select((pl.col("first").is_between("first_low", "first_high")).all()).item()
        assert found.select((pl.col("total").is_between("total_low", "total_high")).all()).item()
        width = pl.max_horizontal(
            pl.col("first_high") - pl.col("first_low"), pl.col("total_high") - pl.col("total_low")
        )
        assert found.select((pl.col("wide") == (width > 0.1)).all()).item()
    assert few["replications"].to_list() == [16, 16]
    assert (few["wide"].to_list(), many["wide"].to_list()) == ([True, True], [False, False])


def test_draws_in_several_parts_come_to_the_same_and_progress_goes_on(monkeypatch):
    told = []
    whole = sensitivity(RECIPE, state(), [MEAN, WeightNoise({1: 0.5})], 16)
    monkeypatch.setattr(rooms, "CELLS_AT_ONCE", 25 * 10)

    parts = sensitivity(
        RECIPE, state(), [MEAN, WeightNoise({1: 0.5})], 16, progress=lambda done, total: told.append((done, total))
    )

    assert parts.equals(whole)
    assert (told[-1], sorted(told)) == ((64, 64), told)


def test_one_factor_and_ranks_that_never_move_are_refused():
    with pytest.raises(NotPossible, match="The number of factors is 1; expected two or more"):
        sensitivity(RECIPE, state(), [MEAN])
    with pytest.raises(NotPossible, match="Ranks of top shift by 0 on average in every replication"):
        sensitivity(RECIPE, state(), [NOTHING, Choice("normalise", (1.0, 2.0), "lower")], 8)
    with pytest.raises(BadTable, match="replications is 1; expected a whole number from 2"):
        sensitivity(RECIPE, state(), [MEAN, SCALE], 1)
