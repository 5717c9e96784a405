"""Indicators divided by their denominators: what is not defined says so, and everything else stays."""

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.scoreboard.boards import Mark
from cluster_observatory.statistics.scoreboard.denominate import Denominate, per
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.reading import read_state

FRAMEWORK = read_framework(
    pl.DataFrame(
        {
            "code": ["patents", "roads", "trust", "index"],
            "parent": ["index", "index", "index", None],
            "denominator": ["persons", "area", None, None],
        }
    )
)


def state(**columns):
    table = {"unit": ["A", "B", "C"], "patents": [3.0, 4.0, None], "roads": [5.0, 6.0, 7.0], "trust": [1.0, 2.0, 3.0]}
    return read_state(
        pl.DataFrame({**table, "persons": [10.0, 0.0, 20.0], "area": [2.0, None, 1.0], **columns}), FRAMEWORK
    )


def test_indicators_are_divided_row_by_row_and_those_without_a_denominator_stay():
    divided = Denominate()(state()).board

    assert divided.of("patents", "roads", "trust") == pytest.approx(
        np.array([[0.3, 2.5, 1.0], [np.nan, np.nan, 2.0], [np.nan, 7.0, 3.0]]), nan_ok=True
    )


def test_a_value_over_a_denominator_that_is_zero_or_missing_is_marked_as_not_defined_and_a_gap_stays_a_gap():
    divided = Denominate()(state())

    assert divided.board.marks.tolist() == [[0, 0, 0], [Mark.UNDEFINED, Mark.UNDEFINED, 0], [Mark.MISSING, 0, 0]]
    assert divided.details["denominate"].rows() == [("patents", "persons", 1.0, 1, 1), ("roads", "area", 1.0, 2, 1)]


def test_a_scale_gives_an_indicator_per_so_many_of_its_denominator():
    divided = Denominate(scale={"patents": 1000})(state()).board

    assert divided.of("patents", "roads")[0].tolist() == [300.0, 2.5]


def test_the_state_before_is_left_as_it_was():
    before = state()

    Denominate()(before)

    assert before.board.of("patents")[0, 0] == 3.0
    assert before.board.marks[1, 0] == 0


def test_a_quotient_that_is_no_number_is_none():
    quotients = per(np.array([1.0, 1e300, np.nan, -6.0]), np.array([0.0, 1e-300, 1.0, 3.0]))

    assert quotients == pytest.approx([np.nan, np.nan, np.nan, -2.0], nan_ok=True)


def test_each_year_is_divided_by_its_own_denominator():
    framework = read_framework(
        pl.DataFrame({"code": ["patents", "all"], "parent": ["all", None], "denominator": ["persons", None]})
    )
    table = pl.DataFrame({"unit": ["A", "A"], "year": [2020, 2021], "patents": [6.0, 6.0], "persons": [2.0, 3.0]})

    assert Denominate()(read_state(table, framework)).board.values.tolist() == [[3.0], [2.0]]


def test_a_scale_is_refused_where_there_is_nothing_to_scale_or_it_is_no_positive_number():
    with pytest.raises(NotFound, match=r"no indicator or aggregate 'patent'.* Near ones: patents"):
        Denominate(scale={"patent": 1000})(state())
    with pytest.raises(BadTable, match=r"scale names trust, which has no denominator"):
        Denominate(scale={"trust": 1000})(state())
    with pytest.raises(BadTable, match="scale of patents is 0"):
        Denominate(scale={"patents": 0})
    with pytest.raises(BadTable, match="expected a number for each code"):
        Denominate(scale=1000)


def test_a_negative_denominator_is_refused_by_its_unit_and_what_it_divides():
    with pytest.raises(BadTable, match=r"persons of the unit B is -4; expected 0 or more to divide patents by\."):
        Denominate()(state(persons=[2.0, -4.0, 1.0]))


def test_a_denominator_that_its_scale_makes_too_large_gives_no_zero():
    assert np.isnan(per(np.array([1.0]), np.array([1e200]), 1e-200)).all()
