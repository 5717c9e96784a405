"""Which units are alike, by structure or by one value, and how a unit stands against its peers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from cluster_observatory.errors import BadTable, NotFound, NotPossible
from cluster_observatory.statistics.inputs import checked_in_memory, require_columns
from cluster_observatory.statistics.matrices import Floats, like
from cluster_observatory.statistics.scoreboard.boards import Rows
from cluster_observatory.statistics.scoreboard.options import expect_choice, expect_number
from cluster_observatory.statistics.scoreboard.structure_distance import (
    SCALES,
    Distances,
    euclidean,
    gower,
    grouping,
    scaled,
)

METHODS = ("euclid", "gower")
AMONG = ("all", "same_country", "other_countries")
TIE = 1e-12
"""Distances that differ by less than this share of the longest are equal: what sums leave of 0.3 - 0.2 is not 0.1."""


def nearest_by_structure(
    table: IntoFrame,
    variables: Mapping[str, Sequence[str]],
    *,
    unit: str | None = None,
    number: int = 15,
    method: str = "euclid",
    scale: str = "zscore",
    logarithms: Sequence[str] = (),
    group_weights: Mapping[str, float] | None = None,
    variable_weights: Mapping[str, float] | None = None,
    among: str = "all",
    least_population: float = 0.0,
    least_overlap: float = 0.6,
) -> Any:
    """Return the units whose structure is nearest to that of each unit, or of the one named, and why.

    Takes a frame of any engine with one row per ``unit`` (text; filter one year) and
    the columns that ``variables`` names, in groups (``{"industry": ["manufacturing",
    "finance"], "people": [...]}``): what a unit cannot change soon, not how well it does.
    With ``method`` euclid they are numbers, brought to one ``scale`` (zscore or minmax) over
    all units, those in ``logarithms`` as natural logarithms; with gower, numbers over
    their range and texts, which are alike or not (`structure_distance.euclidean`,
    `structure_distance.gower`).  Groups weigh the same unless ``group_weights`` says
    otherwise, and so do the variables of a group (``variable_weights``).

    Peers are ``among`` all, same_country or other_countries: by a column ``country`` or, where that
    is empty or not there, the first two letters of the unit; with at least ``least_population``, a column
    ``population``.  Two units are compared on what both have, and only where that
    has ``least_overlap`` of the weight.  A unit is not its own peer; of equal distances
    the first code is nearer.

    Returns ``unit``, ``peer``, ``place`` (1 is nearest), ``distance`` (no unit),
    ``overlap`` (share of the weight that both have), ``candidates`` (how many units
    there were to choose from: where fewer than ``number``, these are all) and for each
    group ``share_`` and its name, its share of the distance (of its square, by
    Euclid): a small one tells in what the two are alike; missing at distance 0.  A
    unit without any candidate has no rows.

    Raises NotFound for a unit that is not there or an unknown option; NotPossible
    where the one named has no candidate; BadTable for columns that lack or hold no
    numbers, units that stand twice, variables without any value, logarithms of 0 and
    less, and weights that are negative or sum to 0.
    """
    expect_choice("method", method, METHODS)
    expect_choice("scale", scale, SCALES)
    expect_number("least_overlap", least_overlap, least=0, most=1)
    names, groups = grouping(variables, group_weights or {}, variable_weights or {})
    texts = _texts(table, names) if method == "gower" else ()
    crowd = _crowd(table, [name for name in names if name not in texts], texts, among, least_population)
    values, categories = _values(crowd.table, names, texts, logarithms, "minmax" if method == "gower" else scale)

    def distances(place: int) -> Distances:
        if method == "gower":
            return gower(values[place], values, categories, groups)
        return euclidean(values[place], values, groups)

    rows = []
    for place in _asked(crowd, unit):
        found = distances(place)
        comparable = ~np.isnan(found.distance) & (found.overlap >= least_overlap - TIE)
        chosen, candidates = _nearest(crowd, place, found.distance, comparable, number, alone=unit is not None)
        shares = found.shares
        rows += [
            {
                "unit": crowd.units[place],
                "peer": crowd.units[other],
                "place": nearness,
                "distance": found.distance[other],
                "overlap": found.overlap[other],
                "candidates": candidates,
            }
            | {f"share_{group}": share for group, share in zip(variables, shares[other], strict=True)}
            for nearness, other in enumerate(chosen, 1)
        ]
    kinds = {"unit": pl.String, "peer": pl.String, "place": pl.Int64, "distance": pl.Float64, "overlap": pl.Float64}
    kinds |= {"candidates": pl.Int64} | {f"share_{group}": pl.Float64 for group in variables}
    return like(table, pl.DataFrame(rows, schema=kinds))


def nearest_by_value(
    table: IntoFrame,
    *,
    value: str = "gdp_per_head",
    unit: str | None = None,
    number: int = 15,
    among: str = "all",
    least_population: float = 0.0,
) -> Any:
    """Return the units nearest to each unit, or to the one named, in one column, such as GDP per head.

    Takes one row per ``unit`` with the column ``value`` (a number; units without one
    have no peers and are none) and picks peers as `nearest_by_structure` does.  The
    European Commission's Regional Competitiveness Index shows a region beside the 15
    nearest in GDP per head.

    Returns ``unit``, ``peer``, ``place``, ``value`` and ``peer_value`` (in the column's
    unit), ``distance`` (their difference, without sign) and ``candidates`` (how many
    units there were to choose from).  Raises as `nearest_by_structure` does, and
    NotPossible where the unit named has no value.
    """
    crowd = _crowd(table, [value], (), among, least_population)
    values = crowd.table[value].fill_null(np.nan).to_numpy()
    rows = []
    for place in _asked(crowd, unit):
        if np.isnan(values[place]) and unit is not None:
            raise NotPossible(f"{unit} has no {value}, so nothing is near to it. Choose peers by structure or by name.")
        distance = np.abs(values - values[place])
        chosen, candidates = _nearest(crowd, place, distance, ~np.isnan(distance), number, alone=unit is not None)
        rows += [
            {
                "unit": crowd.units[place],
                "peer": crowd.units[other],
                "place": nearness,
                "value": values[place],
                "peer_value": values[other],
                "distance": distance[other],
                "candidates": candidates,
            }
            for nearness, other in enumerate(chosen, 1)
        ]
    kinds = {"unit": pl.String, "peer": pl.String, "place": pl.Int64}
    kinds |= {"value": pl.Float64, "peer_value": pl.Float64, "distance": pl.Float64, "candidates": pl.Int64}
    return like(table, pl.DataFrame(rows, schema=kinds))


@dataclass(frozen=True)
class _Crowd:
    """The units in the order of their codes, their countries, and which of them may be peers of others."""

    table: pl.DataFrame
    units: list[str]
    countries: NDArray[np.str_]
    eligible: NDArray[np.bool_]
    among: str
    least_population: float

    def candidates(self, place: int) -> NDArray[np.bool_]:
        """Return which units may be peers of the one at a place."""
        allowed = self.eligible.copy()
        allowed[place] = False
        if self.among == "all":
            return allowed
        same = self.countries == self.countries[place]
        allowed &= same if self.among == "same_country" else ~same
        return allowed


def _crowd(
    table: IntoFrame, numbers: Sequence[str], texts: Sequence[str], among: str, least_population: float
) -> _Crowd:
    expect_choice("among", among, AMONG)
    expect_number("least_population", least_population, least=0)
    population = ["population"] if least_population > 0 else []
    there = nw.from_native(table, pass_through=False).collect_schema().names()
    country = ["country"] if "country" in there else []
    require_columns(table, ("unit", *numbers, *texts, *population))
    wanted = list(dict.fromkeys(["unit", *country, *numbers, *texts, *population]))
    measures = list(dict.fromkeys([*numbers, *population]))
    found = checked_in_memory(table, ("unit",), measures, signed=numbers, columns=wanted).sort("unit")
    units = found["unit"].cast(pl.String).to_list()
    countries = [unit[:2] for unit in units]
    if country:
        named = found["country"].cast(pl.String).to_list()
        countries = [one or first for one, first in zip(named, countries, strict=True)]
    eligible = np.ones(len(units), bool)
    if population:
        eligible = (found["population"].fill_null(-1.0) >= least_population).to_numpy()
    return _Crowd(found, units, np.array(countries, dtype=str), eligible, among, least_population)


def _asked(crowd: _Crowd, unit: str | None) -> range | list[int]:
    if unit is None:
        return range(len(crowd.units))
    if unit not in crowd.units:
        near = get_close_matches(unit, crowd.units, n=3)
        hint = f" Near ones: {', '.join(near)}." if near else ""
        raise NotFound(f"The table has no unit {unit!r}.{hint}")
    return [crowd.units.index(unit)]


def _nearest(
    crowd: _Crowd, place: int, distance: Floats, comparable: NDArray[np.bool_], number: int, *, alone: bool
) -> tuple[Rows, int]:
    """Return the places of the nearest candidates, nearest first, and how many candidates there were."""
    expect_number("number", number, least=1, whole=True)
    allowed = crowd.candidates(place)
    candidates = np.flatnonzero(allowed & comparable)
    if alone and not candidates.size:
        raise NotPossible(
            f"{crowd.units[place]} has no peers: of {len(crowd.units) - 1} other units {np.count_nonzero(allowed)} "
            f"pass among = {crowd.among} and least_population = {crowd.least_population:g}, and none of those has "
            "enough values in common with it. Widen one of them."
        )
    away = distance[candidates]
    longest = away.max(initial=0.0)
    coarse = np.round(away / longest / TIE) if longest > 0 else away
    order = np.argsort(coarse, kind="stable")[:number]
    return candidates[order], len(candidates)


def _texts(table: IntoFrame, names: Sequence[str]) -> tuple[str, ...]:
    """Return which of the columns hold texts or truths, to be compared as categories."""
    kinds = nw.from_native(table, pass_through=False).collect_schema()
    return tuple(
        name for name in names if name in kinds and kinds[name] in (nw.String, nw.Categorical, nw.Enum, nw.Boolean)
    )


def _values(
    table: pl.DataFrame, names: Sequence[str], texts: Sequence[str], logarithms: Sequence[str], scale: str
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the variables as scaled numbers, codes for texts, and which of them are texts."""
    for name in logarithms:
        expect_choice("A name in logarithms", name, [one for one in names if one not in texts])
    categories = np.array([name in texts for name in names])
    columns = []
    for name in names:
        column = table[name]
        if column.null_count() == len(column):
            raise BadTable(f"The variable {name} has no value in any unit; expected some. Drop it.")
        if name in texts:
            column = column.cast(pl.String).rank("dense").cast(pl.Float64)
        elif name in logarithms:
            if (low := table.filter(pl.col(name) <= 0)).height:
                raise BadTable(
                    f"{name} of the unit {low['unit'][0]} is {low[name][0]:g}, which has no logarithm; "
                    "expected more than 0. Take it out of logarithms."
                )
            column = column.log()
        columns.append(column.fill_null(np.nan).to_numpy())
    values = np.column_stack(columns).astype(np.float64)
    values[:, ~categories] = scaled(values[:, ~categories], scale)
    return values, categories
