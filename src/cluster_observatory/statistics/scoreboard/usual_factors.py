"""The choices that are uncertain in every scoreboard: how much each part weighs, and which indicators are there."""

from cluster_observatory.statistics.scoreboard.factors import DropOne, Factor, WeightNoise
from cluster_observatory.statistics.scoreboard.framework import Framework

NOISE = 0.25
"""By which share a weight may be off."""

FEW = 4
"""With fewer indicators, to leave one out would ask another question."""


def usual_factors(framework: Framework, code: str = "") -> tuple[Factor, ...]:
    """Return the factors that fit any framework, for a code of it (by default the index).

    Every weight below the code may be off by a quarter (`NOISE`), and one indicator
    is left out, or none, each as likely as the other; of fewer than `FEW` indicators
    all stay.  A code with a single child has nothing uncertain: then there is no factor.
    """
    top = framework.element(code).code if code else framework.index
    below = _below(framework, top)
    siblings = {one for one in below if len(framework.children(_parent(framework, one))) > 1}
    levels = sorted({framework.element(one).level for one in siblings})
    noise: tuple[Factor, ...] = (WeightNoise(dict.fromkeys(levels, NOISE)),) if levels else ()
    spare = tuple(one for one in framework.indicators_under(top) if _siblings_weigh(framework, one))
    return (*noise, DropOne(spare)) if len(spare) >= FEW else noise


def _below(framework: Framework, code: str) -> list[str]:
    return [one for child in framework.children(code) for one in (child, *_below(framework, child))]


def _siblings_weigh(framework: Framework, indicator: str) -> bool:
    """Return whether an indicator can be left out: alone, or with something beside it that weighs more than 0."""
    siblings = framework.children(_parent(framework, indicator))
    others = [framework.element(one).weight for one in siblings if one != indicator]
    return not others or sum(others) > 0


def _parent(framework: Framework, code: str) -> str:
    return framework.element(code).parent or ""
