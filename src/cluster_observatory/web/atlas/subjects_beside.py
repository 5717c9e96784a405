"""Up to six sectors, clusters or emerging industries side by side: size, where they are, which regions are strong."""

from dataclasses import dataclass

import polars as pl
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cluster_observatory.publication import certainty as how_sure
from cluster_observatory.publication.charts import Mark
from cluster_observatory.publication.dot_plots import Dot, Dots
from cluster_observatory.publication.frames import part
from cluster_observatory.web.atlas import concentration, findings, measures, numbers, pictures, queries, stars, trends
from cluster_observatory.web.atlas.beside import Cell, Group, Line
from cluster_observatory.web.atlas.evidence import source_line
from cluster_observatory.web.atlas.sentences import joined

FIRST = 5
"""How many regions of each are named and drawn."""


@dataclass(frozen=True)
class Unit:
    """A sector, cluster or emerging industry, with its figures of the year in every region."""

    subject: queries.Subject
    rows: tuple
    starred: dict

    @property
    def code(self):
        """Return its code."""
        return self.subject.code

    @property
    def name(self):
        """Return its name as a heading has it."""
        return self.subject.short[:1].upper() + self.subject.short[1:]

    @property
    def address(self):
        """Return the address of its page."""
        return self.subject.address

    @property
    def beside(self):
        """Return the section of the classification, where it has one."""
        return self.subject.section

    @property
    def persons(self):
        """Return the people employed over all regions with a figure."""
        return sum(row["persons"] for row in self.rows)

    @property
    def clusters(self):
        """Return the codes of the regions that are a cluster by the rules."""
        return [code for code, found in self.starred.items() if found.is_cluster]


class SubjectsBeside:
    """Sectors, clusters or emerging industries of one kind side by side in a year under one profile."""

    def __init__(self, edition, codes, year, profile):
        self.edition = edition
        self.year = year
        self.profile = profile
        self.units = [self._unit(queries.subject(edition, code)) for code in codes]

    def _unit(self, subject):
        figures = queries.figures(self.edition, subject, self.year).filter(pl.col("persons").is_not_null())
        judged = stars.of_subject(self.edition, subject, self.year, self.profile)
        return Unit(subject, tuple(figures.to_dicts()), stars.by_code(self.edition, judged, "region", self.profile))

    @property
    def _is_modelled(self):
        return self.units[0].subject.is_modelled

    @cached_property
    def _worth(self):
        """Return for each unit its regions with enough people for a quotient, most specialised first."""
        return [
            sorted(
                (row for row in unit.rows if row["persons"] >= findings.WORTH_NAMING and row["location_quotient"]),
                key=lambda row: -row["location_quotient"],
            )
            for unit in self.units
        ]

    @property
    def finding(self):
        """Return the finding as a sentence: where each is most concentrated."""
        parts = [
            _("{sector} in {region}").format(sector=unit.subject.short, region=rows[0]["name"])
            for unit, rows in zip(self.units, self._worth, strict=True)
            if rows
        ]
        if not parts:
            return _("None of these has figures in {year}.").format(year=self.year)
        return _("Most specialised in {year}: {list}.").format(year=self.year, list=joined(parts))

    @property
    def beside(self):
        """Return what to know before figures of modelled subjects are compared."""
        if not self._is_modelled:
            return ""
        return _("Figures of clusters and emerging industries are mostly modelled: split from those of whole sectors.")

    @cached_property
    def groups(self):
        """Return the groups of lines."""
        return [self._size, self._where, self._strength]

    @property
    def _datasets(self):
        return {row["dataset"] for unit in self.units for row in unit.rows}

    @property
    def _size(self):
        persons = [self._persons(unit) for unit in self.units]
        lines = [Line(_("Persons employed, all regions with a figure"), tuple(persons), best=max)]
        if not self._is_modelled and concentration.TABLE in self.edition.tables:
            found = [
                part(self.edition, concentration.TABLE, industry=unit.code, year=self.year).to_dicts()
                for unit in self.units
            ]
            gini = [
                Cell(numbers.decimal(rows[0]["locational_gini"], 2), rows[0]["locational_gini"]) if rows else Cell()
                for rows in found
            ]
            note = _("0: spread as all jobs are; 1: all in one place")
            lines.append(Line(_("Concentration (locational Gini)"), tuple(gini), note=note, best=max))
        return Group(_("Size"), tuple(lines), source=source_line(self.edition, self._datasets, "size"))

    @property
    def _where(self):
        largest = [max(unit.rows, key=lambda row: row["persons"], default=None) for unit in self.units]
        cells = [self._most(row) for row in largest]
        lines = [Line(_("Region with the most people"), tuple(cells))]
        for place in range(FIRST):
            found = [rows[place] if place < len(rows) else None for rows in self._worth]
            if any(found):
                title = (
                    _("Most specialised region")
                    if place == 0
                    else _("Specialised, place {place}").format(place=place + 1)
                )
                cells = tuple(map(_specialised, self.units, found))
                lines.append(Line(title, cells))
        note = _(
            "Of the regions with at least {least} people here; the quotient with its 95% interval, 1 is Europe’s share."
        ).format(least=findings.WORTH_NAMING)
        return Group(_("Where"), tuple(lines), note, source_line(self.edition, self._datasets, "location-quotient"))

    def _write(self, persons):
        return numbers.about(persons) if self._is_modelled else numbers.count(persons)

    def _persons(self, unit):
        if not unit.rows:
            return Cell()
        notes = (_("in {n} regions").format(n=len(unit.rows)),)
        return Cell(self._write(unit.persons), unit.persons, notes=notes, modelled=self._is_modelled)

    def _most(self, row):
        if row is None:
            return Cell()
        notes = (_("{count} people").format(count=self._write(row["persons"])),)
        return Cell("", notes=notes, links=(_link(row),))

    def _counted(self, unit):
        notes = (_("of {n} judged").format(n=len(_judged(unit))),)
        return Cell(str(len(unit.clusters)), len(unit.clusters), notes=notes, modelled=self._is_modelled)

    @property
    def _strength(self):
        counts = [self._counted(unit) for unit in self.units]
        surely = [
            sum((unit.starred[code].probability or 0) >= how_sure.LIKELY for code in unit.clusters)
            for unit in self.units
        ]
        sure = [Cell(str(count), count, modelled=self._is_modelled) for count in surely]
        lines = (
            Line(_("Regions that are a cluster"), tuple(counts), best=max),
            Line(_("of them likely or almost certain"), tuple(sure), best=max),
        )
        rules = measures.rules_of(self.profile)
        title = _("Strength by the rules of {rules}").format(rules=rules)
        return Group(title, lines, source=source_line(self.edition, self._datasets, "stars"))

    @property
    def charts(self):
        """Return the picture of the most specialised regions of each."""
        groups = []
        for unit, rows in zip(self.units, self._worth, strict=True):
            dots = tuple(
                Dot(row["name"], row["location_quotient"], numbers.quotient(row["location_quotient"]),
                    row.get("location_quotient_low"), row.get("location_quotient_high"),
                    bool(row.get("modelled_share")))
                for row in rows[:FIRST]
            )  # fmt: skip
            if dots:
                groups.append(Dots(unit.name, dots))
        if not groups:
            return []
        title = _("The most specialised regions with 95% intervals, {year}").format(year=self.year)
        if self._is_modelled:
            title = _("{title} (hollow: modelled)").format(title=title)
        across, mark = _("location quotient (each step doubles)"), Mark(1.0, _("Europe’s share"))
        drawn = pictures.picture("dots", tuple(groups), across, mark=mark, growing=True)
        return [
            {
                "title": title,
                "words": _("Dot plot of location quotients; the table below holds the same"),
                "chart": drawn,
                "source": self.source,
            }
        ]

    @property
    def trends(self):
        """Return small pictures of the total over the years, each over the same countries or regions."""
        found = []
        for unit in self.units:
            total = trends.europe(self.edition, unit.subject)
            if total:
                title = _("{sector}: persons employed in the same countries or regions").format(sector=unit.name)
                found.append(
                    {"title": title, "words": _("Line of persons employed over the years"), "chart": total["chart"]}
                )
        return found

    @property
    def source(self):
        """Return the source line of the figures."""
        return source_line(self.edition, self._datasets, "location-quotient")


def _judged(unit):
    return [code for code, found in unit.starred.items() if found.is_cluster is not None]


def _link(row):
    return reverse("atlas:region", args=[row["region"]]), row["name"]


def _specialised(unit, row):
    if row is None:
        return Cell()
    modelled = bool(row.get("modelled_share"))
    notes = (
        numbers.interval(row.get("location_quotient_low"), row.get("location_quotient_high")),
        _("modelled") if modelled else "",
    )
    return Cell(
        numbers.quotient(row["location_quotient"]),
        notes=tuple(note for note in notes if note),
        modelled=modelled,
        stars=unit.starred.get(row["region"]),
        links=(_link(row),),
    )
