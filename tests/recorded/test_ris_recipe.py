"""The recipe ris2023 on the database of the Regional Innovation Scoreboard, and the one for indicators as measured."""

import numpy as np
import polars as pl
import pytest

from cluster_observatory.sources.scoreboards.ris import read_ris, ris_indicators
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.innovation_scoreboard import country_factors, indicator_weights
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.recipe import preset, run


@pytest.fixture(scope="module")
def scored(shared_data):
    """The state in which the recipe begins, and the published index of each of its rows."""
    file = shared_data / "scoreboard" / "ris_2023" / "ris_2023_long.csv.gz"
    observations = read_ris(file.read_bytes(), file.name)
    described = ris_indicators(file.read_bytes(), file.name).filter(geographical_level="regional")
    values = observations.filter(
        pl.col("indicator").is_in(described.filter(pl.col("indicator") != "ris_0")["indicator"].implode())
    ).select("region", "indicator", "year", "value")
    published = observations.filter(indicator="ris_0").select("region", "year", innovation_index="value")
    weights = indicator_weights(values, published)
    factors = country_factors(values, published, weights)
    number = weights.height
    framework = pl.concat(
        [
            weights.select(
                code="indicator",
                parent=pl.lit("index"),
                kind=pl.lit("indicator"),
                scaled_lower=pl.lit(0.0),
                scaled_upper=100 / (pl.col("weight") * number),
            ),
            pl.DataFrame({"code": ["index", "country_factor"], "kind": ["aggregate", "denominator"]}),
        ],
        how="diagonal",
    )
    wide = (
        values.pivot("indicator", index=["region", "year"], values="value")
        .with_columns(country=pl.col("region").str.head(2))
        .join(factors.select("country", "year", "country_factor"), on=["country", "year"], how="left")
        .rename({"region": "unit"})
        .drop("country")
    )
    state = read_state(wide, read_framework(framework))
    index = dict(zip(published.select("region", "year").rows(), published["innovation_index"], strict=True))
    places = zip(state.board.units, state.board.years, strict=True)
    return state, np.array([index[place] if index[place] is not None else np.nan for place in places])


def test_the_recipe_gives_the_published_index_of_every_region_with_all_indicators(scored):
    state, published = scored
    complete = ~np.isnan(state.board.values).any(axis=1) & ~np.isnan(published)

    index = run(preset("ris2023"), state).final.board.of("index").ravel()

    regions = np.array([unit != "EU" for unit in state.board.units])
    assert int((complete & regions).sum()) == 1382
    assert np.abs(index - published)[complete & regions].max() < 0.01


def test_the_recipe_for_indicators_as_measured_gives_another_order_that_agrees_largely(scored):
    """The values of the database are normalised already, so that only the order can be compared, within a year."""
    state, published = scored
    places = zip(state.board.units, state.board.years, strict=True)
    rows = np.flatnonzero([year == 2023 and unit != "EU" for unit, year in places])

    index = run(preset("ris2023_raw"), state.rows(rows)).final.board.of("index").ravel()

    known = ~np.isnan(published[rows])
    table = pl.DataFrame({"ours": index[known], "theirs": published[rows][known]})
    assert table.select(pl.corr("ours", "theirs", method="spearman")).item() > 0.9
