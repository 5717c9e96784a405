"""With which regions a region could work in an industry: those like it, and those that have what it lacks."""

import polars as pl

from cluster_observatory.statistics.partners import partner_parts, partner_ranking

FIGURES = {
    "ES24": {"C22": (0.5, 10.0), "C25": (2.0, 20.0), "C29": (3.0, 40.0)},
    "DE11": {"C22": (1.5, 30.0), "C25": (1.2, 30.0), "C29": (4.0, 30.0)},
    "CZ02": {"C22": (2.0, 50.0), "C25": (0.4, 10.0), "C29": (1.0, 30.0)},
    "FR10": {"C22": (0.1, 5.0), "C25": (0.2, 5.0), "C29": (0.5, 10.0), "J62": (3.0, 80.0)},
}
cells = pl.DataFrame(
    [
        (region, industry, 2014, quotient, persons)
        for region, figures in FIGURES.items()
        for industry, (quotient, persons) in figures.items()
    ],
    schema=["region", "industry", "year", "location_quotient", "persons"],
    orient="row",
)

# %% partner_parts
parts = partner_parts(cells, "ES24", "C29")
print(parts.select("partner", "same_strength", "shared", "added", "given", "likeness", "adds"))

# %% partner_ranking
print(partner_ranking(parts, "matching").select("partner", "score", "rank", "parts_ahead"))
