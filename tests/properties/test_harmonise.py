"""Whatever figures and flows are, a conversion keeps totals, invents nothing and is the same on every engine."""

import random

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster_observatory.statistics.activities_harmonise import convert_activities
from cluster_observatory.statistics.harmonise import convert
from cluster_observatory.taxonomy import regions, routes, versions

OLD = [f"AA0{number}" for number in range(5)]
NEW = [f"AB0{number}" for number in range(5)]
INDUSTRIES = ["C28", "C29", "G45", "J63", "M70"]
KEY = ["region", "industry", "year"]
CELLS = {
    "region": pl.String,
    "industry": pl.String,
    "year": pl.Int64,
    "nuts_edition": pl.Int64,
    "persons": pl.Float64,
    "wages": pl.Float64,
}

persons = st.one_of(st.none(), st.integers(0, 1_000_000).map(float))
wages = st.one_of(st.none(), st.integers(-10, 100_000).map(lambda number: number / 10))
weights = st.one_of(st.none(), st.just(0.0), st.floats(1, 1e7))


@st.composite
def flows(draw):
    """Return flows from 2006 to 2010 of every old region, with any weights."""
    rows = []
    for old in OLD:
        targets = draw(st.sets(st.sampled_from(NEW), min_size=1))
        rows += [(old, new, 2006, 2010, 2, draw(weights), draw(weights)) for new in sorted(targets)]
    columns = ["from_region", "to_region", "from_edition", "to_edition", "level", "area", "population_2018"]
    schema = {name: versions.FLOWS[name] for name in columns}
    return pl.DataFrame(rows, schema=schema, orient="row")


@st.composite
def cells(draw):
    """Return cells of 2008 to 2010 in the old regions and of 2011 in the new ones."""
    keys = st.one_of(
        st.tuples(st.sampled_from(OLD), st.sampled_from(INDUSTRIES), st.integers(2008, 2010), st.just(2006)),
        st.tuples(st.sampled_from(NEW), st.sampled_from(INDUSTRIES), st.just(2011), st.just(2010)),
    )
    rows = draw(st.dictionaries(keys, st.tuples(persons, wages), min_size=1, max_size=30))
    return pl.DataFrame([(*key, *figures) for key, figures in rows.items()], schema=CELLS, orient="row")


def assert_kept(before, after, *keys):
    before, after = (frame.group_by(keys).agg(pl.col("persons", "wages").sum()).sort(keys) for frame in (before, after))
    assert after.select(keys).equals(before.select(keys))
    for measure in ("persons", "wages"):
        assert after[measure].to_list() == pytest.approx(before[measure].to_list(), rel=1e-9, abs=1e-7)


@settings(deadline=None, max_examples=40)
@given(cells(), flows())
def test_totals_of_every_industry_and_year_are_kept(cells, flows):
    series = convert(cells, flows, target=2010)

    assert_kept(cells, series, "industry", "year")


@settings(deadline=None, max_examples=40)
@given(cells(), flows())
def test_nothing_is_invented_and_shares_are_shares(cells, flows):
    series = convert(cells, flows, target=2010)

    assert series.select(KEY).is_duplicated().sum() == 0
    assert (series.drop_nulls("persons")["persons"] >= 0).all()
    assert series["known_share"].is_between(0, 1).all()
    assert series["converted_share"].drop_nulls().is_between(0, 1).all()
    assert series.filter(pl.col("persons").is_null())["known_share"].sum() == 0
    assert not series.filter((pl.col("converted_share") > 0) & ~pl.col("converted")).height
    assert not series.filter(pl.col("break_in_series") & (pl.col("year") != 2011)).height
    untouched = cells.filter(nuts_edition=2010).select(*KEY, "persons", "wages").sort(KEY)
    assert series.filter(year=2011).select(untouched.columns).sort(KEY).equals(untouched)


@settings(deadline=None, max_examples=40)
@given(flows())
def test_shares_of_a_source_and_parts_of_a_region_sum_to_one(flows):
    shares = routes.shares(flows, 2010)

    by_source = shares.group_by("from_region", "from_edition").agg(pl.col("share").sum())["share"].to_list()
    by_target = shares.group_by("to_region", "from_edition").agg(pl.col("part").sum())["part"].to_list()
    assert by_source == pytest.approx([1] * len(by_source), rel=1e-12)
    assert by_target == pytest.approx([1] * len(by_target), rel=1e-12)
    assert shares.filter(pl.col("divided") != (pl.len().over("from_region", "from_edition") > 1)).is_empty()


@settings(deadline=None, max_examples=40)
@given(cells(), flows(), st.randoms(use_true_random=False))
def test_a_series_does_not_depend_on_the_order_of_rows(cells, flows, shuffler):
    order = random.Random(shuffler.random())
    shuffled = [frame[order.sample(range(frame.height), frame.height)] for frame in (cells, flows)]

    assert convert(cells, flows, target=2010).equals(convert(*shuffled, target=2010))


@settings(deadline=None, max_examples=40)
@given(cells(), flows())
def test_a_series_in_the_target_edition_stays_as_it_is(cells, flows):
    once = convert(cells, flows, target=2010)

    twice = convert(once, flows, target=2010)

    assert twice.select(*KEY, "persons", "wages").equals(once.select(*KEY, "persons", "wages"))


@settings(deadline=None, max_examples=40)
@given(cells())
def test_totals_are_kept_from_nace_rev_2_to_rev_2_1(cells):
    for by in ("share", "classes", "equal"):
        series = convert_activities(cells, versions.activity_changes(), by=by)

        assert_kept(cells, series, "region", "year")


@pytest.mark.parametrize("target", regions.editions())
def test_every_region_that_our_own_list_can_follow_is_followed_whole(target):
    shares = routes.shares(versions.flows(), target)

    sums = shares.group_by("from_region", "from_edition").agg(pl.col("share").sum())["share"]
    known = regions.table().filter(nuts_edition=target)
    assert sums.to_list() == pytest.approx([1] * sums.len(), rel=1e-12)
    assert set(shares["to_region"]) <= set(known["region"])
    own = shares.filter(pl.col("from_edition") == target)
    assert set(own["from_region"]) <= set(known.filter(pl.col("level").is_in([0, 2]))["region"])


def rows(frame):
    frame = nw.from_native(frame)
    frame = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    return {tuple(row[name] for name in KEY): row for row in frame.rows(named=True)}


def assert_same(ours, theirs):
    expected, found = rows(ours), rows(theirs)
    assert found.keys() == expected.keys()
    for key, row in expected.items():
        for name, value in row.items():
            other = found[key][name]
            near = pytest.approx(value, rel=1e-9, abs=1e-9) if isinstance(value, float) else value
            assert (other is None or other != other) if value is None else other == near, (key, name)


@settings(deadline=None, max_examples=8)
@given(cells(), flows())
def test_pandas_and_duckdb_give_the_series_that_polars_gives(tmp_path_factory, cells, flows):
    file = tmp_path_factory.mktemp("cells") / "cells.parquet"
    cells.write_parquet(file)

    for other in (pd.read_parquet(file), duckdb.read_parquet(str(file))):
        assert_same(convert(cells, flows, target=2010), convert(other, flows, target=2010))
        changes = versions.activity_changes()
        assert_same(convert_activities(cells, changes), convert_activities(other, changes))
