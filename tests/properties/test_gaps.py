"""What must hold of gaps whatever the figures are: bounds hold the truth, rules keep totals and what is published."""

import random

import duckdb
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster_observatory.statistics.bounds import bounds
from cluster_observatory.statistics.filling import RULES, fill

KEY = ["region", "industry", "year"]
FINEST_REGIONS = ["AT11", "AT12", "AT13", "SI03", "SI04"]
FINEST_INDUSTRIES = ["F41", "F42", "F43", "I55", "I56"]
ABOVE = {"region": {"AT1": "AT1", "SI0": "SI"}, "industry": {"F": "F", "I": "I"}}
ROUNDING_OF_SUMS = 1e-5


def whole(column):
    """Return the code above the finest ones, as an expression."""
    codes = {code: ABOVE[column][code[: 3 if column == "region" else 1]] for code in FINEST[column]}
    return pl.col(column).replace_strict(codes)


FINEST = {"region": FINEST_REGIONS, "industry": FINEST_INDUSTRIES}


@st.composite
def truths(draw):
    """Return figures of every region and industry that add up."""
    count = len(FINEST_REGIONS) * len(FINEST_INDUSTRIES)
    figures = draw(st.lists(st.one_of(st.just(0), st.integers(0, 5000)), min_size=count, max_size=count))
    keys = [(region, industry, 2014) for region in FINEST_REGIONS for industry in FINEST_INDUSTRIES]
    cells = pl.DataFrame(keys, schema=KEY, orient="row").with_columns(persons=pl.Series(figures, dtype=pl.Float64))
    for column in ("industry", "region"):
        sums = cells.with_columns(whole(column).alias(column)).group_by(KEY).agg(pl.col("persons").sum())
        cells = pl.concat([cells, sums])
    return cells.sort(KEY)


@st.composite
def published(draw):
    """Return true figures, and the same with gaps."""
    truth = draw(truths())
    shown = draw(st.lists(st.booleans(), min_size=truth.height, max_size=truth.height))
    gaps = truth.with_columns(pl.when(pl.Series(shown)).then("persons").alias("persons"))
    return truth, gaps


@st.composite
def unlikely(draw):
    """Return cells whose figures need not add up at all."""
    truth = draw(truths())
    figures = st.one_of(st.none(), st.just(0.0), st.integers(0, 1000).map(float))
    column = draw(st.lists(figures, min_size=truth.height, max_size=truth.height))
    return truth.with_columns(persons=pl.Series(column, dtype=pl.Float64))


@settings(deadline=None)
@given(published(), st.sampled_from([None, 0.0]))
def test_bounds_hold_the_truth_and_call_nothing_contradictory(figures, rounding):
    truth, cells = figures

    bounded = bounds(cells, rounding=rounding).join(truth, on=KEY)

    assert bounded.height == truth.height
    assert (bounded["persons_low"] <= bounded["persons"]).all()
    assert (bounded["persons"] <= bounded["persons_high"].fill_null(float("inf"))).all()
    assert not bounded["contradictory"].any()


@settings(deadline=None)
@given(published(), st.sampled_from(RULES))
def test_what_is_published_stays_and_the_parts_of_a_known_figure_add_up_to_it(figures, rule):
    _, cells = figures

    filled = fill(cells, rule=rule)

    kept = filled.join(cells.drop_nulls("persons"), on=KEY, suffix="_published")
    assert kept["persons"].to_list() == kept["persons_published"].to_list()
    assert not kept["modelled"].any()
    assert_adds_up(filled, "industry", filled.filter(~pl.col("modelled")))


@settings(deadline=None)
@given(published())
def test_the_fit_keeps_the_totals_of_regions_where_it_says_so(figures):
    _, cells = figures

    filled = fill(cells, rule="proportional", tolerance=1e-9, rounding=0.0, rounds=2000)

    assert_adds_up(filled.filter("converged"), "region", filled.filter(~pl.col("modelled")), within=0.01)


@settings(deadline=None)
@given(published(), st.sampled_from(RULES))
def test_finest_estimates_lie_in_their_bounds(figures, rule):
    _, cells = figures

    finest = pl.col("industry").is_in(FINEST_INDUSTRIES)
    estimates = fill(cells, rule=rule).filter(finest).drop_nulls("persons")

    high = estimates["persons_high"].fill_null(float("inf"))
    assert (estimates["persons"] >= estimates["persons_low"] - ROUNDING_OF_SUMS).all()
    assert (estimates["persons"] <= high + ROUNDING_OF_SUMS).all()
    assert not estimates["negative_residual"].any()


@settings(deadline=None)
@given(unlikely(), st.sampled_from(RULES))
def test_figures_that_do_not_add_up_give_a_result_and_no_error(cells, rule):
    filled = fill(cells, rule=rule)

    low, high = filled["persons_low"], filled["persons_high"].fill_null(float("inf"))
    assert (low <= high).all()
    assert (low >= 0).all()
    assert (filled["persons"].drop_nulls() >= 0).all()
    assert (filled["persons"].is_null() | filled["persons"].is_finite()).all()


@settings(deadline=None)
@given(unlikely(), st.sampled_from(RULES), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_is_nothing(cells, rule, shuffler):
    order = random.Random(shuffler.random()).sample(range(cells.height), cells.height)

    assert fill(cells, rule=rule).equals(fill(cells[order], rule=rule))


@settings(deadline=None, max_examples=10)
@given(unlikely(), st.sampled_from(RULES))
def test_pandas_and_duckdb_give_what_polars_gives(tmp_path_factory, cells, rule):
    file = tmp_path_factory.mktemp("cells") / "cells.parquet"
    cells.write_parquet(file)

    expected = fill(cells, rule=rule)

    assert pl.from_pandas(fill(pd.read_parquet(file), rule=rule)).cast(expected.schema).equals(expected)
    assert fill(duckdb.read_parquet(str(file)), rule=rule).pl().cast(expected.schema).equals(expected)


def assert_adds_up(filled, column, totals, within=ROUNDING_OF_SUMS):
    """Check that the parts of each total, where all of them are there, add up to it."""
    parts = filled.filter(pl.col(column).is_in(FINEST[column])).drop_nulls("persons")
    sums = parts.with_columns(whole(column).alias(column)).group_by(KEY).agg(pl.col("persons").sum(), parts=pl.len())
    sizes = pl.DataFrame({column: FINEST[column]}).group_by(whole(column).alias(column)).agg(needed=pl.len())
    compared = sums.join(sizes, on=column).filter(pl.col("parts") == pl.col("needed"))
    compared = compared.join(totals, on=KEY, suffix="_total")
    assert compared["persons"].to_list() == pytest.approx(compared["persons_total"].to_list(), abs=within)
