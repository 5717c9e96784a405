"""What must hold whatever the figures are, and on every engine alike."""

import random

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster_observatory.statistics.clusters import by_cluster
from cluster_observatory.statistics.gaps import class_cells, split_equally
from cluster_observatory.statistics.profiles import profile, profile_names
from cluster_observatory.statistics.specialisation import specialisation, totals
from cluster_observatory.statistics.stars import stars
from cluster_observatory.taxonomy import activities

KEY = ["region", "industry", "year"]
REGIONS = ["AT11", "AT12", "BE10", "DE11", "DE12", "FI20", "FR10"]
CLASSES = activities.table().filter(pl.col("level") == 4, pl.col("division").is_in(["C11", "C12", "C29", "C30", "D35"]))
LEVELS = ["industry", "group", "division", "section"]
CODES = sorted(set(CLASSES.select(LEVELS).unpivot()["value"]))

persons = st.one_of(st.none(), st.just(0), st.integers(0, 10), st.integers(0, 3_000_000)).map(
    lambda number: None if number is None else float(number)
)
wages = st.one_of(st.none(), st.floats(0, 100_000).map(lambda number: round(number, 1)))


@st.composite
def cells(draw, industries=("C28", "C29", "C30", "J62"), years=(2020, 2021)):
    keys = st.tuples(st.sampled_from(REGIONS), st.sampled_from(industries), st.sampled_from(years))
    rows = draw(st.dictionaries(keys, st.tuples(persons, wages), min_size=1, max_size=40))
    return pl.DataFrame(
        [(*key, *figures) for key, figures in rows.items()],
        schema={
            "region": pl.String,
            "industry": pl.String,
            "year": pl.Int64,
            "persons": pl.Float64,
            "wages": pl.Float64,
        },
        orient="row",
    )


@settings(deadline=None)
@given(cells())
def test_weighted_by_region_size_the_quotients_of_an_industry_average_one(cells):
    measured = specialisation(cells).drop_nulls("location_quotient")

    # A region without a cell of the industry has a quotient of 0 there, and adds nothing.
    weighted = pl.col("location_quotient") * pl.col("region_persons") / pl.col("reference_persons")
    averages = measured.group_by("industry", "year").agg(average=weighted.sum())

    assert averages["average"].to_list() == pytest.approx([1] * averages.height, rel=1e-12)


@settings(deadline=None)
@given(cells())
def test_shares_add_up_to_one_and_no_measure_is_infinite(cells):
    measured = specialisation(cells)

    for share, whole in (("focus", ["region", "year"]), ("european_share", ["industry", "year"])):
        sums = measured.drop_nulls(share).group_by(whole).agg(pl.col(share).sum())[share]
        assert sums.to_list() == pytest.approx([1] * len(sums), rel=1e-12)
    for measure in ("focus", "european_share", "location_quotient", "average_wage"):
        assert measured[measure].is_finite().all()
    assert (
        measured.filter(pl.col("persons").is_null())["location_quotient"].null_count() == cells["persons"].null_count()
    )


@settings(deadline=None)
@given(cells(), st.sampled_from(profile_names()), st.randoms(use_true_random=False))
def test_stars_do_not_depend_on_the_order_of_the_rows(cells, name, shuffler):
    order = random.Random(shuffler.random()).sample(range(cells.height), cells.height)

    one = stars(specialisation(cells), profile(name))
    other = stars(specialisation(cells[order]), profile(name))

    assert one.sort(KEY).equals(other.select(one.columns).sort(KEY))


@settings(deadline=None)
@given(cells())
def test_a_top_share_gives_no_fewer_stars_than_its_share_and_no_more_than_ties_allow(cells):
    judged = stars(specialisation(cells), profile("eocic2019"))

    for size in judged.drop_nulls("persons").partition_by("industry", "year"):
        places = -(-20 * size.height // 100)
        employing = size.filter(pl.col("persons") > 0)["persons"].sort(descending=True)
        expected = (
            size.filter(pl.col("persons") >= employing[min(places, len(employing)) - 1]) if len(employing) else []
        )
        assert size["size_star"].sum() == len(expected)
        assert all(size["stars"] == size.select(pl.sum_horizontal(pl.col("^.*_star$").fill_null(False))).to_series())


@st.composite
def published(draw):
    """Return what is published of classes whose figures are all known: some of the sums, at any level."""
    figures = draw(st.lists(st.integers(0, 1000), min_size=CLASSES.height, max_size=CLASSES.height))
    codes = draw(st.sets(st.sampled_from(CODES), min_size=1))
    sums = CLASSES.with_columns(persons=pl.Series(figures, dtype=pl.Float64)).unpivot(on=LEVELS, index="persons")
    known = sums.filter(pl.col("value").is_in(codes)).group_by(industry="value").agg(pl.col("persons").sum())
    return known.with_columns(region=pl.lit("AT11"), year=pl.lit(2021, pl.Int64))


@settings(deadline=None)
@given(published())
def test_split_classes_add_up_to_every_published_figure(published):
    split = split_equally(published, CLASSES)

    above = CLASSES.unpivot(on=LEVELS, index="nace").rename({"value": "figure"}).join(CLASSES, on="nace")
    sums = split.join(above, on="industry").group_by("figure").agg(pl.col("persons").sum())
    compared = published.join(sums, left_on="industry", right_on="figure", suffix="_split", how="left")
    assert not split["negative_residual"].any()
    assert compared["persons_split"].to_list() == pytest.approx(compared["persons"].to_list(), abs=1e-5)


@settings(deadline=None)
@given(cells(industries=CODES, years=(2021,)))
def test_nothing_is_invented_and_nothing_published_is_changed(cells):
    split = split_equally(cells, CLASSES)

    known = cells.drop_nulls("persons")
    kept = split.join(known, on=KEY, suffix="_published")
    assert (kept["persons"] == kept["persons_published"]).all()
    assert kept.height == known.join(CLASSES, on="industry", how="semi").height
    assert (split["persons"] >= 0).all()
    sources = split.join(
        known, left_on=["region", "source_industry"], right_on=["region", "industry"], suffix="_source"
    )
    assert sources.height == split.height
    assert (sources["persons"] <= sources["persons_source"] * (1 + 1e-9)).all()


def others(frame, folder):
    """Return the frame on other engines, by way of a Parquet file."""
    file = folder / f"{frame.columns[-1]}-{len(list(folder.iterdir()))}.parquet"
    frame.write_parquet(file)
    return [pd.read_parquet(file), duckdb.read_parquet(str(file))]


def assert_same(ours, theirs, keys):
    """Compare a Polars frame with another engine's: numbers within 1e-9, and missing where ours is."""
    theirs = nw.from_native(theirs)
    theirs = theirs.collect() if isinstance(theirs, nw.LazyFrame) else theirs
    expected = {tuple(row[key] for key in keys): row for row in ours.iter_rows(named=True)}
    found = {tuple(row[key] for key in keys): row for row in theirs.rows(named=True)}
    assert found.keys() == expected.keys()
    for key, row in expected.items():
        for name, value in row.items():
            other = found[key][name]
            missing = other is None or other != other
            near = pytest.approx(value, rel=1e-9, abs=1e-9) if isinstance(value, float) else value
            assert missing if value is None else other == near, (key, name)


@settings(deadline=None, max_examples=20)
@given(cells(), st.sampled_from(profile_names()))
def test_pandas_and_duckdb_give_the_stars_that_polars_gives(tmp_path_factory, cells, name):
    expected = stars(specialisation(cells), profile(name))

    for other in others(cells, tmp_path_factory.mktemp("cells")):
        assert_same(expected, stars(specialisation(other), profile(name)), KEY)


@settings(deadline=None, max_examples=8)
@given(cells(industries=CODES, years=(2021,)))
def test_pandas_and_duckdb_give_the_clusters_that_polars_gives(tmp_path_factory, cells):
    members = CLASSES.select("industry", cluster=pl.col("division").str.slice(1))

    def measured(cells, classes, members):
        split = class_cells(cells, classes)
        return specialisation(by_cluster(split, members), category="cluster", region_totals=totals(split))

    expected = measured(cells, CLASSES, members)

    folder = tmp_path_factory.mktemp("cells")
    for theirs in zip(*(others(frame, folder) for frame in (cells, CLASSES, members)), strict=True):
        assert_same(expected, measured(*theirs), ["region", "cluster", "year"])
