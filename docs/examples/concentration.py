"""How concentrated industries are, how special regions, and whether plants gather beyond chance."""

import polars as pl

from cluster_observatory.statistics.agglomeration import coagglomeration, ellison_glaeser, litzenberger_sternberg
from cluster_observatory.statistics.concentration import concentration
from cluster_observatory.statistics.diversity import diversity, krugman_between

cells = pl.DataFrame(
    {
        "region": [region for region in ("DE11", "DE21", "FR10") for _ in range(3)],
        "industry": ["C29", "J62", "G47"] * 3,
        "year": [2014] * 9,
        "persons": [600.0, 200.0, 200.0, 150.0, 250.0, 200.0, 50.0, 450.0, 300.0],
        "local_units": [30, 40, 90, 10, 50, 80, 4, 90, 120],
    }
)

# %% concentration
found = concentration(cells)
print(found.select("industry", "herfindahl", "locational_gini", "theil_between", "theil_within"))

# %% ellison_glaeser
print(ellison_glaeser(cells).select("industry", "ellison_glaeser", "ellison_glaeser_z", "plant_herfindahl_estimated"))

# %% coagglomeration
print(coagglomeration(cells))

# %% litzenberger_sternberg
areas = pl.DataFrame(
    {"region": ["DE11", "DE21", "FR10"], "area": [10.0, 17.0, 12.0], "population": [41.0, 46.0, 120.0]}
)
print(litzenberger_sternberg(cells, areas).filter(industry="C29"))

# %% diversity
print(diversity(cells).select("region", "krugman", "hachman", "entropy", "specialisation_gini"))

# %% krugman_between
print(krugman_between(cells, "DE11", "FR10"))
