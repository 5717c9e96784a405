"""What a visitor asks for in an address: read, checked, and written again."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cluster_observatory.errors import NotPossible
from cluster_observatory.publication import labels
from cluster_observatory.web.atlas import levels, queries, stars, viewing
from cluster_observatory.web.atlas.measures import Measure
from cluster_observatory.web.atlas.queries import Subject
from cluster_observatory.web.atlas.viewing import View

FIRST_SECTOR = "C29"
SORTS = (
    *("name", "country", "persons", "location_quotient", "focus", "european_share", "average_wage", "stars"),
    *("probability", "growth", "local_units", "average_size", "labour_productivity", "rank"),
)


KINDS = {
    queries.SECTOR: gettext_lazy("sectors"),
    queries.CLUSTER: gettext_lazy("traded clusters"),
    queries.EMERGING: gettext_lazy("emerging industries"),
}
"""The kinds of subjects, several of them, as a sentence says them."""


@dataclass(frozen=True)
class Choice:
    """What · where · when · how measured, the order of the table, and the region that is marked, if any."""

    subject: Subject
    year: int
    measure: Measure
    profile: str
    sort: str = ""
    view: View = field(default_factory=View)
    region: str = ""

    @property
    def when(self):
        """Return the year as text: a year has no thousands to separate."""
        return str(self.year)

    def query(self, **changes):
        """Return the parameters of the address with some changed, be they the choice's own or its view's."""
        changed = viewing.changed(self, changes)
        parameters = [("of", changed.subject.code), ("year", changed.year), ("measure", changed.measure.key)]
        if changed.measure.key == "stars" or "profile" in changes:
            parameters.append(("profile", changed.profile))
        parameters += changed.view.parameters()
        if changed.sort:
            parameters.append(("sort", changed.sort))
        if changed.region:
            parameters.append(("region", changed.region))
        return "?" + urlencode(parameters)


def read(edition, parameters, subject=None):
    """Return the visitor's choice; raises NotPossible with what can be chosen where a parameter is none of it."""
    subject = subject or _subject(edition, parameters.get("of"))
    # Who went on from a subject of another kind, by the form of the page, chose neither profile nor level for this one.
    is_same_kind = parameters.get("kind", subject.kind) == subject.kind
    when = year(edition, subject.kind, parameters.get("year"))
    known_levels = levels.available(edition, subject.kind)
    if not is_same_kind and parameters.get("level") not in {str(level) for level in known_levels}:
        parameters = parameters.copy()
        parameters.pop("level", None)
    level = viewing.level(parameters.get("level"), known_levels)
    known = levels.measures_of(edition, subject, when, level)
    measure = _one_of(known, parameters.get("measure") or "location_quotient", "measure")
    return Choice(
        subject=subject,
        year=when,
        measure=measure,
        profile=profile(edition, subject.kind, parameters.get("profile") if is_same_kind else ""),
        sort=_sort(parameters.get("sort") or ""),
        view=viewing.read(parameters, queries.countries(edition, subject.kind), known_levels, measure.usual),
        region=_region(edition, subject, when, parameters.get("region") or ""),
    )


def year(edition, kind, asked):
    """Return the year asked for, or the newest well filled one; raises NotPossible with the years there are."""
    known = queries.years(edition, kind)
    if not asked:
        return queries.best_year(edition, kind)
    if asked.isascii() and asked.isdigit() and len(asked) == 4 and int(asked) in known:
        return int(asked)
    raise NotPossible(
        _("There are no figures for the year “{asked}”. Choose one of {years}.").format(
            asked=asked[:40], years=", ".join(map(str, known))
        )
    )


def _subject(edition, asked):
    known = queries.subjects(edition)
    if not asked:
        return known.get(FIRST_SECTOR) or next(iter(known.values()))
    if asked in known:
        return known[asked]
    raise NotPossible(
        _(
            "There is no sector or cluster “{asked}” with figures here. Choose one from the list, such as {some}."
        ).format(asked=asked[:40], some=", ".join(list(known)[:3]))
    )


def _region(edition, subject, year, asked):
    code = queries.region_code(edition, asked[:40])
    known = labels.region_names(edition, queries.nuts_edition(edition, subject.kind, year))
    if not code or code in known:
        return code
    raise queries.no_region(code, known)


def _one_of(known, asked, parameter):
    if asked in known:
        return known[asked]
    raise NotPossible(
        _("“{asked}” is no {parameter}. Choose one of {known}.").format(
            asked=asked[:40], parameter=parameter, known=", ".join(known)
        )
    )


def profile(edition, kind, asked):
    """Return the profile asked for, or the usual one; raises NotPossible with those that are defined for the kind."""
    known = {found["name"]: found["name"] for found in stars.profiles(edition, kind)}
    if asked and asked not in known and stars.profile(edition, asked):
        raise NotPossible(
            _("The profile “{asked}” is not defined for {kind}. Choose one of {known}.").format(
                asked=asked, kind=KINDS[kind], known=", ".join(known)
            )
        )
    return _one_of(known, asked, "profile") if asked else stars.preferred(edition, kind)


def _sort(asked):
    if asked.removeprefix("-") in ("", *SORTS):
        return "" if asked == "-" else asked
    raise NotPossible(
        _("The table cannot be sorted by “{asked}”. Choose one of {known}, with a minus for the largest first.").format(
            asked=asked[:40], known=", ".join(SORTS)
        )
    )
