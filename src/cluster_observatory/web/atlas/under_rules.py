"""One sector or cluster under the rules of several profiles: where they agree, and which regions gain and lose."""

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cluster_observatory.errors import NotPossible
from cluster_observatory.publication import labels
from cluster_observatory.publication.map_source import region_map
from cluster_observatory.web.atlas import choices, measures, queries, stars
from cluster_observatory.web.atlas.evidence import described, offered, source_line
from cluster_observatory.web.atlas.stars import Stars

FIRST_CLUSTER, NEWEST = "4", "eccp2021"
"""What is shown where nothing is asked for, if the edition has it."""
MOST, NAMED = 4, 12
YES, NO, UNKNOWN = "yes", "no", "unknown"
VERDICTS = {YES: gettext_lazy("a cluster"), NO: gettext_lazy("no cluster"), UNKNOWN: gettext_lazy("not judged")}
LOOKS = {YES: "c3", NO: "c0", UNKNOWN: "none"}


@dataclass(frozen=True)
class Judged:
    """A region's stars under one profile, and whether they make it a cluster."""

    stars: Stars

    @property
    def verdict(self):
        """Return yes, no or unknown."""
        return {True: YES, False: NO, None: UNKNOWN}[self.stars.is_cluster]

    @property
    def verdict_in_words(self):
        """Return whether it is a cluster, in words."""
        return VERDICTS[self.verdict]


@dataclass(frozen=True)
class Row:
    """A region with what each profile makes of it."""

    region: str
    name: str
    each: tuple

    @property
    def address(self):
        """Return the address of the region's page."""
        return reverse("atlas:region", args=[self.region])

    @property
    def differs(self):
        """Return whether some profiles call it a cluster and others do not."""
        return {YES, NO} <= {one.verdict for one in self.each}

    @property
    def order(self):
        """Return where the row stands: those that differ first, then clusters, then by name."""
        yes = sum(one.verdict == YES for one in self.each)
        return (not self.differs, -yes, self.name)


class UnderRules:
    """A sector or cluster in a year under two profiles or more."""

    def __init__(self, edition, parameters):
        self.edition = edition
        known = queries.subjects(edition)
        code = (parameters.get("of") or "")[:40]
        self.subject = queries.subject(edition, code or next(one for one in (FIRST_CLUSTER, *known) if one in known))
        self.year = choices.year(edition, self.subject.kind, parameters.get("year"))
        same = parameters.get("kind", self.subject.kind) == self.subject.kind
        self.names = _profiles(edition, self.subject.kind, parameters.getlist("profile") if same else [])

    @property
    def when(self):
        """Return the year as text."""
        return str(self.year)

    @property
    def years(self):
        """Return the years that can be chosen, newest first, as text."""
        return [str(year) for year in queries.years(self.edition, self.subject.kind)[::-1]]

    @property
    def subjects(self):
        """Return what can be chosen: titled groups."""
        return [(title, queries.subjects(self.edition, kind).values()) for kind, title in choices.KINDS.items()]

    @property
    def offered(self):
        """Return the profiles that can be chosen, with whether each is."""
        return [one | {"chosen": one["name"] in self.names} for one in offered(self.edition, self.subject.kind)]

    @property
    def query(self):
        """Return the parameters that ask for the same again."""
        pairs = [("of", self.subject.code), ("year", self.year), *(("profile", name) for name in self.names)]
        return "?" + urlencode(pairs)

    @cached_property
    def judged(self):
        """Return for each profile the stars by region."""
        return {
            name: stars.by_code(
                self.edition, stars.of_subject(self.edition, self.subject, self.year, name), "region", name
            )
            for name in self.names
        }

    @cached_property
    def rows(self):
        """Return a row per region that any profile judged: those that differ first."""
        found = self.judged
        regions = sorted({region for by_region in found.values() for region in by_region})
        names = labels.region_names(self.edition, self._nuts_edition)
        each = [
            Row(
                region,
                names.get(region, region),
                tuple(Judged(found[name].get(region, Stars())) for name in self.names),
            )
            for region in regions
        ]
        return sorted(
            (row for row in each if any(one.verdict != UNKNOWN for one in row.each)), key=lambda row: row.order
        )

    @property
    def _nuts_edition(self):
        return queries.nuts_edition(self.edition, self.subject.kind, self.year)

    @cached_property
    def profiles(self):
        """Return each profile as the manifest describes it, with its clusters counted and what it changes."""
        return [
            described(self.edition, name) | {"rules": measures.rules_of(name), "place": place} | self._counted(place)
            for place, name in enumerate(self.names)
        ]

    def _counted(self, place):
        verdicts = [row.each[place].verdict for row in self.rows]
        return {"clusters": verdicts.count(YES), "judged": len(verdicts) - verdicts.count(UNKNOWN)}

    @property
    def finding(self):
        """Return the finding as a sentence: in how many regions all profiles agree."""
        some = [row for row in self.rows if any(one.verdict == YES for one in row.each)]
        if not some:
            return _("In {subject}, {year}, no region is a cluster under any of these rules.").format(
                subject=self.subject.short, year=self.year
            )
        all_ = sum(all(one.verdict == YES for one in row.each) for row in some)
        words = (
            _("{all} of {some} regions that are a cluster in {subject} are one under both rules, {year}.")
            if len(self.names) == 2
            else _("{all} of {some} regions that are a cluster in {subject} are one under all {n} rules, {year}.")
        )
        return words.format(all=all_, some=len(some), subject=self.subject.short, year=self.year, n=len(self.names))

    @cached_property
    def pairs(self):
        """Return for each two profiles how far they agree, and the regions that are a cluster under one alone."""
        return [self._pair(one, other) for one, other in combinations(range(len(self.names)), 2)]

    def _pair(self, one, other):
        both = [row for row in self.rows if UNKNOWN not in (row.each[one].verdict, row.each[other].verdict)]
        same = sum(row.each[one].verdict == row.each[other].verdict for row in both)
        rules = [measures.rules_of(self.names[place]) for place in (one, other)]
        first, second = (
            _("by the rules of {rules}").format(rules=rules[0]),
            _("by the rules of {rules}").format(rules=rules[1]),
        )
        return {
            "agreement": _("{first} and {second}: the same verdict for {same} of {all} regions judged by both.").format(
                first=rules[0], second=rules[1], same=same, all=len(both)
            ),
            "alone": [
                (_("A cluster {first}, none {second}").format(first=first, second=second), _alone(both, one, other)),
                (_("A cluster {first}, none {second}").format(first=second, second=first), _alone(both, other, one)),
            ],
        }

    @property
    def parameters(self):
        """Return every parameter of the rules with its value under each profile, None where it has none."""
        known = [profile["parameters"] for profile in self.profiles]
        names = list(dict.fromkeys(name for one in known for name in one))
        return [{"name": name, "values": [one.get(name) for one in known]} for name in names]

    @cached_property
    def map(self):
        """Return the shapes of the regions once, and for each profile how each is filled."""
        regions = frozenset(row.region for row in self.rows)
        if not regions:
            return None
        drawn = region_map(Path(settings.HOME), self._nuts_edition, regions)
        shown = [row for row in self.rows if row.region in drawn.outlines]
        return {
            "box": f"0 0 {drawn.width:.0f} {drawn.height:.0f}",
            "backdrop": drawn.backdrop,
            "shapes": [(row.region, drawn.outlines[row.region]) for row in shown],
            "each": [
                {"profile": profile, "fills": [self._fill(row, place) for row in shown]}
                for place, profile in enumerate(self.profiles)
            ],
            "notice": drawn.notice,
        }

    def _fill(self, row, place):
        verdict = row.each[place].verdict
        hatched = verdict == YES and self.subject.is_modelled
        return {"region": row.region, "look": "" if hatched else LOOKS[verdict], "hatched": hatched}

    @property
    def source(self):
        """Return the source line of the stars."""
        datasets = queries.figures(self.edition, self.subject, self.year)["dataset"].drop_nulls()
        return source_line(self.edition, datasets, "stars")


def _alone(rows, one, other):
    """Return the regions that are a cluster under one profile alone: the first by name, and how many more there are."""
    found = [row for row in rows if row.each[one].verdict == YES and row.each[other].verdict == NO]
    return {"rows": found[:NAMED], "more": max(0, len(found) - NAMED), "count": len(found)}


def _profiles(edition, kind, asked):
    """Return the names of the profiles asked for, each once; raises NotPossible for too few or too many."""
    named = list(dict.fromkeys(name for name in asked if name))
    if len(named) > MOST:
        raise NotPossible(_("You named {n} rules. Name {most} at most.").format(n=len(named), most=MOST))
    found = [choices.profile(edition, kind, name[:40]) for name in named]
    known = [one["name"] for one in offered(edition, kind)]
    for name in (stars.preferred(edition, kind), NEWEST, *known):
        if len(found) < 2 and name in known and name not in found:
            found.append(name)
    if len(found) < 2:
        raise NotPossible(
            _("This edition has the stars of fewer than two rules for {kind}.").format(kind=choices.KINDS[kind])
        )
    return found
