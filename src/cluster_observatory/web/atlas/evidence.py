"""Everything an evidence page shows for a choice: finding, map, ranking, distribution, table, source line."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cluster_observatory.web.atlas import (
    concentration,
    coverage,
    criteria,
    estimates,
    findings,
    levels,
    lists,
    mapping,
    measures,
    pictures,
    queries,
    ranking,
    related,
    stars,
    territories,
    trends,
    twins,
    viewing,
)
from cluster_observatory.web.atlas.controls import looks
from cluster_observatory.web.atlas.topics import queries as topics


class Evidence:
    """The evidence for one choice; templates ask for what they show, and only that is made."""

    def __init__(self, edition, choice):
        self.edition = edition
        self.choice = choice
        self.subject = choice.subject
        self.all = ranking.rows(edition, choice)
        self.rows = viewing.shown(choice.view, self.all)

    @cached_property
    def finding(self):
        """Return the finding as a sentence, which says of whom where not all NUTS-2 regions are compared."""
        finding, whom = findings.of_choice(self.choice, self.rows), viewing.whom(self.choice.view)
        return _("{whom}: {finding}").format(whom=whom, finding=finding) if whom else finding

    @cached_property
    def marked(self):
        """Return the codes of the regions that stand out: those that the finding names, and the visitor's own."""
        own = [self.own] if self.own else []
        return frozenset(row.region for row in [*findings.named(self.choice, self.rows), *own])

    @cached_property
    def own(self):
        """Return the row of the region that the visitor marked, or of the larger one it is part of; None without one.

        A region that has another code in the year is found by that.
        """
        code = territories.known_as(self.choice.region, {row.region for row in self.all}) or self.choice.region
        return next((row for row in self.rows if code and code.startswith(row.region)), None)

    @property
    def of_own(self):
        """Return where the region that the visitor marked stands, as sentences."""
        return findings.of_marked(self.choice, self.own, sum(row.value is not None for row in self.all))

    @property
    def beside(self):
        """Return what stands under the finding."""
        return findings.beside(self.choice, self.rows)

    @property
    def cutoffs(self):
        """Return the cut-offs of the stars in words, or None under any other measure."""
        return criteria.cutoffs(self.edition, self.choice) if self.choice.measure.key == "stars" else None

    @property
    def little_covered(self):
        """Return the coverage of a sector where it is so low that quotients of regions come out too high, else None.

        Those of larger regions do not: they are taken against the sum of the countries then.
        """
        if self.subject.kind != queries.SECTOR:
            return None
        found = coverage.of_sector(self.edition, self.subject.code, self.choice.year)
        return found if found and found.is_low else None

    @property
    def twins(self):
        """Return the clusters that split the same division as this one, whose quotients are equal to its own."""
        return twins.of_cluster(self.edition, self.subject.code) if self.subject.kind == queries.CLUSTER else []

    @property
    def is_of_regions(self):
        """Return whether NUTS-2 regions are compared, which alone have stars and bounds of gaps."""
        return self.choice.view.level == viewing.REGION_LEVEL

    @property
    def is_emerging(self):
        """Return whether the subject is an emerging industry: they overlap and are never summed."""
        return self.subject.kind == queries.EMERGING

    @property
    def profile(self):
        """Return the chosen profile as the manifest describes it, with its name for people; None without stars."""
        return described(self.edition, self.choice.profile)

    @property
    def is_own_column(self):
        """Return whether the measure has no column in the table but its own."""
        return self.choice.measure.key in ("growth", "local_units", "average_size", "labour_productivity")

    @property
    def title(self):
        """Return what the picture shows: measure, sector or cluster, year, and whether it is modelled."""
        title = _("{measure} in {subject}, {year}").format(
            measure=self.choice.measure.title, subject=self.subject.short, year=self.choice.year
        )
        if which := viewing.which(self.choice.view):
            title = _("{title}: {which}").format(title=title, which=which)
        return _("{title} (modelled)").format(title=title) if self.is_modelled else title

    @cached_property
    def europe(self):
        """Return Europe's value of the measure, or None."""
        return ranking.europe(self.all, self.choice)

    @property
    def europe_written(self):
        """Return Europe's value in words, empty where there is none."""
        return "" if self.europe is None else self.choice.measure.write(self.europe)

    @cached_property
    def map(self):
        """Return what the map draws."""
        nuts_edition = queries.nuts_edition(self.edition, self.subject.kind, self.choice.year)
        return mapping.map_of(self.choice, self.all, nuts_edition, self.marked)

    @property
    def bars(self):
        """Return the first of the ranking with their bars."""
        return ranking.bars(self.rows, self.choice, self.europe, self.marked, ranking.possible(self.all))

    @property
    def known(self):
        """Return how many regions have a value."""
        return sum(row.value is not None for row in self.rows)

    @property
    def ranking_title(self):
        """Return what the ranking lists."""
        shown = min(self.known, ranking.TOP)
        if self.choice.view.level == 0:
            return _("First {shown} of {all} countries").format(shown=shown, all=self.known)
        return _("First {shown} of {all} regions").format(shown=shown, all=self.known)

    @property
    def table_title(self):
        """Return what the table lists."""
        words = {"n": len(self.rows), "subject": self.subject.short, "year": self.choice.year}
        if self.choice.view.level == 0:
            return _("All {n} countries: {subject}, {year}").format(**words)
        if self.choice.view.countries:
            words["countries"] = viewing.joined(self.choice.view.countries)
            return _("The {n} regions of {countries}: {subject}, {year}").format(**words)
        return _("All {n} regions: {subject}, {year}").format(**words)

    @property
    def table(self):
        """Return the cells of the whole table."""
        is_split = self.subject.kind != queries.SECTOR
        classes = len(lists.members(self.edition, self.subject.code)) if is_split else 0
        places = viewing.places(self.choice.view, self.all)
        return ranking.table(self.rows, self.choice, classes, self.bounds, places)

    @cached_property
    def bounds(self):
        """Return for regions without a figure the words for what it can be; of sectors only."""
        if self.subject.kind != queries.SECTOR or not self.is_of_regions:
            return {}
        return estimates.of_sector(self.edition, self.subject.code, self.choice.year)

    @property
    def related(self):
        """Return the sectors often found in the same regions as a sector."""
        if self.subject.kind != queries.SECTOR:
            return []
        return related.of_sector(self.edition, self.subject.code, self.choice.year)

    @property
    def concentration(self):
        """Return how concentrated a sector is, in words, or nothing."""
        if self.subject.kind != queries.SECTOR:
            return ""
        return concentration.of_sector(self.edition, self.subject.code, self.choice.year)

    @property
    def columns(self):
        """Return the headings of the table with the address that sorts by each."""
        headings = [
            ("name", _("Region"), ""),
            ("country", _("Country"), ""),
            ("rank", _("Rank in Europe: {measure}").format(measure=self.choice.measure.short), "number"),
            ("location_quotient", _("Location quotient"), "number"),
            ("persons", _("Persons employed"), "number"),
            ("focus", _("Share of region’s jobs"), "number"),
            ("european_share", _("Share of Europe’s"), "number"),
            ("average_wage", _("Average wage"), "number"),
            *([(self.choice.measure.key, self.choice.measure.title, "number")] if self.is_own_column else []),
            *(
                [
                    ("stars", _("Stars (rules of {rules})").format(rules=measures.rules_of(self.choice.profile)), ""),
                    ("probability", _("A cluster by these rules"), ""),
                ]
                if self.is_of_regions
                else []
            ),
        ]
        return [self._heading(*heading) for heading in headings]

    def _heading(self, key, words, look):
        current = self.choice.sort.removeprefix("-") == key
        descending = self.choice.sort.startswith("-")
        first = key if key in ("name", "country", "rank") else f"-{key}"
        other = key if descending else f"-{key}"
        return {
            "words": words,
            "look": look,
            "query": self.choice.query(sort=other if current else first),
            "order": ("descending" if descending else "ascending") if current else "",
        }

    @property
    def distribution(self):
        """Return the chart of the distribution, or None."""
        return pictures.distribution(self.choice, self.rows, self.europe, ranking.classes(self.choice, self.all))

    @property
    def leaders(self):
        """Return the chart of the leaders over years, or None."""
        return trends.leaders(self.edition, self.subject, self.rows, self.choice.view.level)

    @property
    def total(self):
        """Return Europe's total over years, or None."""
        return trends.europe(self.edition, self.subject)

    @property
    def is_modelled(self):
        """Return whether any of the figures shown is modelled."""
        return any(row.modelled for row in self.rows)

    @property
    def is_split(self):
        """Return whether persons are split from coarser figures."""
        return any(row.split for row in self.rows)

    @property
    def coverage(self):
        """Return the mean modelled share and coverage over the regions with a value, or None for measured figures."""
        known = [row for row in self.rows if row.persons and row.figures.get("modelled_share") is not None]
        if not known:
            return None
        people = sum(row.persons for row in known)
        share = sum(row.persons * row.figures["modelled_share"] for row in known) / people
        return {
            "modelled": share,
            "wholly": round(share, 4) == 1,
            "coverage": sum(row.figures["coverage"] for row in known) / len(known),
        }

    @property
    def controls(self):
        """Return what can be chosen, in the order in which people think: what, when, how measured."""
        return {
            "sectors": _by_section(queries.subjects(self.edition, queries.SECTOR).values()),
            "clusters": list(queries.subjects(self.edition, queries.CLUSTER).values()),
            "emerging": list(queries.subjects(self.edition, queries.EMERGING).values()),
            "topics": topics.grouped(self.edition),
            "years": queries.years(self.edition, self.subject.kind)[::-1],
            "measures": levels.measures_of(
                self.edition, self.subject, self.choice.year, self.choice.view.level
            ).values(),
            "profiles": offered(self.edition, self.subject.kind),
            "regions": lists.regions(self.edition),
            **looks(
                self.choice,
                queries.countries(self.edition, self.subject.kind),
                levels.available(self.edition, self.subject.kind),
            ),
        }

    @property
    def source(self):
        """Return the source line: producer, table, date read, method page."""
        datasets = {row.figures["dataset"] for row in self.all} - {None}
        return source_line(self.edition, datasets, self.choice.measure.method)


def offered(edition, kind):
    """Return the profiles that can be chosen for a kind of subject, oldest first, with their names for people."""
    known = {profile["name"]: profile for profile in stars.profiles(edition, kind)}
    order = list(measures.PROFILES)
    ordered = sorted(known, key=lambda name: order.index(name) if name in order else len(order))
    return [{"name": name, "title": measures.profile_name(known[name])} for name in ordered]


def described(edition, name):
    """Return a profile as the manifest describes it, with what it is called in pages; None where it is not known."""
    found = stars.profile(edition, name)
    return found and found | {"called": measures.profile_name(found)}


def source_line(edition, datasets, method):
    """Return the tables that figures rest on, as the manifest describes them, and the method page."""
    return {
        "tables": [edition.source(dataset) or {"dataset": dataset} for dataset in sorted(set(datasets))],
        "method": method,
        "edition": edition.name,
    }


def _by_section(subjects):
    sections = {}
    for subject in subjects:
        sections.setdefault(subject.section, []).append(subject)
    return list(sections.items())
