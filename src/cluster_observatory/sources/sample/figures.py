"""The figures of Invented Europe, year by year: NUTS-2 region by division drawn, everything above them summed."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cluster_observatory.sources.sample.world import Figures, World, groups_of, planted, regions_of

HIDDEN, HIDDEN_WHERE_FEW, FEW = 0.09, 0.6, 3
BREAK, PROVISIONAL = 0.01, 0.06
OTHER_DEFINITION = ("DE", "NO")
LARGEST_FOCUS = 0.35


@dataclass(frozen=True)
class Year:
    """The figures of one year: each measure and its flags, regions by industries."""

    regions: tuple[str, ...]
    industries: tuple[str, ...]
    values: Mapping[str, Figures]
    flags: Mapping[str, NDArray[np.str_]]


def figures(
    world: World, random: np.random.Generator, number: int, edition: int, *, groups: bool = False, last: bool = False
) -> Year:
    """Return the figures of the year ``number`` in the regions of an edition of NUTS, levels 0 to 2.

    Measures: persons, local_units, and wages in tenths of a million EUR: whole
    numbers, so that sums are exact.  ``groups`` adds the groups of trade;
    ``last`` makes some figures provisional.  A hidden figure keeps its value
    here and has the flag c.
    """
    codes = regions_of(edition)
    persons = _persons(world, random, codes, number)
    units = np.where(persons > 0, np.maximum(1, np.rint(persons / world.unit_size)), 0)
    country_wage = np.array([world.country_wage[code[:2]] for code in codes])[:, None] * 1.02 ** (number - 2008)
    wages = np.rint(persons * country_wage * world.wage_factor * random.lognormal(0, 0.1, persons.shape) / 100)
    drawn = {"persons": persons, "local_units": units, "wages": wages}
    above = sorted({code[:length] for code in codes for length in (2, 3)})
    belongs = np.array([[code.startswith(region) for code in codes] for region in above], dtype=np.float64)
    regions = (*codes, *above)
    values = {}
    for measure, of_divisions in drawn.items():
        industries, wide = _with_sections(world, of_divisions, groups)
        values[measure] = np.vstack([wide, belongs @ wide])
    return Year(regions, industries, values, _flags(random, regions, industries, values["local_units"], last))


def sizes(world: World, codes: tuple[str, ...], number: int) -> Figures:
    """Return how many persons work in each of the regions of an edition of NUTS in a year, not rounded."""
    countries = np.array([code[:2] for code in codes])
    size = world.weight[[world.regions.index(code) for code in codes]].copy()
    for country in np.unique(countries):
        here = countries == country
        grown = world.country_persons[country] * (1 + world.country_growth[country]) ** (number - 2008)
        size[here] *= grown / size[here].sum()
    return size


def _persons(world: World, random: np.random.Generator, codes: tuple[str, ...], number: int) -> Figures:
    rows = np.array([world.regions.index(code) for code in codes])
    mix = world.share * world.affinity[rows] * random.lognormal(0, 0.03, (len(codes), len(world.divisions)))
    mix /= mix.sum(axis=1, keepdims=True)
    for cluster in planted():
        if cluster.region in codes:
            row, column = codes.index(cluster.region), world.divisions.index(cluster.industry)
            aimed = min(LARGEST_FOCUS, cluster.location_quotient * world.share[column])
            mix[row] *= (1 - aimed) / (1 - mix[row, column])
            mix[row, column] = aimed
    persons: Figures = np.rint(sizes(world, codes, number)[:, None] * mix)
    return persons


def _with_sections(world: World, of_divisions: Figures, groups: bool) -> tuple[tuple[str, ...], Figures]:
    columns = dict(zip(world.divisions, of_divisions.T, strict=True))
    for division, column in list(columns.items()):
        section = division[0]
        if section != "S":  # the files have one division of S, not the section
            columns[section] = columns.get(section, 0) + column
        if groups and division in world.group_shares:
            reached = np.floor(column * np.cumsum(world.group_shares[division])[:, None])
            reached[-1] = column
            columns |= zip(groups_of(division), np.diff(reached, axis=0, prepend=0), strict=True)
    industries = tuple(sorted(columns))
    return industries, np.column_stack([columns[industry] for industry in industries])


def _flags(
    random: np.random.Generator, regions: tuple[str, ...], industries: tuple[str, ...], units: Figures, last: bool
) -> dict[str, NDArray[np.str_]]:
    small = np.outer([len(region) == 4 for region in regions], [len(industry) > 1 for industry in industries])
    for cluster in planted():
        if cluster.region in regions:
            small[regions.index(cluster.region), industries.index(cluster.industry)] = False
    few = (units > 0) & (units <= FEW)
    hidden = small & (random.random(units.shape) < np.where(few, HIDDEN_WHERE_FEW, HIDDEN))
    draw = random.random(units.shape)
    other = np.array([region[:2] in OTHER_DEFINITION for region in regions])[:, None]
    seen = np.select(
        [draw < BREAK, (draw < BREAK + PROVISIONAL) & last, (draw > 0.8) & other],
        ["b", "p", "d"],
        default="",
    )
    flags = np.where(hidden, "c", seen)
    units_hidden = hidden & (random.random(units.shape) < 0.5)
    return {"persons": flags, "local_units": np.where(units_hidden, "c", seen), "wages": flags}
