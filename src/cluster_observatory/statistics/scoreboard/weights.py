"""Weights of indicators and aggregates, by their codes."""

from collections.abc import Mapping

import numpy as np

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.framework import Framework

Weights = Mapping[str, float | Floats]
"""A number, or one per unit, for every code below an aggregate."""


def shared(framework: Framework, weights: Weights) -> dict[str, float | Floats]:
    """Return the weights divided by the sum of those under the same aggregate, and 1 for what has no parent.

    Raises BadTable, naming the aggregate, where a sum is 0.
    """
    found: dict[str, float | Floats] = {}
    for one in framework.elements:
        if one.parent is None:
            found[one.code] = 1.0
            continue
        total = sum((weights[child] for child in framework.children(one.parent)), start=0.0)
        if np.any(total == 0):
            raise BadTable(f"The weights below {one.parent} sum to 0; expected one above 0.")
        found[one.code] = weights[one.code] / total
    return found


def effective_weights(framework: Framework, weights: Weights, above: str = "") -> dict[str, float | Floats]:
    """Return how much each code weighs in the index: its share times those of all above it.

    Takes a weight for every code (a number, or one per unit).  With ``above``, an
    aggregate's code, returns what is below it and weighs by it.  The effective
    weights of the indicators below one code sum to 1.

    Raises BadTable, naming the aggregate, where weights sum to 0; NotFound for an
    unknown ``above``.
    """
    shares = shared(framework, weights)
    found: dict[str, float | Floats] = {framework.element(above).code: 1.0} if above else {}
    for one in sorted(framework.elements, key=lambda one: -one.level):
        if one.parent in found:
            found[one.code] = shares[one.code] * found[one.parent]
        elif not above:
            found[one.code] = 1.0
    return {one.code: found[one.code] for one in framework.elements if one.code in found and one.code != above}
