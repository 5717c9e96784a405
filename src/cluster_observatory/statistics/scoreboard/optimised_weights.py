"""Weights with which the index moves with its parts as much as is wanted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.framework import Framework
from cluster_observatory.statistics.scoreboard.means import raised

AIMS = ("balance", "infomax")
STARTS = 4
"""From how many points the search begins: equal weights, and others drawn with a fixed seed."""
STEP = 1e-7
"""By how much a weight is moved to see where the loss falls."""


@dataclass(frozen=True)
class Optimum:
    """Weights of one level's codes, and how much each moves with the index (Pearson) by them."""

    codes: tuple[str, ...]
    weights: Floats
    correlations: Floats
    wanted: Floats


def optimised_weights(
    values: Floats,
    weights: Mapping[str, float | Floats],
    framework: Framework,
    level: int,
    aim: str = "balance",
    importances: Mapping[str, float] | None = None,
    method: str | tuple[str, ...] = "arithmetic_mean",
) -> Optimum:
    """Return the weights of a level's codes that serve the aim best, each 0 or more, siblings summing to 1.

    Takes values, units by ``framework.indicators``, the other weights, and the
    method by which aggregates are built.  r being the correlations of the level's
    columns with the index: balance makes r / Σ r as near to the ``importances``
    (by code, equal where none are given; their sum does not matter) as can be, by
    the sum of squares; infomax makes Σ r as large as can be.

    The search (SLSQP) starts from equal weights and three more points of a fixed
    seed; that its end is the best of all is not proven.  Raises BadTable where the
    framework has not one index, a column is constant, or importances are not above
    0 in sum; NotFound where the level or an importance's code is not there.

    Becker, Saisana, Paruolo & Vandecasteele (2017), doi:10.1016/j.ecolind.2017.03.056;
    unlike COINr's, weights cannot be negative.
    """
    codes = codes_of(framework, level)
    top = the_index(framework)
    wanted = _importances(codes, importances or {})
    columns = dict(zip(framework.indicators, values.T, strict=True))
    fixed = [code for code in framework.aggregates if framework.element(code).level <= level]
    raised(columns, fixed, weights, framework, method)
    above = [code for code in framework.aggregates if framework.element(code).level > level]
    parts = np.column_stack([columns[code] for code in codes])
    chains = [_chain(framework, code) for code in codes]

    def built(trial: Floats, base: Mapping[str, Floats], parents: Sequence[str]) -> dict[str, Floats]:
        found = dict(base)
        raised(found, parents, dict(weights) | dict(zip(codes, trial, strict=True)), framework, method)
        return found

    def judged(index: Floats) -> float:
        found = _correlations(parts, index, codes)
        if aim == "infomax":
            return -float(found.sum())
        return float(((found / found.sum() - wanted) ** 2).sum() * len(codes) ** 2)

    def loss(trial: Floats) -> float:
        return judged(built(trial, columns, above)[top])

    def slope(trial: Floats) -> Floats:
        here = built(trial, columns, above)
        start, found = judged(here[top]), np.empty(len(codes))
        for place, chain in enumerate(chains):  # a weight changes only what is above its code
            beside = trial.copy()
            beside[place] += STEP
            found[place] = (judged(built(beside, here, chain)[top]) - start) / STEP
        return found

    best = _search(loss, slope, _families(framework, codes))
    return Optimum(codes, best, _correlations(parts, built(best, columns, above)[top], codes), wanted)


def codes_of(framework: Framework, level: int) -> tuple[str, ...]:
    """Return the codes of a level that are below an aggregate; raises NotFound where the level has none."""
    codes = tuple(one.code for one in framework.elements if one.level == level and one.parent is not None)
    if not codes:
        levels = sorted({one.level for one in framework.elements if one.parent is not None})
        raise NotFound(f"No indicator or aggregate of level {level} is to be weighed; levels: {levels}.")
    return codes


def the_index(framework: Framework) -> str:
    """Return the code of the only aggregate without a parent; raises BadTable where there is not one."""
    tops = [code for code in framework.tops if framework.element(code).kind == "aggregate"]
    if len(tops) != 1:
        raise BadTable(f"The scoreboard has {len(tops)} aggregates without a parent; expected one index.")
    return tops[0]


def _importances(codes: tuple[str, ...], given: Mapping[str, float]) -> Floats:
    for code in given:
        if code not in codes:
            raise NotFound(f"{code!r} has an importance, but is not of the level; its codes: {', '.join(codes)}.")
    found = np.array([given.get(code, 0.0) if given else 1.0 for code in codes])
    if (found < 0).any() or found.sum() <= 0:
        raise BadTable("The importances are below 0 or sum to 0; expected 0 or more, one of them above 0.")
    return np.asarray(found / found.sum())


def _chain(framework: Framework, code: str) -> list[str]:
    """Return the aggregates above a code, from below."""
    found: list[str] = []
    while (parent := framework.element(found[-1] if found else code).parent) is not None:
        found.append(parent)
    return found


def _correlations(parts: Floats, index: Floats, codes: Sequence[str]) -> Floats:
    """Return the correlation of each column with the index over the units that have both."""
    there = ~np.isnan(parts) & ~np.isnan(index)[:, None]
    count = np.maximum(there.sum(axis=0), 1)
    one = np.where(there, parts, 0.0)
    other = np.where(there, index[:, None], 0.0)
    one = np.where(there, one - one.sum(axis=0) / count, 0.0)
    other = np.where(there, other - other.sum(axis=0) / count, 0.0)
    size = np.sqrt((one**2).sum(axis=0) * (other**2).sum(axis=0))
    if not (size > 0).all():
        code = codes[int(np.argmin(size > 0))]
        raise BadTable(f"{code} or the index is the same for all units, so they have no correlation. Drop {code}.")
    return np.asarray((one * other).sum(axis=0) / size)


def _families(framework: Framework, codes: tuple[str, ...]) -> list[list[int]]:
    families: dict[str | None, list[int]] = {}
    for place, code in enumerate(codes):
        families.setdefault(framework.element(code).parent, []).append(place)
    return list(families.values())


def _search(loss: Callable[[Floats], float], slope: Callable[[Floats], Floats], families: list[list[int]]) -> Floats:
    """Return the best point found at which no weight is negative and those of each family sum to 1."""
    count = sum(len(family) for family in families)
    sums = np.array([[float(place in family) for place in range(count)] for family in families])
    random = np.random.default_rng(0)
    found, least = np.zeros(count), np.inf
    for number in range(STARTS):
        start = np.zeros(count)
        for family in families:
            start[family] = random.dirichlet(np.ones(len(family))) if number else 1.0 / len(family)
        end = minimize(
            loss,
            start,
            jac=slope,
            method="SLSQP",
            bounds=[(0.0, 1.0)] * count,
            constraints={"type": "eq", "fun": lambda trial: sums @ trial - 1.0, "jac": lambda _: sums},
            options={"maxiter": 100, "ftol": 1e-10},
        )
        trial = np.maximum(end.x, 0.0)
        for family in families:
            trial[family] /= trial[family].sum()
        if (value := loss(trial)) < least:
            found, least = trial, value
    return found
