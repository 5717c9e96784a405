"""How sure a quotient and a star are, and which clusters stand whatever the rules."""

import polars as pl

from cluster_observatory.statistics.profiles import profile
from cluster_observatory.statistics.resampling import star_probabilities, star_probability
from cluster_observatory.statistics.standardised import bootstrapped_cutoff, standardised_quotient
from cluster_observatory.statistics.sweep import sweep, sweep_variants
from cluster_observatory.statistics.uncertainty import certainty, quotient_interval, shrunken_quotient

# The same 1,200 persons in 3 plants (A) and in 80 (B).
cells = pl.DataFrame(
    {
        "region": [region for region in "ABCDE" for _ in range(2)],
        "industry": ["C29", "J62"] * 5,
        "year": [2014] * 10,
        "persons": [1200.0, 800.0, 1200.0, 800.0, 300.0, 1700.0, 250.0, 1750.0, 450.0, 1550.0],
        "local_units": [3, 90, 80, 90, 20, 150, 18, 160, 30, 140],
    }
)
motor = pl.col("industry") == "C29"

# %% quotient_interval
found = quotient_interval(cells).filter(motor)
print(found.select("region", "location_quotient", "location_quotient_low", "location_quotient_high", "sample"))

# %% shrunken_quotient
found = shrunken_quotient(cells).filter(motor)
print(found.select("region", "location_quotient", "location_quotient_shrunk", "shrunk_low", "shrunk_high"))

# %% certainty
print(certainty(0.97), certainty(0.6), certainty(None), sep=", ")

# %% star_probabilities
rules = [profile("eco1_2007"), profile("eocic2019")]
found = star_probabilities(cells, rules, resamples=200, seed=1).filter(motor, region="A")
print(found.select("region", "profile", "cluster_probability", "specialisation_probability"))

# %% star_probability
found = star_probability(cells, profile("eocic2019"), resamples=200, seed=1).filter(motor)
print(found.select("region", "specialisation_probability", "size_probability"))

# %% standardised_quotient
found = standardised_quotient(cells).filter(motor)
print(found.select("region", "location_quotient", "standardised_quotient", "exceptional"))

# %% bootstrapped_cutoff
found = bootstrapped_cutoff(cells, resamples=200, seed=1).filter(motor)
print(found.select("region", "standardised_quotient", "bootstrapped_cutoff", "exceptional"))

# %% sweep
found = sweep(cells, profile("eocic2019"), cutoffs=[10, 20, 40]).filter(motor)
print(found.select("region", "variants", "starred", "stands", "depends_on"))

# %% sweep_variants
found = sweep_variants(cells, profile("eocic2019"), cutoffs=[20, 40], least_persons=[0])
print(found.select("cutoff", "ties", "quotient_at_least_one", "clusters", "share_of_persons"))
