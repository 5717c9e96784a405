"""How much of a sector's jobs, as countries publish them, the regions with a figure hold."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import frame

ENOUGH = 0.8
"""Below this share quotients are said to come out too high."""


@dataclass(frozen=True)
class Coverage:
    """The share of the countries' own totals that regions with a figure hold, and how many countries have a total."""

    share: float
    countries: int

    @property
    def is_low(self):
        """Return whether so little is covered that quotients come out too high."""
        return self.share < ENOUGH


def of_sector(edition, industry, year):
    """Return the coverage of a sector in a year, or None where no country with regions publishes a total.

    Only countries count that publish a total of their own and have regions in
    the comparison; a country whose regions are all hidden lowers the share.
    """
    return _of_sector(edition.folder, industry, year)


@lru_cache(maxsize=1024)
def _of_sector(folder: Path, industry, year):
    edition = Edition(folder)
    here = (pl.col("industry") == industry) & (pl.col("year") == year)
    published = frame(edition, "structure").filter(here & (pl.col("level") == 0) & pl.col("persons").is_not_null())
    regions = frame(edition, "specialisation").filter(here).with_columns(country=pl.col("region").str.slice(0, 2))
    whole = published.filter(pl.col("region").is_in(regions["country"].unique().implode()))
    if not whole["persons"].sum():
        return None
    held = regions.filter(pl.col("country").is_in(whole["region"].implode()))["persons"].sum()
    return Coverage(held / whole["persons"].sum(), whole.height)
