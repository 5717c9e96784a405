"""Who stays: units with enough values, and those that the analyst names."""

import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound, NotPossible
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.screen import Screen

FRAMEWORK = read_framework(pl.DataFrame({"code": ["a", "b", "c", "all"], "parent": ["all", "all", "all", None]}))
STATE = read_state(
    pl.DataFrame(
        {
            "unit": ["full", "half", "zeros", "none"],
            "a": [1.0, 1.0, 0.0, None],
            "b": [2.0, None, 0.0, None],
            "c": [3.0, None, 0.0, None],
            "kind": ["x", "y", "x", "y"],
        }
    ),
    FRAMEWORK,
)


def kept(**options):
    return Screen(**options)(STATE).board.units


@pytest.mark.parametrize(
    ("options", "units"),
    [
        ({}, ("full", "zeros")),
        ({"least_available": 1 / 3}, ("full", "half", "zeros")),
        ({"least_available": 0}, ("full", "half", "none", "zeros")),
        ({"by": "zeros"}, ("full", "half")),
        ({"by": "both"}, ("full",)),
        ({"by": "zeros", "least_nonzero": 0}, ("full", "half", "zeros")),
        ({"keep": ("none",)}, ("full", "none", "zeros")),
        ({"drop": ("full",)}, ("zeros",)),
    ],
)
def test_units_stay_by_what_they_have_and_by_name(options, units):
    assert kept(**options) == units


def test_values_groups_and_marks_of_a_unit_leave_with_it():
    screened = Screen()(STATE)

    assert screened.board.values.tolist() == [[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]]
    assert screened.board.marks.shape == (2, 3)
    assert screened.groups["kind"] == ("x", "x")


def test_the_details_say_of_every_unit_why_it_stays_or_goes():
    details = Screen(by="both", keep=("none",))(STATE).details["screen"]

    assert details.select("unit", "year", "missing", "zeros", "available", "nonzero", "kept", "reason").rows() == [
        ("full", None, 0, 0, 1.0, 1.0, True, ""),
        ("half", None, 2, 0, 1 / 3, 1.0, False, "too few values"),
        ("none", None, 3, 0, 0.0, None, True, "named in keep"),
        ("zeros", None, 0, 3, 1.0, 0.0, False, "too many zeros"),
    ]


def test_each_year_of_a_unit_is_judged_by_itself_and_a_name_goes_for_all_years():
    table = pl.DataFrame(
        {"unit": ["A", "A", "B", "B"], "year": [2020, 2021] * 2, "a": [1.0, None, 1.0, 1.0], "b": [1.0, None, 1.0, 1.0]}
    )
    framework = read_framework(pl.DataFrame({"code": ["a", "b", "all"], "parent": ["all", "all", None]}))
    state = read_state(table, framework)

    screened = Screen()(state).board

    assert screened.units == ("A", "B", "B")
    assert screened.years == (2020, 2020, 2021)
    assert Screen(drop=("B",))(state).board.units == ("A",)


def test_a_share_that_is_just_the_least_is_enough():
    table = pl.DataFrame({"unit": ["A"], **{f"i{n}": [1.0 if n < 7 else None] for n in range(10)}})
    codes = [f"i{n}" for n in range(10)]
    framework = read_framework(pl.DataFrame({"code": [*codes, "all"], "parent": ["all"] * 10 + [None]}))

    assert Screen(least_available=0.7)(read_state(table, framework)).board.units == ("A",)


def test_names_that_the_table_lacks_are_refused_with_near_ones():
    with pytest.raises(NotFound, match=r"keep names the unit 'fill', which the table lacks\. Near ones: full\."):
        kept(keep=("fill",))
    with pytest.raises(NotFound, match="drop names the unit 'nobody'"):
        kept(drop=("nobody",))


def test_a_table_that_would_be_left_without_units_is_refused():
    with pytest.raises(
        NotPossible, match=r"No unit would be left \(named in drop: 2, no value: 1, too few values: 1\)"
    ):
        kept(drop=("full", "zeros"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"least_available": 1.5}, "least_available is 1.5; expected a number from 0 to 1"),
        ({"least_nonzero": "5 %"}, "least_nonzero is '5 %'"),
        ({"keep": "full"}, "keep is 'full'; expected a list of units"),
        ({"keep": ("full",), "drop": ("full",)}, "full stands in keep and in drop"),
    ],
)
def test_wrong_options_are_refused(options, message):
    with pytest.raises(BadTable, match=message):
        Screen(**options)


def test_an_unknown_rule_is_refused():
    with pytest.raises(NotFound, match="by is 'gaps'"):
        Screen(by="gaps")
