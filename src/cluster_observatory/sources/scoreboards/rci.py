"""Reads the Regional Competitiveness Index 2.0 of 2022: its raw data and what its metadata say of each indicator."""

import re

import polars as pl

from cluster_observatory.errors import SourceChanged
from cluster_observatory.sources.scoreboards import observations as shape
from cluster_observatory.sources.scoreboards.copies import mark_copies
from cluster_observatory.sources.scoreboards.levels import GeographicalLevel, geographical_level
from cluster_observatory.sources.scoreboards.observations import COUNTRY, HOW_TO_MEND, NUTS_1, plain

DATASET = "rci_2022"
EDITION = 2022

MERGED = {
    "AT_C": ("AT12", "AT13"),
    "BE_C": ("BE10", "BE24", "BE31"),
    "CZ_C": ("CZ01", "CZ02"),
    "DE_C": ("DE30", "DE40"),
    "HR_C": ("HR05", "HR06"),
    "HU_C": ("HU11", "HU12"),
    "NL_C": ("NL23", "NL32"),
}
"""The capitals that are one region with their commuting belt, and the regions of NUTS 2021 that lack in their place.
Inferred: of those countries the file lists all others."""

HEADINGS = {
    "Child mortality": "Infant mortality",
    "Cancer disease death rate (x1000)": "Cancer disease death rate",
    "Heart disease death rate (x1000)": "Heart disease death rate",
    "NEET rate": "NEET",
    "Households with broadband access (%)": "Households with broadband access",
}
"""Headings of the data that the metadata write otherwise."""

_DATA = ("NUTS", "Region name")
_METADATA = (
    "Pillar name",
    "Indicator name",
    "Description",
    "Unit of measurement",
    "Source",
    "Reference year",
    "Geographical level",
)
_MORE_IS_BETTER = ("the higher the better", "1-7 (best)", "1–7 (best)", "from 0 (worst) to 100 (best)")


def rci_indicators(metadata: bytes, name: str, *, largest: int = shape.LARGEST) -> pl.DataFrame:
    """Return what the metadata say of each indicator, one a row (`observations.DESCRIPTIONS`), in their order.

    The code is made of pillar and name; dashes, repeated and non-breaking blanks
    make no difference to it.  ``group`` is the pillar.  A line of the file that
    only carries on the one before is joined to it.  ``direction`` is known where the
    unit says which end is best.  Raises SourceChanged for headings that lack, a
    line that neither names an indicator nor carries one on, and two indicators of
    one code.
    """
    table = shape.words(metadata, name, largest=largest)
    shape.require(table, _METADATA, name)
    entries: list[dict[str, str]] = []
    for row in table.iter_rows(named=True):
        cells = {heading: plain(row[heading] or "") for heading in _METADATA}
        if cells["Pillar name"] and cells["Indicator name"] and cells["Geographical level"]:
            entries.append(cells | {"column": row["Indicator name"]})
        elif entries and not cells["Pillar name"] and not cells["Indicator name"]:
            entries[-1] = {key: plain(f"{text} {cells.get(key, '')}") for key, text in entries[-1].items()}
        else:
            raise SourceChanged(
                f"{name}, line {row['line']}: found the pillar {cells['Pillar name']!r} and the indicator "
                f"{cells['Indicator name']!r}; expected both and a geographical level. {HOW_TO_MEND}"
            )
    headings = {indicator: heading for heading, indicator in HEADINGS.items()}
    rows: list[dict[str, object]] = [
        {
            "indicator": shape.code("rci", _pillar(entry["Pillar name"]), entry["Indicator name"]),
            "title": entry["Indicator name"],
            "group": _pillar(entry["Pillar name"]),
            "unit": entry["Unit of measurement"],
            "direction": 1 if any(words in entry["Unit of measurement"] for words in _MORE_IS_BETTER) else None,
            "source": entry["Source"],
            "reference_year": entry["Reference year"],
            "geographical_level": entry["Geographical level"],
            "description": entry["Description"],
            "column": headings.get(entry["Indicator name"], entry["Indicator name"]),
            "dataset": DATASET,
        }
        for entry in entries
    ]
    return shape.descriptions(rows, name)


def read_rci(
    data: bytes, name: str, *, metadata: bytes, metadata_name: str, largest: int = shape.LARGEST
) -> pl.DataFrame:
    """Return every cell of the raw data as an observation (`observations.OBSERVATIONS`), region by region.

    ``year`` is the edition, 2022; ``reference_year`` what the metadata say.  Merged
    capital regions (`MERGED`) keep their own codes, level NUTS 2.  Gaps are null and
    flagged ``m``.  Values of a country (``n``), of NUTS 1 (``u``) or of a former region
    (``o``) are flagged where the metadata say so, and the first two where the data
    show it (`copies.mark_copies`).

    Raises SourceChanged where an indicator of one file lacks in the other, for a
    geographical level that cannot be read, and as `observations.observations` does.
    """
    described = rci_indicators(metadata, metadata_name, largest=largest)
    table = shape.words(data, name, largest=largest)
    shape.require(table, _DATA, name)
    indicators = dict(described.select("column", "indicator").rows())
    codes = {heading: indicators.get(plain(heading)) for heading in table.columns if heading not in (*_DATA, "line")}
    strangers = [heading for heading, found in codes.items() if found is None]
    absent = set(indicators.values()) - set(codes.values())
    if strangers or absent:
        raise SourceChanged(
            f"{name}: the indicator {(strangers or sorted(map(str, absent)))[0]!r} stands in one of data and metadata "
            f"({metadata_name}) only; expected the same indicators in both. {HOW_TO_MEND}"
        )
    cells = (
        table.rename({"NUTS": "region"})
        .unpivot(index=["line", "region"], on=list(codes), variable_name="indicator")
        .with_columns(pl.col("indicator").replace_strict(codes), year=pl.lit(str(EDITION)), dataset=pl.lit(DATASET))
        .join(described.select("indicator", "reference_year"), on="indicator", how="left", maintain_order="left")
        .sort("line", maintain_order=True)
    )
    read = shape.observations(cells, name).with_columns(
        level_used=pl.when(pl.col("region").is_in(list(MERGED))).then(pl.lit(shape.NUTS_2)).otherwise("level_used")
    )
    levels = {
        row["indicator"]: geographical_level(row["geographical_level"], f"{metadata_name}, {row['title']}")
        for row in described.iter_rows(named=True)
    }
    return mark_copies(_declared(read, levels), mixed=MERGED)


def _declared(read: pl.DataFrame, levels: dict[str, GeographicalLevel]) -> pl.DataFrame:
    """Return the observations with the flags and levels that the metadata declare."""
    marks = pl.DataFrame(
        [
            (region, indicator, declared.of(region), region in declared.former)
            for region in read["region"].unique()
            for indicator, declared in levels.items()
        ],
        schema={"region": pl.String, "indicator": pl.String, "declared": pl.String, "former": pl.Boolean},
        orient="row",
    )
    above = pl.col("declared").is_in([COUNTRY, NUTS_1])
    flag = (
        pl.when(pl.col("declared") == COUNTRY)
        .then(pl.lit("n"))
        .when(pl.col("declared") == NUTS_1)
        .then(pl.lit("u"))
        .when("former")
        .then(pl.lit("o"))
        .otherwise(pl.lit(""))
    )
    return (
        read.join(marks, on=["region", "indicator"], how="left", maintain_order="left")
        .with_columns(
            flags=pl.when(pl.col("value").is_null()).then("flags").otherwise(flag),
            level_used=pl.when(above).then("declared").otherwise("level_used"),
        )
        .select(read.columns)
    )


def _pillar(text: str) -> str:
    """Return a pillar's name in one spelling: 'Institutions –national' is 'Institutions – national'."""
    return re.sub(r"[ –-]+(regional|national)$", r" – \1", plain(text))
