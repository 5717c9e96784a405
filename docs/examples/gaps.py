"""Between which figures a gap lies, what three rules put there, and how far each is off."""

import polars as pl

from cluster_observatory.statistics.bounds import bounds
from cluster_observatory.statistics.filling import fill
from cluster_observatory.statistics.holdout import errors_of_rules, hold_out, hold_out_as_withheld

# Austria (invented figures) with its three regions of level 1, and section B with its five divisions.
PARTS = ["B", "B05", "B06", "B07", "B08", "B09"]
FIGURES = {
    "AT": [180, 0, 30, 30, 100, 20],
    "AT1": [60, 0, 20, 0, 35, 5],
    "AT2": [70, 0, None, 20, 40, None],
    "AT3": [50, 0, None, 10, 25, None],
}
cells = pl.DataFrame(
    {
        "region": [region for region in FIGURES for _ in PARTS],
        "industry": PARTS * len(FIGURES),
        "year": [2014] * len(FIGURES) * len(PARTS),
        "persons": pl.Series([figure for figures in FIGURES.values() for figure in figures], dtype=pl.Float64),
        "persons_flags": ["c" if figure is None else "" for figures in FIGURES.values() for figure in figures],
    }
)

# %% bounds
gaps = bounds(cells).filter(pl.col("gap") != "published")
print(gaps.select("region", "industry", "persons_low", "persons_high", "gap"))

# %% fill
for rule in ("equal", "national", "proportional"):
    filled = fill(cells, rule=rule).filter("modelled")
    print(rule, dict(filled.select(pl.concat_str("region", "industry", separator=" "), "persons").rows()))

# %% errors_of_rules
hidden = pl.DataFrame({"region": ["AT1", "AT1", "AT3"], "industry": ["B06", "B08", "B08"], "year": [2014] * 3})
found = errors_of_rules(cells, hidden)
print(found.select("rule", "cells_hidden", "cells_estimated", "mean_absolute_error", "within_bounds"))

# %% hold_out
fine = cells.with_columns(region=pl.col("region").replace({"AT1": "AT11", "AT2": "AT12", "AT3": "AT13"}))
print(hold_out(fine, share=0.6, seed=1).select("rule", "cells_hidden", "cells_determined", "mean_absolute_error"))

# %% hold_out_as_withheld
before = fine.with_columns(year=pl.lit(2013, pl.Int64))
after = fine.with_columns(pl.col("persons").fill_null(7.0), persons_flags=pl.lit(""))
both = pl.concat([before, after])
found = hold_out_as_withheld(both, year=2014, as_in=2013)
print(found.select("rule", "cells_hidden", "cells_estimated", "mean_absolute_error"))
