"""Everything the page and the sheet of a region show in a year."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cluster_observatory.publication import classes, labels
from cluster_observatory.web.atlas import (
    changes,
    entrepreneurship,
    findings,
    glance,
    innovation,
    mapping,
    measures,
    numbers,
    options,
    pictures,
    queries,
    region_context,
    region_figures,
    region_peers,
    territories,
    trends,
)
from cluster_observatory.web.atlas.evidence import described, offered, source_line
from cluster_observatory.web.atlas.side_by_side import MOST
from cluster_observatory.web.atlas.standing import Standing


class Portrait:
    """A region in a year under one profile and against its peers; templates ask for what they show."""

    def __init__(self, edition, code, year, profile, peers=None):
        self.edition = edition
        self.code = code
        self.year = year
        self.profile_name = profile
        known = queries.regions_with_figures(edition.folder, queries.SECTOR)
        self.years = [each for each in sorted(known) if code in known[each]]
        self.all_years = queries.years(edition, queries.SECTOR)[::-1]
        self.nuts_edition = queries.nuts_edition(edition, queries.SECTOR, year)
        self.names = labels.region_names(edition, self.nuts_edition)
        if not self.years and code not in self.names:
            raise queries.no_region(code, self.names)
        self.peers = peers or region_peers.nearest(edition, code, "structure")

    @property
    def name(self):
        """Return the region's name."""
        return self.names.get(self.code, self.code)

    @property
    def when(self):
        """Return the year as text: a year has no thousands to separate."""
        return str(self.year)

    @property
    def country(self):
        """Return the country in words."""
        return labels.country_name(self.code[:2], get_language())

    @property
    def has_figures(self):
        """Return whether any figure was published for the year."""
        return self.year in self.years

    @property
    def under_other_codes(self):
        """Return the other codes of the same territory that have figures by sector: code and last year."""
        known = queries.regions_with_figures(self.edition.folder, queries.SECTOR)
        found = []
        for code in territories.codes(self.code):
            years = [year for year in known if code in known[year]]
            if years and code != self.code:
                found.append({"code": code, "year": str(max(years))})
        return found

    @cached_property
    def sectors(self):
        """Return an entry per sector of the year."""
        return self._entries(queries.SECTOR)

    @cached_property
    def clusters(self):
        """Return an entry per traded cluster of the year."""
        return self._of_clusters(queries.CLUSTER)

    @cached_property
    def emerging(self):
        """Return an entry per emerging industry of the year; they overlap and are never summed."""
        return self._of_clusters(queries.EMERGING)

    def _of_clusters(self, kind):
        years = queries.regions_with_figures(self.edition.folder, kind)
        return self._entries(kind) if self.code in years.get(self.year, ()) else []

    def _entries(self, kind):
        return region_figures.entries(self.edition, kind, self.code, self.year, self.profile_name)

    @property
    def structure(self):
        """Return for each kind of subject its title and its structural indicators, where there are any."""
        return region_figures.structure(self.edition, self.code, self.year)

    @cached_property
    def options(self):
        """Return what the region is near to and does not have, or None."""
        return options.of_region(self.edition, self.code)

    @property
    def complexity(self):
        """Return how diverse and complex the region is, in words, or nothing."""
        return options.of_complexity(self.edition, self.code, self.year)

    @cached_property
    def change(self):
        """Return why the region gained or lost jobs, in words, or nothing."""
        return changes.of_region(self.edition, self.code, self.year)

    @cached_property
    def standing(self):
        """Return how it stands on the scoreboard of industrial change against its peers."""
        return Standing(self.edition, self.code, self.peers)

    @cached_property
    def innovation(self):
        """Return its innovation index, or None."""
        return innovation.of_region(self.edition, self.code)

    @cached_property
    def entrepreneurship(self):
        """Return births, survival and growth of its enterprises, or None."""
        return entrepreneurship.of_region(self.edition, self.code)

    @cached_property
    def glance(self):
        """Return the region in at most six sentences."""
        return glance.of_portrait(self)

    @cached_property
    def strongest(self):
        """Return the strongest sectors: most stars first, then the highest location quotient; few people last."""
        return region_figures.strongest(self.sectors)

    @cached_property
    def strongest_clusters(self):
        """Return the strongest traded clusters, in the same order."""
        return region_figures.strongest(self.clusters)

    @cached_property
    def strongest_emerging(self):
        """Return the strongest emerging industries, in the same order."""
        return region_figures.strongest(self.emerging)

    @property
    def comparison(self):
        """Return the address at which it stands beside its nearest peers, by the same rules in the same year."""
        codes = (self.code, *self.peers.codes)[:MOST]
        asked = [*(("region", code) for code in codes), ("year", self.year), ("profile", self.profile_name)]
        return f"{reverse('atlas:compare')}?{urlencode(asked)}"

    @property
    def profile(self):
        """Return the profile by whose stars the strongest are chosen, as the manifest describes it."""
        return described(self.edition, self.profile_name)

    @property
    def profiles(self):
        """Return the profiles that can be chosen."""
        return offered(self.edition, queries.SECTOR)

    @property
    def rules(self):
        """Return whose rules the strongest are chosen by."""
        return measures.rules_of(self.profile_name)

    @property
    def finding(self):
        """Return the finding as a sentence: the strongest sector, or its rank where no sector has a figure."""
        if not self.has_figures and self.standing.place:
            return self.standing.place
        return findings.of_region(self.name, self.year, self.strongest[0] if self.strongest else None, self.rules)

    @property
    def hidden(self):
        """Return how many sectors have no figure here, and why."""
        return region_figures.hidden(self.edition, self.sectors)

    @property
    def portfolio(self):
        """Return the bubble chart of all sectors, or None."""
        entries = tuple(
            (
                entry["short"],
                entry["row"]["location_quotient"],
                entry["row"]["focus"],
                entry["row"]["persons"],
                classes.QUOTIENTS.of(entry["row"]["location_quotient"] or 0),
            )
            for entry in self.sectors
        )
        return pictures.portfolio(entries, _("location quotient (each step doubles)"), _("% of the region’s jobs"))

    @property
    def trend(self):
        """Return the location quotients of the strongest sectors over the years, or None."""
        figures = queries.region_figures(self.edition, queries.SECTOR, self.code)
        return trends.of_region(figures, [entry["subject"] for entry in self.strongest])

    @property
    def persons(self):
        """Return the persons employed over all sectors with a value."""
        known = [entry["row"]["region_persons"] for entry in self.sectors if entry["row"]["region_persons"]]
        return numbers.count(known[0]) if known else numbers.NONE

    @cached_property
    def locator(self):
        """Return the region within its country as a small map, or None."""
        known = queries.regions_with_figures(self.edition.folder, queries.SECTOR)
        return mapping.locator(self.code, self.nuts_edition, known.get(self.year, frozenset()) | {self.code})

    @property
    def context(self):
        """Return the newest value of each context indicator up to the year."""
        return region_context.of_region(self.edition, self.code, self.year)

    @property
    def source(self):
        """Return the source line of the figures."""
        datasets = {entry["row"]["dataset"] for entry in self.sectors}
        return source_line(self.edition, datasets, "location-quotient")
