"""What a visitor sets side by side: regions, or sectors, clusters and emerging industries; read and written again."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.atlas import choices, lists, queries, region_peers
from cluster_observatory.web.atlas.evidence import offered
from cluster_observatory.web.atlas.regions_beside import RegionsBeside
from cluster_observatory.web.atlas.subjects_beside import SubjectsBeside

MOST = 6
REGION, SUBJECT = "region", "of"
"""The parameters that name regions, and sectors or clusters."""


class SideBySide:
    """What is compared, in which year and by whose rules, and the addresses that change it."""

    def __init__(self, edition, parameters):
        self.edition = edition
        regions, subjects = _named(parameters, REGION), _named(parameters, SUBJECT)
        if regions and subjects:
            raise NotPossible(
                _("Regions and sectors cannot stand side by side: name either regions or sectors and clusters.")
            )
        self.key = SUBJECT if subjects or parameters.get("what") == "subjects" else REGION
        self.codes = _subjects(edition, subjects) if subjects else _regions(edition, regions)
        kind = queries.subject(edition, self.codes[0]).kind if subjects else queries.SECTOR
        self.kind = kind
        self.year = choices.year(edition, kind, parameters.get("year"))
        self.profile = choices.profile(edition, kind, parameters.get("profile"))

    @property
    def of_regions(self):
        """Return whether regions are compared."""
        return self.key == REGION

    @property
    def table(self):
        """Return what stands side by side, or None where nothing is named yet."""
        if not self.codes:
            return None
        make = RegionsBeside if self.of_regions else SubjectsBeside
        return make(self.edition, self.codes, self.year, self.profile)

    @property
    def when(self):
        """Return the year as text: a year has no thousands to separate."""
        return str(self.year)

    @property
    def years(self):
        """Return the years that can be chosen, newest first, as text."""
        return [str(year) for year in queries.years(self.edition, self.kind)[::-1]]

    @property
    def profiles(self):
        """Return the profiles that can be chosen."""
        return offered(self.edition, self.kind)

    @property
    def can_add(self):
        """Return whether there is room for one more."""
        return len(self.codes) < MOST

    def query(self, codes):
        """Return the parameters of an address with these codes, in the same year and by the same rules."""
        pairs = [(self.key, code) for code in codes] + [("year", self.year), ("profile", self.profile)]
        return "?" + urlencode(pairs)

    @property
    def without(self):
        """Return for each that is compared the parameters that leave it out."""
        return [self.query([other for other in self.codes if other != code]) for code in self.codes]

    @property
    def more(self):
        """Return what can be added: titled groups of pairs of code and name."""
        if self.of_regions:
            return [
                (country["name"], [(one["region"], one["name"]) for one in country["regions"]])
                for country in lists.regions(self.edition)
            ]
        titles = choices.KINDS if not self.codes else {self.kind: choices.KINDS[self.kind]}
        return [
            (title, [(one.code, one.name) for one in queries.subjects(self.edition, kind).values()])
            for kind, title in titles.items()
        ]


def _named(parameters, key):
    """Return the codes that a parameter names, each once."""
    codes = list(dict.fromkeys(code.strip() for code in parameters.getlist(key) if code.strip()))
    if len(codes) > MOST:
        raise NotPossible(
            _("You named {n} to set side by side. Name at most {most}: more do not fit beside one another.").format(
                n=len(codes), most=MOST
            )
        )
    return codes


def _regions(edition, codes):
    known = {one["region"]: one["name"] for country in lists.regions(edition) for one in country["regions"]}
    return list(dict.fromkeys(_region(edition, code, known) for code in codes))


def _region(edition, code, known):
    found = queries.region_code(edition, code)
    if found in known or found in region_peers.choices(edition):
        return found
    raise queries.no_region(code, known)


def _subjects(edition, codes):
    found = [queries.subject(edition, code[:40]) for code in codes]
    if len({one.kind for one in found}) > 1:
        kinds = ", ".join(f"{one.short} ({choices.KINDS[one.kind]})" for one in found)
        raise NotPossible(
            _(
                "Figures of sectors are measured, those of clusters and emerging industries are mostly modelled and "
                "count the same jobs again, so they cannot stand side by side. You named: {kinds}. "
                "Name some of one kind."
            ).format(kinds=kinds)
        )
    return [one.code for one in found]
