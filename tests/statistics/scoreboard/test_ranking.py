"""Places of units."""

import numpy as np

from cluster_observatory.statistics.scoreboard.ranking import group_ranks, ranks

NAN = float("nan")


def test_the_highest_is_first_and_equal_values_share_the_best_place():
    assert ranks([3.0, 5.0, 3.0, 1.0]).tolist() == [2, 1, 2, 4]


def test_what_is_missing_takes_no_place():
    found = ranks([NAN, 2.0, 1.0])

    assert np.isnan(found[0]) and found[1:].tolist() == [1, 2]
    assert np.isnan(ranks([NAN, NAN])).all() and ranks([]).size == 0


def test_values_are_not_rounded_before_they_are_ranked():
    assert ranks([1.0, 1.0 + 1e-15]).tolist() == [2, 1]


def test_columns_of_a_matrix_are_ranked_each():
    assert ranks(np.array([[1.0, 9.0], [2.0, 8.0]])).tolist() == [[2, 1], [1, 2]]


def test_units_are_ranked_among_their_group():
    found = group_ranks([1.0, 2.0, 3.0, 4.0], ["a", "b", "a", None])

    assert found[:3].tolist() == [2, 1, 1] and np.isnan(found[3])
