"""What holds of every scoreboard: order does not matter, scales do not, and probabilities are probabilities."""

from dataclasses import replace

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster_observatory.statistics.scoreboard.aggregate import Aggregate
from cluster_observatory.statistics.scoreboard.dominance import pairwise_dominance, standings
from cluster_observatory.statistics.scoreboard.factors import Choice, DropOne, SimplexWeights, WeightNoise
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.normalise import Normalise
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.recipe import Recipe, run
from cluster_observatory.statistics.scoreboard.robustness import rank_groups, rank_statistics, uncertainty
from cluster_observatory.statistics.scoreboard.weights import effective_weights

PARENTS = {
    "a": "left",
    "b": "left",
    "c": "left",
    "d": "right",
    "e": "right",
    "left": "top",
    "right": "top",
    "top": None,
}
INDICATORS = ("a", "b", "c", "d", "e")
RECIPE = Recipe("plain", (Normalise(lower=1.0), Aggregate()))
FACTORS = (
    Choice("normalise", ("minmax", "zscore", "percentile_rank"), "method"),
    WeightNoise({1: 0.5, 2: 0.25}),
)


def framework(order=tuple(PARENTS), weights=None):
    columns = {"code": list(order), "parent": [PARENTS[code] for code in order]}
    return read_framework(pl.DataFrame(columns | {"weight": [(weights or {}).get(code, 1.0) for code in order]}))


@st.composite
def tables(draw, gaps=True):
    """Return a table of 3 to 8 units by five indicators: whole numbers, each column with two that differ."""
    count = draw(st.integers(3, 8))
    numbers = st.integers(-20, 20).map(float)
    columns = {}
    for code in INDICATORS:
        column = draw(st.lists(st.one_of(numbers, st.none()) if gaps else numbers, min_size=count, max_size=count))
        columns[code] = [-25.0, 25.0, *column[2:]]
    return pl.DataFrame({"unit": [f"U{number}" for number in range(count)], **columns})


def weights():
    return st.fixed_dictionaries({code: st.integers(1, 9).map(float) for code in PARENTS})


def scores(state, recipe=RECIPE):
    board = run(recipe, state).final.board
    return dict(zip(board.units, board.of("left", "right", "top").tolist(), strict=True))


def close(left, right):
    assert left.keys() == right.keys()
    for unit in left:
        np.testing.assert_allclose(left[unit], right[unit], rtol=1e-9, atol=1e-9)


@given(tables(), weights(), st.randoms(use_true_random=False))
def test_neither_the_order_of_units_nor_that_of_indicators_matters(table, weighed, random):
    order = list(PARENTS)
    random.shuffle(order)
    rows = random.sample(range(table.height), table.height)
    shuffled = table[rows].select("unit", *reversed(INDICATORS))

    close(
        scores(read_state(table, framework(weights=weighed))),
        scores(read_state(shuffled, framework(tuple(order), weighed))),
    )


@given(tables(), st.sampled_from(INDICATORS), st.integers(1, 50), st.integers(-1000, 1000))
def test_an_indicator_in_another_unit_of_measurement_leaves_min_max_scores(table, code, times, plus):
    scaled = table.with_columns(pl.col(code) * times + plus)

    close(scores(read_state(table, framework())), scores(read_state(scaled, framework())))


@given(tables(gaps=False), weights())
def test_effective_weights_come_to_what_means_level_by_level_come_to(table, weighed):
    state = read_state(table, framework(weights=weighed))
    course = run(RECIPE, state)
    effective = effective_weights(state.framework, state.weights)

    flat = course.states[1].board.of(*INDICATORS) @ [effective[code] for code in INDICATORS]

    np.testing.assert_allclose(course.final.board.of("top")[:, 0], flat, rtol=1e-12)


@given(tables())
def test_under_equal_weights_an_aggregate_is_the_mean_of_what_is_there(table):
    course = run(RECIPE, read_state(table, framework()))

    board = course.final.board
    for parent in ("left", "right"):
        children = board.of(*(code for code, above in PARENTS.items() if above == parent))
        there = ~np.isnan(children)
        mean = np.where(there, children, 0).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
        np.testing.assert_allclose(board.of(parent)[:, 0], np.where(there.any(axis=1), mean, np.nan), rtol=1e-12)


@settings(deadline=None, max_examples=40)
@given(tables(), st.sampled_from([(*FACTORS,), (SimplexWeights(),), (FACTORS[0], DropOne())]), st.integers(0, 99))
def test_ranks_lie_within_bounds_and_statistics_within_ranks(table, factors, seed):
    found = uncertainty(RECIPE, read_state(table, framework()), factors, 20, seed)

    ranked = (~np.isnan(found.ranks)).sum(axis=0)
    known = ~np.isnan(found.ranks)
    assert (known == ~np.isnan(found.scores)).all()
    assert (found.ranks[known] >= 1).all()
    assert (np.where(known, found.ranks, 1) <= ranked).all()
    assert (np.nanmin(found.ranks, axis=0) == 1).all()
    for row in rank_statistics(found).drop_nulls("mean").iter_rows(named=True):
        ranks = found.ranks[found.units.index(row["unit"])]
        assert np.nanmin(ranks) <= row["low"] <= row["median"] <= row["high"] <= np.nanmax(ranks)
        assert np.nanmin(ranks) <= row["mean"] <= np.nanmax(ranks)
    groups = rank_groups(found, (1, 3)).drop_nulls("probability").group_by("unit").agg(pl.col("probability").sum())
    np.testing.assert_allclose(groups["probability"], 1, rtol=1e-12)


@settings(deadline=None, max_examples=40)
@given(tables(), st.integers(0, 99))
def test_of_two_units_one_is_above_the_other_or_they_are_level(table, seed):
    found = uncertainty(RECIPE, read_state(table, framework()), [SimplexWeights("indicators")], 20, seed)

    pairs = pairwise_dominance(found.ranks)

    ranked = ~np.isnan(found.ranks).all(axis=1)
    whole = np.where(np.outer(ranked, ranked), 1.0, np.nan)
    np.testing.assert_allclose(pairs.above + pairs.below + pairs.level, whole, rtol=1e-12)
    assert np.array_equal(pairs.above, pairs.below.T, equal_nan=True)
    assert np.array_equal(pairs.level, pairs.level.T, equal_nan=True)
    for row in standings(found).drop_nulls("tied").iter_rows(named=True):
        assert 1 <= row["best"] <= row["worst"] <= ranked.sum()
        assert row["above"] + row["below"] + row["tied"] == ranked.sum() - 1


@settings(deadline=None, max_examples=40)
@given(tables(), st.integers(0, 99), st.randoms(use_true_random=False))
def test_replications_do_not_depend_on_the_order_of_units(table, seed, random):
    state = read_state(table, framework())
    order = list(range(len(state.board.units)))
    random.shuffle(order)
    turned = replace(state.rows(np.array(order)))

    straight, shuffled = (uncertainty(RECIPE, one, FACTORS, 20, seed) for one in (state, turned))

    np.testing.assert_allclose(straight.scores[order], shuffled.scores, rtol=1e-9)
