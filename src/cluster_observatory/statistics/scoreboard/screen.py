"""Units with too few values, or too many zeros, left out."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar

import numpy as np
import polars as pl

from cluster_observatory.errors import BadTable, NotFound, NotPossible
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.boards import State
from cluster_observatory.statistics.scoreboard.options import expect_choice, expect_number, expect_texts


def available(values: Floats) -> Floats:
    """Return the share of indicators (columns) of which each unit (row) has a value, from 0 to 1."""
    return np.asarray((~np.isnan(values)).sum(axis=1) / values.shape[1], dtype=np.float64)


def nonzero(values: Floats) -> Floats:
    """Return the share of each unit's values that are not 0, from 0 to 1; NaN for a unit without values."""
    known = (~np.isnan(values)).sum(axis=1)
    with np.errstate(invalid="ignore"):
        return np.asarray((known - (values == 0).sum(axis=1)) / known, dtype=np.float64)


@dataclass(frozen=True)
class Screen:
    """Leave out units with too small a share of values, or of values other than 0.

    ``by`` is missing (the share of indicators with a value is less than
    ``least_available``), zeros (the share of values that are not 0 is less than
    ``least_nonzero``, or there is no value) or both (either).  Each year of a unit
    is judged by itself.  Units in ``keep`` stay and units in ``drop`` go in all
    years, whatever they have.  Details: unit, year, missing, zeros, available,
    nonzero, kept, reason.

    Raises NotFound for a unit in ``keep`` or ``drop`` that the table lacks, BadTable
    for one in both, NotPossible where no unit would be left.
    """

    name: ClassVar[str] = "screen"
    by: str = "missing"
    least_available: float = 2 / 3
    least_nonzero: float = 0.05
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse wrong options."""
        expect_choice("by", self.by, ("missing", "zeros", "both"))
        expect_number("least_available", self.least_available, least=0, most=1)
        expect_number("least_nonzero", self.least_nonzero, least=0, most=1)
        for name in ("keep", "drop"):
            expect_texts(name, getattr(self, name), "units")
        if both := sorted(set(self.keep) & set(self.drop)):
            raise BadTable(f"{', '.join(both)} stands in keep and in drop; expected one of the two.")

    def __call__(self, state: State) -> State:
        """Return the state without the units that are left out."""
        board = state.board
        for name in ("keep", "drop"):
            _expect_units(name, getattr(self, name), board.units)
        values = board.of(*state.framework.indicators)
        has, filled = available(values), nonzero(values)
        poor = (has < self.least_available) & (self.by != "zeros")
        empty = ~(filled >= self.least_nonzero) & (self.by != "missing")
        kept_by_name, dropped = np.isin(board.units, self.keep), np.isin(board.units, self.drop)
        kept = (~(poor | empty) | kept_by_name) & ~dropped
        reasons = np.select(
            [kept_by_name, dropped, ~kept & (has == 0), poor & empty, poor, empty],
            [
                "named in keep",
                "named in drop",
                "no value",
                "too few values and too many zeros",
                "too few values",
                "too many zeros",
            ],
            "",
        )
        if not kept.any():
            counts = [
                f"{reason}: {count}" for reason, count in zip(*np.unique(reasons, return_counts=True), strict=True)
            ]
            raise NotPossible(
                f"No unit would be left ({', '.join(counts)}). Lower least_available or least_nonzero, "
                "leave out indicators with few values first, or drop fewer units."
            )
        table = pl.DataFrame(
            {
                "unit": board.units,
                "year": pl.Series(board.years, dtype=pl.Int64),
                "missing": np.isnan(values).sum(axis=1),
                "zeros": (values == 0).sum(axis=1),
                "available": has,
                "nonzero": pl.Series(filled).fill_nan(None),
                "kept": kept,
                "reason": reasons,
            }
        )
        return state.rows(np.flatnonzero(kept)).explained(self.name, table)


def _expect_units(option: str, asked: tuple[str, ...], units: tuple[str, ...]) -> None:
    for unit in asked:
        if unit not in units:
            near = get_close_matches(unit, sorted(set(units)), n=3)
            hint = f" Near ones: {', '.join(near)}." if near else ""
            raise NotFound(f"{option} names the unit {unit!r}, which the table lacks.{hint}")
