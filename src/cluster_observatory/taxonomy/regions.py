"""What a region is: NUTS in its editions of 2006 to 2024, and the territories in Eurostat's files that are no regions.

The statistical regions of EFTA and candidate countries are here where
Eurostat's lists or figures have them.  A code means the same region only within
one edition.  Names are in Latin letters; countries have their English name.
"""

import re
from dataclasses import dataclass
from functools import cache

import polars as pl

from cluster_observatory.errors import NotFound
from cluster_observatory.taxonomy import lists

EXTRA_REGIO = re.compile(r"[A-Z]{2}Z{1,3}")


@dataclass(frozen=True)
class Region:
    """One region in one edition of NUTS; level is 0 to 3 and parent is None for a country."""

    region: str
    nuts_edition: int
    level: int
    name: str
    country: str
    parent: str | None
    origin: str


def table() -> pl.DataFrame:
    """Return every region of every edition, one a row, sorted by code and edition.

    Columns: region, nuts_edition (year), level (0 country to 3 small region),
    name, country, parent (null for a country), origin.
    """
    return _table().clone()


def find(code: str, edition: int) -> Region:
    """Return the region with that code in that edition of NUTS.

    Raises NotFound where the edition is unknown or has no such region; the
    message says whether the code belongs to another edition or is no region at
    all, and which codes come near.
    """
    if edition not in editions():
        raise NotFound(f"There is no NUTS edition {edition}; the editions are {_listed(editions())}.")
    wanted = code.strip().upper()
    region = _by_code().get((wanted, edition))
    if region is not None:
        return region
    if is_no_region(wanted):
        raise NotFound(f"{code!r} is no region but a group of countries or activity outside the regions.")
    elsewhere = [year for year in editions() if (wanted, year) in _by_code()]
    if elsewhere:
        raise NotFound(f"{code!r} is a region of NUTS {_listed(elsewhere)}, not of NUTS {edition}.")
    near = lists.nearest(wanted, (known for known, year in _by_code() if year == edition))
    raise NotFound(f"{code!r} is no region of NUTS {edition}; expected a code such as DE, DE1, DE11 or DE111.{near}")


@cache
def editions() -> tuple[int, ...]:
    """Return the years of the NUTS editions that are here, oldest first."""
    return tuple(_table()["nuts_edition"].unique().sort())


@cache
def known_codes() -> frozenset[str]:
    """Return the codes of all regions of all editions."""
    return frozenset(_table()["region"])


def territories() -> pl.DataFrame:
    """Return the codes of Eurostat's files that stand for groups of countries or are superseded: code, name, origin."""
    return _territories().clone()


def is_no_region(code: str) -> bool:
    """Return whether a code stands for something that is no region: EU28, EA19, FRZ, CZZZ ("extra-regio").

    False for regions and for codes that are not known at all.
    """
    return code in _territory_codes() or EXTRA_REGIO.fullmatch(code) is not None


def places() -> pl.DataFrame:
    """Return one point inside every level-2 region of any edition, for a symbol on a map.

    Columns: region, longitude, latitude (degrees, WGS 84, two decimals), origin.
    The point is the centroid of the largest polygon, moved to the middle of its
    widest part where the centroid lies outside or close to the edge.  A code that
    several editions use has one point, of the newest edition with outlines at 1:10M.
    """
    return _places().clone()


@cache
def _table() -> pl.DataFrame:
    return (
        lists.read("regions")
        .with_columns(nuts_edition=pl.col("editions").str.split(" "))
        .explode("nuts_edition")
        .select(
            "region",
            pl.col("nuts_edition").cast(pl.Int64),
            level=pl.col("region").str.len_chars().cast(pl.Int64) - 2,
            name="name",
            country=pl.col("region").str.head(2),
            parent=pl.col("parent").replace({"": None}),
            origin="origin",
        )
        .sort("region", "nuts_edition")
    )


@cache
def _by_code() -> dict[tuple[str, int], Region]:
    return {(row["region"], row["nuts_edition"]): Region(**row) for row in _table().iter_rows(named=True)}


@cache
def _territories() -> pl.DataFrame:
    return lists.read("territories")


@cache
def _territory_codes() -> frozenset[str]:
    return frozenset(_territories()["code"])


@cache
def _places() -> pl.DataFrame:
    return lists.read("region_places").with_columns(pl.col("longitude", "latitude").cast(pl.Float64))


def _listed(years: tuple[int, ...] | list[int]) -> str:
    return ", ".join(map(str, years))
