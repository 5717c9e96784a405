"""What every scoreboard gives: observations of regions and descriptions of indicators, each in one shape."""

import csv
import io
import re
from typing import NamedTuple

import polars as pl

from cluster_observatory.errors import SourceChanged
from cluster_observatory.sources.unpacking import unpack
from cluster_observatory.taxonomy import regions

LARGEST = 100_000_000
HOW_TO_MEND = "See docs/how-to/mend-a-reader.md."

NUTS_2, NUTS_1, COUNTRY = "NUTS 2", "NUTS 1", "country"
CAPITAL, FORMER = "capital with its commuting belt", "former region"
GROUP = "group of countries"
NOWHERE = "no region"

OBSERVATIONS = {
    "region": pl.String,
    "year": pl.Int64,
    "indicator": pl.String,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "flags": pl.String,
    "level_used": pl.String,
    "dataset": pl.String,
    "reference_year": pl.String,
}
"""Columns of observations.  ``value`` is in the indicator's unit, null where there is none; ``low`` and ``high`` are
the margins that the source gives, null elsewhere; ``flags`` are letters of `FLAGS`, "" where none; ``level_used`` is
the level the value was measured at, which is above the region's own where it was copied; ``reference_year`` is what
the value is of, as the source puts it, null where it does not say."""

DESCRIPTIONS = {
    "indicator": pl.String,
    "title": pl.String,
    "group": pl.String,
    "unit": pl.String,
    "direction": pl.Int64,
    "source": pl.String,
    "reference_year": pl.String,
    "geographical_level": pl.String,
    "description": pl.String,
    "column": pl.String,
    "dataset": pl.String,
}
"""Columns of descriptions.  ``direction`` is 1 where more is better and -1 where less is, null where the source does
not say; ``column`` is the source's own name, to the letter; null elsewhere is what the source does not tell."""


class Flag(NamedTuple):
    """One letter beside a scoreboard's value, with its meaning."""

    flag: str
    name: str
    description: str


FLAGS = (
    Flag("m", "missing", "The source has no value here."),
    Flag("0", "minimum or missing", "The source writes 0 for both; the value is held to be missing."),
    Flag("n", "national", "The value of the whole country, copied down."),
    Flag("u", "from NUTS 1", "The value of the NUTS-1 region around it, copied down."),
    Flag("o", "from a former region", "The value of a region of an older edition of NUTS that was divided since."),
    Flag("g", "from a greater capital", "The value of the capital with its commuting belt."),
    Flag("b", "break in series", "Not comparable with the years before, says the source."),
    Flag("c", "confidential", "Not published, says the source; missing, never zero."),
    Flag("d", "definition differs", "The country measures by another definition, says the source."),
    Flag("e", "estimated", "Estimated, says the source."),
    Flag("i", "imputed", "Filled in, says the source."),
    Flag("l", "low reliability", "Rests on few observations, says the source, which writes u."),
    Flag("p", "provisional", "Will be revised, says the source."),
)

_NUMBER = r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"
_YEAR = r"^(?:19|20)[0-9]{2}$"
_REGION = r"^[A-Z]{2}[A-Z0-9_]{0,2}$"
_GROUP = re.compile(r"E[UA][0-9]{0,2}|EFTA")
_SHOWN = 60


def words(data: bytes, name: str, *, separator: str = ",", largest: int = LARGEST) -> pl.DataFrame:
    """Return a file's cells as text under the file's own headings, with ``line`` (number of its last line).

    Takes CSV, plain or gzip, in UTF-8.  Lines without a cell are passed over; an
    empty cell is null, and blanks around a cell are taken off.  Raises
    SourceChanged for anything that is no table of that kind: other text, a line
    with too few or too many cells, a heading that is empty or stands twice.
    """
    try:
        text = unpack(data, name, largest=largest).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceChanged(f"{name} is not text in UTF-8 (byte {error.start}). {HOW_TO_MEND}") from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str | int | None]] = []
    try:
        header = next(reader, [])
        repeated = sorted({heading for heading in header if header.count(heading) > 1 or not heading.strip()})
        if repeated or "line" in header:
            raise SourceChanged(
                f"{name}, line 1: the heading {(repeated or ['line'])[0]!r} is empty, stands twice or is taken; "
                f"expected each heading once. {HOW_TO_MEND}"
            )
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(header):
                raise SourceChanged(
                    f"{name}, line {reader.line_num}: found {len(cells)} cells; expected {len(header)} as in line 1. "
                    f"{HOW_TO_MEND}"
                )
            rows.append([*(cell.strip() or None for cell in cells), reader.line_num])
    except csv.Error as error:
        raise SourceChanged(f"{name}, line {reader.line_num}: {error}; expected CSV. {HOW_TO_MEND}") from error
    schema = dict.fromkeys(header, pl.String()) | {"line": pl.Int64()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def require(table: pl.DataFrame, headings: tuple[str, ...], name: str) -> None:
    """Raise SourceChanged where a file lacks one of the headings or holds no line below them."""
    absent = [heading for heading in headings if heading not in table.columns]
    if absent:
        found = ", ".join(table.columns[:-1])[:_SHOWN]
        raise SourceChanged(f"{name}, line 1: found {found!r}; expected the heading {absent[0]!r} too. {HOW_TO_MEND}")
    if table.is_empty():
        raise SourceChanged(f"{name} holds no line below its headings. Get the file again.")


def code(dataset: str, *parts: str) -> str:
    """Return a code made of words: lower case, digits and underlines, whatever dashes and blanks the source writes."""
    return "_".join([dataset, *(re.sub(r"[^a-z0-9]+", "_", part.lower()).strip("_") for part in parts)])


def plain(text: str) -> str:
    """Return a text with one plain blank wherever the source has several or a non-breaking one."""
    return " ".join(text.split())


def level(region: str) -> str:
    """Return the level of a region's code: NUTS 2, NUTS 1, country; group of countries; or no region.

    ``no region`` is activity outside the regions (ATZZ, FRXX) and codes that no
    edition of NUTS has (FR01).
    """
    if _GROUP.fullmatch(region):
        return GROUP
    if region not in regions.known_codes():
        return NOWHERE
    return {2: COUNTRY, 3: NUTS_1, 4: NUTS_2}[len(region)]


def observations(cells: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return cells of text as observations: numbers read, gaps flagged m, each key once, the order kept.

    Takes ``line``, ``region``, ``year``, ``indicator``, ``value`` and ``dataset`` as text, and of the
    other columns of `OBSERVATIONS` what is known; ``level_used`` is that of the
    region where it is not.  Raises SourceChanged with line and words for regions
    and years that are none, values that are no finite number, margins that do not hold the value, and a key met twice.
    """
    refuse(cells, "region", ~pl.col("region").str.contains(_REGION), "a code such as DE11", name)
    refuse(cells, "year", ~pl.col("year").str.contains(_YEAR), "a year such as 2021", name)
    for column in ("value", "low", "high"):
        if column in cells.columns:
            wrong = ~pl.col(column).str.contains(_NUMBER) | ~pl.col(column).cast(pl.Float64, strict=False).is_finite()
            refuse(cells, column, wrong.fill_null(False), "a finite number, or nothing", name)
            cells = cells.with_columns(pl.col(column).cast(pl.Float64))
    if "low" in cells.columns:
        outside = (pl.col("value") < pl.col("low")) | (pl.col("value") > pl.col("high"))
        refuse(cells, "value", outside.fill_null(False), "a value within its margins", name)
    repeated = pl.struct("region", "year", "indicator").is_first_distinct().not_()
    refuse(cells, "indicator", repeated, "each region, year and indicator once", name)
    if "level_used" not in cells.columns:
        met = cells["region"].unique()
        cells = cells.with_columns(
            level_used=pl.col("region").replace_strict(met, [level(region) for region in met], return_dtype=pl.String)
        )
    known = cells.with_columns(pl.lit(None).alias(column) for column in OBSERVATIONS if column not in cells.columns)
    gap = pl.when(pl.col("value").is_null() & (pl.col("flags").fill_null("") == "")).then(pl.lit("m"))
    return known.with_columns(flags=gap.otherwise(pl.col("flags").fill_null(""))).select(
        pl.col(column).cast(kind) for column, kind in OBSERVATIONS.items()
    )


def refuse(cells: pl.DataFrame, column: str, wrong: pl.Expr, expected: str, name: str) -> None:
    """Raise SourceChanged for the first cell where the expression is true or null, with its line and words."""
    found = cells.filter(wrong.fill_null(True))
    if not found.is_empty():
        row = found.row(0, named=True)
        place = " ".join(str(row[key]) for key in ("region", "year", "indicator") if key != column)
        raise SourceChanged(
            f"{name}, line {row['line']}: found {column} {str(row[column])[:_SHOWN]!r} ({place}); expected {expected}. "
            f"{HOW_TO_MEND}"
        )


def descriptions(rows: list[dict[str, object]], name: str) -> pl.DataFrame:
    """Return descriptions of indicators, one a row; raises SourceChanged where two would have one code."""
    table = pl.DataFrame(rows, schema=DESCRIPTIONS)
    repeated = table.filter(pl.col("indicator").is_duplicated())
    if not repeated.is_empty():
        raise SourceChanged(
            f"{name}: {' and '.join(map(repr, repeated['column'].head(2)))} would both be called "
            f"{repeated['indicator'][0]}; expected names that differ in letters or digits. {HOW_TO_MEND}"
        )
    return table
