"""Which firms of a register are born, end, survive and grow fast, and what of it may be shown."""

import polars as pl

from cluster_observatory.statistics.demography import business_demography, business_rates
from cluster_observatory.statistics.high_growth import high_growth, scale_ups
from cluster_observatory.statistics.registers import refuse_register
from cluster_observatory.statistics.suppression import suppressed
from cluster_observatory.statistics.survival import survival

# Firm a grows from 1,000 employees to 1,331, b is born and ends, c is born and taken over, d is a steady shop.
lives = {
    "a": (2009, None, [1000, 1100, 1210, 1331], [None] * 4),
    "b": (2017, 2019, [3, 4, 2], [None] * 3),
    "c": (2017, 2018, [5, 7], [None, "takeover"]),
    "d": (1999, None, [4, 4, 5, 4], [None] * 4),
}
register = pl.DataFrame(
    {
        "firm": firm,
        "region": "DE11",
        "industry": "C29",
        "year": 2017 + place,
        "employees": size,
        "turnover": 100_000 * size,
        "born": born,
        "ended": ended,
        "event": event,
    }
    for firm, (born, ended, sizes, events) in lives.items()
    for place, (size, event) in enumerate(zip(sizes, events, strict=True))
)

# %% refuse_register
refuse_register(register, measures=["employees", "turnover"])
print("one row per firm and year, and nothing in them that cannot be")

# %% business_demography
found = business_demography(register).sort("year")
print(found.select("year", "active", "births", "deaths", "birth_rate", "death_rate", "net_growth"))

# %% business_rates
published = pl.DataFrame(
    {"region": "DE11", "year": [2019, 2020], "active": [200, 210], "births": 20, "deaths": [10, 15]}
)
print(business_rates(published).select("year", "birth_rate", "death_rate", "churn", "net_growth"))

# %% survival
print(survival(register).select("year", "births", "followed_1", "survivors_1", "followed_2", "survivors_2"))

# %% high_growth
found = high_growth(register, threshold=10)
print(found.select("year", "active_ten_or_more", "measured", "high_growth", "young_high_growth", "high_growth_share"))

# %% scale_ups
print(scale_ups(register).select("year", "measured", "scale_ups", "scale_up_share"))

# %% suppressed
births = pl.DataFrame(
    {
        "region": ["DE11", "DE11", "DE12", "DE12"],
        "industry": ["C28", "C29", "C28", "C29"],
        "year": 2020,
        "births": [7, 2, 8, 5],
    }
)
print(suppressed(births, ["births"]))
