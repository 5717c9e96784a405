"""What there is of indicators and units: counts, shares, flags, years."""

import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.scoreboard.availability import (
    Limits,
    availability_by_group,
    indicator_statistics,
    unit_availability,
)
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.reading import read_state

FRAMEWORK = read_framework(pl.DataFrame({"code": ["a", "b", "g", "all"], "parent": ["g", "all", "all", None]}))


def state(**columns):
    table = {"unit": ["A", "B", "C", "D"], "a": [0.0, 0.0, 5.0, None], "b": [None, None, None, None]}
    return read_state(pl.DataFrame({**table, **columns}), FRAMEWORK)


def row(table, code):
    return table.filter(pl.col("code") == code).to_dicts()[0]


def test_counts_and_shares_of_an_indicator():
    found = row(indicator_statistics(state()), "a")

    assert (found["available"], found["nonzero"], found["distinct"], found["most_repeated"]) == (3, 1, 2, 2)
    assert found["available_share"] == 0.75
    assert found["nonzero_share"] == pytest.approx(1 / 3)
    assert (found["is_scarce"], found["is_mostly_zero"], found["is_repetitive"]) == (False, True, False)
    assert (found["minimum"], found["maximum"], found["median"]) == (0, 5, 0)


def test_an_indicator_without_values_has_no_statistics_and_is_scarce():
    found = row(indicator_statistics(state()), "b")

    assert (found["available"], found["available_share"], found["is_scarce"]) == (0, 0, True)
    assert [found[name] for name in ("minimum", "mean", "median", "standard_deviation", "skewness")] == [None] * 5
    assert found["distinct_share"] is None
    assert not found["has_outliers"]


def test_outliers_by_other_limits():
    values = [1.0, 2.0, 3.0, 50.0]

    assert not row(indicator_statistics(state(a=values)), "a")["has_outliers"]
    assert row(indicator_statistics(state(a=values), limits=Limits(skewness=1.5, kurtosis=3)), "a")["has_outliers"]


def test_units_without_values_have_no_share_that_is_not_0():
    found = {one["unit"]: one for one in unit_availability(state()).to_dicts()}

    assert found["A"] == {
        **{"unit": "A", "year": None, "missing": 1, "zeros": 1, "missing_or_zero": 2},
        **{"available_share": 0.5, "nonzero_share": 0.0},
    }
    assert (found["D"]["available_share"], found["D"]["nonzero_share"]) == (0, None)


def test_groups_count_all_indicators_below_them():
    found = availability_by_group(state()).filter(pl.col("unit") == "A")

    assert found.select("code", "indicators", "available_share").rows() == [("g", 1, 1.0), ("all", 2, 0.5)]


def test_years_are_described_each_for_itself_unless_pooled():
    table = pl.DataFrame({"unit": ["A", "A"], "year": [2020, 2021], "a": [1.0, 3.0], "b": [1.0, 1.0]})
    panel = read_state(table, FRAMEWORK)

    assert indicator_statistics(panel, codes=["a"]).select("year", "mean").rows() == [(2020, 1), (2021, 3)]
    assert indicator_statistics(panel, codes=["a"], pooled=True).select("year", "mean").rows() == [(None, 2)]


def test_unknown_codes_and_limits_are_refused():
    with pytest.raises(NotFound, match="no indicator or aggregate 'c'"):
        indicator_statistics(state(), codes=["c"])
    with pytest.raises(BadTable, match="available is 65"):
        Limits(available=65)
