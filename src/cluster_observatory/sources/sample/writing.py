"""Writes Invented Europe in the very forms of Eurostat's bulk TSV files, gzip, the same bytes every time."""

import gzip
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cluster_observatory.sources.sample.figures import Year

DECIMALS = {"wages": 1}


class Form(NamedTuple):
    """How a file is written: the header of its keys, what stands before each key, and the order and end of lines."""

    header: str
    before: str
    newest_first: bool
    line_end: str


OLDER = Form(r"nace_r2,indic_sb,geo\time", "", True, "\n")
PRESENT = Form(r"freq,nace_r2,indic_sbs,geo\TIME_PERIOD", "A,", False, "\r\n")
OLDER_CONTEXT = Form(r"unit,geo\time", "", True, "\n")


def structure_file(years: Mapping[int, Year], measures: Mapping[str, str], form: Form) -> bytes:
    """Return the file of a structural table; ``measures`` gives the provider's code -> ours.

    A region has ``:`` in the years in whose edition of NUTS it is not, as in the real file.
    """
    regions = sorted({region for year in years.values() for region in year.regions})
    industries = next(iter(years.values())).industries
    keys = [f"{industry},{code},{region}" for code in measures for industry in industries for region in regions]
    cells = {
        number: pl.concat([_cells(year, measure, regions) for measure in measures.values()])
        for number, year in years.items()
    }
    return write(form, keys, cells)


def write(form: Form, keys: Sequence[str], cells: Mapping[int, pl.Series]) -> bytes:
    """Return a bulk TSV file, gzip: one line per key, sorted by key, one column of cells per period."""
    periods = sorted(cells, reverse=form.newest_first)
    lines = pl.DataFrame({"key": keys, **{str(period): cells[period] for period in periods}}).sort("key")
    body = lines.select(pl.concat_str(pl.lit(form.before) + pl.col("key"), *map(str, periods), separator="\t"))
    header = "\t".join([form.header, *(f"{period} " for period in periods)])
    text = form.line_end.join([header, *body.to_series(), ""])
    return gzip.compress(text.encode("ascii"), compresslevel=6, mtime=0)


def cells_of(values: NDArray[np.float64], flags: NDArray[np.str_], decimals: int) -> pl.Series:
    """Return the cells as Eurostat writes them: a number or ``:``, a blank, the flags; NaN and c give no number."""
    frame = pl.DataFrame({"value": values / 10**decimals, "flag": flags})
    number = pl.col("value") if decimals else pl.col("value").cast(pl.Int64, strict=False)
    absent = pl.col("value").is_nan() | (pl.col("flag") == "c")
    shown = pl.when(absent).then(pl.lit(":")).otherwise(number.cast(pl.String))
    return frame.select(pl.concat_str(shown, pl.col("flag"), separator=" ")).to_series()


def _cells(year: Year, measure: str, regions: Sequence[str]) -> pl.Series:
    row_of = {region: row for row, region in enumerate(regions)}
    rows = [row_of[region] for region in year.regions]
    values = np.full((len(regions), len(year.industries)), np.nan)
    flags = np.full(values.shape, "", dtype="<U1")
    values[rows], flags[rows] = year.values[measure], year.flags[measure]
    return cells_of(values.T.ravel(), flags.T.ravel(), DECIMALS.get(measure, 0))
