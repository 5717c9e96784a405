"""Between which figures a gap must lie: what the published figures around it leave."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from narwhals.typing import IntoFrameT

from cluster_observatory.statistics.hierarchies import Family, Grid, Tree, Truths, grids
from cluster_observatory.statistics.matrices import Floats, like

ROUNDS = 50
ROUNDING = {"wages": 0.05}  # million EUR with one decimal; anything else is published in whole numbers
WHOLE_NUMBERS = 0.5
DECIMALS = 6  # of a bound that was computed: finer differences are what binary fractions leave
PUBLISHED, CONFIDENTIAL, MISSING = "published", "confidential", "missing"


@dataclass(frozen=True)
class Limits:
    """What every cell of a grid must lie between; infinite where nothing bounds it."""

    low: Floats
    high: Floats
    contradictory: Truths


class _State(NamedTuple):
    """Bounds before and after a round, the cells of families that cannot be, and the cells that changed before it."""

    low: Floats
    high: Floats
    lower: Floats
    upper: Floats
    broken: Truths
    unread: Truths

    def turned(self) -> "_State":
        return _State(self.low.T, self.high.T, self.lower.T, self.upper.T, self.broken.T, self.unread.T)


def bounds(
    cells: IntoFrameT, *, measure: str = "persons", rounding: float | None = None, rounds: int = ROUNDS
) -> IntoFrameT:
    """Return the bounds that the published figures set to every cell, and which cells are gaps.

        part  <= whole - the least that the other parts can be
        part  >= whole - the most that the other parts can be    (and never below 0)
        whole >= the least, and <= the most, that its parts can add up to

    for every industry and the industries it is made of, within each region, and
    for every region and the regions it is made of, within each industry; again
    and again until nothing changes, at most ``rounds`` times.  Where
    something else in the sum is not known either, a bound moves only by more than
    the rounding.

    Takes what `hierarchies.grids` takes: one row per region (NUTS), industry
    (NACE, any levels) and year with the measure, which must add up and cannot be
    negative in a gap.  A lower bound from a whole needs all its parts: there is
    none where the table lacks parts that NACE or NUTS has, or where a region that
    is published with all its parts in some industry is more than their sum (France
    counts persons outside its regions).

    Returns the same kind of frame with one row per region, industry and year of
    the grid of all regions and industries of a year: ``<measure>_low`` and
    ``<measure>_high`` (in the measure's unit, to a millionth; both are the figure
    where it is published; high is missing where nothing bounds the cell), ``gap``
    (published, confidential, or missing: no value and no flag of secrecy, or no
    row) and ``contradictory``.

    That is true for all cells of a family whose figures cannot be, and for a gap
    whose lower bound is above its upper, by more than the rounding: ``rounding``
    is how far a published figure can be off (half a unit; 0.05 for wages), counted
    once for each figure of the sum.  Such a gap lies between 0 and the nearest figure
    published above it: of an industry in its region, of a region in its industry, the
    larger of the two.  Raises BadTable as `hierarchies.grids` does.
    """
    columns: dict[str, list[Any]] = {name: [] for name in ("region", "industry", "year")}
    columns |= {f"{measure}_low": [], f"{measure}_high": [], "gap": [], "contradictory": []}
    for grid in grids(cells, measure):
        limits = limits_of(grid, rounding_of(measure, rounding), rounds)
        for name, values in described(grid, limits, measure).items():
            columns[name].extend(values)
    return like(cells, columns, types_of(measure))  # type: ignore[no-any-return]


def rounding_of(measure: str, rounding: float | None) -> float:
    """Return how far a published figure of the measure can be off, in its unit, where the caller does not say."""
    return ROUNDING.get(measure, WHOLE_NUMBERS) if rounding is None else rounding


def types_of(measure: str) -> dict[str, str]:
    """Return the types of the columns of `bounds`."""
    keys = {"region": "text", "industry": "text", "year": "integer"}
    return keys | {f"{measure}_low": "float", f"{measure}_high": "float", "gap": "text", "contradictory": "boolean"}


def described(grid: Grid, limits: Limits, measure: str) -> dict[str, Any]:
    """Return the columns of `bounds` for one year, region by region."""
    kind = np.where(grid.published, PUBLISHED, np.where(grid.confidential, CONFIDENTIAL, MISSING))
    high = np.where(np.isinf(limits.high), np.nan, limits.high)
    return {
        "region": np.repeat(grid.regions.codes, len(grid.industries.codes)).tolist(),
        "industry": grid.industries.codes * len(grid.regions.codes),
        "year": [grid.year] * grid.figures.size,
        f"{measure}_low": limits.low.ravel().tolist(),
        f"{measure}_high": high.ravel().tolist(),
        "gap": kind.ravel().tolist(),
        "contradictory": limits.contradictory.ravel().tolist(),
    }


def limits_of(grid: Grid, rounding: float, rounds: int = ROUNDS) -> Limits:
    """Return the limits of every cell of a grid, as `bounds` describes them."""
    published = grid.published
    ceiling = _nearest_published_above(grid)
    low = np.where(published, grid.figures, 0.0)
    high = np.where(published, grid.figures, np.inf)
    open_cells, contradictory = ~published, np.zeros(published.shape, dtype=np.bool_)
    closed = [family.complete and not has_remainder(grid, family, rounding) for family in grid.regions.families]
    families = [(family, family.complete, False) for family in grid.industries.families]
    families += [(family, adds_up, True) for family, adds_up in zip(grid.regions.families, closed, strict=True)]
    slack = rounding * (_figures_around(grid.regions)[:, None] + _figures_around(grid.industries))
    unread = np.ones(published.shape, dtype=np.bool_)  # in the first round every sum is looked at, published or not
    for _ in range(rounds):
        lower, upper, broken = low.copy(), high.copy(), np.zeros(published.shape, dtype=np.bool_)
        for family, adds_up, of_regions in families:
            state = _State(low, high, lower, upper, broken, unread)
            _tighten(family, adds_up, rounding, state.turned() if of_regions else state)
        crossed = open_cells & (lower > upper)
        contradictory |= broken | (crossed & (lower > upper + slack))
        broken = open_cells & contradictory
        # Where they cross by rounding alone, the gap lies between the two; neither can be made tighter.
        lower, upper = np.where(crossed, upper, lower), np.where(crossed, lower, upper)
        lower, upper = np.where(broken, 0.0, lower), np.where(broken, ceiling, upper)
        lower, upper = np.where(open_cells, lower, low), np.where(open_cells, upper, high)
        open_cells &= ~broken & ~crossed
        unread = (lower != low) | (upper != high)
        low, high = lower, upper
        if not unread.any():
            break
    gaps = ~published
    return Limits(np.where(gaps, np.maximum(low, 0.0), low), np.where(gaps, np.maximum(high, 0.0), high), contradictory)


def has_remainder(grid: Grid, family: Family, rounding: float) -> bool:
    """Return whether a region, published with all its parts in some industry, is more than their sum there."""
    left = grid.figures[family.whole] - grid.figures[family.parts].sum(axis=0)  # NaN where any is not published
    return bool((left > rounding * (len(family.parts) + 1)).any())


def _tighten(
    family: Family,
    adds_up: bool,
    rounding: float,
    state: _State,
) -> None:
    """Write into the state what one family says of its whole and its parts, which are columns.

    A bound moves only by more than the rounding of the sum, unless everything
    else in the sum is known: figures that contradict each other by a single
    person would otherwise push the bounds on by one person in every round.
    """
    low, high, lower, upper, broken, unread = state
    whole, parts = family.whole, family.parts
    lines = np.flatnonzero(unread[:, whole] | unread[:, parts].any(axis=1))
    block = np.ix_(lines, parts)
    least, most, whole_least, whole_most = low[block], high[block], low[lines, whole], high[lines, whole]
    sum_least, sum_most = least.sum(axis=1), most.sum(axis=1)
    tolerance = rounding * (len(parts) + 1)
    wrong = sum_least > whole_most + tolerance
    if adds_up:
        wrong |= sum_most < whole_least - tolerance
    broken[np.ix_(lines[wrong], np.append(parts, whole))] = True
    others_least, others_most = sum_least[:, None] - least, _sum_of_others(most)
    unsure = most != least
    others_known = unsure.sum(axis=1)[:, None] == unsure
    known = others_known & (whole_most == whole_least)[:, None] & adds_up
    _move(upper, np.minimum, block, whole_most[:, None] - others_least, (tolerance, known, wrong))
    summed = np.ix_(lines, np.array([whole]))
    parts_known = ~unsure.any(axis=1)[:, None] & adds_up
    _move(lower, np.maximum, summed, sum_least[:, None], (tolerance, parts_known, wrong))
    if adds_up:
        _move(lower, np.maximum, block, whole_least[:, None] - others_most, (tolerance, known, wrong))
        _move(upper, np.minimum, summed, sum_most[:, None], (tolerance, parts_known, wrong))


def _move(
    bound: Floats,
    tighter: np.ufunc,
    block: tuple[Any, ...],
    said: Floats,
    judged: tuple[float, Truths, Truths],
) -> None:
    tolerance, known, wrong = judged
    old = bound[block]
    new = np.round(tighter(old, said), DECIMALS)
    with np.errstate(invalid="ignore"):  # infinite minus infinite: no move
        moves = (known | (np.abs(new - old) > tolerance)) & ~wrong[:, None]
    bound[block] = np.where(moves, new, old)


def _sum_of_others(most: Floats) -> Floats:
    endless = np.isinf(most)
    finite = np.where(endless, 0.0, most)
    others_endless = (endless.sum(axis=1)[:, None] - endless) > 0
    return np.where(others_endless, np.inf, finite.sum(axis=1)[:, None] - finite)


def _nearest_published_above(grid: Grid) -> Floats:
    """Return the larger of the figures published nearest above, by industry and by region; infinite where none is."""
    by_industry, by_region = np.full(grid.figures.shape, np.nan), np.full(grid.figures.shape, np.nan)
    for tree, figures, nearest in (
        (grid.industries, grid.figures, by_industry),
        (grid.regions, grid.figures.T, by_region.T),
    ):
        for family in tree.families:
            whole = figures[:, family.whole]
            nearest[:, family.parts] = np.where(np.isnan(whole), nearest[:, family.whole], whole)[:, None]
    largest = np.fmax(by_industry, by_region)
    return np.where(np.isnan(largest), np.inf, largest)


def _figures_around(tree: Tree) -> Floats:
    """Return for each code how many figures the sums have that it stands in."""
    figures = np.zeros(len(tree.codes))
    for family in tree.families:
        figures[[family.whole, *family.parts.tolist()]] += len(family.parts) + 1
    return figures
