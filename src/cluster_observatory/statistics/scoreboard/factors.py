"""The uncertain choices of a recipe as data: which options may be otherwise, and which weights."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.framework import Framework
from cluster_observatory.statistics.scoreboard.options import expect_choice, expect_number
from cluster_observatory.statistics.scoreboard.simplex import families, simplex, summed_up

Picks = NDArray[np.intp]


def picked(points: Floats, count: int) -> Picks:
    """Return which of ``count`` alternatives each point of [0, 1) picks, from 0: the whole part of point times count.

    What a point picks does not depend on the other points.
    """
    picks: Picks = np.minimum((points * count).astype(np.intp), count - 1)
    return picks


@dataclass(frozen=True)
class Choice:
    """Alternatives for a step, each as likely: values of one ``option``, or mappings of several options.

    ``number`` counts the steps of that name from 1, where the recipe has several.
    Options that an alternative does not name stay as the recipe has them.
    """

    kind: ClassVar[str] = "choice"
    step: str
    alternatives: tuple[Any, ...]
    option: str = ""
    number: int = 0
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse fewer than two alternatives, one that stands twice, and one that is no mapping without an option."""
        expect_number(f"{self.label}, number", self.number, least=0, whole=True)
        if not isinstance(self.alternatives, tuple) or len(self.alternatives) < 2:
            raise BadTable(f"{self.label} has the alternatives {self.alternatives!r}; expected two or more.")
        if any(one in self.alternatives[:place] for place, one in enumerate(self.alternatives)):
            raise BadTable(f"{self.label} has an alternative twice; expected each once, as each is as likely.")
        if not self.option and not all(isinstance(one, Mapping) and one for one in self.alternatives):
            raise BadTable(
                f"{self.label} names no option; expected an option, or alternatives that are options with their values."
            )

    @property
    def label(self) -> str:
        """Return the name, or else what is chosen."""
        return self.name or _label(self.step, self.number, self.option)

    @property
    def options(self) -> tuple[str, ...]:
        """Return the options that any alternative sets."""
        return tuple(dict.fromkeys(name for one in self.cases for name in one))

    @property
    def cases(self) -> tuple[Mapping[str, Any], ...]:
        """Return each alternative as options with their values."""
        return tuple({self.option: one} if self.option else one for one in self.alternatives)

    def keys(self, points: Floats) -> Floats:
        """Return a number for each point that is the same for the same alternative."""
        return picked(points, len(self.alternatives)).astype(np.float64)

    def case(self, key: float) -> Mapping[str, Any]:
        """Return the options of a key."""
        return self.cases[int(key)]


@dataclass(frozen=True)
class Range:
    """A number of a step that may lie anywhere from ``low`` to ``high``, each value as likely.

    Every replication then runs the recipe anew from that step on.
    """

    kind: ClassVar[str] = "range"
    step: str
    option: str
    low: float
    high: float
    number: int = 0
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse bounds that are no numbers or not in order."""
        expect_number(f"{self.label}, number", self.number, least=0, whole=True)
        expect_number(f"{self.label}, low", self.low)
        expect_number(f"{self.label}, high", self.high)
        if not self.low < self.high:
            raise BadTable(f"{self.label} reaches from {self.low} to {self.high}; expected low below high.")

    @property
    def label(self) -> str:
        """Return the name, or else what is chosen."""
        return self.name or _label(self.step, self.number, self.option)

    @property
    def options(self) -> tuple[str, ...]:
        """Return the option that moves."""
        return (self.option,)

    @property
    def cases(self) -> tuple[Mapping[str, Any], ...]:
        """Return the option at its two ends."""
        return ({self.option: self.low}, {self.option: self.high})

    def keys(self, points: Floats) -> Floats:
        """Return the value at each point."""
        return self.low + points * (self.high - self.low)

    def case(self, key: float) -> Mapping[str, Any]:
        """Return the option with its value."""
        return {self.option: float(key)}


@dataclass(frozen=True)
class WeightNoise:
    """Weights that may each be off by a share: w * (1 + U(-f, f)), with f by level (1 for indicators)."""

    kind: ClassVar[str] = "weight_noise"
    fresh: ClassVar[bool] = False
    levels: Mapping[int, float]
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse no level at all and a share that is not above 0 and at most 1."""
        if not self.levels:
            raise BadTable(f"{self.label} names no level; expected a share for one level or more.")
        for level, share in self.levels.items():
            expect_number(f"{self.label} at level {level}", share, least=0.0, most=1.0)
            if share == 0:
                raise BadTable(f"{self.label} at level {level} is 0; expected more, or no such level.")

    @property
    def label(self) -> str:
        """Return the name, or else what is uncertain."""
        return self.name or "weights"

    def codes(self, framework: Framework, code: str) -> tuple[str, ...]:
        """Return the codes whose weights move, in the framework's order."""
        below = set(_below(framework, code))
        for level in self.levels:
            if not any(one.level == level for one in framework.elements if one.code in below):
                there = sorted({framework.element(one).level for one in below})
                raise BadTable(f"{self.label} names the level {level}; below {code} there are {there}.")
        return tuple(one.code for one in framework.elements if one.code in below and one.level in self.levels)

    def width(self, framework: Framework, code: str) -> int:
        """Return how many numbers one draw takes."""
        return len(self.codes(framework, code))

    def weights(self, framework: Framework, code: str, points: Floats) -> dict[str, Floats]:
        """Return by which each weight is multiplied, one number per row of points."""
        codes = self.codes(framework, code)
        shares = np.array([self.levels[framework.element(one).level] for one in codes])
        factors = 1 + shares * (2 * points - 1)
        return {one: factors[:, place] for place, one in enumerate(codes)}


@dataclass(frozen=True)
class WeightSets:
    """Sets of weights by code, each as likely; codes that the sets do not name keep their weights."""

    kind: ClassVar[str] = "weight_sets"
    fresh: ClassVar[bool] = True
    sets: tuple[Mapping[str, float], ...]
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse fewer than two sets, sets of different codes, and weights that are negative or no number."""
        if not isinstance(self.sets, tuple) or len(self.sets) < 2:
            raise BadTable(f"{self.label} has the sets {self.sets!r}; expected two or more.")
        if not all(isinstance(one, Mapping) for one in self.sets):
            raise BadTable(f"{self.label} has the sets {self.sets!r}; expected tables of code and weight.")
        for number, one in enumerate(self.sets, 1):
            if set(one) != set(self.sets[0]) or not one:
                raise BadTable(f"{self.label}: set {number} weighs {sorted(one)}; expected {sorted(self.sets[0])}.")
            for code, weight in one.items():
                expect_number(f"{self.label}, set {number}, {code}", weight, least=0.0)

    @property
    def label(self) -> str:
        """Return the name, or else what is uncertain."""
        return self.name or "weights"

    def width(self, framework: Framework, code: str) -> int:
        """Return how many numbers one draw takes."""
        below = _below(framework, code)
        for one in self.sets[0]:
            if framework.element(one).code not in below:
                raise BadTable(f"{self.label} weighs {one}, which is not below {code}.")
        return 1

    def weights(self, framework: Framework, code: str, points: Floats) -> dict[str, Floats]:
        """Return each weight, one number per row of points."""
        picks = picked(points[:, 0], len(self.sets))
        return {one: np.array([each[one] for each in self.sets], np.float64)[picks] for one in self.sets[0]}


@dataclass(frozen=True)
class SimplexWeights:
    """Weights of which nothing is known: drawn evenly from all that sum to 1.

    ``within`` is "groups" (among the children of each aggregate) or "indicators"
    (effective weights, among all indicators; an aggregate has the sum of its own).
    """

    kind: ClassVar[str] = "simplex_weights"
    fresh: ClassVar[bool] = True
    within: str = "groups"
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse another word than the two."""
        expect_choice("within", self.within, ("groups", "indicators"))

    @property
    def label(self) -> str:
        """Return the name, or else what is uncertain."""
        return self.name or "weights"

    def width(self, framework: Framework, code: str) -> int:
        """Return how many numbers one draw takes."""
        return sum(len(family) for family in self._families(framework, code))

    def weights(self, framework: Framework, code: str, points: Floats) -> dict[str, Floats]:
        """Return each weight, one number per row of points."""
        found: dict[str, Floats] = {}
        begin = 0
        for family in self._families(framework, code):
            draws = simplex(points[:, begin : begin + len(family)])
            found |= {one: draws[:, place] for place, one in enumerate(family)}
            begin += len(family)
        return found if self.within == "groups" else summed_up(framework, code, found)

    def _families(self, framework: Framework, code: str) -> tuple[tuple[str, ...], ...]:
        return families(framework, code) if self.within == "groups" else (framework.indicators_under(code),)


@dataclass(frozen=True)
class DropOne:
    """One indicator is left out, or none, where weights begin to matter; none and each of ``codes`` (all) as likely.

    What steps before the aggregation learnt from it, such as imputed values, stays.
    """

    kind: ClassVar[str] = "drop_one"
    codes: tuple[str, ...] = ()
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse codes that are no list."""
        if not isinstance(self.codes, tuple):
            raise BadTable(f"{self.label} has the codes {self.codes!r}; expected codes in a list.")

    @property
    def label(self) -> str:
        """Return the name, or else what is uncertain."""
        return self.name or "left out"

    def candidates(self, framework: Framework, code: str) -> tuple[str, ...]:
        """Return what may be left out, "" for nothing; raises NotFound and BadTable for what is no indicator below."""
        below = framework.indicators_under(code)
        for one in self.codes:
            if framework.element(one).code not in below:
                raise BadTable(f"{self.label} names {one}, which is no indicator below {code}.")
        found = self.codes or below
        if len(below) < 2 or len(found) < 2 or len(set(found)) < len(found):
            raise BadTable(f"{self.label} has {found} to leave out one of; expected two or more, each once.")
        return ("", *found)


StepFactor = Choice | Range
WeightFactor = WeightNoise | WeightSets | SimplexWeights
Factor = StepFactor | WeightFactor | DropOne


def _label(step: str, number: int, option: str) -> str:
    return f"{step}{f' {number}' if number else ''}{f'.{option}' if option else ''}"


def _below(framework: Framework, code: str) -> tuple[str, ...]:
    return tuple(one for child in framework.children(code) for one in (child, *_below(framework, child)))
