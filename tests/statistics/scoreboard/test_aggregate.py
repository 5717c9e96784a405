"""From indicators to an index, level by level."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound, NotPossible
from cluster_observatory.statistics.scoreboard.aggregate import Aggregate
from cluster_observatory.statistics.scoreboard.boards import Mark
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.impute import Impute
from cluster_observatory.statistics.scoreboard.means import aggregated
from cluster_observatory.statistics.scoreboard.normalise import Normalise
from cluster_observatory.statistics.scoreboard.penalties import average_equalised, bottleneck_penalised
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.weigh import Weigh

FRAMEWORK = read_framework(
    pl.DataFrame(
        {
            "code": ["a", "b", "c", "d", "e", "left", "right", "index"],
            "parent": ["left", "left", "left", "right", "index", "index", "index", None],
            "weight": [1, 1, 2, 1, 1, 1, 2, 1],
        }
    )
)


def state(*rows, years=None):
    """A scoreboard of five indicators, a row each unit."""
    columns = {code: [row[place] for row in rows] for place, code in enumerate("abcde")}
    units = [f"u{number}" for number in range(len(rows))]
    if years:
        columns["year"], units = years, [f"u{number // len(set(years))}" for number in range(len(rows))]
    return read_state(pl.DataFrame({"unit": units, **columns}, strict=False), FRAMEWORK)


def test_what_adding_up_weights_errs_by_takes_no_aggregate_away():
    weights = {"a": 0.1, "b": 0.7, "c": 0.2}

    found = Aggregate(least_available=(0.8, 0), availability="weight")(
        Weigh(method="set", weights=weights)(state((1, 2, None, 4, 9)))
    )

    assert 0.1 + 0.7 < 0.8
    assert of(found, "left") == [[pytest.approx(1.5 / 0.8)]]


def test_a_negative_weight_counts_by_its_size_in_what_is_available():
    start = state((1, None, 3, 4, 9))

    found = Aggregate(least_available=(0.7, 0), availability="weight")(
        replace(start, weights={**start.weights, "a": -1.0, "b": 1.0, "c": 3.0})
    )

    assert of(found, "left") == [[4]]  # (3·3 - 1) / 2, by four of five


ABOVE = ("left", "right", "index")


def marked(state, marks):
    """The scoreboard with marks on values of its first unit."""
    found = state.board.marks.copy()
    for code, mark in marks.items():
        found[0, state.board.place(code)] = mark
    return replace(state, board=replace(state.board, marks=found))


def of(state, *codes):
    return state.board.of(*codes).tolist()


def test_an_aggregate_is_the_weighted_mean_of_its_children_of_whatever_level():
    found = Aggregate()(state((1, 2, 3, 4, 9)))

    # left (1 + 2 + 2·3) / 4 = 2.25; right, of one child, is that child; index (9 + 2.25 + 2·4) / 4
    assert of(found, "left", "right", "index") == [[2.25, 4, 4.8125]]
    assert found.board.codes == (*"abcde", "left", "right", "index")


def test_each_level_may_have_a_method_of_its_own():
    found = Aggregate(method=("geometric_mean", "minimum"))(state((1, 4, 4, 3, 9)))

    assert of(found, "left", "right", "index") == [pytest.approx([2 ** (6 / 4), 3, 2 ** (6 / 4)])]


def test_weights_are_shared_anew_among_the_children_that_are_there():
    found = Aggregate()(state((1, None, 4, None, 9), (None, None, None, 4, None), (None,) * 5))

    values = found.board.of("left", "right", "index")
    assert values[0] == pytest.approx([3, np.nan, 6], nan_ok=True)
    assert values[1] == pytest.approx([np.nan, 4, 4], nan_ok=True)
    assert np.isnan(values[2]).all()


@pytest.mark.parametrize(
    ("least", "availability", "there"),
    [
        (0.3, "children", [True, True]),
        (1 / 3, "children", [True, True]),
        (0.5, "children", [False, True]),
        (0.5, "weight", [True, True]),
        (0.6, "weight", [False, False]),
        (1, "children", [False, False]),
    ],
)
def test_an_aggregate_needs_enough_of_its_children(least, availability, there):
    found = Aggregate(least_available=(least, 0), availability=availability)(
        state((None, None, 3, 4, 9), (1, 2, None, 4, 9))
    )

    assert (~np.isnan(found.board.of("left")[:, 0])).tolist() == there
    assert not np.isnan(found.board.of("index")).any()


OTHERS = (Mark.NUTS1, Mark.COUNTRY, Mark.CAPITAL, Mark.FORMER)


@pytest.mark.parametrize("mark", [Mark.IMPUTED, Mark.ESTIMATED, Mark.BREAK, Mark.PERHAPS_MINIMUM, *OTHERS])
def test_what_is_to_be_known_of_a_value_is_to_be_known_of_its_aggregates(mark):
    start = marked(state((1, 2, 3, 4, 9), (1, 2, 3, 4, 9)), {"a": mark | Mark.WINSORISED})

    found = Aggregate()(start).board

    assert found.marks[0, found.places(ABOVE)].tolist() == [mark, 0, mark]
    assert found.marks[1, found.places(ABOVE)].tolist() == [0, 0, 0]


def test_only_values_that_went_into_an_aggregate_pass_on_their_marks():
    start = marked(state((None, 2, 3, 4, 9)), {"a": Mark.IMPUTED, "d": Mark.COUNTRY})
    weights = {**start.weights, "right": np.array([0.0])}

    found = Aggregate()(replace(start, weights=weights)).board

    assert found.marks[0, found.places(ABOVE)].tolist() == [Mark.PARTLY, Mark.COUNTRY, Mark.PARTLY]


def test_an_aggregate_says_where_one_of_its_indicators_had_no_value():
    rows = (1, 2, 3, 4, 9), (1, None, 3, 4, 9), (1, 2, 3, None, 9), (None,) * 5

    found = Aggregate()(state(*rows)).board

    assert found.marks[:, found.places(ABOVE)].tolist() == [
        [0, 0, 0],
        [Mark.PARTLY, 0, Mark.PARTLY],
        [0, Mark.UNDEFINED, Mark.PARTLY],
        [Mark.UNDEFINED, Mark.UNDEFINED, Mark.UNDEFINED],
    ]


def test_a_gap_where_nothing_weighs_is_no_gap():
    start = state((1, None, 3, 4, 9), (1, None, 3, 4, 9))
    weights = {**start.weights, "b": np.array([0.0, 1.0])}

    found = Aggregate()(replace(start, weights=weights)).board

    assert found.marks[:, found.place("left")].tolist() == [0, Mark.PARTLY]


def test_an_indicator_that_is_the_same_for_all_does_not_vanish_from_the_index_unseen():
    start = state((1, 1, 1, 1, 1), (1, 2, 2, 2, 2))

    found = Aggregate()(Normalise()(start)).board

    assert found.of("left", "index").tolist() == [[0, 0], [100, 100]]
    assert (found.marks[:, found.place("a")] == Mark.UNDEFINED).all()
    assert (found.marks[:, found.places(("left", "index"))] == Mark.PARTLY).all()


def test_a_filled_gap_that_normalising_undoes_does_not_mark_the_aggregate_as_imputed():
    start = Impute(method="constant", constant=1)(state((1, 1, 1, 1, 1), (None, 2, 2, 2, 2)))

    found = Aggregate()(Normalise()(start)).board

    assert found.marks[1, found.place("a")] == Mark.MISSING | Mark.IMPUTED | Mark.UNDEFINED
    assert found.marks[1, found.place("index")] == Mark.PARTLY


def test_of_how_much_each_aggregate_is_made_is_told():
    table = Aggregate()(state((1, None, 4, None, 9), (1, 2, 3, 4, 9))).details["aggregate"]

    # left has 3 of 4 in weight; right, of one child, nothing; index 1·¾ + 1 of 1 + 1 + 2
    assert table.columns == ["unit", "year", "code", "children", "children_available", "weight_available"]
    assert table.rows()[:3] == [
        ("u0", None, "left", 3, 2, 0.75),
        ("u0", None, "right", 1, 0, 0),
        ("u0", None, "index", 3, 2, 1.75 / 4),
    ]
    assert table.rows()[3:] == [
        ("u1", None, "left", 3, 3, 1),
        ("u1", None, "right", 1, 1, 1),
        ("u1", None, "index", 3, 3, 1),
    ]


def test_units_are_compared_within_a_year_unless_pooled():
    rows = ((1, 1, 1, 1, 1), (5, 5, 5, 5, 5), (3, 3, 3, 3, 3), (4, 4, 4, 4, 4))
    start = state(*rows, years=[2020, 2021, 2020, 2021])

    assert of(Aggregate(method="copeland")(start), "left") == [[-1], [1], [1], [-1]]
    assert of(Aggregate(method="copeland", pooled=True)(start), "left") == [[-3], [3], [-1], [1]]


def test_weights_by_unit_give_each_unit_its_own_mean():
    start = state((1, 1, 1, 4, 9), (1, 1, 1, 4, 9))
    weights = {**start.weights, "left": np.array([1.0, 0.0]), "right": 0.0, "e": np.array([0.0, 1.0])}

    assert of(Aggregate()(replace(start, weights=weights)), "index") == [[1], [9]]


def test_aggregating_anew_replaces_the_aggregates():
    once = Aggregate()(state((1, 2, 3, 4, 9)))

    again = Aggregate(method="minimum")(once)

    assert again.board.codes == once.board.codes
    assert of(again, "index") == [[1]]


def test_the_bottleneck_is_the_weakest_of_all_pillars_of_a_level():
    framework = read_framework(
        pl.DataFrame({"code": ["a", "b", "c", "x", "y", "all"], "parent": ["x", "x", "y", "all", "all", None]})
    )
    start = read_state(pl.DataFrame({"unit": ["u"], "a": [0.9], "b": [0.7], "c": [0.2]}), framework)

    found = Aggregate(method=("bottleneck_penalty", "arithmetic_mean"), equalise=False)(start)

    a, b = (0.2 + 1 - np.exp(0.2 - one) for one in (0.9, 0.7))
    assert of(found, "x", "y", "all") == [pytest.approx([50 * (a + b), 20, (50 * (a + b) + 20) / 2])]


def test_pillars_are_equalised_over_the_units_before_the_penalty():
    framework = read_framework(pl.DataFrame({"code": ["a", "b", "all"], "parent": ["all", "all", None]}))
    start = read_state(pl.DataFrame({"unit": ["u", "v"], "a": [0.2, 0.3], "b": [0.7, 0.9]}), framework)

    found = Aggregate(method="bottleneck_penalty")(start).board.of("all")[:, 0]

    equalised = average_equalised(start.board.values)
    assert equalised.mean(axis=0) == pytest.approx([0.525, 0.525])
    assert found == pytest.approx(100 * bottleneck_penalised(equalised).mean(axis=1))


@pytest.mark.parametrize("method", ["geometric_mean", "harmonic_mean"])
def test_the_zero_of_a_minimum_and_maximum_is_refused_with_what_to_do(method):
    start = state((1, 2, 3, 4, 9), (2, 3, 4, 5, 8))

    with pytest.raises(BadTable, match=r"a of the unit u0 is 0; .*lower = 1"):
        Aggregate(method=method)(Normalise()(start))
    assert not np.isnan(Aggregate(method=method)(Normalise(lower=1)(start)).board.values).any()


def test_a_refused_value_of_several_years_is_named_with_its_year():
    with pytest.raises(BadTable, match="b of the unit u0 in 2021 is -2"):
        Aggregate(method="geometric_mean")(state((1, 2, 3, 4, 9), (1, -2, 3, 4, 9), years=[2020, 2021]))


def test_weights_that_sum_to_0_are_refused_by_the_parent():
    with pytest.raises(BadTable, match=r"below right sum to 0: d\. Give one"):
        Aggregate()(Weigh(method="set", weights={"d": 0})(state((1, 2, 3, 4, 9))))
    start = state((1, 2, 3, 4, 9), (1, 2, 3, 4, 9))
    with pytest.raises(BadTable, match="below right of the unit u1 sum to 0"):
        Aggregate()(replace(start, weights={**start.weights, "d": np.array([1.0, 0.0])}))


def test_what_is_better_when_less_is_refused_before_it_is_normalised():
    framework = read_framework(
        pl.DataFrame({"code": ["jobless", "all"], "parent": ["all", None], "direction": [-1, 1]})
    )

    with pytest.raises(NotPossible, match=r"Less of jobless is better.*Normalise"):
        Aggregate()(read_state(pl.DataFrame({"unit": ["u"], "jobless": [1.0]}), framework))


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"method": "mean"}, NotFound, "method is 'mean'"),
        ({"method": ("minimum", "mean")}, NotFound, "method is 'mean'"),
        ({"least_available": 1.1}, BadTable, "least_available is 1.1"),
        ({"availability": "count"}, NotFound, "availability"),
        ({"order": (0, 0)}, BadTable, "order is"),
        ({"order": ()}, BadTable, "order is"),
        ({"order": 1}, BadTable, "order is 1; expected a list of weights from the best place to the worst"),
        ({"method": ()}, BadTable, "method is an empty list"),
        ({"least_available": ()}, BadTable, "least_available is an empty list"),
        ({"power": 1e151}, BadTable, r"power is 1e\+151; expected a number from -1e\+150 to 1e\+150"),
        ({"penalty": "none"}, NotFound, "penalty"),
        ({"penalty_share": 2}, BadTable, "penalty_share is 2"),
        ({"least_share": -1}, BadTable, "least_share is -1"),
        ({"equalise": "no"}, BadTable, "equalise is 'no'"),
    ],
)
def test_options_that_are_none_are_refused(options, error, message):
    with pytest.raises(error, match=message):
        Aggregate(**options)


def test_methods_that_are_not_one_per_level_are_refused():
    with pytest.raises(BadTable, match="method has 3 entries; expected one, or 2"):
        Aggregate(method=("minimum",) * 3)(state((1, 2, 3, 4, 9)))
    with pytest.raises(BadTable, match="least_available has 1 entries; expected one, or 2"):
        Aggregate(least_available=(0.5,))(state((1, 2, 3, 4, 9)))


def test_a_code_without_a_weight_is_named():
    with pytest.raises(NotFound, match="c has no weight"):
        aggregated(np.ones((1, 5)), dict.fromkeys(("a", "b", "d", "e", "left", "right"), 1.0), FRAMEWORK)


def test_a_child_of_weight_0_that_is_all_there_is_gives_no_aggregate():
    weights = dict.fromkeys(("a", "b", "c", "e", "left", "right"), 1.0) | {"d": 0.0}

    found = aggregated(np.array([[1.0, 2.0, 3.0, 4.0, 8.0]]), weights, FRAMEWORK)

    assert found[0] == pytest.approx([2, np.nan, 5], nan_ok=True)
