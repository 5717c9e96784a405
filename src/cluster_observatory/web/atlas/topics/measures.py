"""What can be shown of a topic: score, rank, the figure as published, and how much of it is a region's own."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cluster_observatory.errors import NotPossible
from cluster_observatory.publication import classes
from cluster_observatory.web.atlas import numbers
from cluster_observatory.web.atlas.topics import queries


@dataclass(frozen=True)
class Measure:
    """One measure of a topic: the column it reads, its words, and how its values are written and classed.

    `lowest_first` measures are best where they are lowest.
    """

    key: str
    column: str
    title: str
    explanation: str
    method: str
    write: Callable
    write_limit: Callable
    fixed: classes.Classes | None = None
    lowest_first: bool = False
    unlike: bool = False
    has_interval: bool = False

    @property
    def usual(self):
        """Return how its classes are made where nothing else is asked for."""
        return self.fixed.method if self.fixed else "quantiles"

    def classes(self, values, method=""):
        """Return the classes of a map of these values, by the measure's usual method where none is given."""
        if self.fixed and method in ("", self.fixed.method):
            return self.fixed
        return classes.METHODS[method or "quantiles"](values)

    @property
    def short(self):
        """Return the heading of its column."""
        return self.title

    def say(self, value, modelled=False):
        """Return a value as a tooltip says it."""
        return self.write(value)


def _one(value):
    return numbers.decimal(value, 1)


def figure(value):
    """Return a figure of any unit with about three digits that matter."""
    if value is None:
        return numbers.NONE
    size = abs(value)
    return numbers.decimal(value, 0 if size >= 1000 else 1 if size >= 10 else 2)


COUNTED = frozenset({"enterprises", "persons", "employees"})
"""Units that are counted in whole numbers."""


def writer(topic):
    """Return what writes the figures of a topic as its source has them."""
    return numbers.count if topic.english_unit in COUNTED else figure


GROUPS = {
    "Leader": gettext_lazy("Leader"),
    "Strong": gettext_lazy("Strong"),
    "Moderate": gettext_lazy("Moderate"),
    "Emerging": gettext_lazy("Emerging"),
}
"""The performance groups of the innovation index, best first."""

GROUP_LIMITS = classes.Classes((70.0, 100.0, 125.0), "fixed")

SHARES = (
    Measure(
        "imputed", "imputed_share", gettext_lazy("Share imputed"),
        gettext_lazy("Of the weight of the values used, the part that was filled because the source has none."),
        "score", numbers.share, numbers.share_limit, lowest_first=True,
    ),
    Measure(
        "copied", "copied_share", gettext_lazy("Share copied from above"),
        gettext_lazy(
            "Of the weight of the values used, the part that is the figure of the country or of a larger region, "
            "copied down: it says nothing of how regions of the country differ."
        ),
        "score", numbers.share, numbers.share_limit, lowest_first=True,
    ),
)  # fmt: skip
SCORES = (
    Measure(
        "score", "score", gettext_lazy("Score"),
        gettext_lazy("A mean of what stands below it, on a scale on which more is better."),
        "score", _one, numbers.limit,
    ),
    Measure(
        "rank", "rank", gettext_lazy("Rank"),
        gettext_lazy("1 is best, by the unrounded score. Read it with its interval."),
        "score", numbers.count, numbers.limit, lowest_first=True,
    ),
    *SHARES,
)  # fmt: skip
INNOVATION = (
    Measure(
        "published", "published", gettext_lazy("Index, EU in 2016 = 100"),
        gettext_lazy("The index of the Regional Innovation Scoreboard as it was published."),
        "innovation-scoreboard", _one, numbers.limit,
    ),
    Measure(
        "group", "relative_index", gettext_lazy("Performance group, EU of the year = 100"),
        gettext_lazy(
            "The index relative to the European Union’s of the same year: Leader from 125, Strong from 100, "
            "Moderate from 70, Emerging below; + and − are the best and the last third of a group."
        ),
        "innovation-scoreboard", _one, numbers.limit, GROUP_LIMITS,
    ),
    Measure(
        "recomputed", "recomputed", gettext_lazy("Index made anew"),
        gettext_lazy("The index made anew here from the indicators, to show that the published one can be traced."),
        "innovation-scoreboard", _one, numbers.limit,
    ),
    Measure(
        "factor", "country_factor", gettext_lazy("Country factor"),
        gettext_lazy("By how much the regions of a country are moved, so that they fit the country’s own score."),
        "innovation-scoreboard", numbers.quotient, numbers.limit,
    ),
)  # fmt: skip


def of_topic(topic):
    """Return the measures that can be shown of a topic, the usual one first."""
    if topic.family == queries.INNOVATION:
        return INNOVATION
    if topic.family == queries.DEMOGRAPHY:
        return (_published(topic, "demography", topic.about["description"]),)
    if topic.is_indicator:
        return (_published(topic, "score", _("The figure as the source has it.")), _used())
    return SCORES


def _published(topic, method, explanation):
    return Measure(
        "value", "value", topic.unit, explanation, method,
        writer(topic), numbers.limit, lowest_first=topic.about.get("direction") == -1,
    )  # fmt: skip


def _used():
    explanation = _("The figure as the scoreboard uses it: outliers brought in, on one scale, more is better.")
    return Measure("used", "used", _("As the scoreboard uses it"), explanation, "score", _one, numbers.limit)


def asked(topic, key):
    """Return the measure asked for, or the usual one; raises NotPossible with those that there are."""
    known = {measure.key: measure for measure in of_topic(topic)}
    if not key:
        return next(iter(known.values()))
    if key in known:
        return known[key]
    raise NotPossible(
        _("“{asked}” is no measure of this topic. Choose one of {known}.").format(
            asked=key[:40], known=", ".join(known)
        )
    )


def in_group(row):
    """Return the performance group of a row of the innovation index in words: "Strong +"."""
    name = row["performance_subgroup"] or row["performance_group"]
    if not name:
        return ""
    group, space, sign = name.partition(" ")
    return f"{GROUPS.get(group, group)}{space}{sign.replace('-', '−')}"
