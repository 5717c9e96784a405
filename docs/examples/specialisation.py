"""How much of an industry a region has, and the stars that this earns under the rules of an edition."""

import polars as pl

from cluster_observatory.statistics.analysis import analyse, required_columns
from cluster_observatory.statistics.profiles import adjusted, profile, profile_names, read_profile
from cluster_observatory.statistics.specialisation import location_quotient, specialisation, totals
from cluster_observatory.statistics.stars import stars

cells = pl.DataFrame(
    {
        "region": ["DE11", "DE11", "FR10", "FR10"],
        "industry": ["C29", "J62", "C29", "J62"],
        "year": [2014, 2014, 2014, 2014],
        "persons": [150.0, 50.0, 50.0, 250.0],
        "establishments": [3, 10, 5, 60],
    }
)

# %% specialisation
measured = specialisation(cells)
print(measured.select("region", "industry", "focus", "european_share", "location_quotient", "rank"))

# %% location_quotient
print(location_quotient(cells.to_pandas()))  # a frame of pandas comes back as one of pandas

# %% totals
print(totals(cells).sort("region"))

# %% profile_names
print(*profile_names())

# %% profile
for parameter, setting in profile("eco1_2007").parameters.items():
    print(f"{parameter}: {setting}")

# %% adjusted
stricter = adjusted(profile("eco1_2007"), {"specialisation.at_least": 3, "minimum_persons": 100})
print(stricter.name)
print(stricter.parameters["specialisation"])

# %% read_profile
own = read_profile(
    """
    name = "ours"
    title = "The rules of our own agency"
    status = "published"
    source = "Agency, working paper 7"
    reference_area = "All regions of the table"
    denominator = "total employment"
    minimum_persons = 100
    ties = "min"
    regions_counted = "with_data"
    unverified = []

    [[criteria]]
    name = "specialisation"
    value = "location_quotient"
    at_least = 1.5
    """,
    "ours.toml",
)
print(own.title, "-", own.parameters["specialisation"])

# %% stars
judged = stars(specialisation(cells), own)
print(judged.select("region", "industry", "location_quotient", "specialisation_star", "is_cluster"))

# %% analyse
result = analyse(cells, "eco1_2007", resamples=200, seed=1)
print(result.select("region", "industry", "stars", "location_quotient_low", "specialisation_probability"))

# %% required_columns
print(required_columns(profile("eocic2019")))
