"""Weights of which nothing is known."""

import numpy as np
import polars as pl

from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.simplex import families, simplex, summed_up

FRAMEWORK = read_framework(
    pl.DataFrame(
        {
            "code": ["a", "b", "c", "d", "left", "right", "top"],
            "parent": ["left", "left", "left", "right", "top", "top", None],
        }
    )
)


def test_weights_sum_to_1_and_have_the_moments_of_a_flat_dirichlet_distribution():
    weights = simplex(np.random.default_rng(1).random((200_000, 4)))

    np.testing.assert_allclose(weights.sum(axis=1), 1, rtol=1e-12)
    np.testing.assert_allclose(weights.mean(axis=0), 1 / 4, atol=2e-3)
    np.testing.assert_allclose(weights.var(axis=0), 3 / (16 * 5), atol=5e-4)  # (k - 1) / k^2 (k + 1)
    np.testing.assert_allclose(np.mean(weights[:, 0] > 0.5), 0.5**3, atol=3e-3)  # (1 - x)^(k - 1)


def test_the_corner_of_the_cube_gives_equal_weights_rather_than_none():
    assert simplex(np.zeros((1, 4))).tolist() == [[0.25] * 4]


def test_only_what_has_siblings_is_weighed():
    assert families(FRAMEWORK, "top") == (("left", "right"), ("a", "b", "c"))
    assert families(FRAMEWORK, "left") == (("a", "b", "c"),)
    assert families(FRAMEWORK, "right") == ()


def test_an_aggregate_weighs_as_much_as_its_indicators():
    weights = {code: np.array(share) for code, share in {"a": [0.1], "b": [0.2], "c": [0.3], "d": [0.4]}.items()}

    found = summed_up(FRAMEWORK, "top", weights)

    assert {code: round(float(share[0]), 12) for code, share in found.items()} == {
        **{"a": 0.1, "b": 0.2, "c": 0.3, "d": 0.4},
        **{"left": 0.6, "right": 0.4},
    }
