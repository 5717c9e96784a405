"""How sure ranks of the Regional Innovation Scoreboard 2023 are when nothing is known of the weights.

A review of an earlier edition drew the weights of all indicators evenly and found, with a confidence of 95 per cent,
the Basque Country below 45 regions, above 83 and not different from 97 of 225 (as read on its publisher's page; its
data are not at hand).  Here the same is done on the database of 2023, whose index comes out as published.
"""

import numpy as np
import polars as pl
import pytest

from cluster_observatory.sources.scoreboards.ris import read_ris, ris_indicators
from cluster_observatory.statistics.scoreboard.dominance import compared_with, standings
from cluster_observatory.statistics.scoreboard.factors import SimplexWeights
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.innovation_scoreboard import (
    country_factors,
    indicator_weights,
    missing_indicators,
)
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.recipe import preset
from cluster_observatory.statistics.scoreboard.robustness import rank_statistics, uncertainty

YEAR = 2023
BASQUE_COUNTRY = "ES21"


@pytest.fixture(scope="module")
def observations(shared_data):
    file = shared_data / "scoreboard" / "ris_2023" / "ris_2023_long.csv.gz"
    described = ris_indicators(file.read_bytes(), file.name).filter(geographical_level="regional")
    codes = [code for code in described["indicator"] if code != "ris_0"]
    found = read_ris(file.read_bytes(), file.name)
    values = found.filter(pl.col("indicator").is_in(codes)).select("region", "indicator", "year", "value")
    index = found.filter(indicator="ris_0").select("region", "year", innovation_index="value")
    return values, index


@pytest.fixture(scope="module")
def drawn(observations):
    """Return 1,000 draws of all weights, of the regions whose zeros are known to be all values or all gaps."""
    values, index = observations
    weights = indicator_weights(values, index)
    factors = country_factors(values, index, weights)
    unknown, missing = pl.col("unknown_indicators"), pl.col("missing_indicators")
    told = missing_indicators(values, index, weights, factors).filter(
        (missing == 0) | (missing == unknown), pl.col("year") == YEAR, pl.col("region") != "EU"
    )
    known = values.join(told, on=["region", "year"]).with_columns(
        value=pl.when(missing == 0).then(pl.col("value").fill_null(0.0)).otherwise("value")
    )
    wide = known.pivot(on="indicator", index="region", values="value").rename({"region": "unit"})
    wide = wide.with_columns(country=pl.col("unit").str.head(2))
    wide = wide.join(factors.filter(year=YEAR).select("country", "country_factor"), on="country").drop("country")
    rows = [(code, "index", "indicator", 0.0, 100 / (weight * 21)) for code, weight in weights.iter_rows()]
    rows += [("index", None, "aggregate", None, None), ("country_factor", None, "denominator", None, None)]
    table = pl.DataFrame(rows, schema=["code", "parent", "kind", "scaled_lower", "scaled_upper"], orient="row")
    return uncertainty(preset("ris2023"), read_state(wide, read_framework(table)), [SimplexWeights()])


def test_the_recipe_as_it_is_gives_the_published_index(drawn, observations):
    published = dict(observations[1].filter(year=YEAR).select("region", "innovation_index").iter_rows())

    assert len(drawn.units) == 206
    np.testing.assert_allclose(drawn.nominal_scores, [published[unit] for unit in drawn.units], rtol=0, atol=0.01)


def test_the_basque_country_cannot_be_told_from_two_regions_in_five(drawn):
    found = standings(drawn).filter(unit=BASQUE_COUNTRY).row(0, named=True)
    interval = rank_statistics(drawn).filter(unit=BASQUE_COUNTRY).row(0, named=True)

    assert found["above"] + found["below"] + found["tied"] == len(drawn.units) - 1
    assert found["tied"] / len(drawn.units) == pytest.approx(0.4, abs=0.05)
    assert found["best"] <= interval["low"] <= interval["nominal"] <= interval["high"] <= found["worst"]
    verdicts = compared_with(drawn, BASQUE_COUNTRY)["verdict"].value_counts()
    assert dict(verdicts.iter_rows()) == {one: found[one] for one in ("above", "below", "tied")}
