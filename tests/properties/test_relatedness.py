"""What must hold of concentration, relatedness and complexity whatever the figures are, and on every engine alike."""

import random

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster_observatory.statistics.agglomeration import coagglomeration, ellison_glaeser
from cluster_observatory.statistics.complexity import industry_complexity, region_complexity
from cluster_observatory.statistics.composite import composite
from cluster_observatory.statistics.concentration import concentration
from cluster_observatory.statistics.diversification import diversification
from cluster_observatory.statistics.diversity import diversity
from cluster_observatory.statistics.relatedness import colocation, proximity, relatedness_density
from cluster_observatory.statistics.specialisation import specialisation

REGIONS = ["AT11", "AT12", "BE10", "DE11", "DE12", "FI20", "FR10"]
INDUSTRIES = ["C28", "C29", "C30", "J62", "K64"]
KEYS = ("region", "industry", "other_industry", "year")
MEASURES = {
    concentration: "persons",
    diversity: "persons",
    ellison_glaeser: "persons",
    coagglomeration: "persons",
    colocation: "persons",
    proximity: "location_quotient",
    relatedness_density: "location_quotient",
    region_complexity: "location_quotient",
    industry_complexity: "location_quotient",
    diversification: "location_quotient",
}

FEW = settings(deadline=None, max_examples=30)

persons = st.one_of(st.none(), st.just(0), st.integers(0, 10), st.integers(0, 3_000_000)).map(
    lambda number: None if number is None else float(number)
)


@st.composite
def cells(draw, years=(2020, 2021), figures=persons):
    """Return cells with quotients, as `specialisation` gives them."""
    keys = st.tuples(st.sampled_from(REGIONS), st.sampled_from(INDUSTRIES), st.sampled_from(years))
    rows = draw(st.dictionaries(keys, st.tuples(figures, st.integers(0, 50)), min_size=1, max_size=60))
    schema = {"region": pl.String, "industry": pl.String, "year": pl.Int64}
    numbers = {"persons": pl.Float64, "local_units": pl.Float64}
    frame = pl.DataFrame(
        [(*key, number, float(units)) for key, (number, units) in rows.items()], schema | numbers, orient="row"
    )
    return specialisation(frame)


@st.composite
def quotients(draw):
    """Return quotients of one year that are known everywhere."""
    values = st.lists(st.floats(0, 5), min_size=35, max_size=35)
    region, industry = (axis.ravel() for axis in np.indices((len(REGIONS), len(INDUSTRIES))))
    return pl.DataFrame(
        {
            "region": [REGIONS[place] for place in region],
            "industry": [INDUSTRIES[place] for place in industry],
            "year": 2021,
            "location_quotient": draw(values),
        }
    )


@FEW
@given(cells())
def test_theil_between_countries_and_within_them_is_theil(cells):
    found = concentration(cells).drop_nulls("theil")

    parts = found["theil_between"] + found["theil_within"]
    assert parts.to_list() == pytest.approx(found["theil"].to_list(), abs=1e-12)
    assert found.select(pl.col("theil_between", "theil_within") >= -1e-12).to_numpy().all()


@FEW
@given(cells())
def test_concentration_lies_between_all_alike_and_all_in_one(cells):
    for found, number in ((concentration(cells), "regions_compared"), (diversity(cells), "categories_compared")):
        found = found.drop_nulls("theil")
        count = found[number].to_numpy()
        assert ((found["herfindahl"] - 1 / count) >= -1e-12).all()
        assert (found["herfindahl"] <= 1 + 1e-12).all()
        assert (found["theil"] <= np.log(count) + 1e-12).all()
        assert found["entropy"].is_between(-1e-12, pl.Series(np.log2(count) + 1e-12)).all()
        assert found["herfindahl_normalised"].drop_nulls().is_between(-1e-12, 1 + 1e-12).all()
    gini = pl.concat([concentration(cells)["locational_gini"], diversity(cells)["specialisation_gini"]]).drop_nulls()
    assert gini.is_between(-1e-12, 1).all()
    assert diversity(cells)["krugman"].drop_nulls().is_between(0, 2 + 1e-12).all()
    assert diversity(cells)["hachman"].drop_nulls().is_between(0, 1 + 1e-12).all()


@FEW
@given(cells())
def test_the_locational_gini_asks_what_the_quotients_ask(cells):
    """Gini's coefficient of the quotients that `specialisation` gives, pair by pair."""
    found = concentration(cells).drop_nulls("locational_gini")

    for industry, year, gini in found.select("industry", "year", "locational_gini").iter_rows():
        quotient = cells.filter(pl.col("industry") == industry, pl.col("year") == year)["location_quotient"]
        quotient = quotient.drop_nulls().to_numpy()
        pairs = np.abs(quotient[:, np.newaxis] - quotient).sum()
        assert gini == pytest.approx(pairs / (2 * len(quotient) ** 2 * quotient.mean()), abs=1e-9)


@FEW
@given(cells())
def test_coagglomeration_of_an_industry_with_its_double_is_its_own_raw_concentration(cells):
    """Scaled by 1 - sum of x²: the two formulas share their deviations."""
    one = cells.filter(pl.col("industry") == "C28").select("region", "industry", "year", "persons", local_units=1.0)
    both = pl.concat([one, one.with_columns(industry=pl.lit("C99"))])
    totals = cells.group_by("region", "year").agg(region_persons=pl.col("persons").sum())

    index = ellison_glaeser(one, region_totals=totals).drop_nulls("ellison_glaeser")
    pairs = coagglomeration(both, region_totals=totals).join(index, on="year")

    kept = pairs.filter(pairs["regions_compared"] == pairs["regions_compared_right"])
    scale = kept["expected_raw_concentration"] / kept["plant_herfindahl"]
    assert (kept["coagglomeration"] * scale).to_list() == pytest.approx(kept["raw_concentration"].to_list(), abs=1e-9)


@FEW
@given(cells())
def test_proximity_density_and_correlation_stay_within_their_bounds(cells):
    assert proximity(cells)["proximity"].is_between(0, 1).all()
    assert relatedness_density(cells)["density"].drop_nulls().is_between(0, 1).all()
    assert colocation(cells)["correlation"].drop_nulls().is_between(-1, 1).all()
    options = diversification(cells)
    assert (options["location_quotient"] < 1).all()
    assert options.filter(pl.col("density") == 0)["nearest_present"].to_list() == [""] * (options["density"] == 0).sum()


@FEW
@given(quotients())
def test_a_region_is_the_mean_of_what_it_has_and_all_regions_have_mean_0_and_deviation_1(quotients):
    regions = region_complexity(quotients).drop_nulls()
    if regions.is_empty():
        return

    had = quotients.filter(pl.col("location_quotient") >= 1).join(industry_complexity(quotients), on="industry")
    means = had.group_by("region").agg(mean=pl.col("product_complexity").mean())
    compared = regions.join(means, on="region")
    assert compared["economic_complexity"].to_list() == pytest.approx(compared["mean"].to_list(), abs=1e-7)
    assert regions["economic_complexity"].mean() == pytest.approx(0, abs=1e-8)
    assert regions["economic_complexity"].std(ddof=0) == pytest.approx(1, abs=1e-8)
    assert np.corrcoef(regions["economic_complexity"], regions["diversity"])[0, 1] > 0


@settings(deadline=None, max_examples=20)
@given(cells(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_bit(cells, shuffler):
    order = random.Random(shuffler.random()).sample(range(cells.height), cells.height)

    for measure in MEASURES:
        assert measure(cells).equals(measure(cells[order])), measure.__name__


@settings(deadline=None, max_examples=6)
@given(cells())
def test_pandas_and_duckdb_give_what_polars_gives(tmp_path_factory, cells):
    file = tmp_path_factory.mktemp("cells") / "cells.parquet"
    cells.write_parquet(file)

    for measure, figure in MEASURES.items():
        needed = ["region", "industry", "year", figure, "local_units"]
        expected = measure(cells).rows(named=True)
        for other in (pd.read_parquet(file)[needed], duckdb.read_parquet(str(file)).select(*needed)):
            found = nw.from_native(measure(other))
            found = (found.collect() if isinstance(found, nw.LazyFrame) else found).rows(named=True)
            found.sort(key=lambda row: [str(row.get(key)) for key in KEYS])
            for ours, theirs in zip(
                sorted(expected, key=lambda row: [str(row.get(key)) for key in KEYS]), found, strict=True
            ):
                assert {name: None if value != value else value for name, value in theirs.items()} == ours


@FEW
@given(cells())
def test_a_composite_has_mean_0_in_each_year(cells):
    pairs = proximity(cells).join(colocation(cells), on=["industry", "other_industry", "year"]).drop_nulls()
    found = composite(pairs, ["proximity", "correlation"]).drop_nulls("relatedness")

    assert found.group_by("year").agg(pl.col("relatedness").mean())["relatedness"].abs().max() or 0 <= 1e-9
