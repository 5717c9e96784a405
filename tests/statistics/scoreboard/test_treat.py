"""When an indicator is treated for outliers and skewness, how far, and what is said of it."""

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.scoreboard.boards import Mark
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.moments import skewness
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.transforms import box_cox, log_ct, log_ct_original, log_ct_plus
from cluster_observatory.statistics.scoreboard.treat import Treat

ONE_TO_FIVE = np.arange(1.0, 6.0)
SKEWED = np.array([*range(1, 11), 30, 100], dtype=float)
STEEP = 2.0 ** np.arange(20)  # passes neither as it is nor after the largest was brought in
CHECKS = [f"{check}_{stage}" for stage in ("before", "winsorised", "transformed") for check in ("passes", "skewness")]


def state(*, years=None, **columns):
    """Return a state of indicators with the same number of units each; with years, as many rows for each year."""
    framework = read_framework(
        pl.DataFrame(
            {"code": [*columns, "all"], "parent": ["all"] * len(columns) + [None]},
            schema_overrides={"parent": pl.String},
        )
    )
    rows = len(next(iter(columns.values())))
    names = [f"U{number:02}" for number in range(rows // len(years or [1]))]
    table = {"unit": names * len(years or [1]), **columns}
    if years:
        table["year"] = [year for year in years for _ in names]
    return read_state(pl.DataFrame(table), framework)


def details(treated, code="x"):
    return treated.details["treat"].filter(pl.col("code") == code).row(0, named=True)


def test_an_indicator_that_passes_stays():
    treated = Treat()(state(x=ONE_TO_FIVE))

    assert treated.board.values[:, 0].tolist() == ONE_TO_FIVE.tolist()
    assert not treated.board.marks.any()
    assert [details(treated)[name] for name in ("passes_before", "winsorised", "treatment", "remark")] == [
        True,
        0,
        "",
        "",
    ]
    assert details(treated)["skewness_winsorised"] is None


def test_an_indicator_that_winsorising_mends_is_winsorised():
    treated = Treat()(state(x=SKEWED))

    assert treated.board.values[:, 0].tolist() == [*range(1, 11), 30, 30]
    assert treated.board.marks[:, 0].tolist() == [0] * 11 + [Mark.WINSORISED]
    found = details(treated)
    assert [found[name] for name in CHECKS] == pytest.approx(
        [False, 3.0632410342, True, skewness(np.array([*range(1, 11), 30.0, 30.0])), None, None], abs=1e-9
    )
    assert [found[name] for name in ("winsorised", "treatment", "remark")] == [1, "winsorised", ""]


def test_an_indicator_that_winsorising_does_not_mend_is_transformed_from_its_own_values():
    treated = Treat(most_winsorised=1)(state(x=STEEP))

    assert treated.board.values[:, 0] == pytest.approx(log_ct(STEEP))
    assert set(treated.board.marks[:, 0].tolist()) == {int(Mark.TRANSFORMED)}
    found = details(treated)
    assert [found[name] for name in ("passes_before", "passes_winsorised", "passes_transformed")] == [
        False,
        False,
        True,
    ]
    assert [found[name] for name in ("winsorised", "treatment", "remark")] == [1, "log_ct", ""]


def test_combined_the_winsorised_values_are_transformed():
    treated = Treat(most_winsorised=1, combined=True)(state(x=STEEP))

    assert treated.board.values[:, 0] == pytest.approx(log_ct(np.minimum(STEEP, 2.0**18)))
    assert treated.board.marks[-1, 0] == Mark.WINSORISED | Mark.TRANSFORMED
    assert treated.board.marks[0, 0] == Mark.TRANSFORMED
    assert details(treated)["treatment"] == "winsorised, log_ct"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"transform": "log_ct_original"}, log_ct_original(STEEP)),
        ({"transform": "log_ct_plus"}, log_ct_plus(STEEP)),
        ({"transform": "boxcox", "power": 0.3}, box_cox(STEEP, 0.3)),
        ({"transform": "root"}, np.sqrt(STEEP)),
        ({"transform": "none"}, np.minimum(STEEP, 2.0**18)),
    ],
)
def test_the_transform_is_the_one_that_was_asked_for(options, expected):
    treated = Treat(most_winsorised=1, **options)(state(x=STEEP))

    assert treated.board.values[:, 0] == pytest.approx(expected)


def test_what_fails_in_the_end_is_said():
    values = [0.0] * 40 + [1.0]

    treated = Treat()(state(x=values))

    assert details(treated)["treatment"] == "log_ct"
    assert details(treated)["passes_transformed"] is False
    assert details(treated)["remark"] == "still has outliers"
    left = details(Treat(transform="none", most_winsorised=1)(state(x=STEEP)))
    assert (left["treatment"], left["remark"]) == ("winsorised", "still has outliers")


def test_negative_values_have_no_root_and_stay():
    values = STEEP - 5

    treated = Treat(most_winsorised=0, transform="root")(state(x=values))
    rooted = Treat(method="root")(state(x=values))

    assert treated.board.values[:, 0].tolist() == rooted.board.values[:, 0].tolist() == values.tolist()
    assert details(treated)["remark"] == "still has outliers, and has negative values, which have no root"
    assert details(rooted)["remark"] == "is still skewed, and has negative values, which have no root"
    assert not treated.board.marks.any()


@pytest.mark.parametrize("method", ["winsorise_then_transform", "interquartile", "deviations", "percentiles", "root"])
@pytest.mark.parametrize(
    ("values", "remark"),
    [
        ([None] * 5, "cannot be judged: no value"),
        ([3.5, 3.5, 3.5, None], "cannot be judged: all values are the same"),
        ([7.0], "cannot be judged: all values are the same"),
        ([1.0, 1.0], "cannot be judged: all values are the same"),
        ([1.0, 2.0, None], "cannot be judged: 2 values, expected at least 4"),
    ],
)
def test_what_cannot_be_judged_stays_and_says_why(method, values, remark):
    before = state(x=pl.Series(values, dtype=pl.Float64))

    treated = Treat(method=method, lower_percentile=0.0, upper_percentile=100.0)(before)

    assert treated.board.values == pytest.approx(before.board.values, nan_ok=True)
    assert details(treated)["remark"] == remark
    assert details(treated)["passes_before"] is None


def test_gaps_stay_gaps_without_a_mark_of_treatment():
    treated = Treat(most_winsorised=0)(state(x=[None, *STEEP]))

    assert np.isnan(treated.board.values[0, 0])
    assert treated.board.marks[0, 0] == Mark.MISSING
    assert (treated.board.marks[1:, 0] == Mark.TRANSFORMED).all()


def test_the_rules_of_innovation_scoreboards_and_of_the_oecd_are_there():
    values = [*map(float, range(1, 21)), 60.0]

    within = Treat(method="interquartile", multiple=1.5)(state(x=values))
    deviations = Treat(method="deviations", multiple=3.0)(state(x=values))
    percentiles = Treat(method="percentiles")(state(x=values))

    assert within.board.values[-1, 0] == 20.0
    assert within.board.marks[-1, 0] == Mark.WINSORISED
    assert (details(within)["winsorised"], details(within)["treatment"]) == (1, "winsorised")
    assert deviations.board.values[-1, 0] == 20.0
    assert percentiles.board.values[[0, -1], 0] == pytest.approx([1.8, 28.0])
    assert details(percentiles)["winsorised"] == 2


@pytest.mark.parametrize(
    ("options", "degree", "remark"),
    [({}, 2, "is still skewed"), ({"highest_root": 3}, 3, "is still skewed"), ({"highest_root": 9}, 5, "")],
)
def test_roots_are_taken_until_the_skewness_is_low_enough(options, degree, remark):
    treated = Treat(method="root", **options)(state(x=STEEP))

    assert treated.board.values[:, 0] == pytest.approx(STEEP ** (1 / degree))
    assert (details(treated)["treatment"], details(treated)["remark"]) == (f"root {degree}", remark)
    assert set(treated.board.marks[:, 0].tolist()) == {int(Mark.TRANSFORMED)}


def test_values_that_lean_to_the_left_need_no_root():
    treated = Treat(method="root")(state(x=1000 - SKEWED))

    assert treated.board.values[:, 0].tolist() == (1000 - SKEWED).tolist()
    assert Treat(method="root", root_above=4.0)(state(x=SKEWED)).board.values[-1, 0] == 100.0
    assert details(treated)["passes_before"] is True


def test_single_indicators_have_options_of_their_own():
    treated = Treat(only={"y": {"method": "none"}, "z": {"most_winsorised": 0}})(state(x=SKEWED, y=SKEWED, z=SKEWED))

    assert treated.board.values[-1].tolist() == pytest.approx([30.0, 100.0, log_ct(SKEWED)[-1]])
    assert treated.details["treat"]["code"].to_list() == ["x", "z"]


def test_each_year_stands_alone_unless_pooled():
    panel = state(years=(2020, 2021), x=[*SKEWED, *np.linspace(20, 200, 12)])

    alone, pooled = Treat()(panel), Treat(pooled=True)(panel)

    assert alone.details["treat"].select("year", "winsorised").rows() == [(2020, 1), (2021, 0)]
    assert pooled.details["treat"].select("year", "winsorised").rows() == [(None, 0)]
    assert alone.board.values.max() == pooled.board.values.max() == 200.0


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"method": "winsorize"}, NotFound, "method is 'winsorize'"),
        ({"transform": "log"}, NotFound, "transform is 'log'"),
        ({"most_winsorised": 2.5}, BadTable, r"most_winsorised is 2\.5; expected a whole number from 0"),
        ({"skewness": -1}, BadTable, "skewness is -1; expected a number from 0"),
        ({"kurtosis": "3,5"}, BadTable, "kurtosis is '3,5'"),
        ({"multiple": -2.0}, BadTable, "multiple is -2"),
        ({"root_above": None}, BadTable, "root_above is None"),
        ({"highest_root": 1}, BadTable, "highest_root is 1"),
        ({"combined": 1}, BadTable, "combined is 1; expected true or false"),
        ({"lower_percentile": 96, "upper_percentile": 4}, BadTable, "lower_percentile is 96 and upper_percentile 4"),
        (
            {"only": {"x": {"methods": "none"}}},
            NotFound,
            r"An option of x in only is 'methods'\. Did you mean method\?",
        ),
    ],
)
def test_wrong_options_are_refused_when_the_step_is_made(options, error, message):
    with pytest.raises(error, match=message):
        Treat(**options)


def test_options_for_a_code_that_is_not_there_are_refused():
    with pytest.raises(NotFound, match="no indicator or aggregate 'q'"):
        Treat(only={"q": {"method": "none"}})(state(x=SKEWED))


def test_a_transformation_too_large_to_compute_with_leaves_the_values_and_says_so():
    treated = Treat(most_winsorised=0, transform="boxcox", power=200)(state(x=STEEP))

    assert treated.board.of("x")[:, 0].tolist() == list(STEEP)
    assert treated.details["treat"]["remark"].to_list() == [
        "still has outliers, and its transformed values are too large to compute with"
    ]
