"""From indicators to scores, how sure a rank is, who a region's peers are, and how it stands among them."""

import polars as pl

from cluster_observatory.statistics.scoreboard.dominance import compared_with, standings
from cluster_observatory.statistics.scoreboard.factor_reading import read_factors
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.peers import nearest_by_structure, nearest_by_value
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.recipe import preset, preset_names, read_recipe, run
from cluster_observatory.statistics.scoreboard.robustness import rank_statistics, uncertainty
from cluster_observatory.statistics.scoreboard.scores import score
from cluster_observatory.statistics.scoreboard.sensitivity import sensitivity
from cluster_observatory.statistics.scoreboard.standing import against_peers

regions = pl.DataFrame(
    {
        "unit": ["AT11", "AT12", "AT13", "AT21", "AT22"],
        "roads": [434.0, 735.0, 1012.0, 325.0, 366.0],
        "delays": [11.0, 14.0, 19.0, 12.0, 12.5],
        "degrees": [31.0, 35.0, 45.0, 33.0, 34.0],
        "courses": [9.0, 10.0, 14.0, None, 11.0],
    }
)
indicators = pl.DataFrame(
    {
        "code": ["roads", "delays", "degrees", "courses", "access", "skills", "all"],
        "parent": ["access", "access", "skills", "skills", "all", "all", None],
        "direction": [1, -1, 1, 1, 1, 1, 1],
    }
)
steps = """
[[steps]]
step = "normalise"
method = "minmax"

[[steps]]
step = "aggregate"
method = "arithmetic_mean"
"""
doubts = """
[[factors]]
kind = "choice"
step = "normalise"
option = "method"
alternatives = ["minmax", "percentile_rank"]

[[factors]]
kind = "weight_noise"
levels = { 1 = 0.5, 2 = 0.5 }
"""

# %% score
found = score(regions, indicators, read_recipe(steps, "ours.toml"))
print(found.filter(code="all").select("unit", "score", "rank", "indicators", "indicators_available"))

# %% read_framework
framework = read_framework(indicators)
print(framework.indicators, framework.tops)

# %% read_state
state = read_state(regions, framework)
print(state.board.units, state.board.values.shape)

# %% read_recipe
recipe = read_recipe(steps, "ours.toml")
print([step.name for step in recipe.steps])

# %% preset_names
print(preset_names())

# %% preset
print(preset("mazziotta_pareto").title)

# %% run
course = run(recipe, state)
print(course.after("normalise").board.of("degrees").ravel().round(1))

# %% read_factors
factors = read_factors(doubts, "doubts.toml")
print([factor.label for factor in factors])

# %% uncertainty
replications = uncertainty(recipe, state, factors, 500, seed=1)
print(replications.ranks.shape)

# %% rank_statistics
print(rank_statistics(replications).select("unit", "nominal", "median", "low", "high"))

# %% sensitivity
print(sensitivity(recipe, state, factors, 128, seed=1).select("factor", "first", "total", "wide"))

# %% standings
print(standings(replications).select("unit", "above", "below", "tied"))

# %% compared_with
print(compared_with(replications, "AT12").select("other", "above", "below", "verdict"))

# %% nearest_by_structure
structure = pl.DataFrame(
    {"unit": regions["unit"], "industry": [0.2, 0.25, 0.1, 0.22, 0.3], "services": [0.6, 0.55, 0.8, 0.58, 0.5]}
)
peers = nearest_by_structure(structure, {"sectors": ["industry", "services"]}, number=2)
print(peers.filter(unit="AT11").select("peer", "place", "distance"))

# %% nearest_by_value
output = pl.DataFrame({"unit": regions["unit"], "gdp_per_head": [28_900, 33_100, 50_000, 33_400, 36_100]})
print(nearest_by_value(output, unit="AT12", number=2).select("peer", "place", "distance"))

# %% against_peers
print(against_peers(found.filter(level=2), peers).filter(unit="AT11").select("code", "difference", "bottleneck"))
