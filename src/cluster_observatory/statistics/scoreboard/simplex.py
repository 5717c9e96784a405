"""Weights of which nothing is known: every combination that sums to 1, each as likely."""

from collections.abc import Mapping

import numpy as np

from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.framework import Framework


def simplex(points: Floats) -> Floats:
    """Return weights drawn evenly from the simplex, replications by weights; each row sums to 1.

        w_k = e_k / sum(e),   e_k = -ln(1 - u_k)

    Exponentials over their sum have the distribution Dirichlet(1, ..., 1)
    (Devroye, Non-Uniform Random Variate Generation, 1986, chapter XI.4).  Takes
    points of the unit cube (at least 0, below 1) of the same shape.
    """
    exponentials: Floats = -np.log1p(-points)
    sums = exponentials.sum(axis=1, keepdims=True)
    evenly: Floats = np.full(points.shape, 1 / points.shape[1])
    np.divide(exponentials, sums, out=evenly, where=sums > 0)
    return evenly


def families(framework: Framework, code: str) -> tuple[tuple[str, ...], ...]:
    """Return the children of the code, and of every aggregate below it, where there are two or more to be weighed."""
    children = framework.children(code)
    below = tuple(family for child in children for family in families(framework, child))
    return (children, *below) if len(children) > 1 else below


def summed_up(framework: Framework, code: str, weights: Mapping[str, Floats]) -> dict[str, Floats]:
    """Return weights for all that is below a code, from effective weights of the indicators.

    An aggregate has the sum of the weights of its indicators: so weighted, arithmetic
    means level by level equal one mean over all indicators where none is missing.
    """
    found: dict[str, Floats] = {}
    for child in framework.children(code):
        below = summed_up(framework, child, weights)
        own = [weights[one] for one in framework.indicators_under(child)]
        found |= {child: np.sum(own, axis=0), **below}
    return found
