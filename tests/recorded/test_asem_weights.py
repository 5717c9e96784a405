"""Weights of COINr's ASEM example, against what COINr 1.1.14 gave for them."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from cluster_observatory.statistics.scoreboard.aggregate import Aggregate
from cluster_observatory.statistics.scoreboard.correlations import correlation
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.optimised_weights import optimised_weights
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.weigh import Weigh
from cluster_observatory.statistics.scoreboard.weights import effective_weights


@pytest.fixture(scope="module")
def table(shared_data):
    return lambda name: pl.read_csv(shared_data / f"oracles/coinr_asem/{name}.csv", infer_schema_length=0)


@pytest.fixture(scope="module")
def normalised(table):
    state = read_state(table("00_iData"), read_framework(table("00_iMeta")))
    values = table("06_Normalised").sort("uCode").select(pl.col(state.board.codes).cast(pl.Float64)).to_numpy()
    return replace(state, board=replace(state.board, values=values), oriented=True)


def by_code(found, column="Weight"):
    return dict(zip(found["iCode"], found[column].cast(pl.Float64), strict=True))


def test_effective_weights_are_those_of_coinr(normalised, table):
    theirs = by_code(table("09_effective_weights"), "EffWeight")

    ours = effective_weights(normalised.framework, normalised.weights)

    assert ours == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize(("file", "level"), [("Normalised_L1", 1), ("Aggregated_L2", 2)])
def test_loadings_of_the_first_component_are_those_of_coinr_but_for_the_sign_of_a_group(file, level, normalised, table):
    state = Weigh(method="pca", level=level)(Aggregate()(normalised))
    theirs = by_code(table(f"09_PCA_weights_{file}"))

    for parent in {normalised.framework.element(code).parent for code in state.details["weigh"]["code"]}:
        codes = normalised.framework.children(parent)
        ours = np.array([state.weights[code] for code in codes])
        other = np.array([theirs[code] for code in codes])
        assert np.abs(ours - other * np.sign(ours @ other)).max() <= 1e-9
        assert ours.sum() >= 0


def test_a_component_against_which_an_indicator_runs_is_told_of(normalised):
    table = Weigh(method="pca", level=1)(normalised).details["weigh"]

    negative = table.filter(pl.col("weight") < 0)
    assert negative.height > 0
    assert negative["note"].str.ends_with("; negative").all()
    assert table.filter(pl.col("note").str.ends_with("; negative")).height == negative.height


def loss(correlations):
    return float(((correlations / correlations.sum() - 1 / len(correlations)) ** 2).sum())


def test_two_sub_indices_balance_better_than_by_coinrs_coarse_search_and_near_its_weights(normalised, table):
    theirs = table("17_optweights_equal_L3_corr").with_columns(pl.all().cast(pl.Float64))

    found = optimised_weights(normalised.board.values, normalised.weights, normalised.framework, 3)

    assert found.codes == ("Conn", "Sust")
    assert found.weights == pytest.approx(theirs["OptWeight"].to_list(), abs=0.01)
    assert loss(found.correlations) < 1e-12 < loss(theirs["Obtained"].to_numpy())


def test_weights_of_pillars_stay_at_0_or_more_where_coinrs_go_below(normalised, table):
    """On purpose: COINr reaches a better balance with weights below 0, which no one could defend."""
    theirs = table("17_optweights_equal_L2_corr").with_columns(pl.all().cast(pl.Float64))

    found = optimised_weights(normalised.board.values, normalised.weights, normalised.framework, 2)

    assert theirs["OptWeight"].min() < 0 <= found.weights.min()
    for parent in ("Conn", "Sust"):
        siblings = [found.codes.index(code) for code in normalised.framework.children(parent)]
        assert found.weights[siblings].sum() == pytest.approx(1)
    before = optimised_weights(normalised.board.values, normalised.weights, normalised.framework, 2, "infomax")
    assert loss(theirs["Obtained"].to_numpy()) < loss(found.correlations) < loss(before.correlations)
    assert before.correlations.sum() > found.correlations.sum()


@pytest.mark.parametrize(
    ("file", "balanced", "level"),
    [
        ("17_optweights_equal_L2_tol1e-6", "17_optweights_equal_L2_corr", "2"),
        ("17_optweights_equal_L3", "17_optweights_equal_L3_corr", "3"),
    ],
)
def test_a_set_of_weights_by_code_balances_the_index_as_coinr_says(file, balanced, level, normalised, table):
    """COINr tells the correlations of its search's last trial, not of the best, and in an order of their own."""
    given, told = table(file), table(balanced).with_columns(pl.all().cast(pl.Float64))
    weights = by_code(given)
    assert set(weights) == set(normalised.framework.indicators + normalised.framework.aggregates)
    assert {weights[code] for code in given.filter(pl.col("Level") != level)["iCode"]} == {1}
    codes = given.filter(pl.col("Level") == level)["iCode"].to_list()
    assert [weights[code] for code in codes] == pytest.approx(told["OptWeight"].to_list(), abs=1e-15)

    built = Aggregate()(replace(normalised, weights=weights)).board

    with_index = correlation(built.of(*codes), built.of("Index"))[0][:, 0]
    assert sorted(with_index / with_index.sum()) == pytest.approx(sorted(told["Obtained"]), abs=1e-3)
    before = Aggregate()(normalised).board
    unweighted = correlation(before.of(*codes), before.of("Index"))[0][:, 0]
    assert loss(with_index) < loss(unweighted) / 4
