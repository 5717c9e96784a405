"""How far units are apart in structure: Euclid over groups of variables, and Gower with gaps and categories.

Source for the groups of structural variables: Navarro et al. (2014), Regional
benchmarking in the smart specialisation process, JRC89819.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.options import expect_choice, expect_number

SCALES = ("zscore", "minmax")


@dataclass(frozen=True)
class Grouping:
    """Variables in groups: ``groups[i, g]`` is true where variable i belongs to group g, with weights of both.

    Weights are 0 or more, those of the groups and those of the variables within
    each group not all 0; they need not sum to 1.
    """

    groups: NDArray[np.bool_]
    variable_weights: Floats
    group_weights: Floats

    @property
    def within(self) -> Floats:
        """Return each variable's share of its group's weight, variables by groups, 0 outside of its group."""
        weights = np.where(self.groups, self.variable_weights[:, np.newaxis], 0.0)
        shares: Floats = weights / weights.sum(axis=0)
        return shares

    @property
    def of_all(self) -> Floats:
        """Return each variable's share of all weight, variables by groups, 0 outside of its group."""
        shares: Floats = self.within * (self.group_weights / self.group_weights.sum())
        return shares


@dataclass(frozen=True)
class Distances:
    """Distances of one unit from others, and why.

    ``parts`` (others by groups) sum to the square of the distance by Euclid, to the
    distance by Gower; ``overlap`` is the share of the weight of the variables that
    both units have.  NaN where they have none in common.
    """

    distance: Floats
    parts: Floats
    overlap: Floats

    @property
    def shares(self) -> Floats:
        """Return the share of each group in the distance, others by groups; NaN where the distance is 0."""
        whole = self.parts.sum(axis=1, keepdims=True)
        return self.parts / np.where(whole > 0, whole, np.nan)


def scaled(values: Floats, scale: str = "zscore") -> Floats:
    """Return columns brought to one scale over all rows that have a value; NaN stays.

    zscore: (value - mean) / standard deviation (n - 1); minmax: (value - minimum) /
    (maximum - minimum).  A column that is the same everywhere is 0: it parts nobody.
    """
    known = ~np.isnan(values)
    low, high = np.fmin.reduce(values, axis=0), np.fmax.reduce(values, axis=0)
    if scale == "minmax":
        start, width = low, high - low
    else:
        number = known.sum(axis=0)
        start = np.where(known, values, 0.0).sum(axis=0) / np.maximum(number, 1)
        squares = (np.where(known, values - start, 0.0) ** 2).sum(axis=0)
        width = np.sqrt(squares / np.maximum(number - 1, 1))
    differs = high > low
    found: Floats = np.where(known, np.where(differs, values - start, 0.0) / np.where(differs, width, 1.0), np.nan)
    return found


def euclidean(one: Floats, others: Floats, grouping: Grouping) -> Distances:
    """Return the distances of one unit from others over groups of scaled variables.

        d² = sum over groups of W_g * (sum of v_j (x_j - y_j)² / sum of v_j)

    with W_g the group's share of weight and v_j the variable's weight, both among
    what the two units have: a variable that one of them lacks is left out of its
    group, a group without a variable in common of the whole.
    """
    squares = (others - one) ** 2
    there = ~np.isnan(squares)
    within = there @ grouping.within
    weights = np.where(within > 0, grouping.group_weights, 0.0)
    total = weights.sum(axis=1, keepdims=True)
    shares = weights / np.where(total > 0, total, np.nan)
    parts = shares * (np.where(there, squares, 0.0) @ grouping.within) / np.where(within > 0, within, 1.0)
    return Distances(np.sqrt(parts.sum(axis=1)), parts, _overlap(there, grouping))


def gower(one: Floats, others: Floats, categories: NDArray[np.bool_], grouping: Grouping) -> Distances:
    """Return Gower's distances of one unit from others: 0 alike in everything, 1 at the two ends of everything.

        d = sum of w_j |x_j - y_j| / sum of w_j,    over the variables that both have

    Numbers come scaled by `scaled` with minmax, so that a difference is one of the
    variable's range; ``categories`` tells which columns hold codes of categories:
    they differ by 0 or 1.

    Gower (1971), doi:10.2307/2528823.
    """
    differences = np.abs(others - one)
    there = ~np.isnan(differences)
    differences = np.where(categories, differences > 0, differences)
    overlap = _overlap(there, grouping)
    whole = np.where(overlap > 0, overlap, np.nan)
    parts = (np.where(there, differences, 0.0) @ grouping.of_all) / whole[:, np.newaxis]
    return Distances(parts.sum(axis=1), parts, overlap)


def _overlap(there: NDArray[np.bool_], grouping: Grouping) -> Floats:
    overlap: Floats = (there @ grouping.of_all).sum(axis=1)
    return overlap


def grouping(
    variables: Mapping[str, Sequence[str]],
    group_weights: Mapping[str, float],
    variable_weights: Mapping[str, float],
) -> tuple[list[str], Grouping]:
    """Return the names of the variables of all groups, in their order, and their grouping.

    What has no weight weighs 1.  Raises BadTable for no group, a group without
    variables, a variable named twice and weights that are negative or sum to 0;
    NotFound for a weight of something else.
    """
    names = _variables(variables)
    for option, weights, known in (
        ("group_weights", group_weights, list(variables)),
        ("variable_weights", variable_weights, names),
    ):
        for name, weight in weights.items():
            expect_choice(f"A name in {option}", name, known)
            expect_number(f"The weight of {name}", weight, least=0)
    found = Grouping(
        groups=np.array([[name in columns for columns in variables.values()] for name in names]),
        variable_weights=np.array([variable_weights.get(name, 1.0) for name in names]),
        group_weights=np.array([group_weights.get(group, 1.0) for group in variables]),
    )
    empty = (found.groups * found.variable_weights[:, np.newaxis]).sum(axis=0) == 0
    if empty.any():
        group = list(variables)[int(np.argmax(empty))]
        raise BadTable(f"The variables of {group} weigh 0; expected one above 0. Drop the group instead.")
    if found.group_weights.sum() == 0:
        raise BadTable("The weights of the groups sum to 0; expected one above 0.")
    return names, found


def _variables(variables: Mapping[str, Sequence[str]]) -> list[str]:
    if not variables:
        raise BadTable("No group of variables was named; expected one or more, each with the names of its columns.")
    names: list[str] = []
    for group, columns in variables.items():
        if not re.fullmatch(r"[A-Za-z]\w*", group, re.ASCII):
            raise BadTable(
                f"A group is named {group!r}; expected letters, digits and _, as it becomes a column's name."
            )
        if isinstance(columns, str) or not columns:
            raise BadTable(f"The group {group} has {columns!r}; expected a list with the names of its columns.")
        names += columns
    if twice := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
        raise BadTable(f"The variable {twice[0]} is named twice; expected each in one group.")
    return names
