"""How sure a figure is, in the visitor's words: probabilities of stars, intervals of quotients."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cluster_observatory.publication.certainty import LIKELY, certainty

WORDS = {
    "almost certain": gettext_lazy("almost certain"),
    "likely": gettext_lazy("likely"),
    "more likely than not": gettext_lazy("more likely than not"),
    "unlikely": gettext_lazy("unlikely"),
    "very unlikely": gettext_lazy("very unlikely"),
}
"""The words of the statistics, each marked for translation."""


def word(probability):
    """Return a probability in a word or two, "not known" where there is none."""
    found = certainty(probability)
    return str(WORDS[found]) if found else _("not known")


OF_A_CLUSTER = {
    "almost certain": gettext_lazy("almost certainly a cluster"),
    "likely": gettext_lazy("likely a cluster"),
    "more likely than not": gettext_lazy("more likely than not a cluster"),
    "unlikely": gettext_lazy("unlikely to be a cluster"),
    "very unlikely": gettext_lazy("very unlikely to be a cluster"),
}
"""The same words, said of what the rules call a cluster."""


def of_a_cluster(probability):
    """Return how surely something is a cluster, as a part of a sentence."""
    found = certainty(probability)
    return str(OF_A_CLUSTER[found]) if found else _("not known how surely a cluster")


def of_a_cluster_in_words(probability):
    """Return how surely something is a cluster as word and figure: "likely a cluster (in 87 of 100 resamplings)"."""
    if probability is None:
        return of_a_cluster(None)
    return _("{cluster} (in {times} of 100 resamplings)").format(
        cluster=of_a_cluster(probability), times=times(probability)
    )


def tier(starred):
    """Return the tier of the profile that is met, or what is sure of it where it is not known; else nothing."""
    if starred.tier:
        return _("tier {tier}").format(tier=starred.tier)
    if starred.tier_at_least:
        return _("at least tier {tier}").format(tier=starred.tier_at_least)
    return _("tier not known") if starred.has_tiers and starred.is_cluster else ""


def in_words(probability):
    """Return a probability as word and figure: "almost certain: in 97 of 100 resamplings"."""
    if probability is None:
        return _("not known")
    return _("{word}: in {times} of 100 resamplings").format(word=word(probability), times=times(probability))


STANDS = {
    "always": gettext_lazy("other choices: always"),
    "usually": gettext_lazy("other choices: usually"),
    "sometimes": gettext_lazy("other choices: sometimes"),
    "rarely": gettext_lazy("other choices: rarely"),
    "never": gettext_lazy("other choices: never"),
}
"""In how many variants of its profile something is a cluster, in the words of the statistics."""


def times(probability):
    """Return in how many of a hundred resamplings it is so, never 0 or 100 where it was some or not all."""
    rounded = round(probability * 100)
    if 0 < probability < 1:
        return min(max(rounded, 1), 99)
    return rounded


def is_unsure(probability):
    """Return whether a star is less than likely, so that it is drawn lighter; one of no known probability is not."""
    return probability is not None and probability < LIKELY
