"""One series through changing classifications: regions of any edition of NUTS, industries of NACE Rev. 2.1."""

import polars as pl

from cluster_observatory.statistics.activities_harmonise import convert_activities
from cluster_observatory.statistics.harmonise import convert
from cluster_observatory.taxonomy.versions import activity_changes, flows

# %% convert
# DE41 and DE42 were merged into DE40: that is known.  HU10 was divided in 2016: how takes a cross-walk.
cells = pl.DataFrame(
    {
        "region": ["DE41", "DE42", "HU10"],
        "industry": ["C29", "C29", "C29"],
        "year": [2009, 2009, 2009],
        "nuts_edition": [2006, 2006, 2006],
        "persons": [300.0, 100.0, 90.0],
    }
)
crosswalk = pl.DataFrame(
    {
        "from_region": ["HU10", "HU10"],
        "to_region": ["HU11", "HU12"],
        "from_edition": [2013, 2013],
        "to_edition": [2016, 2016],
        "level": [2, 2],
        "area": [525.0, 6391.0],
        "artificial_surface": [None, None],
        "population_2011": [None, None],
        "population_2018": [1_750_000.0, 1_260_000.0],
    }
)
series = convert(cells, flows(crosswalk), target=2016)
print(series.select("region", "year", "nuts_edition", "persons", "converted", "converted_share", "known_share"))

# %% convert_activities
cells = pl.DataFrame(
    {
        "region": ["DE11", "DE11", "DE11"],
        "industry": ["J61", "J62", "J63"],
        "year": [2014, 2014, 2014],
        "persons": [40.0, 200.0, 30.0],
    }
)
series = convert_activities(cells, activity_changes())
print(series.select("region", "industry", "year", "persons", "converted", "converted_share"))
