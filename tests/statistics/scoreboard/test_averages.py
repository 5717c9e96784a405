"""Weighted averages of what a unit has."""

import numpy as np
import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.scoreboard.means import METHODS, weighted

NAN = float("nan")
EVEN = np.ones(3)


@pytest.mark.parametrize(
    ("method", "options", "expected"),
    [
        ("arithmetic_mean", {}, 14 / 3),
        ("geometric_mean", {}, 64 ** (1 / 3)),
        ("harmonic_mean", {}, 3 / (1 / 2 + 1 / 4 + 1 / 8)),
        ("power_mean", {"power": 2.0}, 28**0.5),
        ("power_mean", {"power": 0.0}, 4),
        ("power_mean", {"power": 1.0}, 14 / 3),
        ("power_mean", {"power": 400.0}, 8 * 3 ** (-1 / 400)),
        ("power_mean", {"power": -400.0}, 2 * 3 ** (1 / 400)),
        ("median", {}, 4),
        ("minimum", {}, 2),
        ("mean_minimum", {"penalty_share": 0.5}, 14 / 3 - (14 / 3 - 2) / 2),
        ("owa", {"order": (1, 0, 0)}, 8),
        ("owa", {"order": (0, 0, 1)}, 2),
        ("owa", {"order": (3, 2, 1)}, (3 * 8 + 2 * 4 + 2) / 6),
        ("owa", {"order": (1, 1)}, 14 / 3),
        ("owa", {"order": (1, 0)}, (8 + 4 / 2) / 1.5),
    ],
)
def test_each_method_by_hand(method, options, expected):
    assert weighted(np.array([[4.0, 8.0, 2.0]]), EVEN, method, **options) == pytest.approx([expected])


BY_ROW = [one for one in METHODS if one not in ("copeland", "benefit_of_doubt")]


@pytest.mark.parametrize("method", BY_ROW)
def test_a_gap_is_as_if_the_child_were_not_there(method):
    values = np.array([[0.4, NAN, 0.2], [0.4, 0.3, 0.2], [NAN] * 3])

    found = weighted(values, np.array([1.0, 2.0, 3.0]), method)

    assert found[0] == pytest.approx(weighted(values[:1, [0, 2]], np.array([1.0, 3.0]), method)[0])
    assert found[1] != found[0] or method in ("minimum", "mean_minimum")
    assert np.isnan(found[2])


@pytest.mark.parametrize("method", METHODS)
def test_a_child_that_weighs_nothing_is_as_if_it_were_not_there(method):
    values = np.array([[0.4, -5.0, 0.2], [0.3, 7.0, 0.6]])

    found = weighted(values, np.array([1.0, 0.0, 3.0]), method)

    assert found == pytest.approx(weighted(values[:, [0, 2]], np.array([1.0, 3.0]), method))


@pytest.mark.parametrize("method", METHODS)
def test_weights_matter_by_their_shares_alone(method):
    values, weights = np.array([[0.4, 0.5, 0.2], [0.3, 0.1, 0.6]]), np.array([1.0, 2.0, 3.0])

    assert weighted(values, weights, method) == pytest.approx(weighted(values, 10 * weights, method))


@pytest.mark.parametrize("method", BY_ROW)
def test_each_unit_may_have_weights_of_its_own(method):
    values, weights = np.array([[0.4, 0.5, 0.2], [0.3, 0.1, 0.6]]), np.array([[1.0, 2.0, 3.0], [3.0, 0.5, 1.0]])

    found = weighted(values, weights, method)

    assert found == pytest.approx([weighted(values[[row]], weights[row], method)[0] for row in (0, 1)])


def test_the_median_of_an_even_number_is_between_the_middle_ones_and_weights_move_it():
    values = np.array([[1.0, 2.0, 4.0, 9.0]])

    assert weighted(values, np.ones(4), "median").tolist() == [3]
    assert weighted(values, np.array([1.0, 1.0, 1.0, 4.0]), "median").tolist() == [9]
    assert weighted(values, np.array([0.1, 0.2, 0.3, 0.1]), "median").tolist() == [4]


def test_an_ordered_average_treats_a_unit_with_a_gap_alike():
    values = np.array([[4.0, 8.0, 2.0, 1.0], [4.0, NAN, 2.0, NAN]])

    assert weighted(values, np.ones(4), "owa", order=(1, 0)).tolist() == [6, 4]
    # Of the way from the best to the worst, 8 takes the first half by its weight.
    assert weighted(values[:1, :3], np.array([1.0, 2.0, 1.0]), "owa", order=(1, 0)).tolist() == [8]


@pytest.mark.parametrize(
    ("method", "power", "value"),
    [("geometric_mean", 1.0, 0.0), ("harmonic_mean", 1.0, -1.0), ("power_mean", -0.5, 0.0), ("power_mean", 2.0, -1.0)],
)
def test_values_without_such_a_mean_are_refused_with_indicator_and_unit(method, power, value):
    values = np.array([[1.0, 2.0], [1.0, value]])

    with pytest.raises(BadTable, match=rf"LPI of the unit MLT is {value:g}; .*Normalise from 1 to 100"):
        weighted(values, np.ones(2), method, power, units=("AUT", "MLT"), codes=("FDI", "LPI"))
    with pytest.raises(BadTable, match=rf"Column 2 of row 2 is {value:g}"):
        weighted(values, np.ones(2), method, power)


def test_an_unknown_method_is_refused_with_the_nearest():
    with pytest.raises(NotFound, match="Did you mean geometric_mean"):
        weighted(np.ones((1, 1)), np.ones(1), "geometric")
