"""Rules of the editions that are not known, tried on Eurostat's own file: the specification's figures, and the page's.

docs/explanation/published-results.md shows them.  They are no proof of a rule.
"""

from pathlib import Path

import polars as pl
import pytest

from cluster_observatory.statistics.profiles import adjusted, profile
from cluster_observatory.statistics.specialisation import specialisation
from cluster_observatory.statistics.stars import stars

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "published-results.md"
EU_2020 = "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
BACK_TEST = {
    (1.5, 0.01): {"specification": (922, 18.6), "with Czechia": (929, 18.1)},
    (1.5, 0.005): {"specification": (1_587, 24.2), "with Czechia": (1_638, 24.1)},
    (1.2, 0.01): {"specification": (1_160, 25.5), "with Czechia": (1_153, 24.7)},
}
TOP_FIFTH = {
    (2012, "read as 0"): {"specification": (36.5, 1.33, 9), "with Czechia": (36.7, 1.33, 8)},
    (2012, "left out"): {"specification": (35.5, 1.39, 6), "with Czechia": (35.8, 1.38, 6)},
    (2014, "read as 0"): {"specification": (36.8, 1.32, 8), "with Czechia": (37.1, 1.31, 8)},
    (2014, "left out"): {"specification": (35.9, 1.40, 5), "with Czechia": (36.1, 1.41, 5)},
}
COUNTRY = pl.col("region").str.slice(0, 2)


@pytest.fixture(scope="module", params=["specification", "with Czechia"])
def basis(request):
    """Whose figures: the specification's lack the regions of Czechia, which it does not say."""
    return request.param


@pytest.fixture(scope="module")
def divisions(real_edition, basis):
    """Persons by region, division and year, of the regions that have a figure in the year; a gap has none."""
    cells = real_edition.table("specialisation").select("region", "industry", "year", "persons").collect()
    known = cells.join(cells.drop_nulls("persons"), on=["region", "year"], how="semi")
    return known if basis == "with Czechia" else known.filter(COUNTRY != "CZ")


def percent(part, whole):
    return round(part / whole * 100, 1)


def gaps_as_zero(cells):
    grid = cells.select("region", "year").unique().join(cells.select("industry").unique(), how="cross")
    whole = grid.join(cells, on=["region", "industry", "year"], how="left")
    return whole.with_columns(pl.col("persons").fill_null(0)).sort("region", "industry")


@pytest.mark.parametrize("rule", BACK_TEST, ids=str)
def test_the_nodes_of_2021_in_regions_of_the_eu_by_divisions(divisions, basis, rule):
    """In 227 regions without Czechia, in 235 with it.  A gap is no node, whether it is read as 0 or left out."""
    quotient, share = rule
    grid = gaps_as_zero(divisions.filter(COUNTRY.is_in(EU_2020.split()), year=2014))
    rules = adjusted(profile("eccp2021"), {"specialisation.at_least": quotient, "size.at_least": share})

    nodes = stars(specialisation(grid), rules).filter("is_cluster")

    assert grid.height == {"specification": 227, "with Czechia": 235}[basis] * 68
    assert (nodes.height, percent(nodes["persons"].sum(), grid["persons"].sum())) == BACK_TEST[rule][basis]


@pytest.mark.parametrize("reading", TOP_FIFTH, ids=str)
def test_the_jobs_in_the_fifth_of_regions_with_the_highest_quotients(divisions, basis, reading):
    year, gaps = reading
    cells = divisions.filter(year=year)
    grid = gaps_as_zero(cells) if gaps == "read as 0" else cells.drop_nulls("persons")

    judged = stars(specialisation(grid), profile("eocic2020"))

    jobs = percent(judged.filter("is_cluster")["persons"].sum(), grid["persons"].sum())
    cutoffs = judged.group_by("industry").agg(pl.col("specialisation_cutoff").first())["specialisation_cutoff"]
    assert cutoffs.len() == 68
    assert (jobs, round(cutoffs.median(), 2), (cutoffs < 1).sum()) == TOP_FIFTH[reading][basis]


def test_the_page_has_the_back_tests():
    text = PAGE.read_text("utf-8")

    for (quotient, share), found in BACK_TEST.items():
        counts = " | ".join(f"{count:,} | {jobs}" for count, jobs in found.values())
        assert f"| {quotient} | {share * 100:g} % | {counts} |" in text
    for (year, gaps), found in TOP_FIFTH.items():
        shares = " | ".join(f"{jobs} | {median:.2f} | {below}" for jobs, median, below in found.values())
        assert f"| {year} | {gaps} | {shares} |" in text
