"""An innovation index made anew from its normalised indicators, and the performance groups."""

import polars as pl

from cluster_observatory.statistics.scoreboard.innovation_scoreboard import (
    country_factors,
    indicator_weights,
    innovation_index,
    missing_indicators,
    performance_group,
)

# Per cent of the European Union in the base year. The weights behind the published index are 0.5, 0.3 and 0.2, the
# factors of AA and BB 1.1 and 0.9; in BB4 the source writes 0 for patents, which is missing.
figures = {
    "AA1": (120.0, 80.0, 100.0),
    "AA2": (90.0, 110.0, 60.0),
    "AA3": (60.0, 70.0, 150.0),
    "AA4": (100.0, 40.0, 90.0),
    "BB1": (150.0, 90.0, 80.0),
    "BB2": (80.0, 120.0, 140.0),
    "BB3": (110.0, 60.0, 70.0),
    "BB4": (70.0, 100.0, None),
}
indicators = ("skills", "research", "patents")
values = pl.DataFrame(
    [
        (region, name, 2023, value)
        for region, row in figures.items()
        for name, value in zip(indicators, row, strict=True)
    ],
    schema=["region", "indicator", "year", "value"],
    orient="row",
)
published = pl.DataFrame(
    {
        "region": list(figures),
        "year": [2023] * 8,
        "innovation_index": [114.4, 99.0, 89.1, 88.0, 106.2, 93.6, 78.3, 87.75],
    }
)

# %% innovation_index
weights = pl.DataFrame({"indicator": indicators, "weight": [0.5, 0.3, 0.2]})
factors = pl.DataFrame({"country": ["AA", "BB"], "year": [2023, 2023], "country_factor": [1.1, 0.9]})
print(innovation_index(values, weights, factors).filter(pl.col("region").is_in(["AA1", "BB4"])))

# %% indicator_weights
weights = indicator_weights(values, published)
print(weights)

# %% country_factors
factors = country_factors(values, published, weights)
print(factors)

# %% missing_indicators
print(missing_indicators(values, published, weights, factors).filter(region="BB4"))

# %% performance_group
whole = pl.DataFrame({"region": ["EU"], "year": [2023], "innovation_index": [100.0]})
print(performance_group(pl.concat([published, whole])).select("region", "relative_index", "performance_subgroup"))
