"""Concentration, relatedness and complexity of Eurostat's divisions: plausible, and in their published shapes."""

import polars as pl
import pytest

from cluster_observatory.sources.datasets import datasets
from cluster_observatory.sources.eurostat import meanings
from cluster_observatory.sources.eurostat.tsv import read_tsv
from cluster_observatory.statistics.agglomeration import ellison_glaeser
from cluster_observatory.statistics.complexity import industry_complexity, region_complexity
from cluster_observatory.statistics.composite import related_pairs
from cluster_observatory.statistics.concentration import concentration
from cluster_observatory.statistics.diversification import diversification
from cluster_observatory.statistics.diversity import diversity
from cluster_observatory.statistics.relatedness import proximity
from cluster_observatory.statistics.specialisation import specialisation
from cluster_observatory.tables.shapes import fit, shape
from cluster_observatory.taxonomy import activities

TABLE = "sbs_r_nuts06_r2"
YEARS = (2013, 2014)


@pytest.fixture(scope="module")
def cells(shared_data):
    observations = read_tsv((shared_data / "eurostat" / f"{TABLE}.tsv.gz").read_bytes(), TABLE)
    structure = meanings.structure(observations, datasets()[TABLE]).filter(level=2)
    divisions = activities.table().filter(level=2)
    return structure.filter(pl.col("year").is_in(YEARS)).join(divisions, on="industry", how="semi")


@pytest.fixture(scope="module")
def quotients(cells):
    return specialisation(cells)


def published(table, name):
    return fit(table.with_columns(dataset=pl.lit(TABLE)), shape(name))


def test_mining_is_the_most_concentrated_and_trade_spread_like_people(cells):
    index = ellison_glaeser(cells).drop("regions_compared")
    table = published(concentration(cells).join(index, on=["industry", "year"]), "concentration").filter(year=2014)

    by_index = table.sort("ellison_glaeser")["industry"].to_list()
    by_gini = table.sort("locational_gini")["industry"].to_list()
    assert by_index[-4:] == ["B06", "B07", "B09", "B05"]
    assert set(by_gini[:3]) == {"G45", "G46", "G47"}
    assert table.height == 68
    assert table["plant_herfindahl_estimated"].all()


def test_complexity_sets_apart_the_services_of_capitals_and_old_manufacturing(cells, quotients):
    """Which of the two is high follows from diversity, and is no judgement: the method page warns of it."""
    regions = published(
        region_complexity(quotients).join(diversity(cells), on=["region", "year"]), "region_complexity"
    ).filter(year=2014)
    industries = published(industry_complexity(quotients), "industry_complexity").filter(year=2014)

    ends = industries.sort("product_complexity")["industry"].to_list()
    assert ends[:4] == ["J59", "H51", "M70", "J62"]
    assert set(ends[-4:]) == {"B05", "B07", "C14", "C15"}
    assert regions.sort("economic_complexity")["region"].to_list()[:2] == ["UKI7", "UKI3"]


def test_pairs_and_options_are_those_that_one_would_name(quotients):
    pairs = related_pairs(proximity(quotients), category="industry", measure="proximity")
    related = published(
        proximity(quotients).join(pairs.filter("related"), on=["industry", "other_industry", "year"], how="semi"),
        "relatedness",
    )
    options = published(diversification(quotients, top=10), "diversification")

    nearest = related.filter(year=2014).sort("proximity", descending=True).head(5)
    assert ("C22", "C25") in nearest.select("industry", "other_industry").rows()
    assert related.height == pytest.approx(0.1 * proximity(quotients).height, rel=0.02)
    stuttgart = options.filter(region="DE11", year=2014)
    assert stuttgart.select("industry", "nearest_present").row(2) == ("C24", "C25,C28,C22")
    assert options["location_quotient"].max() < 1
