"""Gaps filled from other years of a unit, from the unit above it, and what years have to do with it."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import NotFound
from cluster_observatory.statistics.scoreboard.boards import Mark
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.impute import Impute
from cluster_observatory.statistics.scoreboard.reading import read_state

NAN = float("nan")


def panel(values, units=None, years=(2015, 2016, 2018, 2019), **columns):
    """Return a state of one indicator with a row for each unit and year."""
    framework = read_framework(pl.DataFrame({"code": ["roads", "all"], "parent": ["all", None]}))
    units = units or ["A"]
    rows = {"unit": [unit for unit in units for _ in years], "year": list(years) * len(units), "roads": values}
    return read_state(pl.DataFrame({**rows, **columns}, strict=False), framework)


def test_each_year_stands_alone_unless_pooled():
    years = panel([1.0, None, 3.0, 5.0], ["A", "B"], (2020, 2021))

    alone, pooled = Impute(method="mean")(years), Impute(method="mean", pooled=True)(years)

    assert alone.board.of("roads")[1, 0] == 5.0
    assert pooled.board.of("roads")[1, 0] == 3.0
    assert alone.details["impute"]["year"].to_list() == [2021]
    assert pooled.details["impute"]["year"].to_list() == [None]


@pytest.mark.parametrize(
    ("options", "values", "filled"),
    [
        ({"method": "latest"}, [None, 3.0, None, None], [NAN, 3, 3, 3]),
        ({"method": "latest", "most_years": 2}, [None, 3.0, None, None], [NAN, 3, 3, NAN]),
        ({"method": "latest", "most_years": 1}, [2.0, None, None, 5.0], [2, 2, NAN, 5]),
        ({"method": "latest_or_first"}, [None, 3.0, None, 5.0], [3, 3, 3, 5]),
        ({"method": "linear"}, [None, 3.0, None, 6.0], [NAN, 3, 5, 6]),
        ({"method": "linear"}, [1.0, None, 4.0, None], [1, 2, 4, NAN]),
        ({"method": "linear_constant"}, [None, 3.0, None, 6.0], [3, 3, 5, 6]),
        ({"method": "linear_constant"}, [None, 3.0, None, None], [3, 3, 3, 3]),
        ({"method": "linear_constant"}, [None, None, None, None], [NAN, NAN, NAN, NAN]),
    ],
)
def test_other_years_of_the_unit_fill_a_gap_by_the_calendar(options, values, filled):
    imputed = Impute(**options)(panel(values))

    assert imputed.board.values[:, 0] == pytest.approx(filled, nan_ok=True)


def test_years_of_other_units_are_not_taken():
    imputed = Impute(method="latest")(panel([1.0, 2.0, None, 4.0], ["A", "B"], (2020, 2021)))

    assert np.isnan(imputed.board.values[2, 0])
    assert imputed.details["impute"].select("year", "left", "reason").rows() == [
        (None, 1, "the unit has no value in a year that could be taken")
    ]


def test_a_unit_may_lack_rows_for_years():
    table = pl.DataFrame(
        {"unit": ["A", "A", "B", "B"], "year": [2018, 2021, 2019, 2020], "roads": [1.0, None, None, 7.0]}
    )
    framework = read_framework(pl.DataFrame({"code": ["roads", "all"], "parent": ["all", None]}))

    imputed = Impute(method="latest_or_first")(read_state(table, framework)).board

    assert imputed.values[:, 0].tolist() == [1.0, 1.0, 7.0, 7.0]


def test_a_region_follows_the_change_of_its_country():
    #        A region         its country      a region of a country that is not there
    values = [5.0, None, None, 10.0, 12.0, 11.0, 1.0, None, None]
    regions = panel(values, ["A", "X", "Z"], (2019, 2020, 2021), country=["X"] * 3 + [None] * 3 + ["Y"] * 3)

    imputed = Impute(method="ratio", group="country")(regions)

    assert imputed.board.values[:, 0] == pytest.approx([5, 6, 5.5, 10, 12, 11, 1, NAN, NAN], nan_ok=True)
    assert imputed.details["impute"].select("gaps", "imputed", "left").rows() == [(4, 2, 2)]


def test_a_ratio_is_taken_from_the_latest_year_of_both_and_not_by_zero():
    values = [5.0, 8.0, None, 0.0, 12.0, 6.0]

    assert Impute(method="ratio", group="country")(
        panel(values, ["A", "X"], (2019, 2020, 2021), country=["X"] * 6)
    ).board.values[2, 0] == pytest.approx(4.0)
    values = [5.0, None, None, 0.0, 12.0, 6.0]
    assert np.isnan(
        Impute(method="ratio", group="country")(
            panel(values, ["A", "X"], (2019, 2020, 2021), country=["X"] * 6)
        ).board.values[2, 0]
    )


def test_a_ratio_that_is_too_old_is_not_taken():
    values = [5.0, None, None, 10.0, None, 12.0]
    regions = panel(values, ["A", "X"], (2019, 2020, 2021), country=["X"] * 6)

    assert np.isnan(Impute(method="ratio", group="country", most_years=1)(regions).board.values[2, 0])
    assert Impute(method="ratio", group="country", most_years=2)(regions).board.values[2, 0] == pytest.approx(6.0)


@pytest.mark.parametrize(("method", "mark"), [("country", Mark.COUNTRY), ("nuts1", Mark.NUTS1)])
def test_a_value_copied_down_from_above_is_of_the_same_year_and_marked_so(method, mark):
    #         A region     its country   a region without one
    values = [1.0, None, 10.0, 12.0, None, 3.0]
    regions = panel(values, ["A", "X", "Z"], (2019, 2020), above=["X", "X", None, None, None, None])

    imputed = Impute(method=method, group="above")(regions)

    assert imputed.board.values[:, 0] == pytest.approx([1, 12, 10, 12, NAN, 3], nan_ok=True)
    assert imputed.board.marks[:, 0].tolist() == [0, Mark.MISSING | Mark.IMPUTED | mark, 0, 0, Mark.MISSING, 0]
    assert imputed.details["impute"].select("year", "imputed", "left", "reason").rows() == [
        (2019, 0, 1, "the unit above has no value in the year, or is not in the table"),
        (2020, 1, 0, ""),
    ]


@pytest.mark.parametrize("mark", [Mark.ESTIMATED, Mark.BREAK, Mark.FORMER])
def test_a_copied_value_keeps_what_was_known_of_it_above(mark):
    regions = panel([1.0, None, 10.0, 12.0], ["A", "X"], (2019, 2020), above=["X", "X", None, None])
    marks = regions.board.marks.copy()
    marks[2:] = [[mark | Mark.WINSORISED], [mark | Mark.WINSORISED]]

    imputed = Impute(method="country", group="above")(replace(regions, board=replace(regions.board, marks=marks)))

    assert imputed.board.marks[:2, 0].tolist() == [0, Mark.MISSING | Mark.IMPUTED | Mark.COUNTRY | mark]


@pytest.mark.parametrize("method", ["ratio", "country"])
def test_a_rule_by_the_unit_above_is_refused_where_none_is_named(method):
    regions = panel([1.0, None], ["A"], (2019, 2020), country=["X", "X"])

    with pytest.raises(NotFound, match="column country names no unit of the table, such as 'X'"):
        Impute(method=method, group="country")(regions)
