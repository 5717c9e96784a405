"""What a visitor asks of the partner finder in an address: read, checked, and written again."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cluster_observatory.errors import NotPossible
from cluster_observatory.publication import labels
from cluster_observatory.web.atlas import choices, queries, territories
from cluster_observatory.web.atlas.queries import Subject

BOTH, MATCHING, COMPLEMENTARY = "both", "matching", "complementary"
MODES = {
    BOTH: gettext_lazy("both at once"),
    MATCHING: gettext_lazy("matching: strong in it too"),
    COMPLEMENTARY: gettext_lazy("complementary: has what is missing"),
}
ABROAD, ANYWHERE, AT_HOME = "abroad", "all", "own"
PLACES = {
    ABROAD: gettext_lazy("other countries"),
    ANYWHERE: gettext_lazy("all countries"),
    AT_HOME: gettext_lazy("its own country"),
}
SIZES = (0, 100_000, 250_000, 500_000, 1_000_000)
"""How many people must work in a partner region, in all sectors with a figure."""

COLUMNS = {
    "region": "Code of the region for which partners are sought.",
    "partner": "Code of the partner region.",
    "partner_name": "Name of the partner region.",
    "topic": "Code of the sector, cluster or emerging industry.",
    "mode": "Kind of partner: matching, complementary or both.",
    "rank": "Rank by the score among all candidates of all countries; ties share the best.",
    "score": "Weighted mean of the places in the parts of the score, from 0 to 1.",
    "candidates": "Number of candidates in all countries.",
    "parts_known": "Number of parts of the score that are known.",
    "parts_ahead": "Number of parts in which the partner is in the best quarter of the candidates.",
    "own_quotient": "Location quotient of the region in the topic, drawn towards 1 as it is uncertain.",
    "quotient": "Location quotient of the partner in the topic, drawn towards 1 as it is uncertain.",
    "same_strength": "q / (1 + q) of the smaller of both quotients; empty where either is below 1.",
    "shared": "Share of the related sectors, by proximity, that both have.",
    "added": "Share of the related sectors, by proximity, that the partner has and the region lacks.",
    "given": "Share of the related sectors, by proximity, that the region has and the partner lacks.",
    "likeness": "Overlap of the shares of the sectors in all persons employed.",
    "capabilities": "Points of 100 by which the partner is ahead in dimensions in which the region is weak, mean.",
    "shares": "Codes of the nearest related sectors that both have.",
    "adds": "Codes of the nearest related sectors that the partner has and the region lacks.",
    "gives": "Codes of the nearest related sectors that the region has and the partner lacks.",
    "lends": "Codes of the dimensions in which the partner is ahead and the region weak.",
}
"""What the columns of the table of partners mean, in the data dictionary of its files."""


@dataclass(frozen=True)
class Choice:
    """For whom and in what, which kind of partner, where, and how large at least; `region` is empty at first."""

    region: str
    subject: Subject
    year: int
    mode: str = BOTH
    country: str = ABROAD
    least: int = 0

    @property
    def when(self):
        """Return the year as text: a year has no thousands to separate."""
        return str(self.year)

    @property
    def parameters(self):
        """Return the parameters of the address; those that are as at first are left out."""
        asked = {"region": self.region, "of": self.subject.code, "mode": self.mode, "country": self.country}
        usual = {"mode": BOTH, "country": ABROAD}
        given = {name: value for name, value in asked.items() if value and usual.get(name) != value}
        return given | ({"least": self.least} if self.least else {})

    def query(self, **changes):
        """Return the parameters as the end of an address, with some changed."""
        return "?" + urlencode(replace(self, **changes).parameters)


def read(edition, parameters):
    """Return the visitor's choice; a region that had another code in the year has that one.

    Raises NotFound for an unknown region or topic, and NotPossible with what can be
    chosen for another parameter that is none of it.
    """
    asked = parameters.get("of")
    known = queries.subjects(edition)
    usual = known.get(choices.FIRST_SECTOR) or next(iter(known.values()))
    subject = queries.subject(edition, asked[:40]) if asked else usual
    year = queries.best_year(edition, subject.kind)
    return Choice(
        region=_region(edition, subject, year, parameters.get("region") or ""),
        subject=subject,
        year=year,
        mode=_one_of(MODES, parameters.get("mode") or BOTH),
        country=_country(edition, parameters.get("country") or ABROAD),
        least=_least(parameters.get("least") or "0"),
    )


def names(edition, subject, year):
    """Return the names of all regions as the year of the topic has them."""
    return labels.region_names(edition, queries.nuts_edition(edition, subject.kind, year))


def regions(edition, year):
    """Return the codes of the regions with figures in a year."""
    return queries.regions_with_figures(edition.folder, queries.SECTOR).get(year, frozenset())


def _region(edition, subject, year, asked):
    code = queries.region_code(edition, asked[:40])
    known = names(edition, subject, year)
    if not code or code in known:
        return territories.known_as(code, regions(edition, year)) or code
    raise queries.no_region(code, known)


def _one_of(known, asked):
    if asked in known:
        return asked
    raise NotPossible(
        _("There is no kind of partner “{asked}”. Choose one of {known}.").format(
            asked=asked[:40], known=", ".join(known)
        )
    )


def _country(edition, asked):
    if asked in PLACES:
        return asked
    known = sorted({region[:2] for found in _all_regions(edition) for region in found})
    if asked.upper() in known:
        return asked.upper()
    raise NotPossible(
        _("There are no partners in “{asked}”. Choose one of {places}, or a country: {known}.").format(
            asked=asked[:40], places=", ".join(PLACES), known=", ".join(known)
        )
    )


def _all_regions(edition):
    return queries.regions_with_figures(edition.folder, queries.SECTOR).values()


def _least(asked):
    if asked.isascii() and asked.isdigit() and len(asked) <= 9:
        return int(asked)
    raise NotPossible(
        _("“{asked}” is no number of people. Give one from 0 to 999999999, without dots or commas.").format(
            asked=asked[:40]
        )
    )
