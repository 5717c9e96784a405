"""Uncertain choices bound to a recipe: what is drawn, and what is refused because it would decide nothing."""

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound, NotPossible
from cluster_observatory.statistics.scoreboard.aggregate import Aggregate
from cluster_observatory.statistics.scoreboard.factors import (
    Choice,
    DropOne,
    Range,
    SimplexWeights,
    WeightNoise,
    WeightSets,
    picked,
)
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.normalise import Normalise
from cluster_observatory.statistics.scoreboard.plans import plan
from cluster_observatory.statistics.scoreboard.recipe import Recipe
from cluster_observatory.statistics.scoreboard.treat import Treat
from cluster_observatory.statistics.scoreboard.weigh import Weigh

FRAMEWORK = read_framework(
    pl.DataFrame(
        {
            "code": ["roads", "rails", "schools", "traffic", "people", "index"],
            "parent": ["traffic", "traffic", "people", "index", "index", None],
        }
    )
)
RECIPE = Recipe("plain", (Treat(), Treat(method="none"), Normalise(), Weigh(), Aggregate()))
PLACES = ("roads", "rails", "traffic", "people")
SCALE = Choice("normalise", ("minmax", "zscore"), "method")


def test_an_alternative_is_picked_by_the_point_alone_not_by_where_the_others_lie():
    assert picked(np.array([0.1, 0.2, 0.3]), 2).tolist() == [0, 0, 0]
    assert picked(np.array([0.0, 0.49, 0.5, 0.999, 1.0]), 2).tolist() == [0, 0, 1, 1, 1]


def test_draws_are_told_in_the_words_of_the_choices():
    factors = [
        SCALE,
        Choice("treat", ({"method": "none"}, {"skewness": 1.0, "power": 2.0}), number=1, name="outliers"),
        Range("normalise", "upper", 50.0, 100.0),
        WeightSets(({"roads": 1.0}, {"roads": 2.0}, {"roads": 3.0})),
        DropOne(),
    ]

    bound = plan(RECIPE, FRAMEWORK, factors)

    assert (bound.code, bound.width, bound.places) == ("index", 5, (2, 0, 2, 4, 4))
    assert bound.settings(np.array([[0.9, 0.9, 0.5, 0.5, 0.5], [0.0] * 5])).rows() == [
        (1, "zscore", "skewness = 1.0, power = 2.0", 75.0, 2, "rails"),
        (2, "minmax", "method = none", 50.0, 1, "nothing"),
    ]


def test_each_weight_moves_by_its_own_number_within_its_share():
    noise = WeightNoise({1: 0.5, 2: 0.25})
    points = np.array([[0.5, 1.0, 0.0, 0.75, 0.0]])  # of people, rails, roads, schools and traffic

    found = noise.weights(FRAMEWORK, "index", points)

    assert {code: factors.tolist() for code, factors in found.items()} == {
        **{"people": [1.0], "rails": [1.5], "roads": [0.5]},
        **{"schools": [1.25], "traffic": [0.75]},
    }
    assert noise.width(FRAMEWORK, "index") == 5
    assert WeightNoise({1: 0.5}).width(FRAMEWORK, "traffic") == 2


def test_simplex_weights_sum_to_1_in_each_group_or_over_all_indicators():
    points = np.random.default_rng(1).random((50, 4))

    groups = SimplexWeights().weights(FRAMEWORK, "index", points)
    whole = SimplexWeights("indicators").weights(FRAMEWORK, "index", points[:, :3])

    assert (SimplexWeights().width(FRAMEWORK, "index"), SimplexWeights("indicators").width(FRAMEWORK, "index")) == (
        4,
        3,
    )
    assert set(groups) == {"roads", "rails", "traffic", "people"}
    np.testing.assert_allclose(groups["roads"] + groups["rails"], 1)
    np.testing.assert_allclose(whole["roads"] + whole["rails"] + whole["schools"], 1)
    np.testing.assert_allclose(whole["traffic"], whole["roads"] + whole["rails"])


@pytest.mark.parametrize(
    ("factors", "error", "words"),
    [
        ([], BadTable, "There is no factor; expected one uncertain choice or more"),
        ([Choice("treatment", (1, 2), "skewness")], NotFound, "no step 'treatment'. Did you mean treat"),
        ([Choice("normalise", (1, 2), "uper")], NotFound, "normalise has no option 'uper'. Did you mean upper"),
        ([Range("normalise", "upr", 1.0, 2.0)], NotFound, "no option 'upr'. Did you mean upper"),
        ([Choice("normalise", ({"lower": 1}, {"loer": 2}))], NotFound, "no option 'loer'. Did you mean lower"),
        ([Choice("normalise", ("minmax", "z"), "method")], NotFound, "normalise.method: method is 'z'"),
        ([Range("treat", "most_winsorised", 1.0, 5.0, number=1)], BadTable, "expected a whole number"),
        ([Choice("treat", (1, 2), "skewness")], BadTable, "has 2 steps treat; expected number from 1 to 2"),
        ([Choice("treat", (1, 2), "skewness", number=3)], BadTable, "has 2 steps treat; expected number from 1 to 2"),
        ([SCALE, SCALE], BadTable, "Two factors are called normalise.method"),
        (
            [SCALE, Choice("normalise", ({"method": "minmax"}, {"method": "rank"}))],
            BadTable,
            "normalise changes what another factor changes",
        ),
        ([WeightNoise({2: 0.1}), SimplexWeights(name="any")], BadTable, "any changes what another factor changes"),
        ([DropOne(), DropOne(name="two")], BadTable, "two changes what another factor changes"),
        (
            [SimplexWeights(), Choice("weigh", ("given", "equal"), "method")],
            BadTable,
            "weigh.method would decide nothing, as weights draws all weights anew",
        ),
        (
            [
                Choice("weigh", ("given", "equal"), "method"),
                WeightSets(({"roads": 1, "rails": 2, "traffic": 1, "people": 2}, dict.fromkeys(PLACES, 1))),
            ],
            BadTable,
            "weigh.method would decide nothing",
        ),
        ([WeightNoise({4: 0.1})], BadTable, r"names the level 4; below index there are \[1, 2\]"),
        ([WeightSets(({"road": 1.0}, {"road": 2.0}))], NotFound, "no indicator or aggregate 'road'. Near ones: roads"),
        ([WeightSets(({"index": 1.0}, {"index": 2.0}))], BadTable, "weighs index, which is not below index"),
        ([DropOne(("roads", "traffic"))], BadTable, "names traffic, which is no indicator below index"),
        ([DropOne(("roads",))], BadTable, "to leave out one of; expected two or more, each once"),
    ],
)
def test_a_factor_that_would_decide_nothing_is_refused(factors, error, words):
    with pytest.raises(error, match=words):
        plan(RECIPE, FRAMEWORK, factors)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: Choice("treat", (1,), "skewness"), "treat.skewness has the alternatives .1,.; expected two or more"),
        (lambda: Choice("treat", (1, 1), "skewness"), "has an alternative twice"),
        (lambda: Choice("treat", (1, 2)), "treat names no option; expected an option"),
        (lambda: Choice("treat", (1, 2), "skewness", number=-1), "number is -1"),
        (lambda: Range("treat", "skewness", 2.0, 1.0), "reaches from 2.0 to 1.0; expected low below high"),
        (lambda: WeightNoise({}), "names no level"),
        (lambda: WeightNoise({1: 0}), "at level 1 is 0; expected more, or no such level"),
        (lambda: WeightSets(({"a": 1.0},)), "expected two or more"),
        (lambda: WeightSets(({"a": 1.0}, {"b": 1.0})), r"set 2 weighs \['b'\]; expected \['a'\]"),
        (lambda: WeightSets(({"a": 1.0}, {"a": -1.0})), "weights, set 2, a is -1.0; expected a number from 0"),
    ],
)
def test_a_factor_without_a_choice_is_refused(made, words):
    with pytest.raises(BadTable, match=words):
        made()


def test_ranks_come_from_an_aggregate_of_a_recipe_that_aggregates():
    with pytest.raises(NotPossible, match="The recipe half has no step aggregate"):
        plan(Recipe("half", RECIPE.steps[:3]), FRAMEWORK, [SCALE])
    with pytest.raises(BadTable, match="roads is an indicator; expected an aggregate"):
        plan(RECIPE, FRAMEWORK, [SCALE], "roads")
    with pytest.raises(NotFound, match="no indicator or aggregate 'trafic'"):
        plan(RECIPE, FRAMEWORK, [SCALE], "trafic")
    with pytest.raises(BadTable, match="weights moves no weight below people"):
        plan(RECIPE, FRAMEWORK, [SimplexWeights()], "people")
