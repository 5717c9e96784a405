"""Means that fall where a unit's children are unequal, or one of them is low."""

import numpy as np
import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.scoreboard.means import weighted
from cluster_observatory.statistics.scoreboard.normalisations import zscore
from cluster_observatory.statistics.scoreboard.penalties import (
    average_equalised,
    bottleneck_penalised,
    mazziotta_pareto,
    mean_minimum,
)

NAN = float("nan")
EVEN = np.ones(2)


def test_unequal_children_take_the_mazziotta_pareto_index_down_or_up():
    values = np.array([[100.0, 100.0], [110.0, 90.0], [120.0, NAN]])

    # M = 100, S = 10, cv = 0.1
    assert mazziotta_pareto(values, EVEN).tolist() == [100, 99, 120]
    assert mazziotta_pareto(values, EVEN, "positive").tolist() == [100, 101, 120]


def test_the_mazziotta_pareto_index_from_the_beginning_by_hand():
    raw = np.array([[1.0, 8.0], [2.0, 4.0], [3.0, 0.0]])

    # Deviations are divided by n: √(2/3) for the first, 4·√(2/3) for the second; ±1 of them is ±12.247.
    scaled = zscore(raw, 100, 10, divide_by="n")
    step = 10 * 1.5**0.5
    assert scaled == pytest.approx(np.array([[100 - step, 100 + step], [100, 100], [100 + step, 100 - step]]))
    # M = 100, S = 12.247, S · cv = 150 / 100.
    assert weighted(scaled, EVEN, "mazziotta_pareto") == pytest.approx([98.5, 100, 98.5])


def test_the_adjusted_index_takes_the_same_penalty_from_values_around_a_reference():
    values = np.array([[130.0, 70.0], [100.0, 100.0]])

    # M = 100, S = 30, S · cv = 9
    assert weighted(values, EVEN, "adjusted_mazziotta_pareto").tolist() == [91, 100]


def test_weights_count_in_mean_and_deviation():
    # M = 102.5, S² = (3·7.5² + 1·22.5²) / 4 = 168.75
    found = mazziotta_pareto(np.array([[110.0, 80.0]]), np.array([3.0, 1.0]))

    assert found == pytest.approx([102.5 - 168.75 / 102.5])


def test_a_mean_that_is_not_above_0_is_refused_with_the_unit():
    with pytest.raises(BadTable, match=r"The mean of the unit DE1 over a, b is -1; .* mean = 100, deviation = 10"):
        weighted(np.array([[1.0, 1.0], [-1.0, -1.0]]), EVEN, "mazziotta_pareto", units=("AT1", "DE1"), codes=("a", "b"))


def test_mean_minimum_lies_between_the_mean_and_the_weakest():
    values = np.array([[10.0, 4.0], [5.0, NAN], [NAN, NAN]])

    assert mean_minimum(values, EVEN)[:2].tolist() == [4, 5]
    assert mean_minimum(values, EVEN, 0.5)[:2].tolist() == [5.5, 5]
    assert mean_minimum(values, EVEN, 0.0)[:2].tolist() == [7, 5]
    # √(3² + 4²) - 4 = 1
    assert mean_minimum(values, EVEN, 1.0, 4.0)[:2].tolist() == [6, 5]
    assert np.isnan(mean_minimum(values, EVEN)[2])


def test_what_is_above_the_bottleneck_counts_ever_less():
    found = bottleneck_penalised(np.array([[0.2, 0.7, NAN], [NAN] * 3]))

    assert found[0, :2] == pytest.approx([0.2, 0.2 + 1 - np.exp(-0.5)])
    assert np.isnan(found[0, 2]) and np.isnan(found[1]).all()


def test_the_penalty_for_bottlenecks_is_a_hundred_times_the_mean():
    found = weighted(np.array([[0.2, 0.7]]), EVEN, "bottleneck_penalty")

    assert found == pytest.approx([100 * (0.4 + 1 - np.exp(-0.5)) / 2])


def test_pillars_are_raised_to_powers_with_which_they_have_the_same_mean():
    values = np.array([[0.1, 0.9], [0.2, 0.7], [0.4, 0.8], [NAN, 1.0], [0.0, 0.5]])
    aim = (0.175 + 0.78) / 2

    found = average_equalised(values)

    assert np.nanmean(found, axis=0) == pytest.approx([aim, aim], abs=1e-12)
    powers = np.log(found[:3]) / np.log(values[:3])
    assert powers == pytest.approx(np.broadcast_to(powers[0], powers.shape))
    assert np.isnan(found[3, 0]) and found[4, 0] == 0


def test_pillars_that_no_power_equalises_are_refused_by_name():
    with pytest.raises(BadTable, match=r"No power of b has the mean 0\.75 of all pillars"):
        average_equalised(np.array([[0.4, 1.0], [0.6, 1.0]]), ("a", "b"))
    with pytest.raises(BadTable, match="b has no value in any unit"):
        average_equalised(np.array([[0.4, NAN], [0.6, NAN]]), ("a", "b"))


def test_values_that_are_no_shares_are_refused_by_name():
    with pytest.raises(BadTable, match=r"b of the unit u is 70; .* lower = 0 and upper = 1"):
        weighted(np.array([[0.4, 70.0]]), EVEN, "bottleneck_penalty", units=("u",), codes=("a", "b"))
