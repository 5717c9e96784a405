"""What must hold of structural indicators, growth and shift-share whatever the figures are, on every engine alike."""

import random

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster_observatory.statistics.gaps import GRAIN
from cluster_observatory.statistics.growth import annual_growth, compound_growth
from cluster_observatory.statistics.shift_share import PARTS, region_shift_share, shift_share
from cluster_observatory.statistics.structure import structural_indicators

KEY = ["region", "industry", "year"]
REGIONS = ["AT11", "AT12", "BE10", "DE11", "DE12", "FI20"]
FIGURES = ["persons", "local_units", "wages", "turnover"]
FIRST, LAST = 2020, 2021
SPAN = {"first": FIRST, "last": LAST}
LARGEST_EXACT = 2.0**53 / GRAIN  # persons: a float holds multiples of the grain up to here

persons = st.one_of(st.none(), st.just(0.0), st.integers(1, 3_000_000).map(float), st.floats(0.01, 50_000))
units = st.one_of(st.none(), st.integers(0, 1000).map(float))
money = st.one_of(st.none(), st.floats(-10, 100_000))


@st.composite
def cells(draw, regions=REGIONS, name="region"):
    """Return cells of two years; one in both stands first, so that both years are there."""
    keys = st.tuples(st.sampled_from(regions), st.sampled_from(["C28", "C29", "C30"]), st.sampled_from([FIRST, LAST]))
    figures = st.tuples(persons, units, money, money)
    rows = {(regions[0], "C28", year): (1.0, 1.0, 1.0, 1.0) for year in (FIRST, LAST)}
    rows |= draw(st.dictionaries(keys, figures, max_size=30))
    types = dict.fromkeys([name, "industry"], pl.String) | {"year": pl.Int64} | dict.fromkeys(FIGURES, pl.Float64)
    return pl.DataFrame([(*key, *figures) for key, figures in rows.items()], schema=types, orient="row")


national = cells(regions=["AT", "BE", "DE", "FI"], name="country")


def reference(country):
    return country.group_by("industry", "year").agg(pl.col("persons").sum())


def largest(frame):
    return max([0.0, *frame.select(pl.col(*PARTS).abs().max()).row(0)], key=lambda size: size or 0.0)


def add_up(frame, parts, whole, size):
    """Return whether the parts are the whole: exactly where no part reaches 2**29 persons, else nearly."""
    finest = 0 if size < LARGEST_EXACT else size * 2**-48
    return all(abs(sum(row[name] for name in parts) - row[whole]) <= finest for row in frame.iter_rows(named=True))


def shuffled(frame, shuffler):
    return frame[random.Random(shuffler.random()).sample(range(frame.height), frame.height)]


@settings(deadline=None)
@given(cells(), st.one_of(st.none(), national.map(reference)))
def test_the_parts_add_up_to_the_change_exactly(cells, reference):
    parts = shift_share(cells, **SPAN, reference=reference)

    known = parts.drop_nulls("mix_part")
    assert add_up(known, ["national_part", "mix_part", "regional_part"], "change", largest(parts))
    split = parts.drop_nulls("competitive_part")
    assert add_up(split, ["competitive_part", "allocation_part"], "regional_part", largest(parts))
    for part in PARTS:
        grains = parts[part].drop_nulls() * GRAIN
        assert grains.equals(grains.round())


@settings(deadline=None)
@given(cells())
def test_the_parts_of_a_region_are_the_sums_over_its_categories_exactly(cells):
    parts = shift_share(cells, **SPAN)

    whole = region_shift_share(parts).drop_nulls("change")

    size = max(largest(parts), largest(whole))
    assert add_up(whole, ["national_part", "mix_part", "regional_part"], "change", size)
    assert add_up(whole, ["competitive_part", "allocation_part", "undivided_part"], "regional_part", size)
    assert (whole["last_persons"] - whole["first_persons"]).equals(whole["change"])


@settings(deadline=None)
@given(cells())
def test_over_all_regions_the_regional_parts_cancel_out_and_so_do_the_mix_parts(cells):
    """The nation is the sum of the regions: it grows as itself, so the national parts are the whole change."""
    parts = shift_share(cells, **SPAN).drop_nulls("mix_part")
    largest = max([1.0, *parts["first_persons"], *parts["last_persons"]])

    by_category = parts.group_by("industry").agg(pl.col("regional_part", "first_persons").sum())
    there = by_category.filter(pl.col("first_persons") > 0)["regional_part"].to_list()
    assert there == pytest.approx([0] * len(there), abs=1e-6 * largest)
    new = by_category.filter(pl.col("first_persons") == 0).get_column("industry").to_list()
    arrived = parts.filter(pl.col("industry").is_in(new))["change"].sum()
    assert parts["mix_part"].sum() == pytest.approx(-arrived, abs=1e-6 * largest)
    assert parts["national_part"].sum() == pytest.approx(parts["change"].sum(), abs=1e-6 * largest)


@settings(deadline=None, max_examples=30)
@given(cells(), national, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing_to_the_bit(cells, national, shuffler):
    other = shuffled(cells, shuffler)

    for one, again in (
        (shift_share(cells, **SPAN), shift_share(other, **SPAN)),
        (region_shift_share(shift_share(cells, **SPAN)), region_shift_share(shift_share(other, **SPAN))),
        (compound_growth(cells, **SPAN), compound_growth(other, **SPAN)),
    ):
        keys = [name for name in ("region", "industry") if name in one.columns]
        assert one.sort(keys).equals(again.sort(keys))
    measures = ["persons", "average_size", "labour_productivity", "turnover", "turnover_modelled"]
    one = structural_indicators(cells, national=national).sort(KEY).select(*KEY, *measures)
    again = structural_indicators(other, national=shuffled(national, shuffler)).sort(KEY)
    assert one.equals(again.select(*KEY, *measures))


@settings(deadline=None)
@given(cells(), national)
def test_modelled_figures_are_the_countrys_and_measured_ones_stay(cells, national):
    national = national.with_columns(value_added=pl.col("turnover") / 2)

    found = structural_indicators(cells, national=national)

    joined = found.join(cells, on=KEY, suffix="_given").with_columns(country=pl.col("region").str.slice(0, 2))
    joined = joined.join(national, on=["country", "industry", "year"], how="left", suffix="_national")
    measured = joined.filter(pl.col("turnover_given").is_not_null())
    assert measured["turnover"].equals(measured["turnover_given"])
    assert not measured["turnover_modelled"].any()
    modelled = joined.filter(pl.col("value_added_modelled") & (pl.col("persons") > 0))
    ratios = (modelled["value_added_national"] / modelled["persons_national"] * 1000).to_list()
    assert modelled["labour_productivity"].to_list() == pytest.approx(ratios, rel=1e-9)
    assert found.filter(pl.col("value_added").is_null())["value_added_modelled"].any() is False
    for indicator in ("average_size", "average_wage", "labour_productivity"):
        assert found[indicator].is_finite().all()


@settings(deadline=None)
@given(cells())
def test_over_one_year_the_compound_rate_is_the_annual_one(cells):
    cells = cells.with_columns(nuts_edition=pl.lit(2016))
    annual = annual_growth(cells).filter(pl.col("year") == LAST)

    compound = compound_growth(cells, **SPAN)

    both = annual.join(compound, on=["region", "industry"], how="left")
    assert both["compound_growth"].is_null().equals(both["growth"].is_null())
    known = both.drop_nulls("growth")
    assert known["compound_growth"].to_list() == pytest.approx(known["growth"].to_list(), rel=1e-9, abs=1e-9)


def others(frame, folder):
    """Return the frame on other engines, by way of a Parquet file."""
    file = folder / f"{frame.columns[0]}-{len(list(folder.iterdir()))}.parquet"
    frame.write_parquet(file)
    return [pd.read_parquet(file), duckdb.read_parquet(str(file))]


def assert_same(ours, theirs, keys):
    """Compare a Polars frame with another engine's: numbers within 1e-9, and missing where ours is."""
    theirs = nw.from_native(theirs)
    theirs = theirs.collect() if isinstance(theirs, nw.LazyFrame) else theirs
    found = {tuple(row[key] for key in keys): row for row in theirs.rows(named=True)}
    expected = {tuple(row[key] for key in keys): row for row in ours.iter_rows(named=True)}
    assert found.keys() == expected.keys()
    for key, row in expected.items():
        for name, value in row.items():
            other = found[key][name]
            missing = other is None or other != other
            near = pytest.approx(value, rel=1e-9, abs=1e-9) if isinstance(value, float) else value
            assert missing if value is None else other == near, (key, name)


@settings(deadline=None, max_examples=8)
@given(cells(), national)
def test_pandas_and_duckdb_give_what_polars_gives(tmp_path_factory, cells, national):
    pair = ["region", "industry"]
    known = reference(national)
    folder = tmp_path_factory.mktemp("cells")
    frames = list(zip(*(others(frame, folder) for frame in (cells, national, known)), strict=True))
    for method, keys in (
        (lambda cells, national, _: structural_indicators(cells, national=national), KEY),
        (lambda cells, _, known: shift_share(cells, **SPAN, reference=known), pair),
        (lambda cells, *_: region_shift_share(shift_share(cells, **SPAN)), ["region"]),
        (lambda cells, *_: compound_growth(cells, **SPAN, earliest=True), pair),
    ):
        expected = method(cells, national, known)
        for theirs in frames:
            assert_same(expected, method(*theirs), keys)
