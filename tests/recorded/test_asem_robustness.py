"""The 200 replications that COINr 1.1.14 drew on its ASEM example, replayed draw by draw.

The file of draws names each of 100 sets of noisy weights by its number alone; the weights themselves were not
recorded.  They are found from the scores: of each set's first replication, 51 scores and the scores of eight pillars
give eight weights (of logarithms, where the mean is geometric).  The scores of the set's other replications, under
other treatments, scales and means, are then a test of all the rest.
"""

import numpy as np
import polars as pl
import pytest

from cluster_observatory.statistics.scoreboard.aggregate import Aggregate
from cluster_observatory.statistics.scoreboard.denominate import Denominate
from cluster_observatory.statistics.scoreboard.factors import Choice, WeightSets
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.impute import Impute
from cluster_observatory.statistics.scoreboard.normalise import Normalise
from cluster_observatory.statistics.scoreboard.plans import plan
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.recipe import Recipe, run
from cluster_observatory.statistics.scoreboard.replications import replay
from cluster_observatory.statistics.scoreboard.robustness import rank_statistics
from cluster_observatory.statistics.scoreboard.screen import Screen
from cluster_observatory.statistics.scoreboard.treat import Treat

SCALES = {
    "n_minmax": {"method": "minmax", "lower": 1.0, "upper": 100.0},
    "n_zscore": {"method": "zscore", "mean": 10.0, "deviation": 2.0},
}
MEANS = {"a_amean": "arithmetic_mean", "a_gmean": "geometric_mean"}
WINSORISED = (1, 2, 3, 4, 5)
FACTORS = (
    Choice("treat", WINSORISED, "most_winsorised"),
    Choice("normalise", tuple(SCALES.values())),
    Choice("aggregate", tuple(MEANS.values()), "method"),
)
RECIPE = Recipe(
    "asem",
    (
        Denominate(),
        Impute(method="group_mean", group="EurAsia_group"),
        Screen(least_available=0.9),
        Treat(),
        Normalise(lower=0.0, upper=100.0),
        Aggregate(),
    ),
)


@pytest.fixture(scope="module")
def asem(shared_data):
    """Return a reader of the oracle's files, as text."""
    return lambda name: pl.read_csv(shared_data / "oracles" / "coinr_asem" / name, infer_schema_length=0)


@pytest.fixture(scope="module")
def state(asem):
    return read_state(asem("00_iData.csv"), read_framework(asem("00_iMeta.csv")))


@pytest.fixture(scope="module")
def draws(asem):
    return asem("21_UA200_parameters.csv").cast({"Winmax": pl.Int64, "Weights_set": pl.Int64})


@pytest.fixture(scope="module")
def their_scores(asem):
    return numbers(asem("21_UA200_scores.csv"))


@pytest.fixture(scope="module")
def replayed(state, draws, their_scores):
    """Return the replications, the recovered sets of weights, and which set each replication has."""
    sets = draws["Weights_set"].to_list()
    known = sorted(set(sets))
    weights = recovered(state, draws, their_scores, [sets.index(one) for one in known])
    bound = plan(RECIPE, state.framework, [*FACTORS, WeightSets(weights)])
    points = np.column_stack([*chosen(draws), [(known.index(one) + 0.5) / len(known) for one in sets]])
    return replay(bound, state, points), weights, sets


def numbers(table):
    """Return the nominal column and those of the replications, units by columns."""
    return table.drop("uCode").cast(pl.Float64).to_numpy()


def chosen(draws):
    """Return the middle of the part of [0, 1) that picks what each replication had, one list per factor."""
    scales, means = list(SCALES), list(MEANS)
    return (
        [(WINSORISED.index(one) + 0.5) / len(WINSORISED) for one in draws["Winmax"]],
        [(scales.index(one) + 0.5) / len(scales) for one in draws["Normalisation"]],
        [(means.index(one) + 0.5) / len(means) for one in draws["Aggregation"]],
    )


def recovered(state, draws, scores, replications):
    """Return the weights with which each of the replications gets its scores, by least squares."""
    pillars = [one for one in state.framework.aggregates if state.framework.element(one).level == 2]
    found = []
    for place in replications:
        given = draws.row(place, named=True)
        treat = Treat(most_winsorised=given["Winmax"])
        normalise, mean = Normalise(**SCALES[given["Normalisation"]]), MEANS[given["Aggregation"]]
        steps = (*RECIPE.steps[:3], treat, normalise, Aggregate(method=mean))
        board = run(Recipe("one draw", steps), state).final.board
        straight = np.log if mean == "geometric_mean" else np.asarray
        weights, *_ = np.linalg.lstsq(straight(board.of(*pillars)), straight(scores[:, place + 1]))
        by_code = dict(zip(pillars, weights.tolist(), strict=True))
        tops = {one: sum(by_code[child] for child in state.framework.children(one)) for one in ("Conn", "Sust")}
        found.append(by_code | tops)
    return tuple(found)


def test_every_score_of_200_replications_is_theirs(replayed, their_scores):
    found, _, _ = replayed

    np.testing.assert_allclose(found.nominal_scores, their_scores[:, 0], rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.scores, their_scores[:, 1:], rtol=0, atol=1e-9)


def test_scores_of_replications_that_lent_no_weights_are_theirs_too(replayed, their_scores):
    found, weights, sets = replayed
    later = [place for place, one in enumerate(sets) if one in sets[:place]]

    assert (len(weights), len(later)) == (90, 110)
    assert np.abs(found.scores[:, later] - their_scores[:, 1:][:, later]).max() < 1e-9


def test_every_rank_of_200_replications_is_theirs(replayed, asem):
    theirs = numbers(asem("21_UA200_ranks.csv"))
    found, _, _ = replayed

    assert np.array_equal(found.nominal_ranks, theirs[:, 0])
    assert np.array_equal(found.ranks, theirs[:, 1:])


def test_the_statistics_of_ranks_are_theirs(replayed, asem):
    theirs = asem("21_UA200_rankstats.csv").cast(dict.fromkeys(["Nominal", "Mean", "Median", "Q5", "Q95"], pl.Float64))

    ours = rank_statistics(replayed[0])

    assert ours["unit"].to_list() == theirs["uCode"].to_list()
    for name, their_name in {"nominal": "Nominal", "mean": "Mean", "median": "Median"}.items():
        assert ours[name].to_list() == theirs[their_name].to_list()
    for name, their_name in {"low": "Q5", "high": "Q95"}.items():
        np.testing.assert_allclose(ours[name], theirs[their_name], rtol=0, atol=1e-12)


def test_the_recovered_weights_are_equal_ones_with_noise_of_a_quarter(replayed, state):
    _, weights, _ = replayed
    for parent in ("Conn", "Sust", "Index"):
        children = state.framework.children(parent)
        group = np.array([[one[child] for child in children] for one in weights])
        ratio = group.max(axis=1) / group.min(axis=1)

        assert ratio.max() <= 1.25 / 0.75
        assert ratio.max() > 1.2
