"""Which industries go together, what regions could turn to next, and how clusters hold together."""

import polars as pl

from cluster_observatory.statistics.complexity import industry_complexity, product_space, region_complexity
from cluster_observatory.statistics.composite import (
    cluster_relatedness,
    composite,
    industry_validation_scores,
    related_pairs,
    validation_scores,
)
from cluster_observatory.statistics.diversification import diversification
from cluster_observatory.statistics.relatedness import colocation, proximity, relatedness_density
from cluster_observatory.statistics.specialisation import location_quotient

INDUSTRIES = ["C25", "C28", "C29", "J62", "M72"]
PERSONS = {
    "A": [90.0, 80.0, 95.0, 10.0, 10.0],
    "B": [70.0, 85.0, 20.0, 15.0, 10.0],
    "C": [10.0, 15.0, 10.0, 90.0, 80.0],
    "D": [15.0, 60.0, 15.0, 80.0, 20.0],
    "E": [60.0, 20.0, 70.0, 20.0, 30.0],
}
cells = pl.DataFrame(
    {
        "region": [region for region in PERSONS for _ in INDUSTRIES],
        "industry": INDUSTRIES * len(PERSONS),
        "year": [2014] * len(PERSONS) * len(INDUSTRIES),
        "persons": [figure for figures in PERSONS.values() for figure in figures],
    }
)
quotients = location_quotient(cells)
members = pl.DataFrame({"cluster": ["Machines", "Machines", "Machines", "Digital", "Digital"], "industry": INDUSTRIES})

# %% proximity
print(proximity(quotients).select("industry", "other_industry", "regions_with_both", "proximity").head(4))

# %% relatedness_density
print(relatedness_density(quotients).filter(region="B").select("region", "industry", "present", "density"))

# %% colocation
print(colocation(cells, basis="share").head(4))

# %% region_complexity
print(region_complexity(quotients))

# %% industry_complexity
print(industry_complexity(quotients))

# %% product_space
found = product_space(quotients).filter(region="B")
print(found.select("industry", "present", "density", "product_complexity", "economic_complexity"))

# %% diversification
found = diversification(quotients, top=1)
print(found.select("region", "industry", "density_rank", "density", "complexity", "nearest_present"))

# %% composite
key = ["industry", "other_industry", "year"]
near = proximity(quotients).select(*key, "proximity")
together = colocation(cells, basis="share").select(*key, "correlation")
pairs = composite(near.join(together, on=key), ["proximity", "correlation"])
print(pairs.head(4))

# %% cluster_relatedness
between = cluster_relatedness(pairs, members)
print(between)

# %% related_pairs
print(related_pairs(between, percentile=50))

# %% validation_scores
print(validation_scores(between))

# %% industry_validation_scores
print(industry_validation_scores(pairs, members))
