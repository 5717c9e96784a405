"""Gaps filled by each rule, marked with how; what a rule cannot fill stays, with the reason."""

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.scoreboard.boards import Mark
from cluster_observatory.statistics.scoreboard.denominate import Denominate
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.impute import Impute
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.unit_imputation import by_group, by_row, mean, median

FRAMEWORK = read_framework(
    pl.DataFrame(
        {
            "code": ["roads", "delays", "trust", "travel", "people", "all"],
            "parent": ["travel", "travel", "people", "all", "all", None],
            "direction": [1, -1, 1, 1, 1, 1],
        }
    )
)
NAN = float("nan")


def state(**columns):
    table = {
        "unit": ["A", "B", "C", "D"],
        "roads": [10.0, 20.0, 60.0, None],
        "delays": [3.0, None, 1.0, 2.0],
        "trust": [None, 4.0, 8.0, 6.0],
        "country": ["X", "X", "Y", "Y"],
    }
    return read_state(pl.DataFrame({**table, **columns}), FRAMEWORK)


@pytest.mark.parametrize(
    ("options", "filled"),
    [
        ({"method": "mean"}, {"roads": 30.0, "delays": 2.0, "trust": 6.0}),
        ({"method": "median"}, {"roads": 20.0, "delays": 2.0, "trust": 6.0}),
        ({"method": "group_mean", "group": "country"}, {"roads": 60.0, "delays": 3.0, "trust": 4.0}),
        ({"method": "group_median", "group": "country"}, {"roads": 60.0, "delays": 3.0, "trust": 4.0}),
        ({"method": "constant", "constant": 0.5}, {"roads": 0.5, "delays": 0.5, "trust": 0.5}),
        # Of D delays are halfway (0.5) and trust is (0.5): roads halfway between 10 and 60.
        ({"method": "row_mean"}, {"roads": 35.0, "delays": 2.8, "trust": 4.0}),
        ({"method": "row_median"}, {"roads": 35.0, "delays": 2.8, "trust": 4.0}),
        # Below the same aggregate, roads have delays beside them, and trust has nothing.
        ({"method": "row_mean", "level": 2}, {"roads": 35.0, "delays": 2.6, "trust": NAN}),
    ],
)
def test_a_gap_takes_what_the_rule_gives_and_values_stay(options, filled):
    imputed = Impute(**options)(state()).board.of("roads", "delays", "trust")

    expected = np.array([[10, 3, filled["trust"]], [20, filled["delays"], 4], [60, 1, 8], [filled["roads"], 2, 6]])
    assert imputed == pytest.approx(expected, nan_ok=True)


def test_what_was_imputed_is_marked_with_how():
    imputed = Impute(method="group_mean", group="country")(state()).board

    assert imputed.marks[:, imputed.places(("roads", "delays", "trust"))].tolist() == [
        [0, 0, Mark.MISSING | Mark.IMPUTED],
        [0, Mark.MISSING | Mark.IMPUTED, 0],
        [0, 0, 0],
        [Mark.MISSING | Mark.IMPUTED, 0, 0],
    ]
    by = imputed.imputed_by[:, imputed.place("roads")]
    assert [imputed.methods[number] for number in by] == ["", "", "", "mean of the units of the same country"]


def test_a_group_without_any_value_stays_missing_and_the_details_say_so():
    imputed = Impute(method="group_mean", group="country")(
        state(roads=[None, None, 60.0, None], country=["X", "X", "Y", None])
    )

    assert np.isnan(imputed.board.of("roads")[:, 0]).tolist() == [True, True, False, True]
    assert imputed.board.marks[0, imputed.board.place("roads")] == Mark.MISSING
    assert imputed.details["impute"].row(by_predicate=pl.col("code") == "roads", named=True) == {
        "code": "roads",
        "year": None,
        "how": "mean of the units of the same country",
        "gaps": 3,
        "imputed": 0,
        "left": 3,
        "reason": "no unit of country X has a value; no country of D",
    }


@pytest.mark.parametrize(
    ("method", "reason"),
    [("mean", "no unit has a value"), ("row_mean", "the unit has no other value there, or the indicator none at all")],
)
def test_an_indicator_without_any_value_stays_missing_and_the_details_say_so(method, reason):
    imputed = Impute(method=method)(state(roads=[None] * 4))

    assert np.isnan(imputed.board.of("roads")).all()
    assert not np.isnan(imputed.board.of("delays", "trust")).any()
    details = imputed.details["impute"].filter(pl.col("code") == "roads")
    assert details.select("gaps", "imputed", "left", "reason").row(0) == (4, 0, 4, reason)


def test_a_single_unit_has_only_itself_to_go_by():
    table = pl.DataFrame({"unit": ["A"], "roads": [1.0], "delays": [None], "trust": [2.0]}, strict=False)

    for method in ("mean", "median", "row_mean"):
        imputed = Impute(method=method)(read_state(table, FRAMEWORK))

        assert np.isnan(imputed.board.of("delays")).all()
        assert imputed.details["impute"]["left"].to_list() == [1]


def test_of_many_groups_without_a_value_the_first_few_are_named():
    units = [f"U{number}" for number in range(8)]
    table = pl.DataFrame(
        {"unit": units, "roads": [None] * 8, "delays": [1.0] * 8, "trust": [1.0] * 8, "country": units}, strict=False
    )

    imputed = Impute(method="group_mean", group="country")(read_state(table, FRAMEWORK))

    reason = "no unit of country U0, U1, U2, U3, U4, and 3 more has a value"
    assert imputed.details["impute"]["reason"].to_list() == [reason]


def test_an_indicator_whose_values_are_all_the_same_says_nothing_of_the_others():
    table = state(delays=[5.0, None, 5.0, 5.0])

    imputed = Impute(method="row_mean")(table).board

    assert imputed.of("delays")[1, 0] == 5.0
    assert imputed.of("roads")[3, 0] == 35.0  # by trust alone


def test_a_quotient_that_is_not_defined_is_filled_as_a_gap_and_keeps_its_mark():
    framework = read_framework(
        pl.DataFrame({"code": ["roads", "all"], "parent": ["all", None], "denominator": ["area", None]})
    )
    table = pl.DataFrame({"unit": ["A", "B"], "roads": [1.0, 6.0], "area": [0.0, 2.0]})

    imputed = Impute(method="mean")(Denominate()(read_state(table, framework))).board

    assert imputed.values.tolist() == [[3.0], [3.0]]
    assert imputed.marks.tolist() == [[Mark.UNDEFINED | Mark.IMPUTED], [0]]


def test_single_indicators_have_options_of_their_own():
    imputed = Impute(
        method="mean", only={"roads": {"method": "none"}, "trust": {"method": "constant", "constant": 1.0}}
    )(state())

    assert np.isnan(imputed.board.of("roads")[3, 0])
    assert imputed.board.of("delays", "trust")[:2].tolist() == [[3.0, 1.0], [2.0, 4.0]]
    assert imputed.details["impute"]["how"].to_list() == ["mean of the units", "the number 1"]


def test_means_and_medians_leave_gaps_out():
    values = np.array([[1.0, NAN, 4.0], [NAN, NAN, 1.0], [3.0, NAN, 2.0], [NAN, NAN, 10.0]])

    assert mean(values) == pytest.approx([2, NAN, 4.25], nan_ok=True)
    assert median(values) == pytest.approx([2, NAN, 3], nan_ok=True)
    assert by_group(values, ("x", "x", "y", None)) == pytest.approx(
        np.array([[1, NAN, 2.5], [1, NAN, 2.5], [3, NAN, 2], [NAN] * 3]), nan_ok=True
    )


def test_a_row_without_values_says_nothing():
    values = np.array([[1.0, 10.0], [NAN, NAN], [3.0, 20.0]])

    found = by_row(values, np.array([1.0, -1.0]))

    assert np.isnan(found[1]).all()
    assert found[0] == pytest.approx([2, 15])  # 0 and 1: halfway


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"method": "meen"}, NotFound, r"method is 'meen'\. Did you mean mean\?"),
        ({"method": "group_mean"}, BadTable, "group_mean needs group = the name of a column"),
        ({"method": "mean", "group": 3}, BadTable, "group is 3"),
        ({"method": "latest", "most_years": 0}, BadTable, "most_years is 0; expected a whole number from 1"),
        ({"method": "mean", "level": 1.5}, BadTable, r"level is 1\.5"),
        ({"method": "mean", "pooled": "yes"}, BadTable, "pooled is 'yes'"),
        ({"method": "constant", "constant": NAN}, BadTable, "constant is nan"),
        ({"method": "mean", "only": {"roads": {"methud": "none"}}}, NotFound, "option of roads in only is 'methud'"),
        ({"method": "mean", "only": {"roads": {"method": "x"}}}, NotFound, "only, roads: method is 'x'"),
        ({"method": "mean", "only": {"roads": "none"}}, BadTable, "expected options for each code"),
    ],
)
def test_wrong_options_are_refused_when_the_step_is_made(options, error, message):
    with pytest.raises(error, match=message):
        Impute(**options)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"method": "group_mean", "group": "contry"}, NotFound, r"group is 'contry'\. Did you mean country\?"),
        ({"method": "row_mean", "level": 4}, NotFound, "level is 4; the scoreboard has aggregates of the levels 2, 3"),
        ({"method": "latest"}, BadTable, "latest needs years; the table has none"),
        ({"method": "mean", "only": {"road": {"method": "none"}}}, NotFound, r"'road'\. Near ones: roads"),
        ({"method": "mean", "only": {"all": {"method": "none"}}}, NotFound, "A code in only is 'all'"),
    ],
)
def test_what_the_table_lacks_is_refused(options, error, message):
    with pytest.raises(error, match=message):
        Impute(**options)(state())


def test_a_group_that_is_not_there_is_refused_even_where_there_is_no_gap():
    whole = state(roads=[1.0] * 4, delays=[1.0] * 4, trust=[1.0] * 4)

    with pytest.raises(NotFound, match="group is 'region'"):
        Impute(method="group_mean", group="region")(whole)
    assert Impute(method="group_mean", group="country")(whole).details["impute"].is_empty()
