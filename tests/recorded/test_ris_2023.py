"""The Regional Innovation Scoreboard 2023, reconstructed from its own database.

The index is a factor of the country times the mean of the available normalised
indicators.  Weights, factors and numbers of missing indicators are estimated
from the database; nothing of the method is published in numbers.
"""

import polars as pl
import pytest

from cluster_observatory.sources.scoreboards.ris import read_ris, ris_groups, ris_indicators
from cluster_observatory.statistics.scoreboard.innovation_scoreboard import (
    country_factors,
    indicator_weights,
    innovation_index,
    missing_indicators,
    performance_group,
)


@pytest.fixture(scope="module")
def file(shared_data):
    file = shared_data / "scoreboard" / "ris_2023" / "ris_2023_long.csv.gz"
    return file.read_bytes(), file.name


@pytest.fixture(scope="module")
def observations(file):
    return read_ris(*file)


@pytest.fixture(scope="module")
def published(observations):
    index = observations.filter(indicator="ris_0")
    return index.select("region", "year", innovation_index="value")


@pytest.fixture(scope="module")
def values(observations, file):
    described = ris_indicators(*file).filter(geographical_level="regional")
    regional = [code for code in described["indicator"] if code != "ris_0"]
    assert len(regional) == 21
    return observations.filter(pl.col("indicator").is_in(regional)).select("region", "indicator", "year", "value")


@pytest.fixture(scope="module")
def weights(values, published):
    return indicator_weights(values, published)


@pytest.fixture(scope="module")
def factors(values, published, weights):
    return country_factors(values, published, weights)


@pytest.fixture(scope="module")
def missing(values, published, weights, factors):
    return missing_indicators(values, published, weights, factors)


@pytest.fixture(scope="module")
def compared(values, published, weights, factors, missing):
    """The index of each region (not the European Union), published and computed."""
    computed = innovation_index(values, weights, factors, missing).rename({"innovation_index": "computed"})
    together = computed.join(published, on=["region", "year"], validate="1:1").filter(pl.col("region") != "EU")
    assert together.height == 245 * 8
    return together.with_columns(difference=(pl.col("computed") - pl.col("innovation_index")).abs())


def test_all_indices_that_can_be_identified_are_reproduced(compared, missing):
    """All but those of countries without a region that has every indicator."""
    found = compared.drop_nulls("computed")

    assert found.height == 1_759
    assert found["difference"].max() < 0.01
    complete = found.join(missing.filter(unknown_indicators=0), on=["region", "year"])
    assert complete.height == 1_382
    assert complete["difference"].max() < 0.007
    assert complete.select((pl.col("difference") ** 2).mean().sqrt()).item() == pytest.approx(0.0027, abs=5e-5)


def test_what_is_not_reproduced_belongs_to_countries_without_a_complete_region(compared, factors):
    lost = compared.filter(pl.col("computed").is_null(), pl.col("innovation_index").is_not_null())
    unidentified = factors.filter(pl.col("country_factor").is_null())

    places = lost.select(pl.col("region").str.head(2).alias("country"), "year").unique()
    assert set(places.rows()) <= set(unidentified.select("country", "year").rows())
    assert lost.height == 193
    assert compared.filter(pl.col("innovation_index").is_null())["region"].unique().to_list() == ["NO0B"]


def test_every_number_of_missing_indicators_is_whole(missing, factors, published):
    known = factors.drop_nulls("country_factor").select("country", "year")
    told = missing.with_columns(country=pl.col("region").str.head(2)).join(known, on=["country", "year"])
    with_index = told.join(published.drop_nulls(), on=["region", "year"])

    assert with_index["missing_indicators"].null_count() == 0
    ambiguous = with_index.filter(pl.col("unknown_indicators") > 0)
    assert ambiguous.height == 1_759 - 1_382
    assert 0 < ambiguous["missing_indicators"].sum() < ambiguous["unknown_indicators"].sum()


def test_the_weights_agree_with_those_found_by_another_way(weights, shared_data):
    file = shared_data / "scoreboard" / "ris_2023" / "derived_EU2016_weights.csv"
    other = {
        f"ris_{name.partition(' ')[0].replace('.', '_')}": weight for name, weight in pl.read_csv(file).iter_rows()
    }

    assert dict(weights.iter_rows()) == pytest.approx(other, abs=2e-6)
    assert weights["weight"].sum() == pytest.approx(1)


def test_the_factors_of_countries_are_those_noted_before(factors):
    found = dict(factors.filter(year=2023).select("country", "country_factor").rows())

    noted = {"DE": 1.028, "DK": 1.007, "FR": 1.0005, "SE": 0.913, "IT": 0.899, "FI": 0.893, "PT": 0.854, "EL": 0.774}
    assert {country: found[country] for country in noted} == pytest.approx(noted, abs=6e-4)


def test_all_performance_groups_are_reproduced(published, file):
    found = performance_group(published.filter(year=2023)).select("region", "performance_group")
    groups = ris_groups(*file)

    assert found.height == 245
    assert found.drop_nulls().sort("region").equals(groups)
    assert found.filter(pl.col("performance_group").is_null())["region"].to_list() == ["NO0B"]


def test_the_groups_are_relative_to_the_same_year_and_not_to_the_base(published, file):
    year = published.filter(year=2023)
    base = year.with_columns(
        innovation_index=pl.when(pl.col("region") == "EU").then(100.0).otherwise("innovation_index")
    )

    found = performance_group(base).select("region", "performance_group").drop_nulls().sort("region")

    assert (found["performance_group"] != ris_groups(*file)["performance_group"]).sum() > 20


def test_the_leaders_are_those_that_were_published(published):
    found = performance_group(published.filter(year=2023)).sort("innovation_index", descending=True, nulls_last=True)

    assert found.select("region", "innovation_index", "performance_subgroup").rows()[:4] == [
        ("DK01", 169.53, "Leader +"),
        ("FI1B", 165.03, "Leader +"),
        ("DE21", 164.29, "Leader +"),
        ("SE11", 162.43, "Leader +"),
    ]
