"""Units by indicators on their way through a recipe: values, and beside each how it came about."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import IntFlag, auto
from functools import cache
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cluster_observatory.errors import BadTable, NotPossible
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.framework import Framework

Marks = NDArray[np.uint16]
Rows = NDArray[np.intp]
Numbers = NDArray[np.unsignedinteger[Any]]


class Mark(IntFlag):
    """What happened to a value; the marks of one value add up."""

    MISSING = auto()
    IMPUTED = auto()
    NUTS1 = auto()
    COUNTRY = auto()
    ESTIMATED = auto()
    BREAK = auto()
    CONFIDENTIAL = auto()
    UNDEFINED = auto()
    WINSORISED = auto()
    TRANSFORMED = auto()
    PARTLY = auto()
    CAPITAL = auto()
    FORMER = auto()
    PERHAPS_MINIMUM = auto()


WORDS = {
    Mark.MISSING: "missing in the source",
    Mark.IMPUTED: "imputed",
    Mark.NUTS1: "value of the NUTS 1 region",
    Mark.COUNTRY: "value of the country",
    Mark.ESTIMATED: "estimated",
    Mark.BREAK: "break in series",
    Mark.CONFIDENTIAL: "confidential",
    Mark.UNDEFINED: "not defined",
    Mark.WINSORISED: "winsorised",
    Mark.TRANSFORMED: "transformed",
    Mark.PARTLY: "made of a part of its indicators",
    Mark.CAPITAL: "value of the capital with its commuting belt",
    Mark.FORMER: "value of a former region",
    Mark.PERHAPS_MINIMUM: "minimum or missing in the source",
}
COPIED = Mark.NUTS1 | Mark.COUNTRY | Mark.CAPITAL | Mark.FORMER
"""Marks of a value that is not the unit's own."""
INHERITED = Mark.IMPUTED | COPIED | Mark.ESTIMATED | Mark.BREAK | Mark.PERHAPS_MINIMUM
"""Marks of a value that what is made of it has too."""
MOST_METHODS = np.iinfo(np.uint16).max
LARGEST = 1e150
"""What a number may be at most, up or down: the squares of larger ones are too large to compute with."""


@cache
def words(mark: int) -> str:
    """Return the marks of a value in words, separated by semicolons."""
    return "; ".join(word for one, word in WORDS.items() if mark & one)


@dataclass(frozen=True)
class Board:
    """Values of units (rows) and codes (columns), float64 with NaN where there is none, and what befell each.

    ``marks`` has a sum of `Mark` for every value.  ``imputed_by`` has the place in
    ``methods`` of the words that say how a value was imputed, 0 where it was not.
    ``years`` has the year of each row, or None where the table has no years; a unit
    stands once a year.

    Raises BadTable, naming code and unit, for a value beyond `LARGEST`.
    """

    units: tuple[str, ...]
    years: tuple[int | None, ...]
    codes: tuple[str, ...]
    values: Floats
    marks: Marks
    imputed_by: Numbers
    methods: tuple[str, ...] = ("",)

    def __post_init__(self) -> None:
        """Refuse values that are too large to compute with."""
        wrong = (self.values > LARGEST) | (self.values < -LARGEST)
        if wrong.any():
            row, column = (int(place) for place in np.argwhere(wrong)[0])
            raise BadTable(
                f"{self.codes[column]} of the unit {self.labels[row]} is {self.values[row, column]:g}; "
                f"expected a number from {-LARGEST:g} to {LARGEST:g}. Correct it, or leave the indicator out."
            )

    @property
    def labels(self) -> tuple[str, ...]:
        """Return what messages call each row: its unit, and its year where it has one."""
        if all(year is None for year in self.years):
            return self.units
        return tuple(f"{unit} in {year}" for unit, year in zip(self.units, self.years, strict=True))

    def place(self, code: str) -> int:
        """Return the column of a code."""
        return self.codes.index(code)

    def places(self, codes: tuple[str, ...]) -> list[int]:
        """Return the columns of codes, in their order."""
        where = {code: place for place, code in enumerate(self.codes)}
        return [where[code] for code in codes]

    def of(self, *codes: str) -> Floats:
        """Return the values of the codes, units by codes."""
        return self.values[:, self.places(codes)]

    def marked(self, where: NDArray[np.bool_], mark: Mark) -> Marks:
        """Return the marks with one added where the mask (units by codes) is true."""
        return np.where(where, self.marks | np.uint16(mark), self.marks)

    def imputed(self, values: Floats, how: str) -> "Board":
        """Return the board with its gaps filled from ``values`` (units by codes) where these have a value.

        The filled ones are marked as imputed; ``how`` says in words by which method.
        Raises NotPossible beyond 65535 methods on one board.
        """
        filled = np.isnan(self.values) & ~np.isnan(values)
        methods = self.methods if how in self.methods else (*self.methods, how)
        if len(methods) > MOST_METHODS + 1:
            raise NotPossible(
                f"Gaps are filled in more than {MOST_METHODS} ways, of which {how!r} is one too many. "
                "Fill them by fewer methods."
            )
        return replace(
            self,
            values=np.where(filled, values, self.values),
            marks=self.marked(filled, Mark.IMPUTED),
            imputed_by=np.where(filled, np.uint16(methods.index(how)), self.imputed_by),
            methods=methods,
        )

    def rows(self, rows: Rows) -> "Board":
        """Return the board with the given rows alone."""
        return replace(
            self,
            units=tuple(self.units[row] for row in rows),
            years=tuple(self.years[row] for row in rows),
            values=self.values[rows],
            marks=self.marks[rows],
            imputed_by=self.imputed_by[rows],
        )

    def with_columns(self, codes: tuple[str, ...], values: Floats, marks: Marks) -> "Board":
        """Return the board with further columns (units by ``codes``)."""
        return replace(
            self,
            codes=(*self.codes, *codes),
            values=np.column_stack([self.values, values]),
            marks=np.column_stack([self.marks, marks]),
            imputed_by=np.column_stack([self.imputed_by, np.zeros(marks.shape, np.uint16)]),
        )


@dataclass(frozen=True)
class State:
    """A scoreboard between two steps.

    ``denominators`` has a value per row for every denominator, ``groups`` a text or
    None; ``weights`` a number or one per row for every code of the framework but
    the tops.  ``oriented`` tells whether larger is better in every column already.
    ``details`` has the tables by which steps explain what they did, by their names.
    """

    framework: Framework
    board: Board
    denominators: Mapping[str, Floats] = field(default_factory=dict)
    groups: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    weights: Mapping[str, float | Floats] = field(default_factory=dict)
    oriented: bool = False
    details: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    @property
    def directions(self) -> Floats:
        """Return 1 or -1 for every column of the board: 1 for all once it is oriented."""
        if self.oriented:
            return np.ones(len(self.board.codes))
        return np.array([float(self.framework.element(code).direction) for code in self.board.codes])

    def blocks(self, *, pooled: bool) -> list[Rows]:
        """Return the rows that are compared with each other: all where pooled, else those of each year."""
        if pooled:
            return [np.arange(len(self.board.units))]
        years = self.board.years
        distinct = sorted(set(years), key=lambda year: (year is not None, year or 0))
        return [np.flatnonzero([one == year for one in years]) for year in distinct]

    def rows(self, rows: Rows) -> "State":
        """Return the state with the given rows alone."""
        return replace(
            self,
            board=self.board.rows(rows),
            denominators={code: values[rows] for code, values in self.denominators.items()},
            groups={name: tuple(words[row] for row in rows) for name, words in self.groups.items()},
            weights={code: weight[rows] if np.ndim(weight) else weight for code, weight in self.weights.items()},  # type: ignore[index]
        )

    def explained(self, name: str, table: pl.DataFrame) -> "State":
        """Return the state with a table of details, in place of one of the same name."""
        return replace(self, details={**self.details, name: table})
