"""The criteria of a star profile in words: their names, their cut-offs, and where one could not be judged."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cluster_observatory.web.atlas import numbers, stars

OF_EUROPE = 1.0
"""A quotient below this is less than Europe's own share."""

CRITERIA = {
    "size": (gettext_lazy("jobs"), numbers.count),
    "specialisation": (gettext_lazy("quotient"), numbers.quotient),
    "focus": (gettext_lazy("share of the region’s jobs"), numbers.share),
    "productivity": (gettext_lazy("average wage"), numbers.thousand_euro),
    "growth": (gettext_lazy("growth"), numbers.growth),
    "units": (gettext_lazy("local units"), numbers.count),
    "sme_performance": (gettext_lazy("performance of small firms"), numbers.quotient),
    "innovation_leaders": (gettext_lazy("innovation leaders"), numbers.quotient),
}
"""Each criterion with what it looks at and how its cut-off is written."""

OF_ALL = (gettext_lazy("share of Europe’s jobs here"), numbers.share)
"""What the criterion of size looks at in a profile that takes shares."""

NAMES = {
    "size": gettext_lazy("size"),
    "specialisation": gettext_lazy("specialisation"),
    "focus": gettext_lazy("focus"),
    "productivity": gettext_lazy("productivity"),
    "growth": gettext_lazy("growth"),
    "units": gettext_lazy("local units"),
    "sme_performance": gettext_lazy("performance of small firms"),
    "innovation_leaders": gettext_lazy("innovation leaders"),
}
"""What each criterion is called."""

MISSING = {
    "productivity": gettext_lazy("wages"),
    "growth": gettext_lazy("earlier figures"),
    "units": gettext_lazy("local units"),
    "sme_performance": gettext_lazy("performance of small firms"),
    "innovation_leaders": gettext_lazy("innovation leaders"),
}
"""What was not published where a criterion could not be judged."""


def missing_in_words(criterion):
    """Return why a criterion could not be judged ("wages not published or of too few people")."""
    return _("{what} not published or of too few people").format(what=MISSING.get(criterion, criterion))


def not_judged(not_known):
    """Return a sentence for each criterion that some regions could not be judged on.

    Takes for each region the names of its criteria without an answer.
    """
    counted = Counter(criterion for names in not_known for criterion in names)
    return [
        ngettext(
            "{number} region could not be judged on {what} (shown as ?).",
            "{number} regions could not be judged on {what} (shown as ?).",
            number,
        ).format(number=number, what=MISSING.get(criterion, criterion))
        for criterion, number in sorted(counted.items())
    ]


def cutoffs(edition, choice):
    """Return the cut-offs of the chosen profile as a sentence, and what makes them say little: few regions, a low one.

    None where no region was judged.
    """
    judged = stars.of_subject(edition, choice.subject, choice.year, choice.profile)
    asked = stars.criteria(edition, choice.profile)
    known = {name: judged[f"{name}_cutoff"].drop_nulls().max() for name in asked}
    known = {name: limit for name, limit in known.items() if limit is not None}
    if not known:
        return None
    rules = stars.profile(edition, choice.profile)["parameters"]
    words = [_cutoff(name, limit, rules[name]) for name, limit in known.items()]
    quotient = known.get("specialisation")
    return {
        "words": _("A star each for: {limits}.").format(limits="; ".join(words)),
        "few_regions": bool(judged["few_regions"].any()),
        "below_europe": quotient is not None and quotient < OF_EUROPE,
        "quotient": numbers.quotient(quotient),
    }


def _cutoff(name, limit, rule):
    """Return a cut-off in words; the published rule says whether it is exceeded or only reached, and of what."""
    what, write = OF_ALL if name == "size" and rule.startswith("share") else CRITERIA[name]
    words = _("{what} above {limit}") if " above " in rule else _("{what} from {limit}")
    return words.format(what=what, limit=write(limit))
