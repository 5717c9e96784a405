"""What can be asked of an edition: sectors and clusters, their years, figures of regions, series."""

import difflib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotFound
from cluster_observatory.publication import labels
from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import frame
from cluster_observatory.web.atlas import indicators

SECTOR, CLUSTER, EMERGING = "sector", "cluster", "emerging"
TABLES = {
    SECTOR: ("specialisation", "stars", "industry"),
    CLUSTER: ("cluster_specialisation", "cluster_stars", "cluster"),
    EMERGING: ("cluster_specialisation", "cluster_stars", "cluster"),
}
"""For each kind of subject its table of figures, its table of stars, and the column of both that names it."""

KIND_OF = {"traded": CLUSTER, "emerging": EMERGING}
"""The kinds of clusters that can have figures, as the classification calls them."""
LONGEST_CODE = 40
"""Of a code that is not known, so many characters are looked at and said again."""

WELL_FILLED = 0.9
"""A year is shown first when it has at least this share of the values of the best filled year."""


@dataclass(frozen=True)
class Subject:
    """A sector (NACE division), a traded cluster or an emerging industry that has figures; its names in English.

    It is kept between requests, so it says its names in the language of whoever asks for them.
    """

    kind: str
    code: str
    english: str
    english_section: str = ""

    @property
    def name(self):
        """Return its official label, or the name of the cluster."""
        return labels.name("industry" if self.kind == SECTOR else "cluster", self.code, get_language(), self.english)

    @property
    def short(self):
        """Return its name as a sentence says it."""
        return labels.short_name(self.code, self.english, get_language()) if self.kind == SECTOR else self.name

    @property
    def section(self):
        """Return the section of NACE that a sector belongs to; empty for clusters."""
        if self.kind != SECTOR:
            return ""
        return labels.sentence_case(labels.name("industry", self.code[0], get_language(), self.english_section))

    @property
    def table(self):
        """Return the table of its figures."""
        return TABLES[self.kind][0]

    @property
    def is_modelled(self):
        """Return whether its figures are split from coarser ones."""
        return self.kind != SECTOR

    @property
    def address(self):
        """Return the address of its page."""
        return reverse("atlas:sector" if self.kind == SECTOR else "atlas:cluster", args=[self.code])


def subjects(edition, kind=None):
    """Return the sectors, traded clusters and emerging industries with figures, by code, as the classifications go.

    `kind` is one kind, several of them, or None for all.
    """
    kinds = {kind} if isinstance(kind, str) else kind
    found = _subjects(edition.folder)
    return {code: subject for code, subject in found.items() if kinds is None or subject.kind in kinds}


@lru_cache(maxsize=8)
def _subjects(folder: Path):
    edition = Edition(folder)
    found = {}
    codes = set(frame(edition, "specialisation")["industry"].unique())
    industries = frame(edition, "industries")
    sections = dict(industries.filter(pl.col("level") == 1).select("industry", "label").iter_rows())
    for code, label in industries.select("industry", "label").iter_rows():
        if code in codes:
            found[code] = Subject(SECTOR, code, label, sections.get(code[0], ""))
    codes = set(frame(edition, "cluster_specialisation")["cluster"].unique())
    rows = frame(edition, "clusters").select("cluster", "kind", "name").iter_rows()
    for code, kind, name in sorted(rows, key=lambda row: (KIND_OF.get(row[1], ""), len(row[0]), row[0])):
        if code in codes and kind in KIND_OF:
            found[code] = Subject(KIND_OF[kind], code, name)
    return found


def of_kind(edition, kind):
    """Return the figures of every subject of a kind."""
    return _of_kind(edition.folder, kind)


@lru_cache(maxsize=6)
def _of_kind(folder: Path, kind):
    edition = Edition(folder)
    table, _stars, column = TABLES[kind]
    whole = frame(edition, table)
    if kind == SECTOR:
        return whole
    return whole.filter(pl.col(column).is_in(list(subjects(edition, kind))))


def subject(edition, code, kind=None):
    """Return the sector or cluster of that code; raises NotFound with codes that look alike."""
    known = subjects(edition, kind)
    if code in known:
        return known[code]
    words = _("There is no sector or cluster “{code}” with figures in this edition.")
    raise NotFound(refusal(words, code, {found: one.name for found, one in known.items()}))


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
        of_kind(Edition(folder), kind)
        .group_by("year")
        .agg(values=pl.col("persons").is_not_null().sum(), edition=pl.col("nuts_edition").first())
        .filter(pl.col("values") > 0)
        .sort("year")
    )
    if counted.is_empty():
        raise NotFound(f"The table {TABLES[kind][0]} of this edition has no figures of the kind {kind}.")
    best = counted.filter(pl.col("values") >= WELL_FILLED * pl.col("values").max())["year"].max()
    return tuple(counted["year"]), best


def nuts_edition(edition, kind, year):
    """Return the edition of NUTS in which that year's figures were given."""
    return _nuts_editions(edition.folder, kind)[year]


@lru_cache(maxsize=16)
def _nuts_editions(folder: Path, kind):
    return dict(of_kind(Edition(folder), kind).group_by("year").agg(pl.col("nuts_edition").first()).iter_rows())


@lru_cache(maxsize=16)
def regions_with_figures(folder: Path, kind):
    """Return for each year the codes of the regions with any value."""
    known = of_kind(Edition(folder), kind).filter(pl.col("persons").is_not_null())
    return {year: frozenset(found) for year, found in known.group_by("year").agg(pl.col("region").unique()).iter_rows()}


def figures(edition, subject, year):
    """Return the figures of every region in that year: columns of the table of specialisation and `name`.

    Structural indicators stand beside them where the edition has them.
    """
    return _figures(edition.folder, subject, year)


@lru_cache(maxsize=256)
def _figures(folder: Path, subject, year):
    edition = Edition(folder)
    table, _stars, column = TABLES[subject.kind]
    found = frame(edition, table).filter((pl.col(column) == subject.code) & (pl.col("year") == year))
    found = indicators.beside(edition, found, subject.kind, column)
    return with_names(edition, completed(edition, found, subject.kind, year))


def completed(edition, found, kind, year, level=2):
    """Return the figures with a row for every region that the edition of NUTS has in the countries with figures.

    Codes that it does not have are left out, unless a figure was given under them all the same.
    """
    given = nuts_edition(edition, kind, year)
    wanted = frame(edition, "regions").filter(
        (pl.col("nuts_edition") == given)
        & (pl.col("level") == level)
        & pl.col("country").is_in(list(countries(edition, kind)))
    )
    known = found.filter(pl.col("region").is_in(wanted["region"].implode()) | pl.col("persons").is_not_null())
    lacking = wanted.join(known, on="region", how="anti").select(
        "region", "nuts_edition", pl.lit(year).cast(pl.Int64).alias("year"), pl.lit("").alias("flags")
    )
    return pl.concat([known, lacking], how="diagonal").sort("region")


def countries(edition, kind):
    """Return the codes of the countries of which any region has a figure of that kind, in any year."""
    figured = regions_with_figures(edition.folder, kind).values()
    return tuple(sorted({region[:2] for regions in figured for region in regions}))


def region_code(edition, code):
    """Return the code of a region in capitals where only so written it is one; the code unchanged otherwise."""
    return code.upper() if code.upper() in _region_codes(edition.folder) else code


def no_region(code, names):
    """Return the refusal of an unknown region, with the codes of `names` that look alike."""
    return NotFound(refusal(_("There is no region “{code}”."), code, names))


def refusal(words, code, names):
    """Return the words for a code that is not among `names`, which holds the name of each, with those that look alike.

    `words` takes the code as {code}; of a long one the beginning is said.
    """
    message = words.format(code=code[:LONGEST_CODE])
    asked = code[:LONGEST_CODE].upper()
    near = sorted(difflib.get_close_matches(asked, names, n=len(names) or 1, cutoff=0.5))
    near = sorted(near, key=lambda found: [ours != theirs for ours, theirs in zip(asked, found, strict=False)])[:3]
    if not near:
        return message
    alike = ", ".join(f"{names[found]} ({found})" for found in near)
    return f"{message} {_('Near it: {alike}.').format(alike=alike)}"


@lru_cache(maxsize=8)
def _region_codes(folder: Path):
    return frozenset(frame(Edition(folder), "regions")["region"])


def region_figures(edition, kind, region, year=None):
    """Return the figures of a region for every subject of a kind, in one year or all."""
    found = of_kind(edition, kind).filter(pl.col("region") == region)
    return found if year is None else found.filter(pl.col("year") == year)


def with_names(edition, found):
    """Return figures with the name of each region, in the edition of NUTS in which they were given."""
    if found.is_empty():
        return found.with_columns(name=pl.lit(""))
    names = labels.region_names(edition, found["nuts_edition"][0])
    region = pl.col("region")
    return found.with_columns(name=region.replace_strict(names, default=region, return_dtype=pl.String))


def series(edition, subject, regions, table=None):
    """Return year, region, nuts_edition, flags, persons and location quotient of some regions over all years.

    They stand in the table of the subject's kind, or in another one with its columns.
    """
    usual, _stars, column = TABLES[subject.kind]
    return (
        frame(edition, table or usual)
        .filter((pl.col(column) == subject.code) & pl.col("region").is_in(list(regions)))
        .filter(pl.col("persons").is_not_null())
        .select("region", "year", "nuts_edition", "flags", "persons", "location_quotient")
        .sort("region", "year")
    )


def flag_names(edition):
    """Return the meaning of each flag, in English."""
    return _flag_names(edition.folder)


@lru_cache(maxsize=8)
def _flag_names(folder: Path):
    return dict(frame(Edition(folder), "flags").select("flag", "name").iter_rows())


def flags_in_words(edition, flags):
    """Return the meaning of every letter of a cell's flags, separated by commas."""
    names, language = flag_names(edition), get_language()
    return ", ".join(labels.name("flag", letter, language, names.get(letter, letter)) for letter in flags or "")
