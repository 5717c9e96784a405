"""Names people read, in their language: industries, clusters, countries, indicators, flags; regions by edition.

Tables hold one name, in English; here stand the others.  `data/industry_labels.csv` has the official labels of NACE
in the languages of the European Union, `data/short_names.csv` and `data/labels.csv` the observatory's own words: no
official translation of these is known.  Where a language has no name the English one stands.
"""

import csv
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from pathlib import Path

import polars as pl
from babel import Locale

from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import frame

ENGLISH = "en"

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

ISO_CODES = {"EL": "GR", "UK": "GB"}
"""Countries whose code in NUTS is not their code in ISO 3166."""

NAMED_IN = {
    "clusters": ("cluster", "cluster", "name"),
    "scoreboards": ("scoreboard", "scoreboard", "name"),
    "indicators": ("context", "indicator", "name"),
    "demography_measures": ("measure", "measure", "name"),
}
"""Tables whose names stand in `labels.csv`: the kind of label, the columns of the code and of the English name."""


def _lines(file: str) -> list[dict[str, str]]:
    path = resources.files("cluster_observatory.publication") / "data" / file
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


@lru_cache(maxsize=1)
def _names() -> dict[tuple[str, str], dict[str, str]]:
    """Return the names of every kind and code by language."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in _lines("industry_labels.csv"):
        found.setdefault(("industry", row["industry"]), {})[row["language"]] = row["label"]
    for row in _lines("short_names.csv"):
        found.setdefault(("short", row["industry"]), {})[row["language"]] = row["name"]
    for row in _lines("labels.csv"):
        found.setdefault((row["kind"], row["code"]), {})[row["language"]] = row["label"]
    return found


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Return the languages in which the sectors have official labels, English first."""
    return ENGLISH, *sorted(
        {language for (kind, _), names in _names().items() if kind == "industry" for language in names}
    )


def name(kind: str, code: str, language: str, english: str) -> str:
    """Return what something is called in a language, the English name where the language has none.

    Kinds: `industry` (official label), `cluster`, `cluster_note`, `scoreboard`, `dimension`, `indicator` (of a
    scoreboard), `context`, `measure` (of business demography), `flag`, `flag_note`, and those whose code is what
    English says: `unit`, `member_note` (of a class of a cluster), `reference_year` (of an indicator).
    """
    return _names().get((kind, code), {}).get(language, english)


def short_name(industry: str, label: str, language: str = ENGLISH) -> str:
    """Return a name for use within a sentence ("motor vehicles").

    Where the language has none: its official label, with a small first letter in English.
    """
    found = _names().get(("short", industry), {}).get(language)
    if found:
        return found
    return label[:1].lower() + label[1:] if language == ENGLISH else name("industry", industry, language, label)


def sentence_case(label: str) -> str:
    """Return a label that is written in capitals as a sentence would have it; others unchanged."""
    return label.capitalize() if label.isupper() else label


def country_name(code: str, language: str = ENGLISH) -> str:
    """Return the name of a country by its NUTS code, the code itself where it is unknown."""
    if language == ENGLISH or code not in COUNTRIES:
        return COUNTRIES.get(code, code)
    return _territories(language).get(ISO_CODES.get(code, code), COUNTRIES[code])


@lru_cache(maxsize=32)
def _territories(language: str) -> dict[str, str]:
    return dict(Locale.parse(language, sep="-").territories)


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


def all_labels(edition: Edition) -> Iterator[tuple[str, str, str, str]]:
    """Yield every name in every language as (kind, code, language, text), for search.

    Kinds: `industry` and `short` by the code of the industry, `cluster`, `scoreboard`, `dimension`, `indicator`,
    `context`, `measure`, `country`, and `region`, whose language is empty: the official list has the name in use
    there.  A region that editions of NUTS call by several names has them all.
    """
    for code, english in frame(edition, "industries").select("industry", "label").iter_rows():
        yield from _in_all("industry", code, english)
        yield from _in_all("short", code, "")
    for table, (kind, key, column) in NAMED_IN.items():
        if table in edition.tables:
            for code, english in frame(edition, table).select(key, column).iter_rows():
                yield from _in_all(kind, code, english)
    if "scoreboard_indicators" in edition.tables:
        rows = frame(edition, "scoreboard_indicators").select("kind", "code", "name").unique(maintain_order=True)
        for kind, code, english in rows.iter_rows():
            yield from _in_all("indicator" if kind == "indicator" else "dimension", code, english)
    for code in COUNTRIES:
        for language in languages():
            yield "country", code, language, country_name(code, language)
    for code, text in frame(edition, "regions").select("region", "name").unique(maintain_order=True).iter_rows():
        yield "region", code, "", text


def _in_all(kind: str, code: str, english: str) -> Iterator[tuple[str, str, str, str]]:
    names = _names().get((kind, code), {})
    if english and ENGLISH not in names:
        yield kind, code, ENGLISH, english
    for language, text in names.items():
        yield kind, code, language, text
