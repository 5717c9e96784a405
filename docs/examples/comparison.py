"""Which stars one result has and another has not, and by what cause."""

import polars as pl

from cluster_observatory.statistics.comparison import star_changes, starred
from cluster_observatory.statistics.profiles import profile
from cluster_observatory.statistics.specialisation import specialisation
from cluster_observatory.statistics.stars import stars

cells = pl.DataFrame(
    {
        "region": ["DE11", "DE11", "FR10", "FR10"],
        "industry": ["C29", "J62", "C29", "J62"],
        "year": [2014, 2014, 2014, 2014],
        "persons": [200.0, 50.0, 30.0, 200.0],
    }
)
revised = cells.with_columns(persons=pl.Series([100.0, 150.0, 40.0, 30.0]))

# %% starred
first = starred(stars(specialisation(cells), profile("eocic2019")))
print(first.sort("region", "industry"))

# %% star_changes
# One step at a time: the same rules on revised figures, then other rules on the same figures.
step = starred(stars(specialisation(revised), profile("eocic2019")))
last = starred(stars(specialisation(revised), profile("eco1_2007")))
found = star_changes(first, step, last, causes=["data", "method"])
print(found.sort("region", "industry", "criterion"))
