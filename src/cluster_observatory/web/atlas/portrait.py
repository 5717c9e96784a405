"""Everything the page of a region shows in a year."""

import difflib

import polars as pl
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotFound
from cluster_observatory.publication import classes, labels
from cluster_observatory.publication.frames import frame
from cluster_observatory.web.atlas import (
    changes,
    estimates,
    findings,
    indicators,
    mapping,
    measures,
    numbers,
    options,
    pictures,
    queries,
    stars,
    trends,
)
from cluster_observatory.web.atlas.evidence import described, offered, source_line
from cluster_observatory.web.atlas.stars import Stars

STRONGEST = 8

SECRET = "cNP"
"""The flags of figures that are kept secret."""


class Portrait:
    """A region in a year under one profile: its finding, strengths, portfolio, figures and context."""

    def __init__(self, edition, code, year, profile):
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
            raise NotFound(_no_region(code, self.names))

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
        return labels.country_name(self.code[:2])

    @property
    def has_figures(self):
        """Return whether any figure was published for the year."""
        return self.year in self.years

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
        column = queries.TABLES[kind][2]
        subjects = queries.subjects(self.edition, kind)
        rows = queries.region_figures(self.edition, kind, self.code, self.year).iter_rows(named=True)
        by_code = {row[column]: row for row in rows}
        judged = stars.of_region(self.edition, kind, self.code, self.year, self.profile_name)
        starred = stars.by_code(self.edition, judged, column, self.profile_name)
        return [
            self._entry(subject, by_code[code], starred.get(code, Stars()))
            for code, subject in subjects.items()
            if code in by_code
        ]

    def _entry(self, subject, row, starred):
        write = numbers.about if subject.is_modelled else numbers.count
        return {
            "subject": subject,
            "short": subject.short,
            "row": row,
            "stars": starred,
            "persons": write(row["persons"]),
            "location_quotient": numbers.quotient(row["location_quotient"]),
            "interval": numbers.interval(row.get("location_quotient_low"), row.get("location_quotient_high")),
            "focus": numbers.share(row["focus"]),
            "european_share": numbers.share(row["european_share"]),
            "average_wage": numbers.thousand_euro(row["average_wage"]),
            "bounds": self._bounds.get(subject.code, "") if row["persons"] is None else "",
            "flags": queries.flags_in_words(self.edition, row["flags"]),
            "modelled_share": numbers.share(row.get("modelled_share")),
        }

    @cached_property
    def _bounds(self):
        return estimates.of_region(self.edition, self.code, self.year)

    @property
    def structure(self):
        """Return for each kind of subject its title and the structural indicators of the year, where there are any."""
        titles = {
            queries.SECTOR: _("Sectors"),
            queries.CLUSTER: _("Traded clusters (mostly modelled)"),
            queries.EMERGING: _("Emerging industries (mostly modelled; they overlap and are never summed)"),
        }
        found = []
        for kind, title in titles.items():
            rows = indicators.of_region(self.edition, kind, self.code, self.year)
            subjects = queries.subjects(self.edition, kind)
            entries = [indicators.entry(subjects[code], rows[code]) for code in subjects if code in rows]
            if entries:
                found.append({"kind": kind, "title": title, "entries": entries})
        return found

    @property
    def options(self):
        """Return what the region is near to and does not have, or None."""
        return options.of_region(self.edition, self.code)

    @property
    def complexity(self):
        """Return how diverse and complex the region is, in words, or nothing."""
        return options.of_complexity(self.edition, self.code, self.year)

    @property
    def change(self):
        """Return why the region gained or lost jobs, in words, or nothing."""
        return changes.of_region(self.edition, self.code, self.year)

    @cached_property
    def strongest(self):
        """Return the strongest sectors: most stars first, then the highest location quotient."""
        return _strongest(self.sectors)

    @cached_property
    def strongest_clusters(self):
        """Return the strongest traded clusters, in the same order."""
        return _strongest(self.clusters)

    @property
    def strongest_emerging(self):
        """Return the strongest emerging industries, in the same order."""
        return _strongest(self.emerging)

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
        """Return the finding as a sentence."""
        return findings.of_region(self.name, self.year, self.strongest[0] if self.strongest else None, self.rules)

    @property
    def hidden(self):
        """Return how many sectors are confidential here, how many have no figure for another reason, and of how many.

        Sectors count that have a figure anywhere in the year.
        """
        entries = self.sectors
        missing = [entry["row"]["flags"] for entry in entries if entry["row"]["persons"] is None]
        confidential = sum(any(flag in SECRET for flag in flags or "") for flags in missing)
        known = len(queries.subjects(self.edition, queries.SECTOR))
        return {
            "confidential": confidential,
            "other": known - len(entries) + len(missing) - confidential,
            "all": known,
        }

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

    @property
    def locator(self):
        """Return the region within its country as a small map, or None."""
        known = queries.regions_with_figures(self.edition.folder, queries.SECTOR)
        return mapping.locator(self.code, self.nuts_edition, known.get(self.year, frozenset()) | {self.code})

    @property
    def context(self):
        """Return the newest value of each context indicator up to the year."""
        rows = frame(self.edition, "context").filter((pl.col("region") == self.code) & (pl.col("year") <= self.year))
        newest = rows.drop_nulls("value").sort("year").group_by("indicator", maintain_order=True).last()
        described = newest.join(frame(self.edition, "indicators"), on="indicator", how="left").sort("indicator")
        return [
            {
                "name": row["name"] or row["indicator"],
                "value": _written(row["value"]),
                "unit": row["unit"] or "",
                "year": row["year"],
                "flags": queries.flags_in_words(self.edition, row["flags"]),
                "dataset": row["dataset"],
            }
            for row in described.iter_rows(named=True)
        ]

    @property
    def source(self):
        """Return the source line of the figures."""
        datasets = {entry["row"]["dataset"] for entry in self.sectors}
        return source_line(self.edition, datasets, "location-quotient")


def _written(value):
    return numbers.count(value) if abs(value) >= 1000 else numbers.decimal(value, 1)


def _strongest(entries):
    known = [entry for entry in entries if entry["row"]["location_quotient"]]
    order = sorted(known, key=lambda entry: (-(entry["stars"].count or 0), -entry["row"]["location_quotient"]))
    return order[:STRONGEST]


def _no_region(code, names):
    near = difflib.get_close_matches(code.upper(), names, n=3, cutoff=0.5)
    message = _("There is no region “{code}”.").format(code=code)
    if near:
        alike = ", ".join(f"{names[found]} ({found})" for found in near)
        message += " " + _("Near it: {alike}.").format(alike=alike)
    return message
