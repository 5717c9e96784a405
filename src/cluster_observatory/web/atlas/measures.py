"""What the atlas can show of a sector or cluster: the measures, their words, formats and classes."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cluster_observatory.publication import classes
from cluster_observatory.web.atlas import numbers

MOST_STARS = 3
"""How many stars most profiles give at most."""

STEPS = 4
"""A map of stars has so many classes beside the one of none; the last holds all with more."""


@dataclass(frozen=True)
class Measure:
    """One measure: the column it reads, its words, and how its values are written and classed.

    `modelled` is the column that says whether a value is modelled, where that is not the one of persons;
    `unlike` measures say little where few people work; rows of one that `has_interval` have an `interval`.
    """

    key: str
    column: str
    title: str
    short: str
    explanation: str
    method: str
    write: Callable
    write_limit: Callable
    fixed: classes.Classes | None = None
    modelled: str = ""
    unlike: bool = False
    has_interval: bool = False

    def say(self, value, modelled=False):
        """Return a value as a tooltip says it: stars with their word, modelled counts without false digits."""
        if value is not None and self.key == "stars":
            return ngettext("{n} star", "{n} stars", value).format(n=value)
        if value is not None and modelled and self.key == "persons":
            return _("about {count}").format(count=numbers.about(value))
        return self.write(value)

    @property
    def usual(self):
        """Return how its classes are made where nothing else is asked for; empty where they are counts of stars."""
        if self.key == "stars":
            return ""
        return self.fixed.method if self.fixed else "quantiles"

    def classes(self, values, method=""):
        """Return the classes of a map of these values, by the measure's usual method where none is given."""
        if self.fixed and method in ("", self.fixed.method):
            return self.fixed
        return classes.METHODS[method or "quantiles"](values)


def of_stars(most):
    """Return the classes of a map of stars: none, one, and so on; `most` is how many there can be."""
    return classes.Classes(tuple(float(count) for count in range(1, min(most, STEPS) + 1)), "fixed")


MEASURES = {
    measure.key: measure
    for measure in (
        Measure(
            "location_quotient", "location_quotient", _("Location quotient"), _("Quotient"),
            _("Share of the region’s jobs that are here, divided by Europe’s share: 1 is Europe’s own, 2 is twice it."),
            "location-quotient", numbers.quotient, numbers.limit, classes.QUOTIENTS, has_interval=True,
        ),
        Measure(
            "stars", "stars", _("Cluster stars"), _("Stars"),
            _("How many criteria of the chosen method profile the region meets."),
            "stars", numbers.stars, numbers.limit,
        ),
        Measure(
            "persons", "persons", _("Persons employed"), _("Persons"),
            _("People who work in local units of the sector in the region."),
            "size", numbers.count, numbers.limit,
        ),
        Measure(
            "focus", "focus", _("Share of the region’s jobs"), _("Share of jobs"),
            _("Of all people employed in the region, the part that works here."),
            "focus", numbers.share, numbers.share_limit,
        ),
        Measure(
            "average_wage", "average_wage", _("Average wage"), _("Wage"),
            _("Wages and salaries in a year, divided by persons employed."),
            "average-wage", numbers.thousand_euro, lambda value: numbers.thousand_euro(value), unlike=True,
        ),
        Measure(
            "growth", "growth", _("Growth of employment"), _("Growth"),
            _("How employment changed in a year on average, over at most five years within one edition of regions."),
            "structure", numbers.growth, numbers.growth_limit, unlike=True,
        ),
        Measure(
            "local_units", "local_units", _("Local units"), _("Units"),
            _("Workplaces of the sector in the region: plants, shops, offices."),
            "structure", numbers.count, numbers.limit,
        ),
        Measure(
            "average_size", "average_size", _("Average size of a local unit"), _("Size of unit"),
            _("Persons employed in the region’s sector, divided by its local units."),
            "structure", numbers.per_unit, numbers.limit, unlike=True,
        ),
        Measure(
            "labour_productivity", "labour_productivity", _("Labour productivity"), _("Productivity"),
            _("Value added per person employed; it is not published by region: where modelled, the country’s own."),
            "structure", numbers.thousand_euro, lambda value: numbers.thousand_euro(value),
            modelled="value_added_modelled", unlike=True,
        ),
    )
}  # fmt: skip

PROFILES = {
    "eco1_2007": _("Rules of 2007 (first Observatory)"),
    "eu10_2008": _("Rules of 2008 (ten new member states)"),
    "panorama2016": _("Rules of 2016 (Panorama)"),
    "eocic2019": _("Rules of 2019 (Industrial Change)"),
    "eocic2020": _("Rules of 2020 (Industrial Change)"),
    "eccp2021": _("Rules of 2021 (Collaboration Platform)"),
    "uscm": _("Rules of the U.S. Cluster Mapping"),
}
"""What the profiles are called where one is chosen, oldest first; others go by their title."""

RULES = {
    "eco1_2007": _("2007"), "eu10_2008": _("2008"), "panorama2016": _("2016"), "eocic2019": _("2019"),
    "eocic2020": _("2020"), "eccp2021": _("2021"), "uscm": _("the U.S. Cluster Mapping"),
}  # fmt: skip
"""Whose rules a profile has, as in "the rules of 2019"; others go by their name."""

STATUSES = {"published": _("published"), "reconstructed": _("reconstructed")}
"""Whether the rules of a profile were read in a source or made again from what is known of its results."""


def profile_name(profile):
    """Return how a profile is called, with the word for how well its rules are known."""
    name = PROFILES.get(profile["name"], profile["title"])
    status = STATUSES.get(profile["status"], profile["status"])
    return _("{name}, {status}").format(name=name, status=status) if status else str(name)


def rules_of(name):
    """Return whose rules the profile of that name has, as in "the rules of 2019"."""
    return str(RULES.get(name, name))


def available(columns):
    """Return the measures that can be shown of figures with these columns, by key; stars are a column of their own."""
    return {key: measure for key, measure in MEASURES.items() if measure.column in columns}
