"""Correlations of columns with gaps and ties, with p-values, and of indicators with what is above and below them."""

import numpy as np
import polars as pl
import pytest
from scipy import stats

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.scoreboard.aggregate import Aggregate
from cluster_observatory.statistics.scoreboard.correlations import (
    METHODS,
    correlation,
    correlations,
    p_values,
    with_ancestors,
    with_denominators,
)
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.reading import read_state

NAN = float("nan")
REFERENCE = {"pearson": stats.pearsonr, "spearman": stats.spearmanr, "kendall": stats.kendalltau}
FRAMEWORK = read_framework(
    pl.DataFrame(
        {
            "code": ["roads", "rails", "trust", "travel", "all", "people"],
            "parent": ["travel", "travel", "all", "all", None, None],
            "kind": [None, None, None, None, None, "denominator"],
        }
    )
)


def state(**columns):
    table = {
        "unit": ["A", "B", "C", "D"],
        "roads": [1.0, 2.0, 3.0, 4.0],
        "rails": [2.0, 4.0, 6.0, 8.0],
        "trust": [4.0, 1.0, 3.0, 2.0],
        "people": [10.0, 20.0, 30.0, 45.0],
    }
    return read_state(pl.DataFrame({**table, **columns}), FRAMEWORK)


def figures(table, *columns):
    return {(row["code"], row["other"]): tuple(row[name] for name in columns) for row in table.iter_rows(named=True)}


@pytest.fixture(scope="module")
def gaps():
    """Forty rows of four columns that go together, with ties and a fifth of the values missing."""
    generator = np.random.default_rng(3)
    values = np.round(generator.normal(size=(40, 4)) + generator.normal(size=(40, 1)), 1)
    return np.where(generator.random(values.shape) < 0.2, NAN, values)


@pytest.mark.parametrize("method", METHODS)
def test_each_pair_is_correlated_on_the_rows_that_both_have(gaps, method):
    found, pairs = correlation(gaps, method=method)

    for i in range(4):
        for j in range(4):
            shared = ~np.isnan(gaps[:, [i, j]]).any(axis=1)
            expected = REFERENCE[method](gaps[shared, i], gaps[shared, j])
            assert found[i, j] == pytest.approx(expected.statistic, abs=1e-12)
            assert pairs[i, j] == shared.sum()


@pytest.mark.parametrize("method", METHODS)
def test_two_matrices_are_correlated_as_one_is(gaps, method):
    whole, pairs = correlation(gaps, method=method)

    found, some = correlation(gaps[:, :1], gaps[:, 1:], method=method)

    assert found == pytest.approx(whole[:1, 1:], abs=1e-12)
    assert some.tolist() == pairs[:1, 1:].tolist()


@pytest.mark.parametrize("method", ["pearson", "spearman"])
def test_p_values_are_those_of_students_t(gaps, method):
    whole = gaps[~np.isnan(gaps).any(axis=1)]
    found, pairs = correlation(whole, method=method)

    expected = REFERENCE[method](whole[:, 0], whole[:, 1]).pvalue
    assert p_values(found, pairs, method=method)[0, 1] == pytest.approx(expected, rel=1e-9)


def test_p_values_of_kendall_are_those_of_a_normal_distribution():
    values = np.random.default_rng(5).normal(size=(30, 2))
    found, pairs = correlation(values, method="kendall")

    expected = stats.kendalltau(values[:, 0], values[:, 1], method="asymptotic").pvalue
    assert p_values(found, pairs, method="kendall")[0, 1] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_constant_columns_and_single_rows_have_no_correlation(method):
    values = np.array([[1.0, 5.0, NAN], [2.0, 5.0, NAN], [3.0, 5.0, 1.0]])

    found, pairs = correlation(values, method=method)

    assert np.isnan(found[0, 1:]).all()
    assert np.isnan(found[2, 2])
    assert pairs[0].tolist() == [3, 3, 1]
    assert np.isnan(p_values(found, pairs, method=method)[0, 1:]).all()


@pytest.mark.parametrize("method", METHODS)
def test_two_rows_lie_on_a_line(method):
    assert correlation(np.array([[1.0, 5.0], [2.0, 3.0]]), method=method)[0][0, 1] == pytest.approx(-1)


def test_large_and_nearly_constant_values_keep_their_digits():
    small = np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 4.0], [4.0, 3.0]])

    assert correlation(small + 1e9)[0] == pytest.approx(correlation(small)[0], abs=1e-9)


def test_a_column_that_is_constant_in_the_rows_shared_has_none():
    values = np.array([[0.1, 1.0], [0.1, 2.0], [0.1, 3.0], [7.0, NAN]])

    assert np.isnan(correlation(values)[0][0, 1])


def test_the_table_names_codes_pairs_and_p_values():
    found = figures(correlations(state(trust=[4.0, 1.0, None, 2.0]), ["roads"]), "correlation", "pairs")

    assert found == {("roads", "roads"): (pytest.approx(1), 4)}

    found = figures(correlations(state(), ["roads", "trust"], ["rails", "roads"]), "correlation", "pairs")

    assert list(found) == [("roads", "rails"), ("roads", "roads"), ("trust", "rails"), ("trust", "roads")]
    assert found["roads", "rails"] == (pytest.approx(1), 4)
    assert found["trust", "rails"] == (pytest.approx(-0.4), 4)


def test_each_year_stands_for_itself_unless_pooled():
    table = state().board
    panel = pl.concat(
        [
            pl.DataFrame({"unit": table.units, "year": year, "roads": roads, "rails": [1.0, 2.0, 3.0, 4.0]})
            for year, roads in ((2020, [1.0, 2.0, 3.0, 4.0]), (2021, [4.0, 3.0, 2.0, 1.0]))
        ]
    ).with_columns(trust=pl.lit(1.0), people=pl.lit(1.0))
    years = read_state(panel, FRAMEWORK)

    found = correlations(years, ["roads"], ["rails"])
    pooled = correlations(years, ["roads"], ["rails"], pooled=True)

    assert found.select("year", "correlation").rows() == [(2020, pytest.approx(1)), (2021, pytest.approx(-1))]
    assert pooled.select("year", "correlation", "pairs").rows() == [(None, pytest.approx(0, abs=1e-12), 8)]


def test_indicators_go_with_their_parents_and_those_above():
    found = with_ancestors(Aggregate()(state()))

    assert found.select("code", "other", "steps_up").rows() == [
        ("rails", "travel", 1),
        ("rails", "all", 2),
        ("roads", "travel", 1),
        ("roads", "all", 2),
        ("trust", "all", 1),
    ]
    assert found["correlation"][0] == pytest.approx(1)


def test_indicators_that_grow_with_a_denominator_measure_size():
    found = with_denominators(state())

    assert found["code"].to_list() == ["rails", "roads"]
    assert set(found["denominator"]) == {"people"}


@pytest.mark.parametrize(
    ("act", "error", "words"),
    [
        (lambda: correlations(state(), ["road"]), NotFound, "no indicator or aggregate 'road'. Near ones: roads"),
        (lambda: correlations(state(), ["all"]), BadTable, "no values of all; expected it to be aggregated"),
        (lambda: correlations(state(), method="pearsons"), NotFound, "Did you mean pearson?"),
        (lambda: with_ancestors(Aggregate()(state()), 3), BadTable, "nothing with a parent at level 3"),
        (lambda: with_denominators(state(), least=2), BadTable, "least is 2"),
    ],
)
def test_what_is_refused(act, error, words):
    with pytest.raises(error) as refused:
        act()

    assert words in str(refused.value)
