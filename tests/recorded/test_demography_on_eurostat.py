"""Rates of business demography recomputed from Eurostat's counts for Italy, 2004 to 2020."""

import polars as pl
import pytest

from cluster_observatory.sources.registers.eurostat import table
from cluster_observatory.statistics.demography import business_rates

RATES = {"birth_rate": 234, "death_rate": 234, "net_growth": 216}  # of so many activities and years
ROUNDING = 0.005  # per cent: Eurostat gives two decimals


@pytest.fixture(scope="module")
def italy(shared_data):
    """One row per activity and year with counts and the rates that Eurostat computed of them."""
    file = shared_data / "firms" / "eurostat_demografia_impresa.csv"
    rows = pl.read_csv(file, null_values="NA", schema_overrides={"valore": pl.Float64}).rename(
        {"nace_r2": "industry", "anno": "year"}
    )
    measures = dict(table("bd_hgnace2_r3").measures)
    named = rows.with_columns(measure=pl.col("indic_sb").replace_strict(measures))
    return named.pivot("measure", index=["industry", "year"], values="valore")


@pytest.mark.parametrize("rate", RATES)
def test_rates_agree_with_those_eurostat_publishes(italy, rate):
    found = business_rates(italy.select("industry", "year", "active", "births", "deaths"))

    compared = found.join(italy, on=["industry", "year"], suffix="_eurostat").drop_nulls([rate, f"{rate}_eurostat"])
    off = (compared[rate] - compared[f"{rate}_eurostat"]).abs()
    assert compared.height == RATES[rate]
    assert off.max() <= ROUNDING + 1e-9
