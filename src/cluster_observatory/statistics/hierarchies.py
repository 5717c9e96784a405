"""Figures as they stand in two classifications at once: what is part of what, among the regions and the industries."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from cluster_observatory.statistics.inputs import COUNTS, checked_in_memory
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.taxonomy import activities, regions

Indices = NDArray[np.int64]
Truths = NDArray[np.bool_]

NOWHERE = -1
INDUSTRY = re.compile(r"[A-Z]\d*")
REGION = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")
KEY = ("region", "industry", "year")
SECRECY = "[cNP]"  # the flags of confidentiality in tables.flags


@dataclass(frozen=True)
class Family:
    """A whole and its parts, by their positions; complete where the table has every part that there is."""

    whole: int
    parts: Indices
    complete: bool


@dataclass(frozen=True)
class Tree:
    """The codes of one classification in order, each with the position of the nearest code above it (NOWHERE: none)."""

    codes: list[str]
    parents: Indices
    families: tuple[Family, ...]  # wholes before their parts

    @property
    def leaves(self) -> Indices:
        """Return the positions of the codes that have no parts here."""
        return np.setdiff1d(np.arange(len(self.codes)), self.parents)

    @property
    def roots(self) -> Indices:
        """Return for each code the position of the code at the top of its branch, itself where nothing is above it."""
        roots = np.arange(len(self.codes))
        for family in self.families:
            roots[family.parts] = roots[family.whole]
        return roots

    def leaves_below(self) -> dict[int, Indices]:
        """Return for each whole the positions of all leaves below it, in order."""
        below: dict[int, Indices] = {}
        for family in reversed(self.families):
            leaves = [below.get(part, np.array([part])) for part in family.parts.tolist()]
            below[family.whole] = np.sort(np.concatenate(leaves))
        return below


@dataclass(frozen=True)
class Grid:
    """The figures of one year, regions by industries: NaN where none is published, and where that is for secrecy."""

    year: int
    regions: Tree
    industries: Tree
    figures: Floats
    confidential: Truths

    @property
    def published(self) -> Truths:
        """Return where a figure is published."""
        return ~np.isnan(self.figures)


def grids(cells: IntoFrame, measure: str) -> Iterator[Grid]:
    """Yield the figures of a measure year by year, in the grid of all regions and all industries that the year has.

    Takes any engine's frame of region, industry, year, the measure and, where
    there are any, its flags (``persons_flags``, the letters of the table
    `flags`).  A row that is not there is missing, like one without a value.

    Raises BadTable for a column that lacks and for what `inputs.refuse_cells`
    refuses: a row without region, industry or year, a cell met twice, a figure
    that is infinite and a count (persons, local units, enterprises) that is negative.
    """
    flags = f"{measure}_flags"
    flagged = {flags} & set(nw.from_native(cells).collect_schema().names())
    signed = () if measure in COUNTS else (measure,)
    table = checked_in_memory(cells, KEY, (measure,), signed=signed, columns=(*KEY, measure, *flagged))
    given = pl.col(flags).fill_null("") if flagged else pl.lit("")
    table = table.with_columns(given.alias(flags))
    for (year,), of_year in sorted(table.group_by("year"), key=lambda group: group[0]):
        places, things = of_year["region"].unique().sort(), of_year["industry"].unique().sort()
        rows = of_year["region"].replace_strict(places, range(places.len()), return_dtype=pl.Int64).to_numpy()
        columns = of_year["industry"].replace_strict(things, range(things.len()), return_dtype=pl.Int64).to_numpy()
        figures = np.full((places.len(), things.len()), np.nan)
        figures[rows, columns] = of_year[measure].fill_null(np.nan).to_numpy()
        secret = np.zeros(figures.shape, dtype=np.bool_)
        secret[rows, columns] = of_year[flags].str.contains(SECRECY).to_numpy()
        industries, territories = industry_tree(things), region_tree(places)
        yield Grid(int(year), territories, industries, figures, secret & np.isnan(figures))


def industry_tree(codes: Iterable[str]) -> Tree:
    """Return what is part of what among NACE codes as Eurostat writes them: C2910 of C291, C29 or C, the nearest here.

    A family is complete where NACE Rev. 2 has no other part of the whole at the
    level of the parts.  Wholes of other classifications are taken as complete,
    and codes of another form as standing alone.
    """
    return _tree(codes, INDUSTRY, 1, _industries_below())


def region_tree(codes: Iterable[str]) -> Tree:
    """Return what is part of what among NUTS codes: DE11 of DE1 or DE, the nearest here.

    A family is complete where some edition of NUTS has no other part of the whole
    at the level of the parts.  Countries that NUTS does not know are taken as
    complete, and codes of another form as standing alone.
    """
    return _tree(codes, REGION, 2, _regions_below())


def _tree(
    codes: Iterable[str], form: re.Pattern[str], shortest: int, known: Mapping[str, list[frozenset[str]]]
) -> Tree:
    ordered = sorted(codes)
    position = {code: place for place, code in enumerate(ordered)}
    parents = np.full(len(ordered), NOWHERE, dtype=np.int64)
    for code, place in position.items():
        if form.fullmatch(code):
            above = (code[:length] for length in range(len(code) - 1, shortest - 1, -1))
            parents[place] = next((position[one] for one in above if one in position), NOWHERE)
    families = []
    for whole in sorted(set(parents[parents != NOWHERE].tolist()), key=lambda place: (len(ordered[place]), place)):
        parts = np.flatnonzero(parents == whole)
        families.append(Family(whole, parts, _complete(ordered[whole], {ordered[part] for part in parts}, known)))
    return Tree(ordered, parents, tuple(families))


def _complete(whole: str, parts: set[str], known: Mapping[str, list[frozenset[str]]]) -> bool:
    if len({len(part) for part in parts}) > 1:
        return False
    length = len(next(iter(parts)))
    editions = [{code for code in edition if len(code) == length} for edition in known.get(whole, [])]
    return not any(editions) or any(edition and edition <= parts for edition in editions)


@cache
def _industries_below() -> dict[str, list[frozenset[str]]]:
    return _below(activities.table()["industry"].to_list())


@cache
def _regions_below() -> dict[str, list[frozenset[str]]]:
    below: dict[str, list[frozenset[str]]] = {}
    for edition in regions.editions():
        of_edition = regions.table().filter(pl.col("nuts_edition") == edition)["region"].to_list()
        for whole, parts in _below(of_edition).items():
            below.setdefault(whole, []).extend(parts)
    return below


def _below(codes: list[str]) -> dict[str, list[frozenset[str]]]:
    below: dict[str, set[str]] = {}
    for code in codes:
        for length in range(1, len(code)):
            below.setdefault(code[:length], set()).add(code)
    return {whole: [frozenset(parts)] for whole, parts in below.items()}
