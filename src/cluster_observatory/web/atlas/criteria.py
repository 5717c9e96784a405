"""The criteria of a star profile in words: their cut-offs, and where one could not be judged."""

from collections import Counter

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cluster_observatory.publication.frames import frame
from cluster_observatory.web.atlas import numbers, queries

OF_EUROPE = 1.0
"""A quotient below this is less than Europe's own share."""

CRITERIA = {
    "size": (gettext_lazy("jobs from {limit}"), numbers.count),
    "specialisation": (gettext_lazy("quotient from {limit}"), numbers.quotient),
    "focus": (gettext_lazy("share of the region’s jobs from {limit}"), numbers.share),
    "productivity": (gettext_lazy("average wage from {limit}"), numbers.thousand_euro),
}
"""Each criterion with the words of its cut-off and how the cut-off is written."""

MISSING = {"productivity": gettext_lazy("wages")}
"""What was not published where a criterion could not be judged."""


def missing_in_words(criterion):
    """Return why a criterion could not be judged ("wages not published or of too few people")."""
    return _("{what} not published or of too few people").format(what=MISSING.get(criterion, criterion))


def not_judged(not_known):
    """Return a sentence for each criterion that some regions could not be judged on.

    Takes for each region the names of its criteria without an answer, parted by spaces.
    """
    counted = Counter(criterion for names in not_known for criterion in names.split())
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
    _table, stars, column = queries.TABLES[choice.subject.kind]
    judged = frame(edition, stars).filter(
        (pl.col(column) == choice.subject.code)
        & (pl.col("year") == choice.year)
        & (pl.col("profile") == choice.profile)
    )
    limits = {name: judged[f"{name}_cutoff"].drop_nulls().max() for name in CRITERIA}
    known = {name: limit for name, limit in limits.items() if limit is not None}
    if not known:
        return None
    words = [CRITERIA[name][0].format(limit=CRITERIA[name][1](limit)) for name, limit in known.items()]
    quotient = known.get("specialisation")
    return {
        "words": _("A star each for: {limits}.").format(limits="; ".join(words)),
        "few_regions": "few_regions" in judged.columns and bool(judged["few_regions"].any()),
        "below_europe": quotient is not None and quotient < OF_EUROPE,
        "quotient": numbers.quotient(quotient),
    }
