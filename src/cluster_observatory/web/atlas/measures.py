"""What the atlas can show of a sector or cluster: the measures, their words, formats and classes."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cluster_observatory.publication import classes
from cluster_observatory.web.atlas import numbers


@dataclass(frozen=True)
class Measure:
    """One measure: the column it reads, its words, and how its values are written and classed."""

    key: str
    column: str
    title: str
    short: str
    explanation: str
    method: str
    write: Callable
    write_limit: Callable
    fixed: classes.Classes | None = None

    def say(self, value, modelled=False):
        """Return a value as a tooltip says it: stars with their word, modelled counts without false digits."""
        if value is not None and self.key == "stars":
            return ngettext("{n} star", "{n} stars", value).format(n=value)
        if value is not None and modelled and self.key == "persons":
            return _("about {count}").format(count=numbers.about(value))
        return self.write(value)

    def classes(self, values):
        """Return the classes of a map of these values."""
        return self.fixed or classes.quantiles(values)


def _percent_limit(value):
    return numbers.limit(round(value * 100, 6)) + "%"


MEASURES = {
    measure.key: measure
    for measure in (
        Measure(
            "location_quotient", "location_quotient", _("Location quotient"), _("Quotient"),
            _("Share of the region’s jobs that are here, divided by Europe’s share: 1 is Europe’s own, 2 is twice it."),
            "location-quotient", numbers.quotient, numbers.limit, classes.QUOTIENTS,
        ),
        Measure(
            "stars", "stars", _("Cluster stars"), _("Stars"),
            _("How many criteria of the chosen method profile the region meets, from none to three."),
            "stars", numbers.stars, numbers.limit, classes.STARS,
        ),
        Measure(
            "persons", "persons", _("Persons employed"), _("Persons"),
            _("People who work in local units of the sector in the region."),
            "size", numbers.count, numbers.limit,
        ),
        Measure(
            "focus", "focus", _("Share of the region’s jobs"), _("Share of jobs"),
            _("Of all people employed in the region, the part that works here."),
            "focus", numbers.share, _percent_limit,
        ),
        Measure(
            "average_wage", "average_wage", _("Average wage"), _("Wage"),
            _("Wages and salaries in a year, divided by persons employed."),
            "average-wage", numbers.thousand_euro, lambda value: numbers.thousand_euro(value),
        ),
    )
}  # fmt: skip

PROFILES = {
    "eco1_2007": _("Rules of 2007 (first Observatory)"),
    "eocic2019": _("Rules of 2019 (Industrial Change)"),
}
