"""Everything the page of the partner finder shows: finding, partners with their reasons, map, table, source."""

from dataclasses import dataclass

import polars as pl
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language

from cluster_observatory.publication import labels
from cluster_observatory.publication.frames import part
from cluster_observatory.publication.partners import MODES, ranked
from cluster_observatory.web.atlas import (
    dimensions,
    numbers,
    partner_choices,
    partner_map,
    partner_words,
    queries,
    stars,
    territories,
)
from cluster_observatory.web.atlas.evidence import described, source_line
from cluster_observatory.web.atlas.partner_choices import ABROAD, ANYWHERE, AT_HOME, BOTH, COMPLEMENTARY, MATCHING
from cluster_observatory.web.atlas.stars import Stars

SHOWN = 20
SCALE = {"capabilities": 100.0}
"""The value at which the bar of a part is full; 1 for the others."""


@dataclass(frozen=True)
class Bar:
    """One part of a score: its key, title and value in words, and how long its bar is, in per cent."""

    key: str
    title: str
    written: str
    length: str
    is_known: bool
    is_modelled: bool
    in_score: bool


class Entry:
    """One partner: its place, names, figures and reasons."""

    def __init__(self, finder, place, row):
        self.finder = finder
        self.place = place
        self.row = row
        self.code = row["partner"]
        self.name = finder.names.get(self.code, self.code)
        self.stars = finder.stars.get(self.code, Stars())

    @property
    def country(self):
        """Return the country in words."""
        return labels.country_name(self.code[:2], get_language())

    @property
    def address(self):
        """Return the address of the region's page."""
        return reverse("atlas:region", args=[self.code])

    @property
    def comparison(self):
        """Return the address at which it stands beside the region asking."""
        return f"{reverse('atlas:compare')}?region={self.finder.choice.region}&region={self.code}"

    @property
    def adds(self):
        """Return the sectors that it has and the region asking lacks."""
        return self._subjects("adds")

    @property
    def shares(self):
        """Return the sectors around the topic that both have."""
        return self._subjects("shares")

    @property
    def gives(self):
        """Return the sectors that the region asking has and this one lacks."""
        return self._subjects("gives")

    @property
    def lends(self):
        """Return the names of the dimensions in which it is ahead."""
        codes = [code for code in self.row["lends"].split(",") if code]
        known = dimensions.elements(self.finder.edition.folder) if codes else {}
        return [dimensions.name_of(code, known[code]["name"]) for code in codes]

    @property
    def peer_place(self):
        """Return its place among the peers in structure of the region asking, or None."""
        return self.finder.peers.get(self.code)

    @property
    def reasons(self):
        """Return why it is a partner, in sentences."""
        return partner_words.reasons(self, self.finder.name)

    @property
    def score(self):
        """Return the score, from 0 to 100."""
        return numbers.decimal(self.row["score"] * 100, 0)

    @property
    def quotient(self):
        """Return its location quotient in the topic, as it was published."""
        return numbers.quotient(self.row["location_quotient"])

    @property
    def agreement(self):
        """Return how many parts of the score speak for it."""
        return partner_words.agreement(self)

    @property
    def flags(self):
        """Return the flags of its figure in words."""
        return queries.flags_in_words(self.finder.edition, self.row.get("flags"))

    @cached_property
    def bars(self):
        """Return a bar for each part."""
        return [self._bar(key) for key in partner_words.PARTS]

    def _bar(self, key):
        value = self.row[key]
        full = SCALE.get(key, 1.0)
        return Bar(
            key=key,
            title=str(partner_words.PARTS[key]),
            written=partner_words.written(key, value),
            length=f"{100 * min(1.0, (value or 0) / full):.1f}",
            is_known=value is not None,
            is_modelled=key == "same_strength" and bool(self.row.get("modelled")),
            in_score=key in self.finder.scored,
        )

    def _subjects(self, column):
        known = queries.subjects(self.finder.edition, queries.SECTOR)
        return [known[code] for code in self.row[column].split(",") if code in known]


class Finder:
    """The partners of a region in a topic for a visitor's choice."""

    def __init__(self, edition, choice):
        self.edition = edition
        self.choice = choice
        self.names = partner_choices.names(edition, choice.subject, choice.year)
        self.name = self.names.get(choice.region, choice.region)
        self.regions = partner_choices.regions(edition, choice.year)

    @property
    def has_figures(self):
        """Return whether the region has any figure in the year."""
        return self.choice.region in self.regions

    def _ranked(self, mode):
        sector = self.choice.subject.code if self.choice.subject.kind == queries.SECTOR else None
        cluster = None if sector else self.choice.subject.code
        return ranked(
            self.edition, self.choice.region, cluster, sector, self.choice.year, mode, territories.known_as
        ).filter(self._wanted)

    @property
    def _wanted(self):
        country, home = pl.col("partner").str.slice(0, 2), self.choice.region[:2]
        where = {ABROAD: country != home, ANYWHERE: pl.lit(True), AT_HOME: country == home}
        wanted = where.get(self.choice.country, country == self.choice.country)
        return wanted & (pl.col("region_persons") >= self.choice.least) if self.choice.least else wanted

    @cached_property
    def mode(self):
        """Return the kind of partner that is shown: complementary ones where none match."""
        return self.choice.mode if self._ranked(self.choice.mode).height else COMPLEMENTARY

    @property
    def shown_instead(self):
        """Return whether complementary partners stand where others were asked for."""
        return self.mode != self.choice.mode and bool(self.entries)

    @cached_property
    def scored(self):
        """Return the parts of which the score is made."""
        return {part for name, parts in MODES.items() if self.mode in (name, BOTH) for part in parts}

    @cached_property
    def rows(self):
        """Return the rows of all candidates, best first."""
        return self._ranked(self.mode)

    @property
    def table(self):
        """Return the candidates as they are taken away: keys and names first, then score, parts and reasons."""
        names = pl.col("partner").replace_strict(self.names, default=pl.col("partner"), return_dtype=pl.String)
        named = self.rows.with_columns(
            partner_name=names,
            topic=pl.lit(self.choice.subject.code),
            mode=pl.lit(self.mode),
            edition=pl.lit(self.edition.name),
        )
        ahead = ["region", "partner", "partner_name", "topic", "year", "mode", "rank", "score", "edition"]
        return named.select(*ahead, pl.exclude(ahead))

    @cached_property
    def all_entries(self):
        """Return an entry per candidate, best first."""
        return [Entry(self, place, row) for place, row in enumerate(self.rows.iter_rows(named=True), start=1)]

    @property
    def entries(self):
        """Return the first of them, those that are shown with their reasons."""
        return self.all_entries[:SHOWN]

    @cached_property
    def own(self):
        """Return the region's own quotient in the topic, or None."""
        return self.rows["own_quotient"][0] if self.rows.height else None

    def _first(self, mode):
        return Entry(self, 1, self._ranked(mode).row(0, named=True))

    @property
    def has_capabilities(self):
        """Return whether the dimensions of the scoreboard are known of the region and of any candidate."""
        return self.rows["capabilities"].count() > 0

    @property
    def finding(self):
        """Return the finding as a sentence."""
        return partner_words.finding(self, self.all_entries[0] if self.all_entries else None)

    @property
    def alone(self):
        """Return who comes first in each kind of partner alone, in words, where both are shown; else nothing."""
        if self.mode != BOTH or not self.entries:
            return ""
        return partner_words.alone(self._first(MATCHING), self._first(COMPLEMENTARY))

    @property
    def beside(self):
        """Return the sentence under the finding."""
        country = self.choice.region if self.choice.country == AT_HOME else self.choice.country
        return partner_words.beside(self.choice, self.rows.height, labels.country_name(country[:2], get_language()))

    @cached_property
    def stars(self):
        """Return the stars of every region in the topic under the usual profile."""
        profile = stars.preferred(self.edition, self.choice.subject.kind)
        judged = stars.of_subject(self.edition, self.choice.subject, self.choice.year, profile)
        return stars.by_code(self.edition, judged, "region", profile)

    @property
    def profile(self):
        """Return the profile by which clusters are judged, as the manifest describes it."""
        return described(self.edition, stars.preferred(self.edition, self.choice.subject.kind))

    @cached_property
    def peers(self):
        """Return the place of each of the region's peers in structure."""
        if "peers" not in self.edition.tables:
            return {}
        code = self.choice.region
        rows = part(self.edition, "peers", ["peer", "place"], region=code, basis="structure")
        return dict(rows.iter_rows())

    @cached_property
    def map(self):
        """Return what the map draws, or None."""
        given = queries.nuts_edition(self.edition, self.choice.subject.kind, self.choice.year)
        others = {entry.code for entry in self.all_entries[SHOWN:]}
        return partner_map.map_of(self.choice.region, self.entries, others, given)

    @property
    def parts(self):
        """Return the parts with what each means, those of the score first."""
        return [
            {"title": title, "explained": partner_words.EXPLAINED[key], "in_score": key in self.scored}
            for key, title in partner_words.PARTS.items()
        ]

    @property
    def source(self):
        """Return the source line of the figures."""
        datasets = queries.figures(self.edition, self.choice.subject, self.choice.year)["dataset"].drop_nulls()
        return source_line(self.edition, datasets, "partners")
