"""Scores multiplied by a factor known beside them."""

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound, NotPossible
from cluster_observatory.statistics.scoreboard.aggregate import Aggregate
from cluster_observatory.statistics.scoreboard.boards import Mark
from cluster_observatory.statistics.scoreboard.correct import Correct
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.reading import read_state

INDICATORS = pl.DataFrame(
    {
        "code": ["roads", "degrees", "access", "all", "country_factor"],
        "parent": ["access", "all", "all", None, None],
        "kind": ["indicator", "indicator", "aggregate", "aggregate", "denominator"],
    }
)
TABLE = pl.DataFrame(
    {"unit": ["A", "B"], "roads": [10.0, 20.0], "degrees": [30.0, 40.0], "country_factor": [1.5, None]}
)


@pytest.fixture
def state():
    return Aggregate()(read_state(TABLE, read_framework(INDICATORS)))


def test_the_top_is_multiplied_and_nothing_else(state):
    found = Correct()(state).board

    assert found.of("all").ravel().tolist()[0] == 1.5 * 20
    np.testing.assert_array_equal(found.of("access", "roads"), state.board.of("access", "roads"))


def test_a_score_without_a_factor_is_not_defined(state):
    found = Correct()(state).board

    assert np.isnan(found.of("all")[1, 0])
    assert found.marks[1, found.place("all")] & Mark.UNDEFINED
    assert not found.marks[0, found.place("all")] & Mark.UNDEFINED


def test_named_codes_are_multiplied_in_place_of_the_top(state):
    found = Correct(codes=("access",))(state).board

    assert found.of("access", "all")[0].tolist() == [15.0, 20.0]


def test_a_factor_or_code_that_is_not_there_is_refused(state):
    with pytest.raises(NotFound, match="has no denominator 'factor' to multiply by; it has: country_factor"):
        Correct(factor="factor")(state)
    with pytest.raises(NotFound, match=r"no indicator or aggregate 'acess'\. Near ones: access"):
        Correct(codes=("acess",))(state)
    with pytest.raises(NotFound, match="has no denominator '' to multiply by"):
        Correct(factor="")(state)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"factor": 3}, "factor is 3; expected the name of a denominator"),
        ({"codes": "all"}, "codes is 'all'; expected a list of codes"),
        ({"codes": 3}, "codes is 3; expected a list of codes"),
        ({"codes": ("all", 3)}, "expected a list of codes, but 3 is no text"),
    ],
)
def test_options_that_are_none_are_refused(options, message):
    with pytest.raises(BadTable, match=message):
        Correct(**options)


def test_what_has_no_score_yet_is_not_corrected_in_silence():
    with pytest.raises(NotPossible, match=r"all has no score yet\. Aggregate before"):
        Correct()(read_state(TABLE, read_framework(INDICATORS)))


def test_a_factor_that_would_turn_scores_round_is_refused_by_the_unit():
    table = TABLE.with_columns(country_factor=pl.Series([1.0, -2.0]))

    with pytest.raises(BadTable, match="country_factor of the unit B is -2; expected 0 or more"):
        Correct()(Aggregate()(read_state(table, read_framework(INDICATORS))))
