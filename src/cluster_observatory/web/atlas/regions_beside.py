"""Up to six regions side by side: size and wealth, strongest sectors and clusters, scoreboard, innovation, peers."""

from dataclasses import dataclass

import polars as pl
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cluster_observatory.publication import labels
from cluster_observatory.publication.frames import frame, part
from cluster_observatory.web.atlas import (
    dimensions,
    innovation,
    measures,
    numbers,
    queries,
    region_cells,
    region_figures,
    region_peers,
    regions_drawn,
    territories,
)
from cluster_observatory.web.atlas.beside import Cell, Group, Line
from cluster_observatory.web.atlas.evidence import source_line
from cluster_observatory.web.atlas.sentences import joined

CONTEXT = ("gdp_per_head_of_european", "gdp_per_head", "household_income_per_head", "lifelong_learning")
OF_EACH = {queries.SECTOR: 3, queries.CLUSTER: 2, queries.EMERGING: 1}
"""How many of a region's strongest subjects of each kind every region is shown in."""
PEERS = 5


@dataclass(frozen=True)
class Unit:
    """A region: the code asked for, those under which it has figures in the year and a score, and its name."""

    code: str
    figured: str | None
    scored: str | None
    name: str

    @property
    def address(self):
        """Return the address of its page."""
        return reverse("atlas:region", args=[self.code])

    @property
    def beside(self):
        """Return the country in words."""
        return labels.country_name(self.code[:2], get_language())


class RegionsBeside:
    """Regions side by side in a year under one profile."""

    def __init__(self, edition, codes, year, profile):
        self.edition = edition
        self.year = year
        self.profile = profile
        known = queries.regions_with_figures(edition.folder, queries.SECTOR).get(year, frozenset())
        names = labels.region_names(edition, region_peers.NUTS_EDITION)
        self.units = [
            Unit(code, territories.known_as(code, known), dimensions.scored_code(edition, code), names.get(code, code))
            for code in codes
        ]

    @cached_property
    def _entries(self):
        """Return for each kind and unit its entries by code of the subject."""
        return {
            kind: [
                {
                    entry["subject"].code: entry
                    for entry in region_figures.entries(self.edition, kind, unit.figured, self.year, self.profile)
                }
                if unit.figured and self._has(kind)
                else {}
                for unit in self.units
            ]
            for kind in OF_EACH
        }

    def _has(self, kind):
        return self.year in queries.years(self.edition, kind)

    @cached_property
    def _strongest(self):
        """Return for each kind the subjects in which any of the regions is strongest, in the order of the regions."""
        return {
            kind: list(
                dict.fromkeys(entry["subject"] for by_code in self._entries[kind] for entry in _strong(by_code)[:most])
            )
            for kind, most in OF_EACH.items()
        }

    @property
    def finding(self):
        """Return the finding as a sentence: in what each region is strongest."""
        parts = []
        for unit, by_code in zip(self.units, self._entries[queries.SECTOR], strict=True):
            first = _strong(by_code)[:1]
            if first:
                parts.append(_("{region} in {sector}").format(region=unit.name, sector=first[0]["short"]))
        if not parts:
            return _("None of these regions has figures by sector in {year}.").format(year=self.year)
        rules = measures.rules_of(self.profile)
        return _("Strongest by the rules of {rules}: {list}.").format(rules=rules, list=joined(parts))

    @cached_property
    def _wholes(self):
        return [self._whole(unit) for unit in self.units]

    def _whole(self, unit):
        return dimensions.whole(self.edition, unit.scored, (), {}) if unit.scored else None

    @property
    def beside(self):
        """Return how the regions stand on the scoreboard, and which of them cannot be told apart, in words."""
        known = [(unit, one) for unit, one in zip(self.units, self._wholes, strict=True) if one and one.rank]
        if len(known) < 2:
            return ""
        known.sort(key=lambda pair: pair[1].rank)
        ranks = joined([_("{region} has rank {rank}").format(region=unit.name, rank=one.rank) for unit, one in known])
        sentences = [
            _("On the scoreboard of industrial change {ranks} of {all}.").format(ranks=ranks, all=known[0][1].ranked)
        ]
        tied = [
            _("{one} and {other}").format(one=one.name, other=other.name)
            for place, (one, _score) in enumerate(known)
            for other, _other_score in known[place + 1 :]
            if other.scored in self._ties(one.scored, known[0][1].code)
        ]
        if tied:
            sentences.append(_("Cannot be told apart there: {pairs}.").format(pairs="; ".join(tied)))
        return " ".join(sentences)

    def _ties(self, code, top):
        if "scoreboard_ties" not in self.edition.tables:
            return frozenset()
        asked = {"scoreboard": dimensions.BOARD, "code": top, "region": code}
        return frozenset(part(self.edition, "scoreboard_ties", ["other_region"], **asked)["other_region"])

    @cached_property
    def groups(self):
        """Return the groups of lines that have anything to show."""
        found = [
            self._size,
            self._of_kind(queries.SECTOR, _("Strongest sectors")),
            self._of_kind(queries.CLUSTER, _("Strongest traded clusters (mostly modelled)")),
            self._of_kind(queries.EMERGING, _("Strongest emerging industries (mostly modelled; they overlap)")),
            self._scores,
            self._innovation,
            self._peers,
        ]
        return [group for group in found if group.lines]

    @property
    def _size(self):
        cells = []
        for by_code in self._entries[queries.SECTOR]:
            persons = next((e["row"]["region_persons"] for e in by_code.values() if e["row"]["region_persons"]), None)
            cells.append(Cell(numbers.count(persons), persons))
        lines = [Line(_("Persons employed in the sectors with a published figure"), tuple(cells), best=max)]
        rows = frame(self.edition, "context").filter((pl.col("year") <= self.year) & pl.col("value").is_not_null())
        described = {row["indicator"]: row for row in frame(self.edition, "indicators").iter_rows(named=True)}
        datasets = set()
        for indicator in (one for one in CONTEXT if one in described):
            found = [self._newest(rows.filter(pl.col("indicator") == indicator), unit) for unit in self.units]
            known = [row for row in found if row]
            if known:
                about = described[indicator]
                datasets |= {row["dataset"] for row in known}
                name = labels.name("context", indicator, get_language(), about["name"])
                unit = labels.name("unit", about["unit"] or "", get_language(), about["unit"] or "")
                same = len({row["year"] for row in known}) == 1
                lines.append(
                    Line(
                        name,
                        tuple(region_cells.context(self.edition, row) for row in found),
                        note=unit if same else _("{unit}; years differ").format(unit=unit),
                        best=max if same else None,
                    )
                )
        return Group(
            _("Size and wealth"), tuple(lines), source=source_line(self.edition, datasets | self._datasets, "size")
        )

    @property
    def _datasets(self):
        entries = (entry for by_code in self._entries[queries.SECTOR] for entry in by_code.values())
        return {entry["row"]["dataset"] for entry in entries}

    def _newest(self, rows, unit):
        found = rows.filter(pl.col("region").is_in([unit.code, *territories.codes(unit.code)])).sort("year")
        return found.row(-1, named=True) if found.height else None

    def _of_kind(self, kind, title):
        lines = [
            Line(
                subject.short[:1].upper() + subject.short[1:],
                tuple(region_cells.quotient(by_code.get(subject.code)) for by_code in self._entries[kind]),
                address=subject.address,
                best=max,
            )
            for subject in self._strongest[kind]
        ]
        note = _(
            "Location quotient (1 is Europe’s share) with its 95% interval, people, and stars by the rules of {rules}."
        )
        entries = (entry for by_code in self._entries[kind] for entry in by_code.values())
        datasets = {entry["row"]["dataset"] for entry in entries}
        return Group(
            title,
            tuple(lines),
            note.format(rules=measures.rules_of(self.profile)),
            source_line(self.edition, datasets, "stars"),
        )

    @cached_property
    def _dimensions(self):
        """Return for each unit its dimensions by code, those of the index and beside it."""
        return [
            {one.code: one for one in dimensions.of_region(self.edition, unit.scored, (), {})} if unit.scored else {}
            for unit in self.units
        ]

    @property
    def _scores(self):
        codes = list(dict.fromkeys(code for by_code in self._dimensions for code in by_code))
        lines = []
        if any(self._wholes):
            name = next(one.name for one in self._wholes if one)
            lines.append(Line(name, tuple(map(region_cells.score, self._wholes)), best=min))
        for code in codes:
            found = [by_code.get(code) for by_code in self._dimensions]
            name = next(one.name for one in found if one)
            lines.append(Line(name, tuple(map(region_cells.score, found)), best=min))
        datasets = (
            [row["dataset"] for row in dimensions.elements(self.edition.folder).values() if row["dataset"]]
            if lines
            else ()
        )
        note = _("Score from 0 to 100, rank, and between which ranks the region stays when other choices are made.")
        return Group(
            _("Scoreboard of industrial change"), tuple(lines), note, source_line(self.edition, datasets, "score")
        )

    @property
    def _innovation(self):
        found = [innovation.of_region(self.edition, unit.code) for unit in self.units]
        if not any(found):
            return Group("", ())
        cells = [region_cells.innovation(one) for one in found]
        line = Line(_("Innovation index"), tuple(cells), note=_("European Union = 100"), best=max)
        datasets = {one.newest["dataset"] for one in found if one}
        return Group(_("Innovation"), (line,), source=source_line(self.edition, datasets, "innovation-scoreboard"))

    @property
    def _peers(self):
        found = [region_peers.nearest(self.edition, unit.code, "structure") for unit in self.units]
        if not any(one.each for one in found):
            return Group("", ())
        cells = tuple(
            Cell(
                "" if one.each else numbers.NONE,
                links=tuple((reverse("atlas:region", args=[peer.code]), peer.name) for peer in one.each[:PEERS]),
            )
            for one in found
        )
        line = Line(_("Nearest in structure"), cells, note=_("size, mix of sectors, branches of manufacturing"))
        return Group(_("Peers"), (line,), source=source_line(self.edition, self._datasets, "peers"))

    @property
    def charts(self):
        """Return the pictures: scores by dimension, and quotients by sector."""
        sectors = self._strongest[queries.SECTOR]
        found = [
            {
                "title": _("Scores by dimension, 0 to 100 (hollow: most of it imputed or taken from a larger area)"),
                "words": _("Dot plot of scores; the table below holds the same"),
                "chart": regions_drawn.scores(self.units, self._dimensions),
                "source": self._scores.source,
            },
            {
                "title": _("Location quotients with 95% intervals, {year}").format(year=self.year),
                "words": _("Dot plot of location quotients; the table below holds the same"),
                "chart": regions_drawn.quotients(self.units, self._entries[queries.SECTOR], sectors),
                "source": self.source,
            },
        ]
        return [one for one in found if one["chart"]]

    @property
    def trends(self):
        """Return small pictures: the quotients of every region over the years, one for each of the first sectors."""
        return regions_drawn.over_years(self.edition, self.units, self._strongest[queries.SECTOR])

    @property
    def source(self):
        """Return the source line of the figures by sector."""
        return source_line(self.edition, self._datasets, "location-quotient")


def _strong(by_code):
    """Return the entries with Europe's share or more, strongest first."""
    return region_figures.strongest([one for one in by_code.values() if (one["row"]["location_quotient"] or 0) >= 1])
