"""Names people read: short names of industries, sections in sentence case, regions by edition."""

import csv
from functools import lru_cache
from importlib import resources
from pathlib import Path

import polars as pl

from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import frame

COUNTRIES = {
    "AL": "Albania", "AT": "Austria", "BA": "Bosnia and Herzegovina", "BE": "Belgium", "BG": "Bulgaria",
    "CH": "Switzerland", "CY": "Cyprus", "CZ": "Czechia", "DE": "Germany", "DK": "Denmark", "EE": "Estonia",
    "EL": "Greece", "ES": "Spain", "FI": "Finland", "FR": "France", "HR": "Croatia", "HU": "Hungary",
    "IE": "Ireland", "IS": "Iceland", "IT": "Italy", "LI": "Liechtenstein", "LT": "Lithuania", "LU": "Luxembourg",
    "LV": "Latvia", "ME": "Montenegro", "MK": "North Macedonia", "MT": "Malta", "NL": "Netherlands", "NO": "Norway",
    "PL": "Poland", "PT": "Portugal", "RO": "Romania", "RS": "Serbia", "SE": "Sweden", "SI": "Slovenia",
    "SK": "Slovakia", "TR": "Türkiye", "UK": "United Kingdom", "XK": "Kosovo",
}  # fmt: skip
"""English names of the countries with NUTS or statistical regions, by their NUTS code."""


@lru_cache(maxsize=1)
def _short_names() -> dict[str, str]:
    file = resources.files("cluster_observatory.publication") / "data" / "short_names.csv"
    with file.open(encoding="utf-8") as lines:
        return {row["industry"]: row["name"] for row in csv.DictReader(lines)}


def short_name(industry: str, label: str) -> str:
    """Return a name for use within a sentence ("motor vehicles"); the label in lower case where none was given."""
    return _short_names().get(industry) or label[:1].lower() + label[1:]


def sentence_case(label: str) -> str:
    """Return a label that is written in capitals as a sentence would have it; others unchanged."""
    return label.capitalize() if label.isupper() else label


def country_name(code: str) -> str:
    """Return the English name of a country by its NUTS code, the code itself where it is unknown."""
    return COUNTRIES.get(code, code)


def region_names(edition: Edition, nuts_edition: int) -> dict[str, str]:
    """Return the names of regions; one the edition of NUTS lacks has its name from the nearest that has it."""
    return _region_names(edition.folder, nuts_edition)


@lru_cache(maxsize=32)
def _region_names(folder: Path, nuts_edition: int) -> dict[str, str]:
    rows = (
        frame(Edition(folder), "regions")
        .with_columns(away=(pl.col("nuts_edition") - nuts_edition).abs())
        .sort("away", "nuts_edition", descending=[True, False])
        .select("region", "name")
        .iter_rows()
    )
    return dict(rows)
