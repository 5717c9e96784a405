"""What is uncertain in any scoreboard: the weights, and which indicators are there."""

import polars as pl
import pytest

from cluster_observatory.errors import NotFound, NotPossible
from cluster_observatory.statistics.scoreboard.factors import DropOne, WeightNoise
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.usual_factors import usual_factors

PARENTS = {"a": "x", "b": "x", "c": "y", "d": "y", "x": "all", "y": "all", "all": None}


def framework(parents, **weights):
    table = pl.DataFrame({"code": list(parents), "parent": list(parents.values())})
    return read_framework(table.with_columns(weight=pl.Series([weights.get(code, 1.0) for code in parents])))


def test_every_weight_may_be_off_by_a_quarter_and_one_of_four_indicators_left_out():
    assert usual_factors(framework(PARENTS)) == (WeightNoise({1: 0.25, 2: 0.25}), DropOne(("a", "b", "c", "d")))


def test_of_fewer_than_four_indicators_all_stay():
    assert usual_factors(framework(PARENTS), "x") == (WeightNoise({1: 0.25}),)


def test_an_indicator_beside_which_nothing_weighs_is_never_left_out():
    more = {"e": "y", **PARENTS}

    assert usual_factors(framework(more, b=0.0))[1] == DropOne(("b", "c", "d", "e"))


def test_what_has_one_child_has_nothing_uncertain():
    assert usual_factors(framework({"a": "all", "all": None})) == ()


def test_a_code_that_is_none_and_an_index_that_is_not_one_are_refused():
    with pytest.raises(NotFound, match="no indicator or aggregate 'z'"):
        usual_factors(framework(PARENTS), "z")
    with pytest.raises(NotPossible, match="no one aggregate above all others"):
        usual_factors(
            framework({code: None if parent == "all" else parent for code, parent in PARENTS.items() if code != "all"})
        )
