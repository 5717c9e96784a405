"""Ways to make classes: by equal steps, and by natural breaks against every way to part the values."""

from itertools import combinations

import numpy as np
import pytest

from cluster_observatory.publication.classes import METHODS, equal_steps, natural_breaks


def spread(values, starts):
    """The sum of squared distances of values to the mean of their class."""
    return sum(float(((part - part.mean()) ** 2).sum()) for part in np.split(np.sort(values), starts))


def test_equal_steps_span_as_much_each():
    assert equal_steps([0.0, 1.0, 2.0, 10.0]).limits == (2.0, 4.0, 6.0, 8.0)


@pytest.mark.parametrize("seed", range(5))
def test_no_other_way_to_part_the_values_has_classes_that_are_closer_together(seed):
    values = np.random.default_rng(seed).lognormal(size=14)

    classes = natural_breaks(values.tolist())

    starts = np.searchsorted(np.sort(values), classes.limits)
    least = min(spread(values, list(chosen)) for chosen in combinations(range(1, len(values)), 4))
    assert classes.count == 5
    assert spread(values, starts) == pytest.approx(least)


def test_the_limits_have_as_few_digits_as_part_the_values():
    assert natural_breaks([1.01, 1.02, 1.03, 7.31, 7.32, 20.4, 20.5, 90.1, 90.2, 500.3]).limits == (
        4.0,
        10.0,
        60.0,
        300.0,
    )


def test_equal_values_are_never_parted():
    assert natural_breaks([1.0, 1.0, 1.0, 2.0, 2.0, 3.0]).counts([1.0, 1.0, 1.0, 2.0, 2.0, 3.0]) == [3, 2, 1]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("values", [[], [2.0], [2.0, 2.0], [0.0, 0.0, 1.0], [-3.0, 0.0, 3.0], [float("nan"), 1.0]])
def test_every_value_has_a_class_and_every_method_its_name(method, values):
    classes = METHODS[method](values)

    assert classes.method == method
    assert sum(classes.counts(values)) == len(values)
    assert list(classes.limits) == sorted(set(classes.limits))
