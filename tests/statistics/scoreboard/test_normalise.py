"""One scale for all indicators, in which larger is better."""

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.scoreboard.boards import Mark
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.normalise import METHODS, Normalise
from cluster_observatory.statistics.scoreboard.reading import read_state

NAN = float("nan")


def state(gains, losses=None, *, years=None, people=None, **parameters):
    """A scoreboard of one indicator of which more is better, with the parameters, and one of which less is."""
    losses = losses or gains
    rows = {"code": ["gains", "losses", "all"], "parent": ["all", "all", None], "direction": [1, -1, 1]}
    rows |= {name: [value, None, None] for name, value in parameters.items()}
    if people:
        rows = {name: [*column, "population" if name == "code" else None] for name, column in rows.items()}
        rows["kind"] = [None, None, None, "denominator"]
    columns = {"unit": [f"u{number}" for number in range(len(gains))], "gains": gains, "losses": losses}
    if years:
        columns["unit"] = [f"u{number % (len(gains) // 2)}" for number in range(len(gains))]
        columns["year"] = years
    if people:
        columns["population"] = people
    return read_state(pl.DataFrame(columns, strict=False), read_framework(pl.DataFrame(rows, strict=False)))


def scaled(state, **options):
    """Return the two columns, rounded for comparison."""
    values = Normalise(**options)(state).board.values
    return [[None if one != one else round(one, 9) for one in column] for column in values.T.tolist()]


FIVE = [0.0, 1.0, 2.0, 2.0, 5.0]


@pytest.mark.parametrize(
    ("options", "gains", "losses"),
    [
        ({}, [0, 20, 40, 40, 100], [100, 80, 60, 60, 0]),
        ({"lower": 1}, [1, 20.8, 40.6, 40.6, 100], [100, 80.2, 60.4, 60.4, 1]),
        ({"method": "rank"}, [1, 2, 3, 3, 5], [5, 4, 2, 2, 1]),
        ({"method": "borda"}, [0, 1, 2, 2, 4], [4, 3, 1, 1, 0]),
        ({"method": "percentile_rank"}, [0, 0.25, 0.5, 0.5, 1], [1, 0.75, 0.25, 0.25, 0]),
        ({"method": "distance_to_maximum"}, [0, 0.2, 0.4, 0.4, 1], [1, 0.8, 0.6, 0.6, 0]),
        ({"method": "distance_to_reference", "reference": "u2"}, [0, 0.5, 1, 1, 2.5], [5 / 3, 4 / 3, 1, 1, 0]),
        ({"method": "distance_to_reference", "reference": "u2", "capped": True}, [0, 0.5, 1, 1, 1], [1, 1, 1, 1, 0]),
        ({"method": "fraction_of_maximum"}, [0, 0.2, 0.4, 0.4, 1], [1, 0, 0, 0, 0]),
        ({"method": "scaled", "posts": (1.0, 3.0)}, [-50, 0, 50, 50, 200], [150, 100, 50, 50, -100]),
        ({"method": "goalposts", "posts": (1.0, 3.0)}, [0, 0, 50, 50, 100], [100, 100, 50, 50, 0]),
        ({"method": "categorical", "quantiles": (0.25, 0.5, 0.75)}, [0, 100 / 3, 100, 100, 100], None),
        ({"method": "mean_above_below"}, [-1, -1, 0, 0, 1], [1, 1, 0, 0, -1]),
        ({"method": "mean_above_below", "margin": 0.6}, [-1, 0, 0, 0, 1], [1, 0, 0, 0, -1]),
        ({"method": "around_reference", "lower": 70, "upper": 130}, [76, 88, 100, 100, 136], [124, 112, 100, 100, 64]),
        ({"method": "around_reference", "reference": "u1", "posts": (0.0, 5.0)}, [30, 50, 70, 70, 130], None),
        ({"method": "none"}, FIVE, [-one for one in FIVE]),
    ],
)  # fmt: skip
def test_each_method_by_hand(options, gains, losses):
    found = scaled(state(FIVE), **options)

    assert found[0] == pytest.approx(gains)
    assert losses is None or found[1] == pytest.approx(losses)


def test_zscores_have_the_mean_and_deviation_asked_for():
    found = Normalise(method="zscore", mean=100, deviation=10)(state(FIVE)).board.values
    assert found.mean(axis=0) == pytest.approx([100, 100])
    assert found.std(axis=0, ddof=1) == pytest.approx([10, 10])

    found = Normalise(method="zscore", mean=100, deviation=10, divide_by="n")(state(FIVE)).board.values
    assert found.std(axis=0) == pytest.approx([10, 10])


def test_units_weigh_in_a_zscore_as_many_people_as_they_have():
    table = state([1.0, 2.0, 4.0, 100.0], people=[2, 1, 1, None])

    found = Normalise(method="zscore", population="population")(table).board.values[:, 0]

    # Mean (1 + 1 + 2 + 4) / 4 = 2, variance (1 + 1 + 0 + 4) / 4 = 1.5; the last is scaled, but weighs nothing.
    assert found == pytest.approx((np.array([1, 2, 4, 100]) - 2) / 1.5**0.5)


@pytest.mark.parametrize("times", [1e300, 1e-300])
def test_only_the_shares_of_people_count(times):
    few, many = ([number * share for number in (2, 1, 1)] for share in (1, times))

    found = [
        Normalise(method="zscore", population="population")(state([1.0, 2.0, 4.0], people=one)) for one in (few, many)
    ]

    assert found[0].board.values == pytest.approx(found[1].board.values)


def test_people_who_cannot_weigh_are_refused():
    with pytest.raises(NotFound, match=r"no denominator 'poplation'.*It has: population"):
        Normalise(method="zscore", population="poplation")(state(FIVE, people=[1] * 5))
    with pytest.raises(BadTable, match="population of the unit u1 is below 0"):
        Normalise(method="zscore", population="population")(state(FIVE, people=[1, -1, 1, 1, 1]))
    with pytest.raises(BadTable, match="No unit has a population above 0"):
        Normalise(method="zscore", population="population")(state(FIVE, people=[0, 0, 0, None, 0]))


def test_each_year_stands_alone_unless_years_are_pooled():
    table = state([0.0, 10.0, 0.0, 20.0], years=[2020, 2020, 2021, 2021])

    assert scaled(table)[0] == [0, 0, 100, 100]  # rows are sorted by unit, then year
    assert scaled(table, pooled=True)[0] == [0, 0, 50, 100]


def test_parameters_of_one_indicator_go_with_pooled_years():
    table = state([0.0, 10.0, 0.0, 20.0], years=[2020, 2020, 2021, 2021], minmax_lower=1, minmax_upper=5)

    assert scaled(table, pooled=True) == [[1, 1, 3, 5], [100, 100, 50, 0]]


@pytest.mark.parametrize(
    ("parameters", "method", "expected"),
    [
        ({"zscore_mean": 100, "zscore_sd": 10}, "zscore", [90, 100, 110]),
        ({"target": 4}, "distance_to_target", [0, 0.5, 1]),
        ({"scaled_lower": 0, "scaled_upper": 8}, "scaled", [0, 25, 50]),
        ({"goalpost_lower": 1, "goalpost_upper": 3, "goalpost_scale": 10}, "goalposts", [0, 5, 10]),
        ({"goalpost_lower": 1, "goalpost_upper": 3, "goalpost_trunc2posts": 0}, "goalposts", [-50, 50, 150]),
        ({"dist2ref": 8}, "distance_to_reference", [0, 0.25, 0.5]),
    ],
)
def test_what_the_table_of_indicators_says_goes_first(parameters, method, expected):
    table = state([0.0, 2.0, 4.0], **parameters)

    found = Normalise(method=method, only={"losses": {"method": "rank"}})(table)

    assert found.board.values[:, 0] == pytest.approx(expected)
    assert found.board.values[:, 1].tolist() == [3, 2, 1]


def test_a_target_of_an_indicator_of_which_less_is_better_is_in_its_own_unit():
    framework = read_framework(
        pl.DataFrame({"code": ["losses", "all"], "parent": ["all", None], "direction": [-1, 1], "target": [10.0, None]})
    )
    table = read_state(pl.DataFrame({"unit": ["a", "b", "c"], "losses": [10.0, 20.0, 30.0]}), framework)

    assert Normalise(method="distance_to_target")(table).board.values[:, 0].tolist() == [1, 0.5, 0]


@pytest.mark.parametrize(
    "method", [one for one in METHODS if one not in ("distance_to_target", "distance_to_reference")]
)
def test_gaps_stay_gaps_and_take_no_part(method):
    options = {"method": method, "posts": (0.0, 5.0)}

    whole = Normalise(**options)(state(FIVE)).board
    gappy = Normalise(**options)(state([*FIVE, None])).board

    assert np.isnan(gappy.values[-1]).all()
    assert gappy.values[:-1] == pytest.approx(whole.values, nan_ok=True)
    assert (gappy.marks[-1] == Mark.MISSING).all()


@pytest.mark.parametrize(
    "method", ["minmax", "zscore", "distance_to_maximum", "around_reference", "distance_to_reference"]
)
def test_what_is_the_same_for_all_has_no_place_on_a_scale(method):
    found = Normalise(method=method, reference="u0")(state([2.0, 2.0, 2.0], [1.0, 2.0, 3.0]))

    assert np.isnan(found.board.values[:, 0]).all()
    assert (found.board.marks[:, 0] == Mark.UNDEFINED).all()
    assert found.details["normalise"]["undefined"].to_list() == [3, 0]


def test_a_value_that_is_alone_or_nowhere_is_refused_or_marked():
    found = Normalise(method="percentile_rank")(state([2.0, None, None], [None, None, None]))

    assert np.isnan(found.board.values).all()
    assert found.board.marks[:, 0].tolist() == [Mark.UNDEFINED, Mark.MISSING, Mark.MISSING]
    assert (found.board.marks[:, 1] == Mark.MISSING).all()


def test_a_fraction_of_the_best_where_less_is_better_is_one_for_the_best():
    found = Normalise(method="fraction_of_maximum")(state([1.0, 2.0, -1.0], [2.0, 4.0, 8.0]))

    assert found.board.values.T.tolist() == [[0.5, 1, -0.5], [1, 0.5, 0.25]]


def test_a_fraction_of_what_is_not_above_0_is_not_defined():
    found = Normalise(method="fraction_of_maximum")(state([-1.0, -2.0, 0.0], [-2.0, 4.0, 8.0]))

    assert np.isnan(found.board.values).all()
    assert (found.board.marks == Mark.UNDEFINED).all()


def test_the_reference_of_a_year_is_the_unit_in_that_year():
    table = state([1.0, 2.0, 2.0, 8.0], years=[2020, 2020, 2021, 2021])

    found = Normalise(method="distance_to_reference", reference="u1", pooled=True)(table).board

    # u1 has 2 in 2020 and 8 in 2021; the least of all is 1.
    assert found.values[:, 0].tolist() == pytest.approx([0, 1 / 7, 1, 1])


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"method": "minmx"}, NotFound, "method is 'minmx'. Did you mean minmax"),
        ({"lower": 5, "upper": 5}, BadTable, "lower is 5 and upper 5"),
        ({"deviation": -1}, BadTable, "deviation is -1"),
        ({"posts": (3.0, 1.0)}, BadTable, "the smaller first"),
        ({"quantiles": (0.5, 0.2)}, BadTable, "shares from 0 to 1 that rise"),
        ({"divide_by": "n-2"}, NotFound, "divide_by"),
        ({"pooled": 1}, BadTable, "pooled is 1"),
        ({"only": {"gains": {"upper": -1}}}, BadTable, "only, gains: lower is 0 and upper -1"),
        ({"only": {"gains": {"method": "x"}}}, NotFound, "only, gains: method is 'x'"),
        ({"only": {"gains": {"methd": "x"}}}, NotFound, "An option of gains in only is 'methd'. Did you mean method"),
        ({"only": "x"}, BadTable, "only is 'x'; expected options for each code"),
        ({"only": {"gains": "none"}}, BadTable, "only of gains is 'none'; expected options for each code"),
        ({"posts": 5}, BadTable, "posts is 5; expected a list of two numbers"),
        ({"quantiles": 0.5}, BadTable, "quantiles is 0.5; expected a list of shares"),
        ({"population": 5}, BadTable, "population is 5; expected the name of a denominator"),
        ({"reference": 5}, BadTable, "reference is 5; expected the code of a unit"),
        ({"deviation": 0}, BadTable, "deviation is 0; expected a number above 0"),
    ],
)
def test_options_that_are_none_are_refused(options, error, message):
    with pytest.raises(error, match=message):
        Normalise(**options)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"only": {"gians": {"method": "rank"}}}, NotFound, "'gians'. Near ones: gains"),
        ({"only": {"all": {"method": "rank"}}}, NotFound, "A code in only is 'all'"),
        ({"method": "distance_to_target"}, BadTable, "gains has no target"),
        ({"method": "distance_to_reference"}, BadTable, "gains has nothing to compare with"),
        ({"method": "distance_to_reference", "reference": "u9"}, NotFound, "no unit 'u9'"),
        ({"method": "goalposts"}, BadTable, "gains has no posts"),
    ],
)
def test_what_lacks_is_named(options, error, message):
    with pytest.raises(error, match=message):
        Normalise(**options)(state(FIVE))


@pytest.mark.parametrize(
    ("parameters", "method", "message"),
    [
        ({"minmax_lower": 5, "minmax_upper": 1}, "minmax", "gains has minmax_upper 1; expected more than 5"),
        ({"minmax_lower": 200}, "minmax", "gains has minmax_upper 100; expected more than 200"),
        ({"zscore_sd": -1}, "zscore", "gains has zscore_sd -1; expected more than 0"),
        ({"zscore_sd": 0}, "zscore", "gains has zscore_sd 0; expected more than 0"),
        ({"goalpost_scale": -5}, "goalposts", "gains has goalpost_scale -5; expected more than 0"),
        ({"goalpost_lower": 3, "goalpost_upper": 1}, "goalposts", "gains has the posts 3 and 1; .*the smaller first"),
        ({"goalpost_upper": 1e151}, "goalposts", r"gains has goalpost_upper 1e\+151; expected at most 1e\+150"),
    ],
)
def test_what_would_turn_an_indicator_round_or_flatten_it_is_refused(parameters, method, message):
    with pytest.raises(BadTable, match=message):
        Normalise(method=method, posts=(0.0, 4.0))(state(FIVE, **parameters))


@pytest.mark.parametrize(
    ("parameters", "options"),
    [
        ({"target": -1}, {"method": "distance_to_target"}),
        ({"target": 0}, {"method": "distance_to_target", "capped": True}),
        ({"dist2ref": -1}, {"method": "distance_to_reference", "reference": "u4"}),
    ],
)
def test_what_every_unit_has_passed_already_is_nothing_to_measure_by(parameters, options):
    found = Normalise(**options, only={"losses": {"method": "rank"}})(state(FIVE, **parameters)).board

    assert np.isnan(found.of("gains")).all()
    assert (found.marks[:, 0] == Mark.UNDEFINED).all()


def test_differences_too_small_to_square_have_no_standard_deviation():
    found = Normalise(method="zscore")(state([1e-200, 2e-200], [1.0, 2.0])).board

    assert (found.marks == [[Mark.UNDEFINED, 0]] * 2).all()


def test_a_scale_too_large_to_compute_with_is_refused_by_the_indicators_code():
    with pytest.raises(BadTable, match="gains of the unit u0 is inf"):
        Normalise(method="scaled", posts=(0.0, 1e-300))(state([1e100, 2.0]))


def test_years_of_a_single_indicator_may_be_pooled():
    table = state([0.0, 10.0, 0.0, 20.0], years=[2020, 2020, 2021, 2021])

    found = Normalise(only={"gains": {"pooled": True}})(table)

    assert found.board.values.T.tolist() == [[0, 0, 50, 100], [100, 100, 0, 0]]
    assert found.details["normalise"].select("year", "code").rows() == [
        (None, "gains"),
        (2020, "losses"),
        (2021, "losses"),
    ]


def test_units_weigh_in_each_year_as_many_people_as_they_have_then():
    values, people = [1.0, 4.0, 1.0, 4.0], [1, 2, 3, 1]
    panel = state(values, years=[2020, 2020, 2021, 2021], people=people)

    found = Normalise(method="zscore", population="population")(panel).board

    for year, rows in ((2020, [0, 1]), (2021, [2, 3])):
        alone = Normalise(method="zscore", population="population")(
            state([values[row] for row in rows], people=[people[row] for row in rows])
        ).board
        assert found.values[[one == year for one in found.years]] == pytest.approx(alone.values)


def test_values_are_oriented_once_only():
    once = Normalise()(state(FIVE))

    assert once.oriented
    assert Normalise()(once).board.values == pytest.approx(once.board.values)


def test_what_equals_the_mean_is_neither_above_nor_below_it_whatever_the_rounding():
    assert scaled(state([0.1] * 3), method="mean_above_below") == [[0, 0, 0], [0, 0, 0]]


def test_nothing_is_changed_in_place():
    table = state(FIVE)
    before = table.board.values.copy()

    Normalise()(table)

    assert (table.board.values == before).all() and not table.oriented
