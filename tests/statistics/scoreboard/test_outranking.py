"""Units against each other, indicator by indicator."""

import numpy as np
import pytest

from cluster_observatory.errors import NotPossible
from cluster_observatory.statistics.scoreboard.outranking import copeland, outranking

NAN = float("nan")


def test_the_better_one_has_the_weight_of_an_indicator_and_a_tie_is_shared():
    values = np.array([[3.0, 1.0, 5.0], [2.0, 1.0, 6.0]])

    assert outranking(values, np.array([2.0, 1.0, 1.0])).tolist() == [[0.5, 0.625], [0.375, 0.5]]


def test_a_unit_stands_by_those_it_beats_less_those_that_beat_it():
    values = np.array([[3.0, 3.0], [2.0, 2.0], [1.0, 4.0], [1.0, 1.0]])

    # The third ties with the first and second, and beats the last by 1½ of 2.
    assert copeland(values, np.ones(2)).tolist() == [2, 0, 1, -3]


def test_gaps_count_for_nobody_whichever_row_comes_first():
    values = np.array([[1.0, NAN, 3.0], [2.0, 2.0, NAN], [NAN, 1.0, 4.0]])

    forwards = copeland(values, np.ones(3))
    backwards = copeland(values[::-1], np.ones(3))[::-1]

    # The second beats both, the third the first: each by all that the two have in common.
    assert forwards.tolist() == backwards.tolist() == [-2, 2, 0]
    assert outranking(values, np.ones(3)).tolist() == [[0.5, 0, 0], [1, 0.5, 1], [1, 0, 0.5]]


def test_units_without_a_common_indicator_draw_and_one_without_any_has_no_score():
    values = np.array([[1.0, NAN], [NAN, 1.0], [NAN, NAN]])

    assert outranking(values, np.ones(2)).tolist() == [[0.5] * 3] * 3
    found = copeland(values, np.ones(2))
    assert found[:2].tolist() == [0, 0] and np.isnan(found[2])


def test_what_weighs_nothing_decides_nothing():
    values = np.array([[1.0, 9.0], [2.0, 1.0]])

    assert copeland(values, np.array([1.0, 0.0])).tolist() == [-1, 1]
    assert np.isnan(copeland(np.array([[NAN, 9.0], [2.0, 1.0]]), np.array([1.0, 0.0]))[0])


def test_weights_that_draw_but_for_rounding_draw():
    values = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])

    assert 0.1 + 0.2 != 0.3
    assert copeland(values, np.array([0.1, 0.2, 0.3])).tolist() == [0, 0]


def test_scores_by_blocks_are_those_of_the_whole_matrix(monkeypatch):
    random = np.random.default_rng(3)
    values = random.integers(0, 4, (60, 7)).astype(float)
    values[random.random(values.shape) < 0.2] = NAN
    weights = random.random(7)
    shares = outranking(values, weights)
    expected = np.sign(np.where(np.abs(shares - 0.5) <= 1e-12, 0, shares - 0.5)).sum(axis=1)

    monkeypatch.setattr("cluster_observatory.statistics.scoreboard.outranking.PAIRS_AT_ONCE", 600)

    assert copeland(values, weights).tolist() == expected.tolist()


def test_weights_by_unit_are_refused():
    with pytest.raises(NotPossible, match="each has weights of its own"):
        copeland(np.ones((2, 2)), np.ones((2, 2)))
