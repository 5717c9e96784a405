"""Two scoreboards side by side: units that one lacks, ranks, agreement."""

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.scoreboard.comparison import agreement, best_first, differences, side_by_side
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.reading import read_state

FRAMEWORK = read_framework(pl.DataFrame({"code": ["a", "b", "g"], "parent": ["g", "g", None], "direction": [1, -1, 1]}))


def state(units, a, **more):
    return read_state(pl.DataFrame({"unit": units, "a": a, "b": a, **more}), FRAMEWORK)


FIRST = state(["A", "B", "C"], [3.0, 2.0, 1.0])
SECOND = state(["A", "B", "D"], [1.0, 5.0, 3.0])


def test_differences_are_first_less_second_and_keep_units_that_one_lacks():
    found = differences(FIRST, SECOND, "a")

    assert found.drop("year").rows() == [
        ("A", 1, 3, -2, 2),
        ("B", 2, 1, 1, 1),
        ("C", 3, None, None, None),
        ("D", None, 2, None, None),
    ]


def test_scores_differ_as_they_stand_and_ranks_go_by_direction():
    assert differences(FIRST, SECOND, "b", by="score")["difference"].to_list() == [2.0, -3.0, None, None]
    assert side_by_side({"first": FIRST}, "b")["first"].to_list() == [3, 2, 1]


def test_ranks_of_several_codes_go_each_by_its_direction_and_year_and_leave_gaps():
    panel = state(["A", "B", "C", "A", "B"], [3.0, None, 1.0, 4.0, 4.0], year=[2020, 2020, 2020, 2021, 2021])

    found = best_first(panel, ["b", "a"])

    ranked = {(unit, year): row for unit, year, row in zip(panel.board.units, panel.board.years, found, strict=True)}
    assert ranked["A", 2020].tolist() == [2, 1]
    assert ranked["C", 2020].tolist() == [1, 2]
    assert np.isnan(ranked["B", 2020]).all()
    assert ranked["A", 2021].tolist() == ranked["B", 2021].tolist() == [1, 1]
    with pytest.raises(BadTable, match="no values of g; expected it to be aggregated"):
        best_first(panel, ["g"])
    with pytest.raises(NotFound, match="no indicator or aggregate 'h'"):
        best_first(panel, ["h"])


def test_many_scoreboards_have_a_column_each():
    found = side_by_side({"one": FIRST, "two": SECOND, "three": FIRST}, "a")

    assert found.columns == ["unit", "year", "one", "two", "three"]
    assert found.rows()[0] == ("A", None, 1, 3, 1)


def test_years_are_matched_and_ranked_each_for_itself():
    panel = state(["A", "B", "A", "B"], [1.0, 2.0, 4.0, 3.0], year=[2020, 2020, 2021, 2021])

    found = differences(panel, panel, "a")

    assert found.select("unit", "year", "first").rows() == [
        ("A", 2020, 2),
        ("A", 2021, 1),
        ("B", 2020, 1),
        ("B", 2021, 2),
    ]
    assert found["absolute"].to_list() == [0, 0, 0, 0]


def test_agreement_of_each_code():
    more = state(["A", "B", "C"], [30.0, 20.0, 25.0])

    found = agreement(FIRST, more).row(0, named=True)

    assert found["code"] == "a"
    assert (found["pearson"], found["spearman"], found["pairs"]) == (pytest.approx(0.5), pytest.approx(0.5), 3)
    assert (found["mean_rank_change"], found["largest_rank_change"]) == (pytest.approx(2 / 3), 1)


def test_agreement_of_a_single_unit_is_not_defined():
    one = state(["A"], [1.0])

    assert agreement(one, one).select("pearson", "pairs").rows()[0] == (None, 1)


@pytest.mark.parametrize(
    ("act", "error", "words"),
    [
        (lambda: differences(FIRST, SECOND, "c"), NotFound, "no indicator or aggregate 'c'"),
        (lambda: differences(FIRST, SECOND, "g"), NotFound, "first has no values of g yet"),
        (lambda: differences(FIRST, SECOND, "a", by="place"), NotFound, "by is 'place'"),
        (lambda: side_by_side({"year": FIRST}, "a"), BadTable, "none unit or year"),
        (lambda: side_by_side({}, "a"), BadTable, "expected one or more"),
    ],
)
def test_what_is_refused(act, error, words):
    with pytest.raises(error) as refused:
        act()

    assert words in str(refused.value)
