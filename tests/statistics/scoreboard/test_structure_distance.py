"""Distances between units: scaling, weights, gaps and categories."""

import numpy as np
import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.scoreboard.structure_distance import euclidean, gower, grouping, scaled

NAN = np.nan
NUMBERS = np.array([False, False, False])


def two_groups(group_weights=None, variable_weights=None):
    return grouping({"first": ["a", "b"], "second": ["c"]}, group_weights or {}, variable_weights or {})[1]


def near(values):
    return pytest.approx(values, rel=1e-12, abs=1e-12, nan_ok=True)


def test_z_scores_leave_gaps_and_make_nothing_of_a_constant():
    found = scaled(np.array([[1.0, 5.0, NAN], [NAN, 5.0, NAN], [3.0, 5.0, 1.0]]))

    root = 0.5**0.5
    assert found.ravel().tolist() == near([-root, 0, NAN, NAN, 0, NAN, root, 0, 0])


def test_min_max_scaling_goes_from_0_to_1():
    assert scaled(np.array([[2.0], [4.0], [6.0]]), "minmax").ravel().tolist() == [0, 0.5, 1]


def test_weights_of_groups_and_variables_need_not_sum_to_1():
    one, others = np.array([0.0, 0.0, 0.0]), np.array([[2.0, 1.0, 3.0]])

    found = euclidean(one, others, two_groups({"first": 6, "second": 2}, {"a": 1, "b": 3}))

    assert found.parts.tolist() == [near([0.75 * (4 + 3) / 4, 0.25 * 9])]
    assert found.distance.tolist() == near([(0.75 * 7 / 4 + 0.25 * 9) ** 0.5])
    assert found.overlap.tolist() == [1]


def test_a_variable_that_lacks_leaves_its_group_and_a_group_that_lacks_the_whole():
    one = np.array([0.0, 0.0, 0.0])
    others = np.array([[2.0, NAN, 3.0], [1.0, 2.0, NAN], [NAN, NAN, NAN]])

    found = euclidean(one, others, two_groups())

    assert found.distance.tolist() == near([((4 + 9) / 2) ** 0.5, (5 / 2) ** 0.5, NAN])
    assert found.overlap.tolist() == near([0.75, 0.5, 0])


def test_gower_counts_ranges_and_mismatches_of_what_both_have():
    one = np.array([0.0, 0.2, 3.0])
    others = np.array([[0.5, 0.2, 3.0], [0.5, NAN, 7.0], [NAN, NAN, NAN]])

    found = gower(one, others, np.array([False, False, True]), two_groups())

    assert found.distance.tolist() == near([0.125, (0.125 + 0.5) / 0.75, NAN])
    assert found.parts[1].tolist() == near([0.125 / 0.75, 0.5 / 0.75])


def test_a_group_says_what_share_of_the_distance_is_its_own():
    found = euclidean(np.zeros(3), np.array([[1.0, 1.0, 1.0], [0.0, 0.0, 0.0]]), two_groups({"first": 3}))

    assert found.shares.ravel().tolist() == near([0.75, 0.25, NAN, NAN])


@pytest.mark.parametrize(
    ("variables", "group_weights", "variable_weights", "words"),
    [
        ({}, {}, {}, "No group of variables"),
        ({"first": []}, {}, {}, "The group first has"),
        ({"first": "a"}, {}, {}, "The group first has 'a'"),
        ({"first class": ["a"]}, {}, {}, "'first class'"),
        ({"first": ["a"], "second": ["a"]}, {}, {}, "a is named twice"),
        ({"first": ["a"]}, {"first": 0}, {}, "groups sum to 0"),
        ({"first": ["a"]}, {}, {"a": 0}, "The variables of first weigh 0"),
        ({"first": ["a"]}, {"first": -1}, {}, "The weight of first is -1"),
    ],
)
def test_groups_and_weights_that_are_none(variables, group_weights, variable_weights, words):
    with pytest.raises(BadTable) as refused:
        grouping(variables, group_weights, variable_weights)

    assert words in str(refused.value)


def test_a_weight_of_nothing_names_the_nearest():
    with pytest.raises(NotFound, match="Did you mean towns"):
        grouping({"towns": ["density"]}, {"town": 2}, {})
