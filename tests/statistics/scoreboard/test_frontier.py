"""Each unit with the weights that show it in the best light."""

import numpy as np
import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.scoreboard.frontier import benefit_of_the_doubt

NAN = float("nan")


def test_who_is_best_at_something_is_on_the_frontier():
    found = benefit_of_the_doubt(np.array([[4.0, 1.0], [1.0, 4.0], [2.0, 2.0], [1.0, 1.0]]))

    # With w = (0.2, 0.2) both leaders have 1, the third 0.8, the last 0.4.
    assert found == pytest.approx([1, 1, 0.8, 0.4])


def test_one_indicator_is_compared_with_the_best():
    assert benefit_of_the_doubt(np.array([[2.0], [4.0], [0.0]])) == pytest.approx([0.5, 1, 0])


def test_the_unit_of_an_indicator_does_not_matter():
    values = np.random.default_rng(1).random((20, 3))

    assert benefit_of_the_doubt(values * [1, 1000, 1e-6]) == pytest.approx(benefit_of_the_doubt(values))


def test_each_indicator_may_have_to_have_a_share():
    values = np.array([[4.0, 1.0], [1.0, 4.0], [2.0, 2.0]])

    free, bound, fixed = (benefit_of_the_doubt(values, share) for share in (0.0, 0.25, 0.5))

    assert (free >= bound - 1e-12).all() and (bound >= fixed - 1e-12).all()
    # With equal shares w = t/2 · (1/x1, 1/x2): the first has t where t/2 · (1/4 + 4/1) ≤ 1 (the second unit binds).
    assert fixed == pytest.approx([2 / 4.25, 2 / 4.25, 2 / 2.5])


def test_a_dominated_unit_changes_nobody():
    values = np.array([[4.0, 1.0], [1.0, 4.0], [2.0, 2.0]])

    found = benefit_of_the_doubt(np.vstack([values, [1.0, 1.0]]))

    assert found[:3] == pytest.approx(benefit_of_the_doubt(values))


def test_a_unit_is_judged_by_what_it_has():
    found = benefit_of_the_doubt(np.array([[4.0, NAN], [2.0, 4.0], [NAN, 2.0], [NAN, NAN]]))

    assert found[:3] == pytest.approx([1, 1, 0.5])
    assert np.isnan(found[3])


def test_values_that_the_programme_cannot_weigh_are_refused_by_name():
    with pytest.raises(BadTable, match="b of the unit u is -1"):
        benefit_of_the_doubt(np.array([[1.0, -1.0]]), units=("u",), codes=("a", "b"))
    with pytest.raises(BadTable, match=r"b of the unit u is 0; .* above 0"):
        benefit_of_the_doubt(np.array([[1.0, 0.0]]), 0.1, units=("u",), codes=("a", "b"))
    with pytest.raises(BadTable, match=r"least_share is 0.6 for each of 2 indicators; expected at most 0\.5"):
        benefit_of_the_doubt(np.array([[1.0, 2.0]]), 0.6)
