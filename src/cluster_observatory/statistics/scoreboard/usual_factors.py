"""The choices that are uncertain in every scoreboard: how much each part weighs, and which indicators are there."""

from cluster_observatory.statistics.scoreboard.factors import DropOne, Factor, WeightNoise
from cluster_observatory.statistics.scoreboard.framework import Framework

NOISE = 0.25
"""By which share a weight may be off."""


def usual_factors(framework: Framework, code: str = "") -> tuple[Factor, ...]:
    """Return the factors that fit any framework, for a code of it (by default the top).

    Every weight below the code may be off by a quarter (`NOISE`), and one indicator
    is left out, each as likely as the other.  A code with a single child has
    nothing uncertain: then there is no factor.
    """
    top = code or framework.tops[0]
    below = _below(framework, top)
    siblings = {one for one in below if len(framework.children(_parent(framework, one))) > 1}
    levels = sorted({framework.element(one).level for one in siblings})
    noise: tuple[Factor, ...] = (WeightNoise(dict.fromkeys(levels, NOISE)),) if levels else ()
    several = len(framework.indicators_under(top)) > 1
    return (*noise, DropOne()) if several else noise


def _below(framework: Framework, code: str) -> list[str]:
    return [one for child in framework.children(code) for one in (child, *_below(framework, child))]


def _parent(framework: Framework, code: str) -> str:
    return framework.element(code).parent or ""
