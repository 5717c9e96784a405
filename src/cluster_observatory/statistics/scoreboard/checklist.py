"""The ten steps of the OECD and JRC handbook as a checklist of a recipe that has run: pass, fail or not judged."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.availability import LIMITS, indicator_statistics, unit_availability
from cluster_observatory.statistics.scoreboard.boards import State
from cluster_observatory.statistics.scoreboard.coherence import (
    CONFLICTING,
    CONSISTENT,
    REDUNDANT,
    cronbach,
    pairs_within_groups,
)
from cluster_observatory.statistics.scoreboard.correlations import SIZE, with_ancestors, with_denominators
from cluster_observatory.statistics.scoreboard.options import expect_flag
from cluster_observatory.statistics.scoreboard.recipe import Course

TITLES = {
    1: "Theoretical framework",
    2: "Data selection",
    3: "Imputation of missing data",
    4: "Multivariate analysis",
    5: "Normalisation",
    6: "Weighting and aggregation",
    7: "Uncertainty and sensitivity analysis",
    8: "Back to the data",
    9: "Links to other indicators",
    10: "Visualisation",
}
BY_PEOPLE = {
    1: "A theory says what is measured, and why by these indicators",
    7: "It was seen how far ranks depend on the choices made",
    9: "The index was held against indicators that are not in it",
    10: "Results are shown so that they are read rightly",
}
"""What no table of values can tell."""
MOST_INDICATORS = 40
"""Beyond this a set of indicators is hard to read (Joint Research Centre's answers to frequent questions)."""
SEPARABLE = ("arithmetic_mean", "geometric_mean")
"""Means whose parts add up to the whole, the second in logarithms."""
NAMED = 5


@dataclass(frozen=True)
class _Check:
    step: int
    criterion: str
    outcome: bool | None
    found: str


def checklist(course: Course, *, done: Mapping[int, bool] | None = None) -> pl.DataFrame:
    """Return what the course of a recipe says of each of the ten steps, one row per criterion.

    Columns: ``step`` (1 to 10), ``title``, ``criterion``, ``outcome`` (pass, fail, or not
    judged) and ``found`` (words: the figure, and which codes fail).  Availability and
    size are looked at in the table as it came (size after it was divided by
    denominators), outliers before normalisation, pairs and Cronbach's alpha after it,
    weights and parents in the result; in tables of several years, in the worst.

    What no table can tell, steps 1, 7, 9 and 10, is not judged unless ``done`` says, by
    the number of the step, whether it was done.  A pass is no proof of a good
    indicator, nor a fail of a bad one: the limits are rules of thumb.  Raises
    BadTable for another number in ``done``.

    OECD & JRC (2008), Handbook on Constructing Composite Indicators,
    doi:10.1787/9789264043466-en; limits of the COIN Tool (2019, EUR 29899).
    """
    told = done or {}
    for step, answer in told.items():
        if step not in BY_PEOPLE:
            raise BadTable(f"done has {step!r}; expected steps that people judge: {', '.join(map(str, BY_PEOPLE))}.")
        expect_flag(f"done, step {step}", answer)
    by_people = [_Check(step, words, told.get(step), "") for step, words in BY_PEOPLE.items()]
    checks = sorted([*by_people, *_judged(course)], key=lambda check: check.step)
    outcomes = {True: "pass", False: "fail", None: "not judged"}
    return pl.DataFrame(
        {
            "step": [check.step for check in checks],
            "title": [TITLES[check.step] for check in checks],
            "criterion": [check.criterion for check in checks],
            "outcome": [outcomes[check.outcome] for check in checks],
            "found": [check.found or None for check in checks],
        },
        schema_overrides={"found": pl.String},
    )


def _judged(course: Course) -> Iterator[_Check]:
    raw = course.states[0]
    yield _tree(raw)
    yield from _data(course)
    yield _gaps(course)
    yield from _structure(state_before(course, "aggregate"))
    yield from _scales(course)
    yield from _weights(course.final)
    yield _separable(course)


def _tree(state: State) -> _Check:
    tops = state.framework.tops
    whole = len(tops) == 1 and state.framework.element(tops[0]).kind == "aggregate"
    return _Check(1, "All indicators stand below one index", whole, _list(tops))


def _data(course: Course) -> Iterator[_Check]:
    raw = course.states[0]
    least = LIMITS.available
    statistics = indicator_statistics(raw)
    scarce = statistics.filter(pl.col("is_scarce"))["code"].unique(maintain_order=True).to_list()
    lowest = _lowest(statistics["available_share"])
    yield _Check(2, f"Every indicator is there for {least:.0%} of the units", not scarce, _list(scarce) or lowest)
    units = unit_availability(raw)
    short = units.filter(pl.col("available_share") < least)["unit"].unique(maintain_order=True).to_list()
    lowest = _lowest(units["available_share"])
    yield _Check(2, f"Every unit has {least:.0%} of the indicators", not short, _list(short) or lowest)
    number = len(raw.framework.indicators)
    yield _Check(2, f"There are no more than {MOST_INDICATORS} indicators", number <= MOST_INDICATORS, str(number))
    criterion = f"No indicator measures size: correlation with a denominator up to {SIZE}"
    if not raw.denominators:
        yield _Check(2, criterion, None, "no denominators")
        return
    named = [step.name for step in course.recipe.steps]
    state = course.after("denominate") if "denominate" in named else raw
    size = with_denominators(state)["code"].unique(maintain_order=True).to_list()
    yield _Check(2, criterion, not size, _list(size))


def _gaps(course: Course) -> _Check:
    before, after = _indicators(course.states[0]), _indicators(state_before(course, "aggregate"))
    left = int(np.isnan(after).sum())
    found = f"{int(np.isnan(before).sum())} gaps, {left} left"
    return _Check(3, "Gaps are filled before indicators are added up", left == 0, found)


def _structure(state: State) -> Iterator[_Check]:
    criteria = [
        f"No two indicators of a group say the same: correlation up to {REDUNDANT}",
        f"No two indicators of a group conflict: correlation from {CONFLICTING}",
        f"The indicators of each group are consistent: Cronbach's alpha above {CONSISTENT}",
    ]
    if not state.oriented:
        yield from (_Check(4, criterion, None, "not normalised: directions differ") for criterion in criteria)
        return
    level = state.framework.levels[0]
    pairs = pairs_within_groups(state, level)
    for reading, criterion in zip(("redundant", "conflicting"), criteria[:2], strict=True):
        met = pairs.filter(pl.col("reading") == reading).select("code", "other").unique(maintain_order=True)
        yield _Check(4, criterion, met.is_empty(), _list(f"{code} and {other}" for code, other in met.rows()))
    alphas = cronbach(state, level).filter(pl.col("alpha").is_not_null())
    low = alphas.filter(pl.col("alpha") <= CONSISTENT).unique("code", maintain_order=True)
    words = _list(f"{code} {alpha:.2f}" for code, alpha in low.select("code", "alpha").rows())
    yield _Check(4, criteria[2], low.is_empty() if alphas.height else None, words)


def _scales(course: Course) -> Iterator[_Check]:
    treated = indicator_statistics(state_before(course, "normalise"))
    wild = treated.filter(pl.col("has_outliers"))["code"].unique(maintain_order=True).to_list()
    criterion = f"No indicator has outliers: |skewness| over {LIMITS.skewness:g} and kurtosis over {LIMITS.kurtosis:g}"
    yield _Check(5, criterion, not wild, _list(wild))
    yield _Check(
        5, "More is better in every indicator that is added up", state_before(course, "aggregate").oriented, ""
    )


def _weights(state: State) -> Iterator[_Check]:
    negative = [code for code, weight in state.weights.items() if np.any(np.asarray(weight) < 0)]
    yield _Check(6, "No weight is negative", not negative, _list(negative))
    criterion = "Every element rises with its parent: correlation above 0"
    if not set(state.framework.aggregates) <= set(state.board.codes):
        yield _Check(6, criterion, None, "not aggregated")
        return
    levels = sorted({one.level for one in state.framework.elements if one.parent is not None})
    table = pl.concat([with_ancestors(state, level) for level in levels])
    against = table.filter((pl.col("steps_up") == 1) & (pl.col("correlation") <= 0))
    codes = against["code"].unique(maintain_order=True).to_list()
    yield _Check(6, criterion, not codes, _list(codes))


def _separable(course: Course) -> _Check:
    methods: list[Any] = [getattr(step, "method", "") for step in course.recipe.steps if step.name == "aggregate"]
    names = {name for one in methods for name in (one if isinstance(one, tuple) else (one,))}
    outcome = names <= set(SEPARABLE) if names else None
    return _Check(8, "Scores can be taken apart into what each indicator adds", outcome, _list(sorted(names)))


def state_before(course: Course, step: str) -> State:
    """Return the state before the last step of a name, or the final one where the recipe has none."""
    places = [place for place, one in enumerate(course.recipe.steps) if one.name == step]
    return course.states[places[-1]] if places else course.final


def _indicators(state: State) -> Floats:
    return state.board.of(*state.framework.indicators)


def _lowest(shares: pl.Series) -> str:
    return f"lowest {shares.to_numpy().min():.0%}"


def _list(words: Iterable[str]) -> str:
    found = list(words)
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    return ", ".join(found[:NAMED]) + more
