"""From indicators to an index, level by level."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound, NotPossible
from cluster_observatory.statistics.scoreboard.aggregate import Aggregate
from cluster_observatory.statistics.scoreboard.boards import Mark
from cluster_observatory.statistics.scoreboard.framework import read_framework
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
    assert (found.board.marks[2, 5:] == Mark.UNDEFINED).all()


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


def test_the_marks_of_values_that_are_not_the_units_own_rise_to_the_index():
    start = state((1, 2, 3, 4, 9), (1, 2, 3, 4, 9))
    marks = start.board.marks.copy()
    marks[0, 0] = Mark.IMPUTED | Mark.WINSORISED
    marks[0, 3] = Mark.COUNTRY
    found = Aggregate()(replace(start, board=replace(start.board, marks=marks)))

    assert found.board.marks[0, 5:].tolist() == [Mark.IMPUTED, Mark.COUNTRY, Mark.IMPUTED | Mark.COUNTRY]
    assert found.board.marks[1, 5:].tolist() == [0, 0, 0]


def test_the_share_of_weight_that_stands_behind_an_aggregate_is_told():
    table = Aggregate()(state((1, None, 4, None, 9))).details["aggregate"]

    # left has 3 of 4; right nothing; index 1·¾ + 1 of 1 + 1 + 2
    assert table.row(0, named=True) == {"unit": "u0", "year": None, "left": 0.75, "right": 0, "index": 1.75 / 4}


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
