"""Uncertain choices bound to a recipe: what each number of a draw decides, refused where it would decide nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cluster_observatory.errors import BadTable, NotFound, NotPossible, ObservatoryError
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.factors import (
    Choice,
    DropOne,
    Factor,
    Range,
    StepFactor,
    WeightFactor,
    WeightSets,
    picked,
)
from cluster_observatory.statistics.scoreboard.framework import Framework
from cluster_observatory.statistics.scoreboard.recipe import Recipe
from cluster_observatory.statistics.scoreboard.simplex import families
from cluster_observatory.statistics.scoreboard.steps import Step

Draws = NDArray[np.intp]


@dataclass(frozen=True)
class Plan:
    """Factors of a recipe, the code whose score is wanted, and the columns of a draw that belong to each factor.

    ``places`` has the place in the recipe of the step that a factor changes; of
    weights and of what is left out, that of the aggregation.
    """

    recipe: Recipe
    framework: Framework
    code: str
    factors: tuple[Factor, ...]
    columns: tuple[slice, ...]
    places: tuple[int, ...]
    aggregation: int

    @property
    def width(self) -> int:
        """Return how many numbers a draw takes."""
        return self.columns[-1].stop if self.columns else 0

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the names of the factors."""
        return tuple(one.label for one in self.factors)

    def variants(self, place: int, points: Floats, draws: Draws) -> Iterator[tuple[Step, Draws]]:
        """Yield every step that stands at a place in any of the draws, with the draws in which it does."""
        step = self.recipe.steps[place]
        here = [
            (factor, points[draws, columns.start])
            for factor, columns, at in zip(self.factors, self.columns, self.places, strict=True)
            if at == place and isinstance(factor, StepFactor)
        ]
        if not here:
            yield step, draws
            return
        keys = np.column_stack([factor.keys(values) for factor, values in here])
        distinct, belongs = np.unique(keys, axis=0, return_inverse=True)
        for number, key in enumerate(distinct):
            changes = {
                name: value
                for (factor, _), one in zip(here, key, strict=True)
                for name, value in factor.case(one).items()
            }
            yield replace(step, **changes), draws[belongs.reshape(-1) == number]

    def left_out(self, points: Floats, draws: Draws) -> Iterator[tuple[str, Draws]]:
        """Yield each indicator that is left out in any of the draws, or an empty text for none, with those draws."""
        for factor, columns in zip(self.factors, self.columns, strict=True):
            if isinstance(factor, DropOne):
                candidates = factor.candidates(self.framework, self.code)
                picks = picked(points[draws, columns.start], len(candidates))
                for pick in np.unique(picks):
                    yield candidates[pick], draws[picks == pick]
                return
        yield "", draws

    def weights(self, points: Floats, draws: Draws) -> tuple[dict[str, Floats], bool]:
        """Return a number by code for each of the draws, and whether these are weights rather than what multiplies."""
        for factor, columns in zip(self.factors, self.columns, strict=True):
            if isinstance(factor, WeightFactor):
                return factor.weights(self.framework, self.code, points[draws, columns]), factor.fresh
        return {}, False

    def settings(self, points: Floats) -> pl.DataFrame:
        """Return what each draw decides, one column per factor that one word or number tells.

        That is the alternative, the number, the number of the set of weights, or what
        is left out.
        """
        found: dict[str, list[object]] = {}
        for factor, columns in zip(self.factors, self.columns, strict=True):
            values = points[:, columns.start]
            match factor:
                case Choice():
                    words = [_words(one) for one in factor.alternatives]
                    found[factor.label] = [words[int(key)] for key in factor.keys(values)]
                case Range():
                    found[factor.label] = factor.keys(values).tolist()
                case WeightSets():
                    found[factor.label] = (picked(values, len(factor.sets)) + 1).tolist()
                case DropOne():
                    candidates = factor.candidates(self.framework, self.code)
                    found[factor.label] = [candidates[pick] or "nothing" for pick in picked(values, len(candidates))]
                case _:
                    pass
        return pl.DataFrame({"replication": range(1, len(points) + 1), **found})


def plan(recipe: Recipe, framework: Framework, factors: Sequence[Factor], code: str = "") -> Plan:
    """Return the factors bound to a recipe and the code (by default the index) whose score they move.

    Raises NotFound, with the nearest name, for a step or option that the recipe
    lacks; BadTable for an alternative that the step refuses, for a step that stands
    several times where the factor does not say which, for what two factors change,
    and for a factor that would decide nothing; NotPossible where the recipe
    aggregates nothing.
    """
    chosen = code or framework.index
    if framework.element(chosen).kind != "aggregate":
        raise BadTable(f"{chosen} is an indicator; expected an aggregate, as only these depend on weights.")
    aggregating = [place for place, step in enumerate(recipe.steps) if step.name == "aggregate"]
    if not aggregating:
        raise NotPossible(f"The recipe {recipe.name} has no step aggregate, so there is no rank to be unsure of.")
    if not factors:
        raise BadTable("There is no factor; expected one uncertain choice or more.")
    places, columns, begin = [], [], 0
    for factor in factors:
        if isinstance(factor, StepFactor):
            places.append(_place(recipe, factor))
            width = 1
        else:
            places.append(aggregating[-1])
            width = _width(factor, framework, chosen)
        columns.append(slice(begin, begin + width))
        begin += width
    _refuse_what_overlaps(recipe, framework, chosen, factors, places)
    return Plan(recipe, framework, chosen, tuple(factors), tuple(columns), tuple(places), aggregating[-1])


def _width(factor: WeightFactor | DropOne, framework: Framework, code: str) -> int:
    if isinstance(factor, DropOne):
        factor.candidates(framework, code)
        return 1
    width = factor.width(framework, code)
    if width == 0:
        raise BadTable(f"{factor.label} moves no weight below {code}: no aggregate there has two children.")
    return width


def _place(recipe: Recipe, factor: StepFactor) -> int:
    """Return the place of the step that a factor changes, having tried its alternatives."""
    names = [step.name for step in recipe.steps]
    found = [place for place, name in enumerate(names) if name == factor.step]
    if not found:
        raise NotFound(f"The recipe {recipe.name} has no step {factor.step!r}.{_near(factor.step, names)}")
    if factor.number > len(found) or (not factor.number and len(found) > 1):
        raise BadTable(
            f"{factor.label}: the recipe {recipe.name} has {len(found)} steps {factor.step}; "
            f"expected number from 1 to {len(found)}."
        )
    place = found[factor.number - 1 if factor.number else 0]
    step = recipe.steps[place]
    known = [one.name for one in fields(step)]
    for option in factor.options:
        if option not in known:
            raise NotFound(f"{factor.label}: the step {factor.step} has no option {option!r}.{_near(option, known)}")
    for case in factor.cases:
        try:
            replace(step, **case)
        except ObservatoryError as error:
            raise type(error)(f"{factor.label}: {error}") from error
    return place


def _near(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f"{hint} It has: {', '.join(dict.fromkeys(known))}."


def _refuse_what_overlaps(
    recipe: Recipe, framework: Framework, code: str, factors: Sequence[Factor], places: Sequence[int]
) -> None:
    taken: set[object] = set()
    labels: set[str] = set()
    for factor, place in zip(factors, places, strict=True):
        if factor.label in labels:
            raise BadTable(f"Two factors are called {factor.label}; expected another name for one of them.")
        labels.add(factor.label)
        keys: set[object] = {type(factor) if isinstance(factor, DropOne) else WeightFactor}
        if isinstance(factor, StepFactor):
            keys = {(place, option) for option in factor.options}
        if taken & keys:
            raise BadTable(f"{factor.label} changes what another factor changes; expected one factor for each choice.")
        taken |= keys
    weighing = [one for one, place in zip(factors, places, strict=True) if recipe.steps[place].name == "weigh"]
    for factor in factors:
        if weighing and isinstance(factor, WeightFactor) and _weighs_all(factor, framework, code):
            raise BadTable(
                f"{weighing[0].label} would decide nothing, as {factor.label} draws all weights anew. Drop one of them."
            )


def _weighs_all(factor: WeightFactor, framework: Framework, code: str) -> bool:
    drawn = factor.weights(framework, code, np.zeros((1, factor.width(framework, code))))
    return factor.fresh and all(one in drawn for family in families(framework, code) for one in family)


def _words(alternative: object) -> str:
    if isinstance(alternative, dict):
        return ", ".join(f"{name} = {value}" for name, value in alternative.items())
    return str(alternative)
