"""Reads the Regional Innovation Scoreboard 2023: its long file of indices and normalised indicators, 2016 to 2023."""

import re

import polars as pl

from cluster_observatory.errors import SourceChanged
from cluster_observatory.sources.scoreboards import observations as shape
from cluster_observatory.sources.scoreboards.copies import mark_copies
from cluster_observatory.sources.scoreboards.observations import HOW_TO_MEND, plain

DATASET = "ris_2023"
INDEX = "ris_0"
REGIONAL = " (Regional)"
STRUCTURAL = " (SD)"
GROUPS = ("Leader", "Strong", "Moderate", "Emerging")

_HEADINGS = ("Indicator", "Year", "Region", "Value", "performance group")
_NUMBERED = re.compile(r"([0-9](?:[.,][0-9]){0,2}) (.+)")
_RELATIVE = "% of the European Union in 2016"
_REGIONAL_WITHOUT_SAYING = "2.3.2 Employed ICT specialists"


def ris_indicators(data: bytes, name: str, *, largest: int = shape.LARGEST) -> pl.DataFrame:
    """Return the index, dimensions and indicators that the file has, one a row (`observations.DESCRIPTIONS`).

    The code is the number: ``ris_0`` the summary index, ``ris_1_1`` a dimension,
    ``ris_1_1_2`` an indicator, ``ris_5_1_1`` one of the structural data.  All but the
    structural data are relative to the European Union of 2016 = 100 and turned so
    that more is better; the units of the structural data are not in the file.
    ``geographical_level`` is regional for those marked so and for 2.3.2, which is
    regional without the mark; the others have values for five countries that are
    one region.  Raises SourceChanged for a name without a number before it.
    """
    table = _table(data, name, largest)
    rows: list[dict[str, object]] = []
    for heading in table["Indicator"].unique().sort():
        number, title = _numbered(heading, name)
        structural = heading.endswith(STRUCTURAL)
        regional = heading.endswith(REGIONAL) or number == "0" or heading == _REGIONAL_WITHOUT_SAYING
        rows.append(
            {
                "indicator": _code(heading, name),
                "title": plain(title.removesuffix(REGIONAL).removesuffix(STRUCTURAL)),
                "group": number[0],
                "unit": None if structural else _RELATIVE,
                "direction": None if structural else 1,
                "source": "European Commission, Regional Innovation Scoreboard 2023",
                "geographical_level": "regional" if regional else "single-region countries",
                "column": heading,
                "dataset": DATASET,
            }
        )
    return shape.descriptions(rows, name)


def read_ris(data: bytes, name: str, *, largest: int = shape.LARGEST) -> pl.DataFrame:
    """Return every line of the file as an observation (`observations.OBSERVATIONS`), in the order of the file.

    ``year`` is the year of the scoreboard; which year the figures are of is not in
    the file.  A region is NUTS 2, NUTS 1 or a country, as it is listed; the European
    Union (EU) is a group of countries.  The file writes 0 both for the minimum of
    an indicator and for no value: such a value is null and flagged ``0``.  A 0 of
    the structural data, which are not normalised, stays.  Gaps are flagged ``m``.
    Values that all regions of a country share are flagged ``n`` (`copies.mark_copies`).

    Raises SourceChanged for headings that lack, names without a number, negative
    relative values, and as `observations.observations` does.
    """
    table = _table(data, name, largest)
    names = table["Indicator"].unique()
    codes = [_code(heading, name) for heading in names]
    cells = table.select(
        "line",
        region="Region",
        year="Year",
        indicator=pl.col("Indicator").replace_strict(names, codes, return_dtype=pl.String),
        value="Value",
        dataset=pl.lit(DATASET),
        structural=pl.col("Indicator").str.ends_with(STRUCTURAL),
    )
    read = shape.observations(cells, name)
    relative = ~cells["structural"]
    negative = pl.col("value").cast(pl.Float64) < 0
    shape.refuse(cells.filter(relative), "value", negative.fill_null(False), "0 or more, relative to 100", name)
    zero = relative & (read["value"] == 0).fill_null(False)
    return mark_copies(
        read.with_columns(
            value=pl.when(~zero).then("value"),
            flags=pl.when(zero).then(pl.lit("0")).otherwise("flags"),
        )
    )


def ris_groups(data: bytes, name: str, *, largest: int = shape.LARGEST) -> pl.DataFrame:
    """Return the published performance group of each region that has one, one a row: region, performance_group.

    It is that of 2023, which the lines of the summary index repeat for every year.
    The European Union is no region; a region without figures has no group.  Raises
    SourceChanged for another group's name and for a region with two.
    """
    table = _table(data, name, largest)
    codes = {heading: _code(heading, name) for heading in table["Indicator"].unique()}
    found = (
        table.filter(pl.col("Indicator").replace_strict(codes) == INDEX, pl.col("Region") != "EU")
        .select(region="Region", performance_group="performance group")
        .drop_nulls()
        .unique()
        .sort("region", "performance_group")
    )
    strangers = found.filter(~pl.col("performance_group").is_in(GROUPS) | pl.col("region").is_duplicated())
    if not strangers.is_empty():
        region, group = strangers.row(0)
        raise SourceChanged(
            f"{name}: found the performance group {group!r} of {region}; expected one of {', '.join(GROUPS)}, the same "
            f"in every year. {HOW_TO_MEND}"
        )
    return found


def _table(data: bytes, name: str, largest: int) -> pl.DataFrame:
    table = shape.words(data, name, largest=largest)
    shape.require(table, _HEADINGS, name)
    nameless = table.filter(pl.col("Indicator").is_null())
    if not nameless.is_empty():
        raise SourceChanged(f"{name}, line {nameless['line'][0]}: no indicator; expected its name. {HOW_TO_MEND}")
    return table


def _code(heading: str, name: str) -> str:
    return shape.code("ris", _numbered(heading, name)[0])


def _numbered(heading: str, name: str) -> tuple[str, str]:
    found = _NUMBERED.fullmatch(heading)
    if not found:
        raise SourceChanged(
            f"{name}: found the indicator {heading[:60]!r}; expected a number such as 1.1.2 before it. {HOW_TO_MEND}"
        )
    return found[1], found[2]
