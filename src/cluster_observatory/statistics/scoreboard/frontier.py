"""Benefit of the doubt: each unit with the weights that show it in the best light."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linprog

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.averages import refuse


def benefit_of_the_doubt(
    values: Floats, least_share: float = 0.0, units: Sequence[str] = (), codes: Sequence[str] = ()
) -> Floats:
    """Return for each unit the best score that weights of its own give it, where no unit may exceed 1 with them.

        max Σ w·x_i   subject to   Σ w·x_j ≤ 1 for every unit j, w ≥ 0,
                                   w_k·x_ik ≥ least_share · Σ w·x_i for every indicator k

    Takes values of 0 or more, units by indicators.  1 is on the frontier of what
    is reached.  Without ``least_share`` (0 to 1 / number of indicators) a unit that
    leads in one indicator may put all weight there.  A unit is judged by the
    indicators that it has, and compared with what others have of them; NaN where it
    has none.

    Raises BadTable, naming indicator and unit, for a value below 0, or of 0 where
    every indicator has to have a share; and where the shares exceed 1 together.

    Cherchye, Moesen, Rogge & Van Puyenbroeck (2007), doi:10.1007/s11205-006-9029-7.
    """
    if least_share * values.shape[1] > 1:
        raise BadTable(
            f"least_share is {least_share:g} for each of {values.shape[1]} indicators; "
            f"expected at most {1 / values.shape[1]:.4g}, as together they are 1."
        )
    wrong = (values <= 0) if least_share > 0 else (values < 0)
    expected = "above 0 where each indicator has to have a share of the weight" if least_share > 0 else "of 0 or more"
    refuse(wrong, values, units, codes, f"the benefit of the doubt needs values {expected}. Normalise from 1 to 100.")
    there = ~np.isnan(values)
    scale = np.where(there, values, 0.0).max(axis=0, initial=0.0)
    shown = np.where(there, values, 0.0) / np.where(scale > 0, scale, 1.0)
    limits = shown[_undominated(shown)]
    scores = np.full(len(values), np.nan)
    for row in np.flatnonzero(there.any(axis=1)):
        has = there[row]
        scores[row] = _best(shown[row, has], limits[:, has], least_share)
    return scores


def _best(mine: Floats, limits: Floats, least_share: float) -> float:
    if not mine.any():
        return 0.0
    above, bounds = limits, np.ones(len(limits))
    if least_share > 0:
        shares = least_share * mine[None, :] - np.diag(mine)
        above, bounds = np.vstack([above, shares]), np.concatenate([bounds, np.zeros(len(mine))])
    found = linprog(-mine, A_ub=above, b_ub=bounds, bounds=(0, None), method="highs")
    return min(1.0, float(-found.fun))


def _undominated(values: Floats) -> list[int]:
    """Return the rows that no other row exceeds everywhere: the only ones that can bind with weights of 0 or more."""
    kept: list[int] = []
    for row in np.argsort(-values.sum(axis=1), kind="stable"):
        if not (values[kept] >= values[row]).all(axis=1).any():
            kept.append(int(row))
    return kept
