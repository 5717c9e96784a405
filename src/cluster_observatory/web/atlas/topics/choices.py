"""What a visitor asks of a topic in an address: read, checked, and written again."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotPossible
from cluster_observatory.publication import labels
from cluster_observatory.publication.frames import frame
from cluster_observatory.web.atlas import viewing
from cluster_observatory.web.atlas.topics import figures, measures
from cluster_observatory.web.atlas.topics.measures import Measure
from cluster_observatory.web.atlas.topics.queries import Topic
from cluster_observatory.web.atlas.viewing import View

SORTS = ("name", "country", "value", "score", "rank", "tied_with", "indicators_available", "imputed", "copied", "used")


@dataclass(frozen=True)
class Choice:
    """What · when · how measured · where, and the order of the table; `industry` of demography only."""

    topic: Topic
    year: int
    measure: Measure
    industry: str = ""
    view: View = field(default_factory=View)
    sort: str = ""

    @property
    def when(self):
        """Return the year as text: a year has no thousands to separate."""
        return str(self.year)

    @property
    def address(self):
        """Return the address of the page without parameters."""
        return self.topic.address

    def query(self, **changes):
        """Return the parameters of the address with some changed, be they the choice's own or its view's."""
        changed = viewing.changed(self, changes)
        parameters = [("year", changed.year), ("measure", changed.measure.key)]
        if changed.industry:
            parameters.append(("industry", changed.industry))
        parameters += changed.view.parameters()
        if changed.sort:
            parameters.append(("sort", changed.sort))
        return "?" + urlencode(parameters)


def read(edition, parameters, topic):
    """Return the visitor's choice; raises NotPossible with what can be chosen where a parameter is none of it."""
    industry = _industry(figures.industries(edition, topic), parameters.get("industry"))
    year = _year(edition, topic, industry, parameters.get("year"))
    measure = measures.asked(topic, parameters.get("measure"))
    countries = figures.countries(edition, topic, year, industry)
    return Choice(
        topic=topic,
        year=year,
        measure=measure,
        industry=industry,
        view=viewing.read(parameters, countries, usual=measure.usual),
        sort=sort(parameters.get("sort"), SORTS),
    )


def _industry(known, asked):
    if not known:
        return ""
    if not asked:
        return known[0]
    if asked in known:
        return asked
    raise NotPossible(
        _("There are no figures for the industry “{asked}”. Choose one of {known}.").format(
            asked=asked[:40], known=", ".join(known[:20])
        )
    )


def _year(edition, topic, industry, asked):
    known = figures.years(edition, topic, industry)
    if not asked:
        return figures.best_year(edition, topic, industry)
    if asked.isascii() and asked.isdigit() and len(asked) == 4 and int(asked) in known:
        return int(asked)
    raise NotPossible(
        _("There are no figures for the year “{asked}”. Choose one of {years}.").format(
            asked=asked[:40], years=", ".join(map(str, known))
        )
    )


def sort(asked, known):
    """Return the order of a table asked for: a key, with a minus for the largest first; raises NotPossible."""
    if not asked or asked.removeprefix("-") in known:
        return asked or ""
    raise NotPossible(
        _("The table cannot be sorted by “{asked}”. Choose one of {known}, with a minus for the largest first.").format(
            asked=asked[:40], known=", ".join(known)
        )
    )


def industry_name(edition, code):
    """Return the name of an industry of business demography with its code."""
    if code in figures.WHOLE:
        return _("all industries ({code})").format(code=code)
    english = dict(frame(edition, "industries").select("industry", "label").iter_rows())
    name = labels.name("industry", code, get_language(), english.get(code, code))
    return _("{name} ({code})").format(name=name, code=code)
