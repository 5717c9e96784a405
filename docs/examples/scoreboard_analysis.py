"""What a scoreboard rests on: its data, how its parts go together, what it hangs on, and where a region stands."""

import polars as pl

from cluster_observatory.statistics.scoreboard.availability import (
    availability_by_group,
    indicator_statistics,
    unit_availability,
)
from cluster_observatory.statistics.scoreboard.checklist import checklist
from cluster_observatory.statistics.scoreboard.coherence import cronbach, flagged_pairs, pairs_within_groups
from cluster_observatory.statistics.scoreboard.comparison import agreement, differences, side_by_side
from cluster_observatory.statistics.scoreboard.components import components, loadings
from cluster_observatory.statistics.scoreboard.correlations import correlations, with_ancestors, with_denominators
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.reading import read_state
from cluster_observatory.statistics.scoreboard.recipe import read_recipe, run
from cluster_observatory.statistics.scoreboard.removal import rank_changes, without, without_each
from cluster_observatory.statistics.scoreboard.strengths import ranked_indicators, strengths, unit_summary, weaknesses
from cluster_observatory.statistics.scoreboard.trends import trends
from cluster_observatory.statistics.scoreboard.weights import effective_weights

regions = pl.DataFrame(
    {
        "unit": ["AT11", "AT12", "AT13", "AT21", "AT22", "AT31"],
        "roads": [434.0, 735.0, 1012.0, 325.0, 366.0, 540.0],
        "delays": [11.0, 14.0, 19.0, 12.0, 12.5, 13.0],
        "degrees": [31.0, 35.0, 45.0, 33.0, 34.0, 36.0],
        "courses": [9.0, 10.0, 14.0, None, 11.0, 12.0],
        "patents": [20.0, 410.0, 520.0, 90.0, 300.0, 480.0],
        "population": [300.0, 1700.0, 1980.0, 570.0, 1250.0, 1520.0],
    }
)
indicators = pl.DataFrame(
    {
        "code": ["roads", "delays", "degrees", "courses", "patents", "access", "skills", "all"],
        "name": ["Roads", "Delays", "Degrees", "Courses", "Patents", "Access", "Skills", "All conditions"],
        "parent": ["access", "access", "skills", "skills", "skills", "all", "all", None],
        "direction": [1, -1, 1, 1, 1, 1, 1, 1],
        "denominator": [None, None, None, None, "population", None, None, None],
    }
)
steps = """
[[steps]]
step = "denominate"

[[steps]]
step = "impute"
method = "median"

[[steps]]
step = "normalise"
method = "minmax"
lower = 1

[[steps]]
step = "aggregate"
method = "arithmetic_mean"
"""
state = read_state(regions, read_framework(indicators))
course = run(read_recipe(steps, "ours.toml"), state)
other_course = run(read_recipe(steps.replace("arithmetic", "geometric"), "theirs.toml"), state)
normalised, final = course.after("normalise"), course.final

# %% indicator_statistics
found = indicator_statistics(state)
print(found.select("code", "median", "skewness", "available_share", "is_scarce", "has_outliers"))

# %% unit_availability
print(unit_availability(state).select("unit", "missing", "available_share").tail(3))

# %% availability_by_group
print(availability_by_group(state).filter(unit="AT21").select("code", "indicators", "available_share"))

# %% correlations
print(correlations(normalised, ["roads", "degrees"]).select("code", "other", "correlation", "pairs", "p_value"))

# %% with_ancestors
print(with_ancestors(final).select("code", "other", "correlation", "steps_up").filter(steps_up=1))

# %% with_denominators
print(with_denominators(state).select("code", "denominator", "correlation"))

# %% cronbach
print(cronbach(normalised).select("code", "indicators", "alpha"))

# %% pairs_within_groups
print(pairs_within_groups(normalised).select("group", "code", "other", "correlation", "reading"))

# %% flagged_pairs
print(flagged_pairs(normalised, high=0.95).select("group", "code", "other", "correlation", "reading"))

# %% components
print(components(normalised).select("group", "component", "variance", "share", "cumulative_share"))

# %% loadings
print(loadings(normalised).filter(component=1).select("group", "code", "loading"))

# %% unit_summary
print(unit_summary(final, "AT12"))

# %% ranked_indicators
print(ranked_indicators(final, "AT12").select("code", "rank", "units_ranked", "value"))

# %% strengths
print(strengths(final, "AT12", number=2).select("name", "group", "rank"))

# %% weaknesses
print(weaknesses(final, "AT12", number=2).select("name", "group", "rank"))

# %% without
lesser = run(course.recipe, without(state, "delays"))
print(lesser.final.board.codes)

# %% without_each
removals = without_each(course)
print(removals.filter(removed="delays").select("unit", "score", "rank", "nominal_score", "nominal_rank"))

# %% rank_changes
print(rank_changes(removals))

# %% trends
panel = pl.concat([regions.with_columns(pl.col("degrees") + year - 2020, year=year) for year in (2020, 2021, 2022)])
changes = trends(read_state(panel, state.framework), ["degrees"])
print(changes.select("unit", "first", "last", "compound_growth", "percentage_change", "slope").head(3))

# %% side_by_side
print(side_by_side({"ours": final, "theirs": other_course.final}, "all").drop("year"))

# %% differences
print(differences(final, other_course.final, "all", by="score").drop("year").head(3))

# %% agreement
print(agreement(final, other_course.final).filter(pl.col("code").is_in(["access", "skills", "all"])))

# %% checklist
print(checklist(course, done={1: True}).filter(outcome="fail").select("step", "criterion", "found"))

# %% effective_weights
print(effective_weights(final.framework, final.weights))
