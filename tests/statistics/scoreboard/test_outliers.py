"""Skewness and kurtosis, values far from the others, and transforms: each by itself."""

import math

import numpy as np
import pandas as pd
import pytest

from cluster_observatory.statistics.scoreboard.moments import kurtosis, moments, passes, skewness
from cluster_observatory.statistics.scoreboard.outliers import (
    winsorised,
    within_deviations,
    within_percentiles,
    within_quartiles,
)
from cluster_observatory.statistics.scoreboard.transforms import box_cox, log_ct, log_ct_original, log_ct_plus, root

NAN = float("nan")
ONE_TO_FIVE = np.arange(1.0, 6.0)
SKEWED = np.array([*range(1, 11), 30, 100], dtype=float)


def test_skewness_and_kurtosis_have_the_values_of_spreadsheets():
    assert skewness(SKEWED) == pytest.approx(3.0632410342, abs=1e-10)
    assert kurtosis(SKEWED) == pytest.approx(9.7413908346, abs=1e-10)


def test_skewness_and_kurtosis_are_those_of_pandas_with_gaps_left_out():
    values = np.random.default_rng(1).lognormal(0, 1, 200)
    values[::7] = NAN

    assert moments(values) == pytest.approx((pd.Series(values).skew(), pd.Series(values).kurt()), rel=1e-12)


@pytest.mark.parametrize("factor", [1e-200, 1.0, -1e200])
def test_very_large_and_very_small_values_have_the_same_shape(factor):
    expected = (math.copysign(3.0632410342, factor), 9.7413908346)

    assert moments(SKEWED * factor) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("values", [[], [NAN], [1.0, 2.0], [0.1] * 9, [1.0, 2.0, NAN, 4.0]])
def test_too_few_values_or_all_the_same_cannot_be_judged(values):
    skew, kurt = moments(np.array(values, dtype=float))

    assert passes(skew, kurt) is None


@pytest.mark.parametrize(
    ("skew", "kurt", "expected"),
    [(1.99, 9.0, True), (-1.99, 9.0, True), (9.0, 3.49, True), (2.0, 3.5, False), (-2.0, 3.5, False)],
)
def test_little_skewness_or_little_kurtosis_is_enough(skew, kurt, expected):
    assert passes(skew, kurt) is expected


def test_the_largest_value_is_brought_to_the_next_until_the_values_pass():
    within, count = winsorised(SKEWED)

    assert within.tolist() == [*range(1, 11), 30, 30]
    assert count == 1


def test_equal_values_move_together_and_count_each():
    values = np.array([*range(1, 31), 900.0, 1000.0, 1000.0])

    within, count = winsorised(values, most=3)

    assert within.tolist() == [*range(1, 31), 30, 30, 30]
    assert count == 3
    assert winsorised(values, most=1)[1] == 2


def test_the_least_values_are_brought_up_where_the_values_lean_to_the_left():
    within, count = winsorised(-SKEWED)

    assert within.tolist() == [-value for value in [*range(1, 11), 30, 30]]
    assert count == 1


def test_winsorising_never_makes_all_values_the_same():
    values = np.array([0.0] * 20 + [1.0, 5.0])

    within, count = winsorised(values)

    assert within.tolist() == [0.0] * 20 + [1.0, 1.0]
    assert count == 1


def one_after_the_other(values, most):
    """Winsorise as the rule reads, point by point."""
    values, high, low = values.copy(), [], []
    while len(high) + len(low) < most and passes(*moments(values)) is False:
        if skewness(values) >= 0:
            high = [place for place, value in enumerate(values) if value == values.max()]
            values[high] = np.delete(values, high).max()
        else:
            low = [place for place, value in enumerate(values) if value == values.min()]
            values[low] = np.delete(values, low).min()
    return values, len(high) + len(low)


@pytest.mark.parametrize("seed", range(40))
def test_winsorising_does_what_its_rule_says_with_ties_and_on_both_sides(seed):
    random = np.random.default_rng(seed)
    values = np.round(random.standard_t(1.5, 40) * random.choice([1, 3]), 0)
    most = int(random.integers(0, 9))

    within, count = winsorised(values, most=most)
    expected, expected_count = one_after_the_other(values, most)

    assert within.tolist() == expected.tolist()
    assert count == expected_count


def test_winsorising_leaves_gaps():
    values = np.array([NAN, *SKEWED])

    assert np.isnan(winsorised(values)[0]).tolist() == [True] + [False] * 12


@pytest.mark.parametrize(
    ("transformed", "expected"),
    [
        (log_ct(ONE_TO_FIVE), [-3.2188758249, 0.0392207132, 0.7129498079, 1.1118575154, 1.3962446920]),
        (box_cox(ONE_TO_FIVE, 0.5), [0, 0.8284271247, 1.4641016151, 2, 2.4721359550]),
        (box_cox(ONE_TO_FIVE), np.log(ONE_TO_FIVE)),
        (log_ct_original(ONE_TO_FIVE + 7), np.log(ONE_TO_FIVE)),
        (log_ct_plus(SKEWED), log_ct(SKEWED)),
        (log_ct_plus(-SKEWED), -log_ct(SKEWED)),
        (root(ONE_TO_FIVE**2), ONE_TO_FIVE),
        (root(ONE_TO_FIVE**3, 3), ONE_TO_FIVE),
        (log_ct(np.array([NAN, *ONE_TO_FIVE]))[:1], [NAN]),
    ],
)
def test_transforms_give_the_values_of_their_formula(transformed, expected):
    assert transformed == pytest.approx(np.array(expected), abs=1e-10, nan_ok=True)


def test_every_transform_keeps_the_order_of_values():
    values = np.sort(np.random.default_rng(2).lognormal(0, 2, 50))

    for transformed in (log_ct, log_ct_original, log_ct_plus, box_cox, root, lambda given: box_cox(given, -1.0)):
        assert (np.diff(transformed(values)) > 0).all()


def test_values_beyond_a_rule_are_brought_to_the_extremes_within():
    values = np.array([*range(-10, 11), NAN, 35.0, 500.0])

    # Quartiles -4.5 and 6.5 of 23 values: from -26.5 to 28.5.
    assert within_quartiles(values)[-2:].tolist() == [10.0, 10.0]
    # From -37.5 to 39.5.
    assert within_quartiles(values, 3.0)[-2:].tolist() == [35.0, 35.0]
    # Mean 23.26 and standard deviation 104.1: to 231.5.
    assert within_deviations(values)[-2:].tolist() == [35.0, 35.0]
    # The 4th and 96th percentile: 0.88 of the way from -10 to -9, and 0.12 from 35 to 500.
    assert within_percentiles(values)[[0, 1, -2, -1]] == pytest.approx([-9.12, -9.0, 35.0, 90.8])
    for rule in (within_quartiles, within_deviations, within_percentiles):
        assert np.isnan(rule(values)[-3])
        assert np.isnan(rule(np.array([NAN, NAN]))).all()


def test_the_standard_deviation_is_that_of_a_sample():
    values = np.array([0.0, 0.0, 0.0, 0.0, 10.0])

    # Mean 2 and standard deviation 4.47 (4 for a whole population): to 10.5.
    assert within_deviations(values, 1.9).tolist() == values.tolist()


def test_quartiles_that_are_the_same_bring_in_nothing():
    values = np.array([0.0] * 9 + [1.0])

    assert within_quartiles(values).tolist() == values.tolist()
