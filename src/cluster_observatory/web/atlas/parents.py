"""Countries and NUTS-1 regions: what they are, the NUTS-2 regions in them, and how specialised they are in sectors."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import frame, part
from cluster_observatory.publication.labels import country_name, region_names
from cluster_observatory.web.atlas import findings, levels, numbers, queries, viewing
from cluster_observatory.web.atlas.evidence import source_line

LETTERS = {0: 2, 1: 3}
"""How long the codes of countries and of NUTS-1 regions are."""

COLUMNS = ("industry", "persons", "flags", "location_quotient", "focus", "european_share", "rank", "dataset")


@dataclass(frozen=True)
class Parent:
    """A country or a NUTS-1 region of an edition in a year."""

    edition: Edition
    code: str
    level: int
    year: int

    @property
    def name(self):
        """Return its name."""
        if self.level == 0:
            return country_name(self.code, get_language())
        return region_names(self.edition, self.nuts_edition).get(self.code, self.code)

    @property
    def nuts_edition(self):
        """Return the edition of NUTS that the year's figures follow."""
        return queries.nuts_edition(self.edition, queries.SECTOR, self.year)

    @property
    def address(self):
        """Return the address of its page."""
        return reverse("atlas:region", args=[self.code])

    @property
    def map_query(self):
        """Return the parameters that show its regions on the map."""
        return viewing.query(viewing.View(countries=(self.code[:2],)), year=self.year)

    @cached_property
    def regions(self):
        """Return its NUTS-2 regions with figures in that year: code, name and address, by code."""
        known = queries.regions_with_figures(self.edition.folder, queries.SECTOR)[self.year]
        names = region_names(self.edition, self.nuts_edition)
        return [
            {"region": code, "name": names.get(code, code), "address": reverse("atlas:region", args=[code])}
            for code in sorted(known)
            if code.startswith(self.code)
        ]

    @cached_property
    def figures(self):
        """Return its published figures of every sector in that year, the most specialised first; those of few last."""
        if levels.TABLE not in self.edition.tables:
            return []
        found = part(self.edition, levels.TABLE, COLUMNS, region=self.code, year=self.year)
        rows = found.filter(pl.col("persons").is_not_null()).to_dicts()
        many = findings.WORTH_NAMING
        return sorted(rows, key=lambda row: (row["persons"] < many, -(row["location_quotient"] or 0), row["industry"]))

    @property
    def sectors(self):
        """Return the figures in words, each with its subject and the address of its map."""
        subjects = queries.subjects(self.edition, queries.SECTOR)
        view = viewing.View(level=self.level)
        return [
            {
                "subject": subjects[row["industry"]],
                "map": viewing.query(view, of=row["industry"], year=self.year),
                "persons": numbers.count(row["persons"]),
                "location_quotient": numbers.quotient(row["location_quotient"]),
                "focus": numbers.share(row["focus"]),
                "european_share": numbers.share(row["european_share"]),
                "rank": numbers.NONE if row["rank"] is None else row["rank"],
                "flags": queries.flags_in_words(self.edition, row["flags"]),
            }
            for row in self.figures
            if row["industry"] in subjects
        ]

    @property
    def finding(self):
        """Return what it is, as a sentence."""
        words = {"name": self.name, "code": self.code, "n": len(self.regions), "year": self.year}
        if self.level == 0:
            return _("{name} ({code}) is a country; {n} of its NUTS-2 regions have figures in {year}.").format(**words)
        return _("{name} ({code}) is a NUTS-1 region; {n} NUTS-2 regions in it have figures in {year}.").format(**words)

    @property
    def source(self):
        """Return the source line of its figures."""
        return source_line(self.edition, {row["dataset"] for row in self.figures}, "location-quotient")


def parent(edition, code, year):
    """Return the country or NUTS-1 region of that code in a year, or None where it is none."""
    level = _levels(edition.folder).get(code)
    return None if level is None else Parent(edition, code, level, year)


def of_region(edition, code, year):
    """Return the country and the NUTS-1 region that a NUTS-2 region lies in, the larger first."""
    above = (parent(edition, code[:letters], year) for letters in LETTERS.values())
    return [found for found in above if found is not None]


@lru_cache(maxsize=8)
def _levels(folder: Path):
    """Return the level of every country and NUTS-1 region that has a NUTS-2 region with figures."""
    known = frame(Edition(folder), "specialisation")["region"].unique().to_list()
    return {code[:letters]: level for level, letters in LETTERS.items() for code in known}
