"""Whether indicators of a group belong together: alpha by hand, readings of pairs, gaps."""

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.scoreboard.coherence import (
    cronbach,
    cronbach_alpha,
    flagged_pairs,
    pairs_within_groups,
)
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.reading import read_state

NAN = float("nan")
FRAMEWORK = read_framework(
    pl.DataFrame({"code": ["a", "b", "c", "d", "g", "h"], "parent": ["g", "g", "g", "h", None, None]})
)


def state(**columns):
    table = {
        "unit": ["A", "B", "C", "D"],
        "a": [1.0, 2.0, 3.0, 4.0],
        "b": [1.0, 2.0, 3.0, 4.1],
        "c": [3.0, 4.0, 1.0, 2.0],
        "d": [1.0, 1.0, 2.0, 2.0],
    }
    return read_state(pl.DataFrame({**table, **columns}), FRAMEWORK)


def test_alpha_by_hand():
    """Variances 5/3 and 20/3, covariance 10/3: 4 * 10/3 / (5/3 + 20/3 + 2 * 10/3) = 8/9."""
    values = np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0], [4.0, 8.0]])

    assert cronbach_alpha(values) == pytest.approx(8 / 9)
    assert cronbach_alpha(values * [1, -1]) == pytest.approx(4 * (-10 / 3) / (25 / 3 - 20 / 3))


def test_alpha_of_columns_that_are_the_same_is_1_however_high_they_lie():
    values = np.arange(5.0)[:, None] + np.zeros(3)

    assert cronbach_alpha(values) == pytest.approx(1)
    assert cronbach_alpha(values + 1e8) == pytest.approx(1)


def test_alpha_with_gaps_stands_on_the_rows_of_each_pair():
    values = np.array([[1.0, 1.0], [2.0, 3.0], [3.0, 2.0], [4.0, NAN]])

    covariance, variances = 0.5, (5 / 3, 1.0)
    assert cronbach_alpha(values) == pytest.approx(4 * covariance / (sum(variances) + 2 * covariance))


@pytest.mark.parametrize(
    "values", [[[1.0], [2.0]], [[1.0, NAN], [2.0, NAN]], [[1.0, NAN], [NAN, 2.0]], [[1.0, 1.0], [1.0, 1.0]]]
)
def test_alpha_is_not_defined_for_one_column_or_without_covariance(values):
    assert np.isnan(cronbach_alpha(np.array(values)))


def test_alpha_of_each_group_and_missing_where_there_is_one_indicator():
    found = cronbach(state())

    assert found.select("code", "indicators").rows() == [("g", 3), ("h", 1)]
    assert found["alpha"][1] is None


def test_pairs_read_as_redundant_weak_or_conflicting():
    found = pairs_within_groups(state())

    assert found.select("group", "code", "other", "reading").rows() == [
        ("g", "a", "b", "redundant"),
        ("g", "a", "c", "conflicting"),
        ("g", "b", "c", "conflicting"),
    ]
    found = pairs_within_groups(state(b=[2.0, 1.0, 3.0, 4.0], c=[2.0, 4.0, 1.0, 3.0]))
    assert found["reading"].to_list() == ["good", "weak", "weak"]


def test_a_pair_without_a_correlation_has_no_reading():
    found = pairs_within_groups(state(b=[1.0, 1.0, 1.0, 1.0]))

    assert found["reading"].to_list() == [None, "conflicting", None]


def test_flagged_pairs_are_those_beyond_the_limits():
    assert flagged_pairs(state(), high=0.9, low=-0.9).select("code", "other").rows() == [("a", "b")]


def test_a_level_without_aggregates_is_refused():
    with pytest.raises(BadTable, match="no aggregate of level 3; expected one of 2"):
        cronbach(state(), 3)
