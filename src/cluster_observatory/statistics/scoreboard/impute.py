"""Gaps filled by a chosen rule, each marked with how; a gap that the rule cannot fill stays, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np
import polars as pl

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.boards import INHERITED, Board, Mark, Marks, Rows, State
from cluster_observatory.statistics.scoreboard.options import (
    by_code,
    expect_choice,
    expect_exceptions,
    expect_flag,
    expect_number,
    expect_text,
)
from cluster_observatory.statistics.scoreboard.panel_imputation import (
    ANY,
    by_ratio,
    interpolated,
    latest,
    latest_or_first,
)
from cluster_observatory.statistics.scoreboard.unit_imputation import by_group, by_row, mean, median

COLUMNS = ("mean", "median")
GROUPS = ("group_mean", "group_median")
UNITS = ("row_mean", "row_median")
YEARS = ("latest", "latest_or_first", "linear", "linear_constant", "ratio")
ABOVE = {"country": Mark.COUNTRY, "nuts1": Mark.NUTS1}
METHODS = (*COLUMNS, *GROUPS, *UNITS, *YEARS, *ABOVE, "constant", "none")
TOLD = 5
DETAILS = {
    "code": pl.String,
    "year": pl.Int64,
    "how": pl.String,
    "gaps": pl.Int64,
    "imputed": pl.Int64,
    "left": pl.Int64,
    "reason": pl.String,
}
REASONS = {
    **dict.fromkeys(COLUMNS, "no unit has a value"),
    **dict.fromkeys(UNITS, "the unit has no other value there, or the indicator none at all"),
    **dict.fromkeys(YEARS, "the unit has no value in a year that could be taken"),
    **dict.fromkeys(ABOVE, "the unit above has no value in the year, or is not in the table"),
    "ratio": "the unit and what it follows have no earlier year with values of both, or the latter none now",
}


@dataclass(frozen=True)
class Impute:
    """Fill gaps; values that are there never change.

    ``method`` is one of

    - mean, median: of the indicator over the units;
    - group_mean, group_median: over the units with the same text in ``group``;
    - row_mean, row_median: of the unit's other indicators, each first brought to
      0 to 1 by its least and largest value and its direction, then back; among the
      indicators below the same aggregate of ``level``, or all where that is 0;
    - latest: the unit's latest earlier value, at most ``most_years`` old;
      latest_or_first: the same at any age, and the first value before it;
    - linear: between the unit's years on either side; linear_constant: the same,
      and the first or last value beyond them;
    - ratio: the unit's latest earlier value (``most_years``) times the change since
      of the unit that ``group`` names, such as its country;
    - country, nuts1: the value, in the same year, of the unit that ``group`` names;
      it is marked as one of the country or of the NUTS 1 region, and as estimated
      or after a break where the copied value is;
    - constant: the number ``constant``;
    - none.

    Each year stands alone unless ``pooled``; the methods of a unit's years take all.
    ``only`` has other options for single codes.  Details: a row for each code with
    gaps (and year): how, gaps, imputed, left (counts), and the reason for those left.

    Raises NotFound for a group column, a level or a code that is not there, BadTable
    for a method of years on a table without years.
    """

    name: ClassVar[str] = "impute"
    method: str = "mean"
    group: str = ""
    level: int = 0
    most_years: int | None = None
    constant: float = 0.0
    pooled: bool = False
    only: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse wrong options."""
        expect_choice("method", self.method, METHODS)
        expect_number("level", self.level, least=0, whole=True)
        expect_number("constant", self.constant)
        expect_flag("pooled", self.pooled)
        if self.most_years is not None:
            expect_number("most_years", self.most_years, least=1, whole=True)
        expect_text("group", self.group, "the name of a column that tells groups apart")
        if self.method in (*GROUPS, *ABOVE, "ratio") and not self.group:
            raise BadTable(f"The method {self.method} needs group = the name of a column that tells groups apart.")
        expect_exceptions(self)

    @property
    def how(self) -> str:
        """Return in words where imputed values come from."""
        years = "" if self.most_years is None else f", at most {self.most_years} years old"
        among = "of its other indicators" + (f" below the same aggregate of level {self.level}" if self.level else "")
        return {
            "mean": "mean of the units",
            "median": "median of the units",
            "group_mean": f"mean of the units of the same {self.group}",
            "group_median": f"median of the units of the same {self.group}",
            "row_mean": f"mean {among}",
            "row_median": f"median {among}",
            "latest": f"latest earlier value{years}",
            "latest_or_first": "latest earlier value, or else the first",
            "linear": "between the years on either side",
            "linear_constant": "between the years on either side, or the nearest value",
            "ratio": f"latest earlier value{years}, with the change since of its {self.group}",
            **dict.fromkeys(ABOVE, f"value of its {self.group}"),
            "constant": f"the number {self.constant:g}",
            "none": "",
        }[self.method]

    def __call__(self, state: State) -> State:
        """Return the state with gaps filled."""
        options = by_code(self, state)
        board, rows = state.board, []
        for own in {id(own): own for own in options.values()}.values():
            own._expect_known(state)
            places = [place for place, code in enumerate(board.codes) if options[code] is own]
            places = [place for place in places if np.isnan(state.board.values[:, place]).any()]
            if own.method == "none" or not places:
                continue
            values = np.full(board.values.shape, np.nan)
            values[:, places] = own.estimates(state, places)
            if mark := ABOVE.get(own.method):
                copied = np.isnan(board.values) & ~np.isnan(values)
                marks = own._marks_above(state) | np.uint16(mark)
                board = replace(board, marks=np.where(copied, board.marks | marks, board.marks))
            board = board.imputed(values, own.how)
            rows += own._details(state, board, places)
        rows.sort(key=lambda row: (state.board.place(row["code"]), row["year"] or 0))
        return replace(state, board=board).explained(self.name, pl.DataFrame(rows, schema=DETAILS))

    def _expect_known(self, state: State) -> None:
        if self.group:
            expect_choice("group", self.group, state.groups)
        if self.level and self.level not in state.framework.levels:
            levels = ", ".join(map(str, state.framework.levels))
            raise NotFound(f"level is {self.level}; the scoreboard has aggregates of the levels {levels}.")

    def estimates(self, state: State, places: list[int]) -> Floats:
        """Return what the method has for the columns at the places, also where there is a value; NaN where nothing."""
        values = state.board.values[:, places]
        if self.method == "constant":
            return np.full(values.shape, float(self.constant))
        if self.method in YEARS:
            return self._by_year(state, places)
        if self.method in ABOVE:
            return self._above(state, places)
        found = np.full(values.shape, np.nan)
        groups = state.groups[self.group] if self.method in GROUPS else ()
        for rows in state.blocks(pooled=self.pooled):
            if self.method in COLUMNS:
                found[rows] = (mean if self.method == "mean" else median)(values[rows])
            elif self.method in GROUPS:
                own = tuple(groups[row] for row in rows)
                found[rows] = by_group(values[rows], own, of_median=self.method == "group_median")
            else:
                found[rows] = self._by_row(state, rows)[:, places]
        return found

    def _by_row(self, state: State, rows: Rows) -> Floats:
        found = np.full((rows.size, len(state.board.codes)), np.nan)
        for family in self._families(state):
            values = state.board.values[rows][:, family]
            found[:, family] = by_row(values, state.directions[family], of_median=self.method == "row_median")
        return found

    def _families(self, state: State) -> list[list[int]]:
        """Return the columns of indicators that say something of each other."""
        if self.level == 0:
            return [state.board.places(state.framework.indicators)]
        found: dict[str, list[int]] = {}
        for code in state.framework.indicators:
            if (ancestor := state.framework.ancestor(code, self.level)) is not None:
                found.setdefault(ancestor, []).append(state.board.place(code))
        return list(found.values())

    def _by_year(self, state: State, places: list[int]) -> Floats:
        board = state.board
        if None in board.years:
            raise BadTable(f"The method {self.method} needs years; the table has none. Add a column year.")
        units, unit = np.unique(board.units, return_inverse=True)
        years, year = np.unique(np.array(board.years, dtype=np.int64), return_inverse=True)
        cube = np.full((units.size, years.size, len(places)), np.nan)
        cube[unit, year] = board.values[:, places]
        age = ANY if self.most_years is None else self.most_years
        if self.method == "latest":
            return latest(cube, years, age)[unit, year]
        if self.method == "latest_or_first":
            return latest_or_first(cube)[unit, year]
        if self.method != "ratio":
            return interpolated(cube, years, constant_ends=self.method == "linear_constant")[unit, year]
        reference = np.full(cube.shape, np.nan)
        reference[unit, year] = self._above(state, places)
        return by_ratio(cube, reference, years, age)[unit, year]

    def _above(self, state: State, places: list[int]) -> Floats:
        """Return the values, in the same year, of the unit that the group column names; NaN where it is not there."""
        rows = self._rows_above(state)
        if (rows < 0).all():
            word = next((group for group in state.groups[self.group] if group is not None), "")
            raise NotFound(
                f"The column {self.group} names no unit of the table, such as {word!r}; the method {self.method} "
                "needs there, for each unit, the unit above it. Add rows for these, and drop them by screen."
            )
        return np.where((rows >= 0)[:, None], state.board.values[rows][:, places], np.nan)

    def _marks_above(self, state: State) -> Marks:
        """Return which marks a value has with the unit that the group column names."""
        return state.board.marks[self._rows_above(state)] & np.uint16(INHERITED)

    def _rows_above(self, state: State) -> Rows:
        """Return the row, of the same year, of the unit that the group column names; -1 where it is not there."""
        board, groups = state.board, state.groups[self.group]
        row_of = {key: row for row, key in enumerate(zip(board.units, board.years, strict=True))}
        return np.array([row_of.get((group or "", year), -1) for group, year in zip(groups, board.years, strict=True)])

    def _details(self, state: State, board: Board, places: list[int]) -> list[dict[str, Any]]:
        """Return a row for each code and year (none for a method of years, or pooled) that had gaps."""
        rows = []
        for block in state.blocks(pooled=self.pooled or self.method in YEARS):
            gaps, left = np.isnan(state.board.values[block]), np.isnan(board.values[block])
            for place in places:
                if gaps[:, place].any():
                    remaining = block[left[:, place]]
                    count = int(gaps[:, place].sum())
                    rows.append(
                        {
                            "code": board.codes[place],
                            "year": None if self.pooled or self.method in YEARS else board.years[block[0]],
                            "how": self.how,
                            "gaps": count,
                            "imputed": count - remaining.size,
                            "left": remaining.size,
                            "reason": self._reason(state, remaining) if remaining.size else "",
                        }
                    )
        return rows

    def _reason(self, state: State, rows: Rows) -> str:
        """Return why the gaps in the rows are left."""
        if self.method not in GROUPS:
            return REASONS[self.method]
        groups = state.groups[self.group]
        empty = sorted({group for row in rows if (group := groups[row]) is not None})
        without = sorted({state.board.units[row] for row in rows if groups[row] is None})
        parts = [f"no unit of {self.group} {_told(empty)} has a value"] * bool(empty)
        parts += [f"no {self.group} of {_told(without)}"] * bool(without)
        return "; ".join(parts)


def _told(names: list[str]) -> str:
    """Return names in a row, of many the first few."""
    rest = [f"and {len(names) - TOLD} more"] * (len(names) > TOLD)
    return ", ".join(names[:TOLD] + rest)
