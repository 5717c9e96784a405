"""How figures change, and what of a region's change is its own."""

import polars as pl

from cluster_observatory.statistics.growth import annual_growth, compound_growth, share_in_manufacturing
from cluster_observatory.statistics.recent_growth import recent_growth
from cluster_observatory.statistics.shift_share import region_shift_share, shift_share

cells = pl.DataFrame(
    {
        "region": ["DE11"] * 4 + ["FR10"] * 4,
        "industry": ["C", "C", "J", "J"] * 2,
        "year": [2012, 2014] * 4,
        "nuts_edition": [2010] * 8,
        "persons": [100.0, 121.0, 50.0, 60.0, 80.0, 72.0, 170.0, 187.0],
    }
)

# %% annual_growth
years = pl.DataFrame(
    {"region": ["DE11", "DE11"], "industry": ["C29", "C29"], "year": [2013, 2014], "persons": [100.0, 104.0]}
)
print(annual_growth(years))

# %% share_in_manufacturing
parts = pl.DataFrame(
    {"region": ["DE11", "DE11"], "industry": ["C", "C29"], "year": [2014, 2014], "persons": [400.0, 100.0]}
)
print(share_in_manufacturing(parts))

# %% compound_growth
found = compound_growth(cells, first=2012, last=2014).sort("region", "industry")
print(found.select("region", "industry", "first_persons", "last_persons", "change", "compound_growth"))

# %% recent_growth
found = recent_growth(cells).filter(year=2014).sort("region", "industry")
print(found.select("region", "industry", "year", "growth"))

# %% shift_share
parts = shift_share(cells, first=2012, last=2014).sort("region", "industry")
print(parts.select("region", "industry", "change", "national_part", "mix_part", "regional_part"))

# %% region_shift_share
found = region_shift_share(parts).sort("region")
print(found.select("region", "change", "national_part", "mix_part", "regional_part", "categories"))
