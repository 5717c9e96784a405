"""How scores and indicators of a unit change over the years: compound growth, percentage change and slope."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.boards import COPIED, Mark, Rows, State
from cluster_observatory.statistics.scoreboard.options import expect_number


def compound_growth(years: Floats, values: Floats) -> Floats:
    """Return each row's compound annual growth, (last / first)^(1 / years between) - 1, a ratio per year.

    Takes rows by years, NaN for no value: the first and last years are those that
    have one.  0 where both are equal.  NaN where there is one year or none, and where
    growth is not defined: the first is 0, or the signs differ or are negative.

    The R package COINr answers infinity for growth from 0; we call it not defined.
    """
    first, last, start, end = _ends(years, values)
    span = np.where(end > start, end - start, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = np.where(first > 0, np.where(last >= 0, last / first, np.nan) ** (1 / span) - 1, np.nan)
    return np.where(end > start, np.where(first == last, 0.0, growth), np.nan)


def fitted_line(years: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Return each row's slope per year and height at its first year of the line of least squares.

    Takes rows by years, NaN for no value.  Two points lie on their line; NaN for fewer.
    """
    there = ~np.isnan(values)
    number = there.sum(axis=1)
    enough = np.where(number >= 2, number, np.nan)
    x = np.where(there, years, 0.0)
    mean_x, mean_y = x.sum(axis=1) / enough, np.where(there, values, 0.0).sum(axis=1) / enough
    from_mean = np.where(there, years - mean_x[:, np.newaxis], 0.0)
    rise = np.where(there, from_mean * (values - mean_y[:, np.newaxis]), 0.0).sum(axis=1)
    slope = rise / np.where(number >= 2, (from_mean**2).sum(axis=1), np.nan)
    _, _, start, _ = _ends(years, values)
    height: Floats = mean_y + slope * (start - mean_x)
    return slope, height


def percentage_change(years: Floats, values: Floats, *, per: float = 1.0) -> Floats:
    """Return each row's change in per cent per ``per`` years, slope * per / height in the first year * 100.

    By the line of least squares (`fitted_line`), of two points exactly.  NaN for
    fewer points, and where the line does not begin above 0: a rise from below 0 would
    come out as a fall, as it does in the R package COINr.
    """
    expect_number("per", per)
    slope, height = fitted_line(years, values)
    return 100 * slope * per / np.where(height > 0, height, np.nan)


def trends(state: State, codes: Sequence[str] = (), *, per: float = 1.0) -> pl.DataFrame:
    """Return how each unit changes over the years in each code (by default all columns of the board).

    Columns: unit, ``code``, ``first_year``, ``last_year`` (of those with a value),
    ``years_available`` (count), ``first``, ``last``, ``compound_growth`` (ratio per
    year), ``percentage_change`` (per cent per ``per`` years), ``slope`` (per year, by
    least squares), ``has_break`` (a value after the first is marked as a break in
    series: compare across it with care) and ``not_own`` (count of values that are
    imputed or copied from a region above).  Missing where not defined.

    Scores of min-max, z-scores and ranks made in each year anew tell how a unit
    moves among the others, not whether it grew: normalise pooled, or take indicators
    before.  Raises BadTable where the table has no years, NotFound for an unknown code.
    """
    board = state.board
    if any(year is None for year in board.years):
        raise BadTable("The table has no years; expected a column year with two years or more for a trend.")
    chosen = tuple(codes) or board.codes
    for code in chosen:
        state.framework.element(code)
    if absent := [code for code in chosen if code not in board.codes]:
        raise BadTable(f"The board has no values of {', '.join(absent)}; expected it to be aggregated before.")
    units = sorted(set(board.units))
    place_of = {unit: place for place, unit in enumerate(units)}
    known_years = sorted({year for year in board.years if year is not None})
    row = np.array([place_of[unit] for unit in board.units], dtype=np.intp)
    column = np.searchsorted(known_years, [year or 0 for year in board.years])
    years = np.array(known_years, dtype=np.float64)
    return pl.concat([_of_code(state, code, units, years, row, column, per) for code in chosen]).sort(
        "unit", maintain_order=True
    )


def _of_code(
    state: State, code: str, units: list[str], years: Floats, row: Rows, column: Rows, per: float
) -> pl.DataFrame:
    place = state.board.place(code)
    values = np.full((len(units), len(years)), np.nan)
    marks = np.zeros(values.shape, np.uint16)
    values[row, column], marks[row, column] = state.board.values[:, place], state.board.marks[:, place]
    there = ~np.isnan(values)
    first, last, start, end = _ends(years, values)
    slope, _ = fitted_line(years, values)
    after = there & (years > start[:, np.newaxis])
    table = pl.DataFrame(
        {
            "unit": units,
            "code": code,
            "first_year": pl.Series(start, nan_to_null=True).cast(pl.Int64),
            "last_year": pl.Series(end, nan_to_null=True).cast(pl.Int64),
            "years_available": there.sum(axis=1),
            "first": first,
            "last": last,
            "compound_growth": compound_growth(years, values),
            "percentage_change": percentage_change(years, values, per=per),
            "slope": slope,
            "has_break": (after & (marks & np.uint16(Mark.BREAK) > 0)).any(axis=1),
            "not_own": (there & (marks & np.uint16(Mark.IMPUTED | COPIED) > 0)).sum(axis=1),
        }
    )
    return table.with_columns(pl.col(pl.Float64).fill_nan(None))


def _ends(years: Floats, values: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return each row's first and last value and their years; NaN where it has none."""
    there = ~np.isnan(values)
    rows = np.arange(len(values))
    begin, stop = there.argmax(axis=1), values.shape[1] - 1 - there[:, ::-1].argmax(axis=1)
    some = there.any(axis=1)
    start, end = np.where(some, years[begin], np.nan), np.where(some, years[stop], np.nan)
    return values[rows, begin], values[rows, stop], start, end
