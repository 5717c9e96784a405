"""Principal components: variances, signs, and what has none."""

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.scoreboard.components import components, loadings, principal_components
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.reading import read_state

NAN = float("nan")
FRAMEWORK = read_framework(pl.DataFrame({"code": ["a", "b", "g"], "parent": ["g", "g", None]}))


def state(**columns):
    table = {"unit": ["A", "B", "C", "D"], "a": [1.0, 2.0, 3.0, 4.0], "b": [2.0, 1.0, 4.0, 3.0]}
    return read_state(pl.DataFrame({**table, **columns}), FRAMEWORK)


def test_two_columns_have_the_variances_1_plus_and_1_minus_their_correlation():
    variances, vectors = principal_components(np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 4.0], [4.0, 3.0]]))

    assert variances == pytest.approx([1.6, 0.4])
    assert np.abs(vectors) == pytest.approx(np.full((2, 2), 0.5**0.5))
    assert vectors[:, 0] == pytest.approx([0.5**0.5, 0.5**0.5])


def test_scale_and_rows_with_gaps_change_nothing():
    values = np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 4.0], [4.0, 3.0]])
    more = np.vstack([values * [1000, 0.001], [[NAN, 5.0]]])

    assert principal_components(more)[0] == pytest.approx(principal_components(values)[0])


def test_the_first_component_of_columns_that_go_together_has_no_negative_loading():
    generator = np.random.default_rng(2)
    values = generator.normal(size=(50, 6)) + 2 * generator.normal(size=(50, 1))

    assert (principal_components(values)[1][:, 0] > 0).all()


def test_shares_add_up_and_loadings_name_their_indicators():
    found = components(state())

    assert found.select("component", "share", "cumulative_share").rows() == [
        (1, pytest.approx(0.8), pytest.approx(0.8)),
        (2, pytest.approx(0.2), pytest.approx(1)),
    ]
    assert loadings(state()).select("code", "component").rows() == [("a", 1), ("a", 2), ("b", 1), ("b", 2)]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"a": [1.0, None, None, None]}, "g: 1 units have all 2 indicators"),
        ({"b": [1.0, 1.0, 1.0, 1.0]}, "g: Column 2 is the same"),
    ],
)
def test_what_has_no_components_names_the_group(columns, words):
    with pytest.raises(BadTable) as refused:
        components(state(**columns))

    assert words in str(refused.value)
