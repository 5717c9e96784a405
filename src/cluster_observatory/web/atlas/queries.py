"""What can be asked of an edition: sectors and clusters, their years, figures of regions, series."""

import difflib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl
from django.urls import reverse
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotFound
from cluster_observatory.publication import labels
from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import frame

SECTOR, CLUSTER = "sector", "cluster"
TABLES = {
    SECTOR: ("specialisation", "stars", "industry"),
    CLUSTER: ("cluster_specialisation", "cluster_stars", "cluster"),
}
CRITERIA = ("size", "specialisation", "focus", "productivity")
WELL_FILLED = 0.9
"""A year is shown first when it has at least this share of the values of the best filled year."""


@dataclass(frozen=True)
class Subject:
    """A sector (NACE division) or a traded cluster that has figures."""

    kind: str
    code: str
    name: str
    short: str
    section: str = ""

    @property
    def table(self):
        """Return the table of its figures."""
        return TABLES[self.kind][0]

    @property
    def is_modelled(self):
        """Return whether its figures are split from coarser ones."""
        return self.kind == CLUSTER

    @property
    def address(self):
        """Return the address of its page."""
        return reverse(f"atlas:{self.kind}", args=[self.code])


def subjects(edition, kind=None):
    """Return the sectors and clusters with figures, by code, in the order of the classifications."""
    found = _subjects(edition.folder)
    return {code: subject for code, subject in found.items() if kind in (None, subject.kind)}


@lru_cache(maxsize=8)
def _subjects(folder: Path):
    edition = Edition(folder)
    found = {}
    codes = set(frame(edition, "specialisation")["industry"].unique())
    industries = frame(edition, "industries")
    sections = dict(industries.filter(pl.col("level") == 1).select("industry", "label").iter_rows())
    for code, label in industries.select("industry", "label").iter_rows():
        if code in codes:
            section = labels.sentence_case(sections.get(code[0], ""))
            found[code] = Subject(SECTOR, code, label, labels.short_name(code, label), section)
    codes = set(frame(edition, "cluster_specialisation")["cluster"].unique())
    rows = frame(edition, "clusters").select("cluster", "name").iter_rows()
    for code, name in sorted(rows, key=lambda row: (len(row[0]), row[0])):
        if code in codes:
            found[code] = Subject(CLUSTER, code, name, name)
    return found


def subject(edition, code, kind=None):
    """Return the sector or cluster of that code; raises NotFound with codes that look alike."""
    known = subjects(edition, kind)
    if code in known:
        return known[code]
    near = difflib.get_close_matches(code.upper(), known, n=3, cutoff=0.5)
    message = _("There is no sector or cluster “{code}” with figures in this edition.").format(code=code)
    if near:
        alike = ", ".join(f"{known[found].name} ({found})" for found in near)
        message += " " + _("Near it: {alike}.").format(alike=alike)
    raise NotFound(message)


def years(edition, kind):
    """Return the years with figures of that kind, oldest first."""
    return _years(edition.folder, kind)[0]


def best_year(edition, kind):
    """Return the newest well filled year, of sectors where that kind has it too: they are what was measured."""
    known, best = _years(edition.folder, kind)
    measured = _years(edition.folder, SECTOR)[1]
    return measured if measured in known else best


@lru_cache(maxsize=16)
def _years(folder: Path, kind):
    counted = (
        frame(Edition(folder), TABLES[kind][0])
        .group_by("year")
        .agg(values=pl.col("persons").is_not_null().sum(), edition=pl.col("nuts_edition").first())
        .filter(pl.col("values") > 0)
        .sort("year")
    )
    if counted.is_empty():
        raise NotFound(f"The table {TABLES[kind][0]} of this edition has no figures.")
    best = counted.filter(pl.col("values") >= WELL_FILLED * pl.col("values").max())["year"].max()
    return tuple(counted["year"]), best


def nuts_edition(edition, kind, year):
    """Return the edition of NUTS in which that year's figures were given."""
    return _nuts_editions(edition.folder, kind)[year]


@lru_cache(maxsize=16)
def _nuts_editions(folder: Path, kind):
    rows = frame(Edition(folder), TABLES[kind][0]).group_by("year").agg(pl.col("nuts_edition").first()).iter_rows()
    return dict(rows)


@lru_cache(maxsize=16)
def regions_with_figures(folder: Path, kind):
    """Return for each year the codes of the regions with any value."""
    known = frame(Edition(folder), TABLES[kind][0]).filter(pl.col("persons").is_not_null())
    return {year: frozenset(found) for year, found in known.group_by("year").agg(pl.col("region").unique()).iter_rows()}


def profiles(edition):
    """Return the method profiles of the edition, as its manifest describes them."""
    return edition.manifest["profiles"]


def figures(edition, subject, year):
    """Return the figures of every region in that year, with its stars under each profile.

    Columns: those of the table of specialisation, `name`, and for each profile
    `stars_<profile>` and `not_known_<profile>`, the criteria that could not be judged.
    """
    return _figures(edition.folder, subject, year)


def download(edition, subject, year):
    """Return the figures as they are downloaded: with the edition's name, modelled persons rounded to whole ones."""
    found = figures(edition, subject, year)
    if "modelled" in found.columns:
        whole = pl.when(pl.col("modelled")).then(pl.col("persons").round(0)).otherwise(pl.col("persons"))
        found = found.with_columns(persons=whole)
    return found.select("region", "name", pl.exclude("region", "name"), pl.lit(edition.name).alias("edition"))


@lru_cache(maxsize=256)
def _figures(folder: Path, subject, year):
    edition = Edition(folder)
    table, stars, column = TABLES[subject.kind]
    found = frame(edition, table).filter((pl.col(column) == subject.code) & (pl.col("year") == year))
    found = _completed(edition, found, subject, year)
    return _with_names(edition, _with_stars(edition, found, stars, column, subject.code, year))


def _completed(edition, found, subject, year):
    """Return the figures with a row for every region that the edition of NUTS has in the countries with figures.

    Codes that it does not have are left out, unless a figure was given under them all the same.
    """
    given = nuts_edition(edition, subject.kind, year)
    figured = regions_with_figures(edition.folder, subject.kind).values()
    countries = sorted({region[:2] for regions in figured for region in regions})
    wanted = frame(edition, "regions").filter(
        (pl.col("nuts_edition") == given) & (pl.col("level") == 2) & pl.col("country").is_in(countries)
    )
    known = found.filter(pl.col("region").is_in(wanted["region"].implode()) | pl.col("persons").is_not_null())
    lacking = wanted.join(known, on="region", how="anti").select(
        "region", "nuts_edition", pl.lit(year).cast(pl.Int64).alias("year"), pl.lit("").alias("flags")
    )
    return pl.concat([known, lacking], how="diagonal").sort("region")


def region_code(edition, code):
    """Return the code of a region in capitals where only so written it is one; the code unchanged otherwise."""
    return code.upper() if code.upper() in _region_codes(edition.folder) else code


@lru_cache(maxsize=8)
def _region_codes(folder: Path):
    return frozenset(frame(Edition(folder), "regions")["region"])


def region_figures(edition, kind, region, year=None):
    """Return the figures of a region for every sector or cluster, in one year or all, with its stars."""
    table, stars, column = TABLES[kind]
    found = frame(edition, table).filter(pl.col("region") == region)
    starred = frame(edition, stars).filter(pl.col("region") == region)
    if year is not None:
        found, starred = found.filter(pl.col("year") == year), starred.filter(pl.col("year") == year)
    return found.join(_wide(starred, [column, "year"], edition), on=[column, "year"], how="left")


def _with_stars(edition, found, stars, column, code, year):
    starred = frame(edition, stars).filter((pl.col(column) == code) & (pl.col("year") == year))
    return found.join(_wide(starred, ["region"], edition), on="region", how="left")


def _wide(starred, key, edition):
    wide = starred.select(key).unique()
    for profile in profiles(edition):
        name = profile["name"]
        one = starred.filter(pl.col("profile") == name).select(
            *key, pl.col("stars").alias(f"stars_{name}"), _not_known(profile).alias(f"not_known_{name}")
        )
        wide = wide.join(one, on=key, how="left")
    return wide


def _not_known(profile):
    """Return the criteria of a profile that could not be judged where anyone is employed, parted by spaces."""
    asked = [name for name in CRITERIA if name in profile["parameters"]]
    missing = [pl.when(pl.col(f"{name}_star").is_null()).then(pl.lit(name)) for name in asked]
    if not missing:
        return pl.lit("")
    employs = pl.col("stars").is_not_null() & (pl.col("size_value") > 0)
    return pl.when(employs).then(pl.concat_str(missing, separator=" ", ignore_nulls=True))


def _with_names(edition, found):
    if found.is_empty():
        return found.with_columns(name=pl.lit(""))
    names = labels.region_names(edition, found["nuts_edition"][0])
    region = pl.col("region")
    return found.with_columns(name=region.replace_strict(names, default=region, return_dtype=pl.String))


def series(edition, subject, regions):
    """Return year, region, nuts_edition, flags, persons and location quotient of some regions over all years."""
    table, _stars, column = TABLES[subject.kind]
    return (
        frame(edition, table)
        .filter((pl.col(column) == subject.code) & pl.col("region").is_in(list(regions)))
        .filter(pl.col("persons").is_not_null())
        .select("region", "year", "nuts_edition", "flags", "persons", "location_quotient")
        .sort("region", "year")
    )


def flag_names(edition):
    """Return the meaning of each flag."""
    return _flag_names(edition.folder)


@lru_cache(maxsize=8)
def _flag_names(folder: Path):
    return dict(frame(Edition(folder), "flags").select("flag", "name").iter_rows())


def flags_in_words(edition, flags):
    """Return the meaning of every letter of a cell's flags, separated by commas."""
    names = flag_names(edition)
    return ", ".join(names.get(letter, letter) for letter in flags or "")
