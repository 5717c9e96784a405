"""From published figures to classes, from classes to clusters, and what else is known of them."""

import polars as pl

from cluster_observatory.statistics.clusters import by_cluster
from cluster_observatory.statistics.gaps import class_cells, split_equally
from cluster_observatory.statistics.structure import cluster_figures, structural_indicators

# The group C291 is published, and the division that it is part of; the classes are not.
cells = pl.DataFrame(
    {
        "region": ["DE11", "DE11"],
        "industry": ["C29", "C291"],
        "year": [2014, 2014],
        "persons": [160.0, 100.0],
        "wages": [8.0, 6.0],
        "local_units": [12, 2],
    }
)
classes = pl.DataFrame(
    {
        "industry": ["C2910", "C2920", "C2931", "C2932"],
        "group": ["C291", "C292", "C293", "C293"],
        "division": ["C29", "C29", "C29", "C29"],
        "section": ["C", "C", "C", "C"],
    }
)
members = pl.DataFrame({"cluster": ["Automotive"] * 3, "industry": ["C2910", "C2931", "C2932"]})

# %% split_equally
parts = split_equally(cells, classes)
print(parts.sort("industry").select("industry", "persons", "source_industry", "classes_sharing", "modelled"))

# %% class_cells
print(class_cells(cells, classes).sort("industry").select("industry", "persons", "wages", "local_units"))

# %% by_cluster
clusters = by_cluster(class_cells(cells, classes), members)
print(clusters.select("region", "cluster", "persons", "wages", "modelled_share", "coverage"))

# %% cluster_figures
print(cluster_figures(cells, classes, members, measures=["local_units"]))

# %% structural_indicators
germany = pl.DataFrame(
    {"country": ["DE"], "industry": ["C29"], "year": [2014], "persons": [800.0], "value_added": [80.0]}
)
indicators = structural_indicators(cells.filter(pl.col("industry") == "C29"), national=germany)
print(indicators.select("region", "average_size", "average_wage", "labour_productivity", "value_added_modelled"))
