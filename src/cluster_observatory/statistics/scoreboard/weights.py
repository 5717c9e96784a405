"""Weights of indicators and aggregates, by their codes."""

from collections.abc import Mapping, Sequence

import numpy as np

from cluster_observatory.errors import BadTable, NotFound
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


def principal_weights(values: Floats, codes: Sequence[str]) -> tuple[Floats, float]:
    """Return the loadings of the first principal component, and its share of the variance (0 to 1).

    Takes values, units by codes; units with a gap are left out.  The component is
    that of the correlation matrix, of length 1; its sign, which the method leaves
    open, is such that the loadings sum to 0 or more.  One of them may be negative:
    then the code runs against its siblings, and a mean with such weights is hard
    to defend.

    Raises BadTable, naming the code, where fewer than three units have all values
    or a column is the same for all of them.
    """
    if len(codes) == 1:
        return np.ones(1), 1.0
    complete = values[~np.isnan(values).any(axis=1)]
    if len(complete) < 3:
        raise BadTable(
            f"{len(complete)} units have a value of all of {', '.join(codes)}; "
            "expected three or more for weights by principal components. Fill the gaps before."
        )
    least, span = complete.min(axis=0), complete.max(axis=0) - complete.min(axis=0)
    if (span == 0).any():
        raise BadTable(f"{codes[int(np.argmin(span))]} is the same for all units; drop it, or weigh otherwise.")
    # Correlations stay the same from 0 to 1, where squares of small differences do not vanish.
    sizes, vectors = np.linalg.eigh(np.corrcoef((complete - least) / span, rowvar=False))
    first: Floats = vectors[:, -1]
    return (first if first.sum() >= 0 else -first), float(sizes[-1] / sizes.sum())


def noisy_weights(weights: Weights, noise: float, seed: int) -> dict[str, float | Floats]:
    """Return each weight times 1 + u, u drawn evenly from -noise to noise (0 to 1).

    What a code draws depends on the seed and on which codes there are, not on their order.
    """
    codes = sorted(weights)
    draws = dict(zip(codes, np.random.default_rng(seed).uniform(-noise, noise, len(codes)).tolist(), strict=True))
    return {code: weight * (1.0 + draws[code]) for code, weight in weights.items()}


def stage_weights(
    classifier: Floats,
    stages: Sequence[tuple[float, Mapping[str, float]]],
    units: Sequence[str],
    name: str = "The classifier",
) -> dict[str, Floats]:
    """Return the weights of each unit by the stage that it has reached, an array of units for each code.

    Takes a number per unit, and stages: the number from which one begins, and its
    weights by code.  A unit has the weights of the highest stage that it reaches,
    as in the Regional Competitiveness Index (stages by GDP per head).  ``units`` and
    the classifier's ``name`` are for messages.

    Raises BadTable, naming the unit, where one has no number or none so high as the
    lowest stage; and where stages do not weigh the same codes or begin alike.
    """
    ordered = sorted(stages, key=lambda one: one[0])
    bounds = np.array([bound for bound, _ in ordered])
    if not ordered or (np.diff(bounds) == 0).any():
        raise BadTable("The stages have no or the same lower bounds; expected one or more that differ.")
    codes = list(ordered[0][1])
    for bound, weights in ordered:
        if set(weights) != set(codes):
            raise BadTable(
                f"The stage from {bound:g} weighs {', '.join(weights)}, that from {bounds[0]:g} {', '.join(codes)}; "
                "expected the same codes in every stage."
            )
    places = np.searchsorted(bounds, classifier, side="right") - 1
    wrong = np.isnan(classifier) | (places < 0)
    if wrong.any():
        row = int(np.argmax(wrong))
        met = "not known" if np.isnan(classifier[row]) else f"{classifier[row]:g}"
        raise BadTable(
            f"{name} of the unit {units[row]} is {met}; expected {bounds[0]:g} or more, where the lowest stage begins. "
            "Fill it in, or drop the unit by screen."
        )
    return {code: np.array([weights[code] for _, weights in ordered])[places] for code in codes}


def set_weights(framework: Framework, given: Mapping[str, float]) -> dict[str, float]:
    """Return the framework's weights with those given by code in their place; NotFound for an unknown code."""
    for code in given:
        framework.element(code)
    return {one.code: float(given.get(one.code, one.weight)) for one in framework.elements}


def named_set(sets: Mapping[str, Mapping[str, float]], name: str) -> Mapping[str, float]:
    """Return a set of weights; raises NotFound, with the names of all, where there is none of that name."""
    if name not in sets:
        raise NotFound(f"There is no set of weights {name!r}; there are: {', '.join(sets) or 'none'}.")
    return sets[name]
