"""Countries and NUTS-1 regions are measured by their own published figures against the Europe of NUTS-2 regions."""

import polars as pl
import pytest

from cluster_observatory.pipeline import compute
from cluster_observatory.pipeline.levels import level_tables
from cluster_observatory.taxonomy import versions

PERSONS = {
    "DE": {"C29": 300.0, "J62": 300.0},
    "DE1": {"C29": 280.0, "J62": 120.0},
    "DE11": {"C29": 100.0, "J62": 100.0},
    "DE12": {"C29": None, "J62": 200.0},
    "FR": {"C29": 100.0, "J62": 500.0},
    "FR10": {"C29": 100.0, "J62": 500.0},
}


def structure(years):
    """The figures of every region for years given with their edition of NUTS and a factor."""
    return pl.DataFrame(
        [
            {
                "region": region, "industry": industry, "year": year, "level": len(region) - 2, "nuts_edition": edition,
                "persons": persons and persons * factor, "persons_flags": "c" if persons is None else "",
                "local_units": persons and persons / 5, "local_units_flags": "", "wages": None, "wages_flags": "",
                "dataset": "sbs_r_nuts06_r2",
            }
            for year, (edition, factor) in years.items()
            for region, by_industry in PERSONS.items()
            for industry, persons in by_industry.items()
        ],
        schema_overrides={"wages": pl.Float64},
        infer_schema_length=None,
    )  # fmt: skip


def by_level(years):
    figures = structure(years)
    sectors = compute.sectors(figures, versions.flows())
    return level_tables(figures, sectors)["specialisation_by_level"]


@pytest.fixture(scope="module")
def table():
    return by_level({2010: (2006, 1.0), 2014: (2013, 1.21)})


def cell(table, region, industry="C29", year=2014):
    (row,) = table.filter(region=region, industry=industry, year=year).to_dicts()
    return row


def test_a_country_is_set_against_the_sum_of_the_nuts_2_regions(table):
    # Of 1,000 persons counted in NUTS-2 regions 800 work in J62, as many as the countries publish.
    assert cell(table, "DE", "J62")["location_quotient"] == pytest.approx((300 / 600) / (800 / 1000))
    assert cell(table, "FR", "J62")["location_quotient"] == pytest.approx((500 / 600) / (800 / 1000))
    assert cell(table, "DE1", "J62")["location_quotient"] == pytest.approx((120 / 400) / (800 / 1000))
    assert {cell(table, region, "J62")["reference_level"] for region in ("DE", "DE1", "FR")} == {2}


def test_where_regions_hide_most_of_a_sector_europe_is_the_sum_of_the_countries(table):
    # The regions hold 200 persons in C29 of the 400 that the countries publish.
    assert cell(table, "DE")["location_quotient"] == pytest.approx((300 / 600) / (400 / 1200))
    assert cell(table, "DE1")["location_quotient"] == pytest.approx((280 / 400) / (400 / 1200))
    assert {cell(table, region)["reference_level"] for region in ("DE", "DE1", "FR")} == {0}


def test_shares_and_ranks_are_among_regions_of_the_same_level(table):
    assert cell(table, "DE")["european_share"] == pytest.approx(300 / 400)
    assert cell(table, "DE1")["european_share"] == 1
    assert [cell(table, region)["rank"] for region in ("DE", "FR", "DE1")] == [1, 2, 1]
    assert [cell(table, region)["level"] for region in ("DE", "DE1")] == [0, 1]


def test_a_quotient_comes_with_its_interval(table):
    row = cell(table, "DE")

    assert row["location_quotient_low"] < row["location_quotient"] < row["location_quotient_high"]
    assert not row["sample_estimated"]


def test_growth_of_a_country_goes_over_editions_of_nuts_and_that_of_a_region_does_not(table):
    assert cell(table, "DE")["growth"] == pytest.approx(((1.21) ** (1 / 4) - 1) * 100)
    assert cell(table, "DE1")["growth"] is None


def test_a_figure_that_is_not_published_keeps_its_row_and_its_flag():
    figures = structure({2014: (2013, 1.0)}).with_columns(
        persons=pl.when((pl.col("region") == "FR") & (pl.col("industry") == "C29")).then(None).otherwise("persons"),
        persons_flags=pl.when(pl.col("region") == "FR").then(pl.lit("c")).otherwise("persons_flags"),
    )
    table = level_tables(figures, compute.sectors(figures, versions.flows()))["specialisation_by_level"]

    assert cell(table, "FR")["location_quotient"] is None
    assert cell(table, "FR")["flags"] == "c"
    assert cell(table, "DE")["rank"] == 1


def test_without_larger_regions_there_is_no_such_table():
    figures = structure({2014: (2013, 1.0)}).filter(pl.col("level") == 2)

    assert level_tables(figures, compute.sectors(figures, versions.flows())) == {}
