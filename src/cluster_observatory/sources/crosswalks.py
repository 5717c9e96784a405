"""Reads cross-walks between editions of NUTS: what of a region went to which region, by area, people and built-up land.

Two forms of CSV, plain or gzip: that of the Joint Research Centre (in the R
package *nuts*), and a simpler one of our own for an edition that it does not
know:

    from_code,to_code,from_version,to_version,level,country,areaKm,pop18,pop11,artif_surf18,artif_surf12
    from_region,to_region,from_edition,to_edition,area,population_2018
"""

import csv
import io
import math
import re

import polars as pl

from cluster_observatory.errors import SourceChanged
from cluster_observatory.sources.unpacking import unpack
from cluster_observatory.taxonomy.versions import FLOWS, WEIGHTS

LARGEST = 100_000_000
HOW_TO_ADD = "See docs/how-to/add-a-nuts-edition.md."

_OURS = {
    "from_code": "from_region",
    "to_code": "to_region",
    "from_version": "from_edition",
    "to_version": "to_edition",
    "areaKm": "area",
    "pop18": "population_2018",
    "pop11": "population_2011",
    "artif_surf18": "artificial_surface",
}
_NOT_USED = ("level", "country", "artif_surf12", "origin")
_KEY = ("from_region", "to_region", "from_edition", "to_edition")
_CODE = re.compile(r"[A-Z]{2}[A-Z0-9]{0,3}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SHOWN = 40


def read_crosswalk(data: bytes, name: str, *, largest: int = LARGEST) -> pl.DataFrame:
    """Return the flows in a cross-walk file, one a row, in the order of the file.

    Columns: from_region, to_region, from_edition, to_edition, level (0 to 3),
    area (square kilometres), artificial_surface, population_2011,
    population_2018; a weight that the file lacks or leaves empty is null.
    ``to_region`` is null where it is empty: a region that went nowhere that is
    known.  Greece is EL in every edition, also where the file says GR.

    ``name`` stands in messages; ``largest`` is the most bytes the unpacked text
    may have.  Raises SourceChanged with file, line and the words met for columns
    that are not known or lack, codes and editions that are none, weights that
    are negative or no finite number, levels that differ and a flow met twice.
    """
    try:
        text = unpack(data, name, largest=largest).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceChanged(f"{name} is not text in UTF-8 (byte {error.start}). {HOW_TO_ADD}") from error
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[dict[str, object]] = []
    first_met: dict[tuple[object, ...], int] = {}
    try:
        header = _header(next(lines, []), name)
        for words in lines:
            if not words:
                continue
            row = _flow(words, header, f"{name}, line {lines.line_num}")
            key = tuple(row[column] for column in _KEY)
            if key in first_met:
                raise SourceChanged(
                    f"{name}, line {lines.line_num}: the flow {' '.join(map(str, key))} stands in line "
                    f"{first_met[key]} too; expected each flow once. {HOW_TO_ADD}"
                )
            first_met[key] = lines.line_num
            rows.append(row)
    except csv.Error as error:
        raise SourceChanged(f"{name}, line {lines.line_num}: {error}; expected CSV. {HOW_TO_ADD}") from error
    return pl.DataFrame(rows, schema=FLOWS)


def _header(words: list[str], name: str) -> list[str]:
    header = [_OURS.get(word.strip(), word.strip()) for word in words]
    known = {*FLOWS, *_NOT_USED}
    absent = [column for column in _KEY if column not in header]
    unknown = [column for column in header if column not in known]
    twice = sorted({column for column in header if header.count(column) > 1})
    for columns, fault in ((absent, "lacks"), (unknown, "has the unknown column"), (twice, "has twice")):
        if columns:
            raise SourceChanged(
                f"{name}, line 1: the cross-walk {fault} {', '.join(columns)[:_SHOWN]}; expected "
                f"{', '.join(_KEY)} and of {', '.join(WEIGHTS)} what is known. {HOW_TO_ADD}"
            )
    return header


def _flow(words: list[str], header: list[str], place: str) -> dict[str, object]:
    if len(words) != len(header):
        raise SourceChanged(f"{place}: found {len(words)} cells; expected {len(header)} as in line 1. {HOW_TO_ADD}")
    cells = dict(zip(header, (word.strip() for word in words), strict=True))
    source = _region(cells["from_region"], place)
    target = _region(cells["to_region"], place) if cells["to_region"] else None
    if target is not None and len(target) != len(source):
        raise SourceChanged(
            f"{place}: found a flow from {source} to {target}; expected regions of one level. {HOW_TO_ADD}"
        )
    return {
        "from_region": source,
        "to_region": target,
        "from_edition": _edition(cells["from_edition"], place),
        "to_edition": _edition(cells["to_edition"], place),
        "level": len(source) - 2,
        **{weight: _weight(cells.get(weight, ""), weight, place) for weight in WEIGHTS},
    }


def _region(word: str, place: str) -> str:
    if not _CODE.fullmatch(word):
        raise SourceChanged(f"{place}: found the region {word[:_SHOWN]!r}; expected a code such as DE11. {HOW_TO_ADD}")
    return f"EL{word[2:]}" if word.startswith("GR") else word


def _edition(word: str, place: str) -> int:
    if not _YEAR.fullmatch(word):
        raise SourceChanged(f"{place}: found the edition {word[:_SHOWN]!r}; expected a year such as 2021. {HOW_TO_ADD}")
    return int(word)


def _weight(word: str, weight: str, place: str) -> float | None:
    if not word:
        return None
    try:
        value = float(word)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or value < 0:
        raise SourceChanged(
            f"{place}: found {weight} {word[:_SHOWN]!r}; expected a finite number of 0 or more. {HOW_TO_ADD}"
        )
    return value
