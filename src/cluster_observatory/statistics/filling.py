"""Estimates for gaps by a chosen rule: equal parts, national structure, or a fit to region and industry totals."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
from narwhals.typing import IntoFrameT

from cluster_observatory.errors import NotFound
from cluster_observatory.statistics.bounds import Limits, described, limits_of, rounding_of, types_of
from cluster_observatory.statistics.fitting import allot, fit_proportionally, misses
from cluster_observatory.statistics.gaps import GRAIN, ROUNDING
from cluster_observatory.statistics.hierarchies import NOWHERE, Grid, Indices, Tree, Truths, grids
from cluster_observatory.statistics.matrices import Floats, like

RULES = ("equal", "national", "proportional")
SUBTRACTION = "subtraction"  # no rule was needed: the bounds leave one value
TOLERANCE = 1e-6
ROUNDS = 500


@dataclass(frozen=True)
class Filled:
    """A grid without its gaps, as far as they can be filled; the rule of each estimate is "" where there is none."""

    figures: Floats
    rule: Any
    negative_residual: Truths
    converged: Truths


def fill(
    cells: IntoFrameT,
    *,
    rule: str = "proportional",
    measure: str = "persons",
    rounding: float | None = None,
    tolerance: float = TOLERANCE,
    rounds: int = ROUNDS,
) -> IntoFrameT:
    """Return the cells with an estimate for every gap that something published above it allows one for.

    In each region and year the nearest figure above a gap (of its group, division
    or section) is shared out, less what is published below it, each person once:

        part = (figure - what is published below it) * weight / weights that share

    Those that share are the finest industries without a figure and with nothing
    published nearer; coarser gaps are their sums.  The rule gives the weights:

    - ``equal``: all the same.  The split of the European Cluster Observatory (2007).
    - ``national``: the industry's figure in the region's country; where the country
      has none, its share of the section in the countries that have both, of the
      country's section.
    - ``proportional``: what comes out when the national split is scaled in turn to
      the published totals of the country, of its regions and of its industries,
      until it fits them (iterative proportional fitting).  A total whose parts are
      not all there, or of a region that is more than its parts in some industry, is a cap.

    Where no industry above has a figure in the region, the region above passes on
    what it has of the industry in the same way: in equal parts, or by the size of
    the regions, which is their share of the country in the sections that they have.

    Takes what `bounds` takes, with its ``rounding``; ``tolerance`` (relative) and
    ``rounds`` are those of the fit.  Returns the columns of `bounds` with the
    measure itself (in its unit, to a sixteen-millionth), ``modelled`` (true for
    every estimate), ``rule`` (of the estimate; ``subtraction`` where the bounds
    leave one value; empty text where there is none), ``negative_residual`` and
    ``converged`` (false where the estimates miss a total, or exceed a cap, that the
    estimate, or one below it, is in; the other rules have nothing to fit).

    Published figures stay as they are.  Parts keep to their bounds and add up to
    the figure they share, unless the bounds do not let them; where more is
    published below a figure than the figure, they get 0, or their lower bounds,
    and ``negative_residual`` is true.  Regions add up to the region above under
    ``proportional`` only.  Nothing is shared out of a figure whose parts are not
    all in the table.  What gets no estimate stays missing.

    Raises NotFound for a rule that there is not, and BadTable as
    `hierarchies.grids` does.

    The fit is Deming & Stephan's (1940), doi:10.1214/aoms/1177731829.  Weights of
    regions by size, and Europe's structure in place of a country's, are the
    observatory's own choice.
    """
    check_rule(rule)
    types = types_of(measure)
    types |= {measure: "float", "modelled": "boolean", "rule": "text"}
    types |= {"negative_residual": "boolean", "converged": "boolean"}
    columns: dict[str, list[Any]] = {name: [] for name in types}
    off = rounding_of(measure, rounding)
    for grid in grids(cells, measure):
        limits = limits_of(grid, off)
        filled = filled_by(rule, grid, limits, rounding=off, tolerance=tolerance, rounds=rounds)
        for name, values in (described(grid, limits, measure) | _columns(filled, measure)).items():
            columns[name].extend(values)
    return like(cells, columns, types)  # type: ignore[no-any-return]


def check_rule(rule: str) -> None:
    """Raise NotFound, with the rules there are and the nearest, where the rule is none of them."""
    if rule not in RULES:
        near = get_close_matches(str(rule), RULES, n=1, cutoff=0)
        raise NotFound(f"There is no rule {rule!r}. The rules are: {', '.join(RULES)}. Did you mean {near[0]}?")


def filled_by(
    rule: str, grid: Grid, limits: Limits, *, rounding: float, tolerance: float = TOLERANCE, rounds: int = ROUNDS
) -> Filled:
    """Return a grid filled by a rule, as `fill` describes it."""
    sole = ~grid.published & (limits.low == limits.high)
    known = np.where(sole, limits.low, grid.figures)
    converged = np.ones(grid.figures.shape, dtype=np.bool_)
    if rule == "equal":
        weights, sizes = np.ones(known.shape), np.ones(known.shape)
    else:
        sizes = np.repeat(_sizes(grid, known)[:, None], known.shape[1], axis=1)
        weights = _national(grid, known, limits)
    figures = _shared_out(grid, known, limits, weights, sizes)
    if rule == "proportional":
        fitted = fit_proportionally(grid, known, figures, limits, rounding=rounding, tolerance=tolerance, rounds=rounds)
        figures = _kept_to_regions(grid, known, limits, fitted, figures)
        converged &= ~misses(grid, known, figures, rounding=rounding, tolerance=tolerance)
    gaps = ~grid.published
    figures = np.where(gaps, np.round(figures * GRAIN) / GRAIN, figures)
    estimated = gaps & ~np.isnan(figures)
    named = np.where(sole, SUBTRACTION, np.where(estimated, rule, ""))
    negative = estimated & _overdrawn(grid)
    return Filled(figures, named, negative, converged | ~estimated)


def _shared_out(grid: Grid, known: Floats, limits: Limits, weights: Floats, sizes: Floats) -> Floats:
    """Return the figures with every gap filled that has a figure above it in its region or, if not, in its industry."""
    figures = known.copy()
    sections = np.flatnonzero(grid.industries.parents == NOWHERE)
    of_sections = (state[:, sections].T for state in (figures, sizes, limits.low, limits.high))
    figures[:, sections] = _share(grid.regions, *of_sections).T
    figures = _share(grid.industries, figures, weights, limits.low, limits.high)
    finest = grid.industries.leaves
    of_finest = (state[:, finest].T for state in (figures, sizes, limits.low, limits.high))
    figures[:, finest] = _share(grid.regions, *of_finest).T
    return _added_up(grid.industries, figures)


def _kept_to_regions(grid: Grid, known: Floats, limits: Limits, fitted: Floats, first: Floats) -> Floats:
    """Return what the fit says, brought to each region's own figures where it missed one.

    What the fit does not reach is shared out as in ``first``, by the weights that the fit found.
    """
    added = _added_up(grid.industries, fitted)
    weights = _added_up(grid.regions, added.T).T
    weights = np.where(np.isnan(weights), np.where(np.isnan(first), 0.0, first), weights)
    own = _share(grid.industries, known, weights, limits.low, limits.high)
    finest = grid.industries.leaves
    own[:, finest] = np.where(np.isnan(own[:, finest]), fitted[:, finest], own[:, finest])
    own = _added_up(grid.industries, own)
    return np.where(np.isnan(own), _shared_out(grid, known, limits, weights, weights), own)


def _share(tree: Tree, figures: Floats, weights: Floats, low: Floats, high: Floats) -> Floats:
    """Return the figures, lines of the tree's codes, with what is above a gap shared among the finest gaps below it."""
    sources, left = _sources(tree, figures), figures - _counted_below(tree, figures)
    filled = figures.copy()
    for whole, finest in tree.leaves_below().items():
        sharing = np.isnan(figures[:, finest]) & (sources[:, finest] == whole)
        lines = np.flatnonzero(sharing.any(axis=1))
        if lines.size:
            block = np.ix_(lines, finest)
            shares = allot(left[lines, whole], weights[block], low[block], high[block], sharing[lines])
            filled[block] = np.where(sharing[lines], shares, filled[block])
    return _added_up(tree, filled)


def _sources(tree: Tree, figures: Floats) -> Indices:
    """Return for each cell the nearest code above it with a figure, through families with all their parts."""
    sources = np.full(figures.shape, NOWHERE)
    for family in tree.families:
        if family.complete:
            whole = figures[:, family.whole]
            sources[:, family.parts] = np.where(np.isnan(whole), sources[:, family.whole], family.whole)[:, None]
    return sources


def _counted_below(tree: Tree, figures: Floats) -> Floats:
    """Return what is known below each code, once: of a code with a figure not what is below that."""
    below = np.zeros(figures.shape)
    for family in reversed(tree.families):
        parts = figures[:, family.parts]
        below[:, family.whole] = np.where(np.isnan(parts), below[:, family.parts], parts).sum(axis=1)
    return below


def _added_up(tree: Tree, figures: Floats) -> Floats:
    """Return the figures with each whole that has none as the sum of its parts, where the parts are all there."""
    added = figures.copy()
    for family in reversed(tree.families):
        if family.complete:
            whole = added[:, family.whole]
            added[:, family.whole] = np.where(np.isnan(whole), added[:, family.parts].sum(axis=1), whole)
    return added


def _overdrawn(grid: Grid) -> Truths:
    """Return the gaps that share a figure below which more is published than the figure."""
    shared = np.zeros(grid.figures.shape, dtype=np.bool_)
    overdrawn = np.zeros(grid.figures.shape, dtype=np.bool_)
    for tree, figures, wrong, done in (
        (grid.industries, grid.figures, overdrawn, shared),
        (grid.regions, grid.figures.T, overdrawn.T, shared.T),
    ):
        sources = _sources(tree, figures)
        less = _counted_below(tree, figures) - figures > ROUNDING * np.abs(figures)
        wrong |= ~done & (sources != NOWHERE) & np.take_along_axis(less, np.maximum(sources, 0), axis=1)
        done |= sources != NOWHERE
    return overdrawn & ~grid.published


def _sizes(grid: Grid, known: Floats) -> Floats:
    """Return each region's share of its country in the sections that both have; 0 where there is none."""
    sections = np.flatnonzero(grid.industries.parents == NOWHERE)
    own, whole = known[:, sections], known[grid.regions.roots][:, sections]
    both = ~np.isnan(own) & ~np.isnan(whole)
    own, whole = np.where(both, own, 0.0).sum(axis=1), np.where(both, whole, 0.0).sum(axis=1)
    return np.where(whole > 0, own / np.where(whole > 0, whole, 1.0), 0.0)


def _national(grid: Grid, known: Floats, limits: Limits) -> Floats:
    """Return the figures of each region's country, those it lacks by the structure of the countries that have them."""
    tree = grid.industries
    countries = np.unique(grid.regions.roots)
    figures = known[countries]
    structure = np.tile(_structure(tree, figures), (len(countries), 1))
    filled = _share(tree, figures, structure, limits.low[countries], limits.high[countries])
    finest = tree.leaves
    for section in np.unique(tree.roots):
        below = finest[tree.roots[finest] == section]
        parts, there = filled[:, below], ~np.isnan(filled[:, below])
        expected = np.where(there, structure[:, below], 0.0).sum(axis=1)
        scale = np.where(there, parts, 0.0).sum(axis=1) / np.where(expected > 0, expected, 1.0)
        scale = np.where(expected > 0, scale, 1.0)
        filled[:, below] = np.where(there, parts, structure[:, below] * scale[:, None])
    return filled[np.searchsorted(countries, grid.regions.roots)]


def _structure(tree: Tree, figures: Floats) -> Floats:
    """Return each industry's share of its section in the lines that have both; equal shares where none has."""
    sections = figures[:, tree.roots]
    both = ~np.isnan(figures) & ~np.isnan(sections)
    parts, wholes = np.where(both, figures, 0.0).sum(axis=0), np.where(both, sections, 0.0).sum(axis=0)
    equal = 1.0 / np.bincount(tree.roots[tree.leaves], minlength=len(tree.codes))[tree.roots]
    return np.where(wholes > 0, parts / np.where(wholes > 0, wholes, 1.0), equal)


def _columns(filled: Filled, measure: str) -> dict[str, Any]:
    rules = filled.rule.ravel().tolist()
    return {
        measure: filled.figures.ravel().tolist(),
        "modelled": [rule != "" for rule in rules],
        "rule": rules,
        "negative_residual": filled.negative_residual.ravel().tolist(),
        "converged": filled.converged.ravel().tolist(),
    }
