"""Growth over the years: gaps at the ends, zeros, signs, breaks and what is not a unit's own."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.scoreboard.boards import Mark
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.trends import compound_growth, fitted_line, percentage_change, trends

NAN = float("nan")
YEARS = np.array([2018.0, 2019.0, 2020.0, 2022.0])
FRAMEWORK = read_framework(pl.DataFrame({"code": ["a", "g"], "parent": ["g", None]}))


def near(values):
    return pytest.approx(values, rel=1e-12, nan_ok=True)


def panel(**of_units):
    rows = [
        (unit, int(year), value) for unit, values in of_units.items() for year, value in zip(YEARS, values, strict=True)
    ]
    return read_state(pl.DataFrame(rows, schema=["unit", "year", "a"], orient="row"), FRAMEWORK)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([100, 1, 1, 121], 1.21**0.25 - 1),
        ([NAN, 100, NAN, 133.1], 1.331 ** (1 / 3) - 1),
        ([5, 9, 9, 5], 0),
        ([0, 3, 3, 0], 0),
        ([-5, 1, 1, -5], 0),
        ([8, 4, 2, 0], -1),
        ([0, 1, 2, 3], NAN),
        ([-2, 1, 2, 3], NAN),
        ([2, 1, 2, -3], NAN),
        ([2, -3, NAN, NAN], NAN),
        ([NAN, 1, NAN, NAN], NAN),
        ([NAN, NAN, NAN, NAN], NAN),
    ],
)
def test_compound_growth_from_the_first_to_the_last_value(values, expected):
    assert compound_growth(YEARS, np.array([values], dtype=float)).tolist() == near([expected])


def test_two_points_lie_on_their_line():
    slope, height = fitted_line(YEARS, np.array([[NAN, 4.0, NAN, 10.0]]))

    assert (slope.tolist(), height.tolist()) == (near([2]), near([4]))


def test_the_line_is_that_of_least_squares():
    values = np.array([1.0, 3.0, 2.0, 6.0])

    slope, height = fitted_line(YEARS, values[np.newaxis])

    expected = np.polyfit(YEARS - 2018, values, 1)
    assert [slope[0], height[0]] == pytest.approx(expected.tolist())


def test_percentage_change_is_of_the_height_at_the_beginning():
    values = np.array([[100.0, NAN, NAN, 140.0]])

    assert percentage_change(YEARS, values).tolist() == near([10])
    assert percentage_change(YEARS, values, per=5).tolist() == near([50])


@pytest.mark.parametrize("values", [[0.0, NAN, NAN, 4.0], [-4.0, NAN, NAN, 4.0], [NAN, 1.0, NAN, NAN]])
def test_percentage_change_is_not_defined_from_0_and_below_or_of_one_point(values):
    assert percentage_change(YEARS, np.array([values])).tolist() == near([NAN])


def test_each_unit_has_its_own_years():
    found = trends(panel(B=[1.0, 2.0, 3.0, 5.0], A=[None, 2.0, None, None], C=[None] * 4), ["a"])

    assert found.select("unit", "first_year", "last_year", "years_available", "first", "last").rows() == [
        ("A", 2019, 2019, 1, 2.0, 2.0),
        ("B", 2018, 2022, 4, 1.0, 5.0),
        ("C", None, None, 0, None, None),
    ]
    assert found["slope"].to_list() == [None, pytest.approx(1), None]


def test_breaks_after_the_first_value_and_values_not_the_units_own_are_told():
    state = panel(A=[1.0, 2.0, 3.0, 5.0], B=[1.0, 2.0, 3.0, 5.0])
    marks = state.board.marks.copy()
    marks[1, 0] = Mark.BREAK
    marks[2, 0] = Mark.COUNTRY
    marks[3, 0] = Mark.IMPUTED
    marks[4, 0] = Mark.BREAK

    found = trends(replace(state, board=replace(state.board, marks=marks)))

    assert found.select("unit", "has_break", "not_own").rows() == [("A", True, 2), ("B", False, 0)]


def test_what_is_refused():
    single = read_state(pl.DataFrame({"unit": ["A"], "a": [1.0]}), FRAMEWORK)
    with pytest.raises(BadTable, match="no years"):
        trends(single)
    with pytest.raises(NotFound, match="no indicator or aggregate 'b'"):
        trends(panel(A=[1.0] * 4), ["b"])
    with pytest.raises(BadTable, match="no values of g"):
        trends(panel(A=[1.0] * 4), ["g"])
    with pytest.raises(BadTable, match="per is nan"):
        trends(panel(A=[1.0] * 4), per=NAN)
