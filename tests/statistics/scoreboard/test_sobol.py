"""Sobol indices against a function whose indices are known."""

import numpy as np
import pytest

from cluster_observatory.errors import NotPossible
from cluster_observatory.statistics.scoreboard.sobol import estimated, mixed, sobol_indices, two_samples

FIRST = (0.3139, 0.4424, 0.0)
TOTAL = (0.5576, 0.4424, 0.2437)


def ishigami(points):
    """Ishigami & Homma (1990), with 7 and 0.1; its indices are worked out in Saltelli et al. (2008)."""
    x, y, z = (np.pi * (2 * points - 1)).T
    return np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)


def results(function, width, least, seed=1):
    first, second = two_samples(width, least, seed)
    of_mixed = [function(mixed(first, second, slice(place, place + 1))) for place in range(width)]
    return function(first), function(second), np.array(of_mixed)


def test_the_indices_of_ishigamis_function_are_near_the_true_ones():
    found = sobol_indices(*results(ishigami, 3, 4096))

    np.testing.assert_allclose(found.first, FIRST, atol=0.015)
    np.testing.assert_allclose(found.total, TOTAL, atol=0.01)


def test_the_intervals_hold_the_true_indices_in_most_samples():
    held = []
    for seed in range(20):
        found = sobol_indices(*results(ishigami, 3, 256, seed), resamples=200)
        held += [(found.first_low <= FIRST) & (np.array(FIRST) <= found.first_high)]
        held += [(found.total_low <= TOTAL) & (np.array(TOTAL) <= found.total_high)]

    assert np.mean(held) >= 0.9


def test_a_sum_is_explained_by_its_parts_in_the_proportion_of_their_variances():
    found = sobol_indices(*results(lambda points: points @ [1.0, 2.0, 0.0], 3, 4096))

    np.testing.assert_allclose(found.first, (0.2, 0.8, 0.0), atol=0.01)
    np.testing.assert_allclose(found.total, (0.2, 0.8, 0.0), atol=0.01)
    assert found.total[2] == 0


def test_the_level_of_the_result_does_not_matter():
    of_first, of_second, of_mixed = results(ishigami, 3, 256)

    plain, raised = (estimated(of_first + up, of_second + up, of_mixed + up) for up in (0.0, 1000.0))

    np.testing.assert_allclose(plain, raised, atol=1e-9)


def test_both_samples_are_of_a_power_of_2_and_do_not_coincide():
    first, second = two_samples(5, 100, seed=1)

    assert first.shape == second.shape == (128, 5)
    assert (first.min(), first.max() < 1) >= (0, True)
    assert not np.isin(first, second).any()
    np.testing.assert_array_equal(two_samples(5, 100, seed=1)[1], second)
    assert (two_samples(5, 100, seed=2)[1] != second).all()


def test_a_result_that_never_changes_explains_nothing():
    with pytest.raises(NotPossible, match="The result is the same for all draws, so there is nothing to explain"):
        sobol_indices(*results(lambda points: np.ones(len(points)), 3, 16))
