"""How one unit stands: ranks by direction, ties, last places, years."""

import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.scoreboard.aggregate import Aggregate
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.normalise import Normalise
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.strengths import ranked_indicators, strengths, unit_summary, weaknesses

FRAMEWORK = read_framework(
    pl.DataFrame(
        {
            "code": ["roads", "delays", "sea", "trust", "travel", "people", "all"],
            "parent": ["travel", "travel", "travel", "people", "all", "all", None],
            "direction": [1, -1, 1, 1, 1, 1, 1],
            "unit": ["km", "min", "", "", "", "", ""],
        }
    )
)


def state(**columns):
    table = {
        "unit": ["A", "B", "C", "D"],
        "roads": [10.0, 20.0, 30.0, 40.0],
        "delays": [1.0, 2.0, 3.0, 4.0],
        "sea": [0.0, 0.0, 1.0, 1.0],
        "trust": [5.0, 4.0, None, 2.0],
    }
    return read_state(pl.DataFrame({**table, **columns}), FRAMEWORK)


def test_less_is_better_where_the_direction_says_so():
    found = ranked_indicators(state(), "A")

    assert found.select("code", "rank", "units_ranked", "is_last").rows() == [
        ("delays", 1, 4, False),
        ("trust", 1, 3, False),
        ("sea", 3, 4, True),
        ("roads", 4, 4, True),
    ]
    assert found["distinct_share"].to_list() == [1, 1, 0.5, 1]
    assert found.row(0, named=True)["unit_of_measure"] == "min"
    assert found.row(1, named=True)["unit_of_measure"] is None


def test_ranks_are_the_same_once_normalised():
    before, after = (ranked_indicators(one, "B").drop("value") for one in (state(), Normalise()(state())))

    assert after.equals(before)


def test_a_shared_last_place_is_no_strength_and_a_first_no_weakness():
    assert strengths(state(), "A")["code"].to_list() == ["delays", "trust"]
    assert strengths(state(), "A", drop_last=False)["code"].to_list() == ["delays", "trust", "sea", "roads"]
    assert weaknesses(state(), "A")["code"].to_list() == ["roads", "sea"]
    assert weaknesses(state(), "A", number=1)["code"].to_list() == ["roads"]


def test_indicators_of_few_different_values_can_be_left_out():
    assert "sea" in weaknesses(state(), "A", least_distinct=0.5)["code"].to_list()
    assert weaknesses(state(), "A", least_distinct=0.6)["code"].to_list() == ["roads"]


def test_an_indicator_that_a_unit_does_not_have_is_neither():
    assert "trust" not in ranked_indicators(state(), "C")["code"].to_list()


def test_where_all_are_equal_nobody_is_strong_or_weak():
    same = state(sea=[1.0] * 4)

    assert "sea" not in strengths(same, "A")["code"].to_list() + weaknesses(same, "A")["code"].to_list()


def test_the_summary_goes_from_the_top_down():
    found = unit_summary(Aggregate()(Normalise()(state(delays=[4.0, 2.0, 3.0, 1.0]))), "C")

    assert found["level"].to_list() == [3, 2, 2]
    assert found.select("code", "rank", "units_ranked").sort("code").rows() == [
        ("all", 1, 4),
        ("people", None, 3),
        ("travel", 2, 4),
    ]


def test_of_an_aggregate_of_direction_less_the_lowest_is_first_while_nothing_is_normalised():
    burden = read_framework(pl.DataFrame({"code": ["a", "burden"], "parent": ["burden", None], "direction": [1, -1]}))
    aggregated = Aggregate()(read_state(pl.DataFrame({"unit": ["A", "B"], "a": [1.0, 2.0]}), burden))

    assert [unit_summary(aggregated, unit)["rank"].item() for unit in ("A", "B")] == [1, 2]


def test_of_several_years_the_last_unless_one_is_named():
    table = pl.DataFrame({"unit": ["A", "A", "B"], "year": [2020, 2021, 2021], "roads": [9.0, 1.0, 2.0]})
    panel = read_state(table, read_framework(pl.DataFrame({"code": ["roads", "all"], "parent": ["all", None]})))

    assert ranked_indicators(panel, "A").select("rank", "value").rows() == [(2, 1.0)]
    assert ranked_indicators(panel, "A", year=2020).select("rank", "value", "units_ranked").rows() == [(1, 9.0, 1)]
    with pytest.raises(NotFound, match="no B in 2020; it has 2021"):
        ranked_indicators(panel, "B", year=2020)


@pytest.mark.parametrize(
    ("act", "error", "words"),
    [
        (lambda: strengths(state(), "AA"), NotFound, "no unit 'AA'. Near ones: A"),
        (lambda: strengths(state(), "A", number=0), BadTable, "number is 0"),
        (lambda: weaknesses(state(), "A", least_distinct=2), BadTable, "least_distinct is 2"),
        (
            lambda: unit_summary(state(), "A"),
            BadTable,
            "expected it to be aggregated",
        ),
    ],
)
def test_what_is_refused(act, error, words):
    with pytest.raises(error) as refused:
        act()

    assert words in str(refused.value)
