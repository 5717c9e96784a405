"""A recipe replayed: the quick way comes to what the steps come to, draw by draw."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.scoreboard.aggregate import Aggregate
from cluster_observatory.statistics.scoreboard.factors import (
    Choice,
    DropOne,
    Range,
    SimplexWeights,
    WeightNoise,
    WeightSets,
)
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.impute import Impute
from cluster_observatory.statistics.scoreboard.normalise import Normalise
from cluster_observatory.statistics.scoreboard.plans import plan
from cluster_observatory.statistics.scoreboard.quick_means import NUMBERS_AT_ONCE
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.recipe import Recipe, run
from cluster_observatory.statistics.scoreboard.replications import replay
from cluster_observatory.statistics.scoreboard.screen import Screen

FRAMEWORK = read_framework(
    pl.DataFrame(
        {
            "code": ["a", "b", "c", "d", "e", "left", "right", "top"],
            "parent": ["left", "left", "left", "right", "right", "top", "top", None],
            "weight": [1.0, 2.0, 3.0, 1.0, 1.0, 2.0, 3.0, 1.0],
        }
    )
)
INDICATORS = FRAMEWORK.indicators
SCALE = Normalise(lower=1.0)
TWELVE = 12


def state(gaps=0.0, seed=1, years=(None,)):
    random = np.random.default_rng(seed)
    values = random.normal(size=(TWELVE * len(years), len(INDICATORS)))
    values[random.random(values.shape) < gaps] = np.nan
    table = pl.DataFrame(values, schema=list(INDICATORS))
    units = [f"U{row:02}" for row in range(TWELVE)] * len(years)
    table = table.with_columns(unit=pl.Series(units), year=pl.Series([one for one in years for _ in range(TWELVE)]))
    return read_state(table if years != (None,) else table.drop("year"), FRAMEWORK)


def draws(bound, count=8):
    return np.random.default_rng(3).random((count, bound.width))


def one_by_one(recipe, start, weights, count, fresh):
    """Return the scores of the top, units by draws, from one run of the recipe per draw."""
    found = []
    for number in range(count):
        mine = {code: one[number] * (1.0 if fresh else start.weights[code]) for code, one in weights.items()}
        weighed = replace(start, weights={**start.weights, **mine})
        found.append(run(recipe, weighed).final.board.of("top")[:, 0])
    return np.array(found).T


@pytest.mark.parametrize("gaps", [0.0, 0.3])
@pytest.mark.parametrize(
    "aggregate",
    [
        Aggregate(),
        Aggregate(method="geometric_mean"),
        Aggregate(method=("harmonic_mean", "arithmetic_mean")),
        Aggregate(method=("arithmetic_mean", "geometric_mean"), least_available=(0.6, 1.0)),
        Aggregate(least_available=0.7, availability="weight"),
        Aggregate(method="median"),
    ],
    ids=str,
)
@pytest.mark.parametrize("factor", [WeightNoise({1: 0.5, 2: 0.3}), SimplexWeights(), SimplexWeights("indicators")])
def test_scores_under_drawn_weights_are_those_of_single_runs(gaps, aggregate, factor):
    recipe, start = Recipe("plain", (SCALE, aggregate)), state(gaps)
    bound = plan(recipe, FRAMEWORK, [factor])
    points = draws(bound)

    found = replay(bound, start, points)

    weights, fresh = bound.weights(points, np.arange(len(points)))
    expected = one_by_one(recipe, start, weights, len(points), fresh)
    np.testing.assert_allclose(found.scores, expected, rtol=1e-12)
    assert len({tuple(column) for column in np.nan_to_num(found.scores).T}) > 1


def test_weights_that_differ_by_unit_are_multiplied_unit_by_unit():
    start = state()
    start = replace(start, weights={**start.weights, "left": np.linspace(1, 2, TWELVE)})
    bound = plan(Recipe("plain", (SCALE, Aggregate())), FRAMEWORK, [WeightNoise({2: 0.3})])
    points = draws(bound)

    found = replay(bound, start, points)

    expected = one_by_one(bound.recipe, start, bound.weights(points, np.arange(8))[0], 8, fresh=False)
    np.testing.assert_allclose(found.scores, expected, rtol=1e-12)


def test_sets_of_weights_take_the_place_of_those_they_name_alone():
    sets = ({"left": 1.0, "right": 0.0}, {"left": 0.0, "right": 1.0})
    bound = plan(Recipe("plain", (SCALE, Aggregate())), FRAMEWORK, [WeightSets(sets)])

    found = replay(bound, state(), np.array([[0.2], [0.7]]))

    board = run(bound.recipe, state()).final.board
    np.testing.assert_allclose(found.scores, board.of("left", "right"), rtol=1e-12)


def test_every_combination_of_choices_is_the_recipe_with_them():
    recipe = Recipe("plain", (Impute(method="mean"), SCALE, Aggregate()))
    factors = [
        Choice("impute", ("mean", "median"), "method"),
        Choice("normalise", ({"method": "minmax"}, {"method": "zscore", "mean": 10.0})),
        Choice("aggregate", ("geometric_mean", "copeland"), "method"),
        Range("normalise", "deviation", 1.0, 2.0),
    ]
    bound = plan(recipe, FRAMEWORK, factors)
    start, points = state(gaps=0.2), draws(bound, 30)

    found = replay(bound, start, points)

    deviations = found.settings["normalise.deviation"].to_list()
    for number, (impute, scale, mean) in enumerate(found.settings.select(pl.nth(1, 2, 3)).iter_rows()):
        normalise = replace(SCALE, deviation=deviations[number])
        if "zscore" in scale:
            normalise = replace(normalise, method="zscore", mean=10.0)
        own = Recipe("one", (Impute(method=impute), normalise, Aggregate(method=mean)))
        np.testing.assert_allclose(found.scores[:, number], run(own, start).final.board.of("top")[:, 0], rtol=1e-12)


def test_an_indicator_left_out_is_as_if_it_had_never_been():
    recipe, start = Recipe("plain", (SCALE, Aggregate(least_available=0.6))), state(gaps=0.3)
    bound = plan(recipe, FRAMEWORK, [DropOne(("c", "d"))])

    found = replay(bound, start, np.array([[0.0], [0.4], [0.9]]))

    np.testing.assert_array_equal(found.scores[:, 0], found.nominal_scores)  # none is left out
    for number, code in enumerate(("c", "d"), 1):
        smaller = read_state(
            pl.DataFrame(start.board.values, schema=list(INDICATORS)).with_columns(unit=pl.Series(start.board.units)),
            FRAMEWORK.without(code),
        )
        expected = run(recipe, smaller).final.board.of("top")[:, 0]
        np.testing.assert_allclose(found.scores[:, number], expected, rtol=1e-12)


def test_units_that_a_draw_screens_out_have_neither_score_nor_rank_in_it():
    recipe = Recipe("plain", (Screen(least_available=0.0), SCALE, Aggregate()))
    bound = plan(recipe, FRAMEWORK, [Choice("screen", (0.0, 1.0), "least_available")])
    start = state(gaps=0.1)
    complete = ~np.isnan(start.board.values).any(axis=1)

    found = replay(bound, start, np.array([[0.0], [0.9]]))

    assert 2 < complete.sum() < TWELVE
    assert np.isnan(found.scores[:, 1]).tolist() == (~complete).tolist()
    assert np.nanmax(found.ranks[:, 1]) == complete.sum()
    assert not np.isnan(found.ranks[:, 0]).any()


def test_units_are_ranked_within_their_year():
    start = state(years=(2020, 2021))
    bound = plan(Recipe("plain", (SCALE, Aggregate())), FRAMEWORK, [SimplexWeights()])

    found = replay(bound, start, draws(bound, 3))

    for year in (2020, 2021):
        rows = [row for row, one in enumerate(found.years) if one == year]
        assert sorted(found.ranks[rows, 2]) == list(range(1, TWELVE + 1))
        assert sorted(found.nominal_ranks[rows]) == list(range(1, TWELVE + 1))


def test_a_score_does_not_depend_on_which_units_stand_beside_it_to_the_last_bit():
    bound = plan(Recipe("plain", (Normalise(method="none"), Aggregate())), FRAMEWORK, [SimplexWeights()])
    start = state(gaps=0.1)
    points = draws(bound)

    whole = replay(bound, start, points)
    some = replay(bound, start.rows(np.array([3, 5, 8])), points)

    assert np.array_equal(whole.scores[[3, 5, 8]], some.scores, equal_nan=True)


def test_draws_computed_in_several_blocks_are_what_each_would_be_by_itself():
    bound = plan(Recipe("plain", (SCALE, Aggregate())), FRAMEWORK, [SimplexWeights()])
    points = draws(bound, 2 * NUMBERS_AT_ONCE // TWELVE)

    whole = replay(bound, state(), points)
    last = replay(bound, state(), points[-3:])

    assert np.array_equal(whole.scores[:, -3:], last.scores)


@dataclass(frozen=True)
class Counted:
    """A step that counts how often it runs."""

    name: ClassVar[str] = "counted"
    runs: ClassVar[list[float]] = []
    option: float = 0.0

    def __call__(self, state):
        self.runs.append(self.option)
        return state


def test_a_step_runs_once_for_all_draws_that_agree_up_to_it():
    recipe = Recipe("counting", (Counted(), SCALE, Counted(option=5.0), Aggregate()))
    bound = plan(
        recipe,
        FRAMEWORK,
        [Choice("normalise", ("minmax", "zscore", "rank"), "method"), WeightNoise({2: 0.1})],
    )
    Counted.runs.clear()

    replay(bound, state(), draws(bound, 200))

    of_the_recipe_itself = [0.0, 5.0]
    assert Counted.runs == [*of_the_recipe_itself, 0.0, 5.0, 5.0, 5.0]


def test_steps_after_the_aggregation_run_for_every_draw():
    recipe = Recipe("counting", (SCALE, Aggregate(), Counted()))
    bound = plan(recipe, FRAMEWORK, [Choice("counted", (1.0, 2.0), "option"), WeightNoise({2: 0.1})])
    Counted.runs.clear()

    found = replay(bound, state(), np.array([[0.1, 0.5, 0.5], [0.9, 0.5, 0.5]]))

    assert Counted.runs == [0.0, 1.0, 2.0]
    np.testing.assert_allclose(found.scores, found.nominal_scores[:, None].repeat(2, axis=1), rtol=1e-12)


def test_progress_counts_the_draws_that_are_done():
    bound = plan(Recipe("plain", (SCALE, Aggregate())), FRAMEWORK, [Choice("normalise", ("minmax", "rank"), "method")])
    told = []

    replay(bound, state(), np.array([[0.1], [0.9], [0.2]]), lambda done, total: told.append((done, total)))

    assert told == [(2, 3), (3, 3)]


def test_a_draw_that_cannot_be_computed_is_named_with_its_step():
    recipe = Recipe("plain", (SCALE, Aggregate(method="geometric_mean")))
    bound = plan(recipe, FRAMEWORK, [Choice("normalise", (1.0, 0.0), "lower"), WeightNoise({1: 0.1})])
    points = draws(bound, 3)
    points[:, 0] = [0.1, 0.9, 0.2]

    with pytest.raises(BadTable, match=r"Step 2 \(aggregate\) of plain, in replication 2: .* is 0; this mean needs"):
        replay(bound, state(), points)


def test_weights_of_0_below_an_aggregate_are_refused_by_name():
    sets = ({"d": 1.0, "e": 1.0}, {"d": 0.0, "e": 0.0})
    bound = plan(Recipe("plain", (SCALE, Aggregate())), FRAMEWORK, [WeightSets(sets)])

    with pytest.raises(BadTable, match="in replication 2: The weights below right sum to 0: d, e"):
        replay(bound, state(), np.array([[0.1], [0.9]]))
