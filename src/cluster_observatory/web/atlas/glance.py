"""A region at a glance: at most six sentences made from its figures, each with the section that proves it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cluster_observatory.publication.certainty import LIKELY
from cluster_observatory.web.atlas import measures
from cluster_observatory.web.atlas.sentences import joined


@dataclass(frozen=True)
class Line:
    """One sentence, what it is about, and the anchor of its section."""

    title: str
    words: str
    anchor: str


def of_portrait(portrait):
    """Return the sentences that the region's figures allow, in the order of its page."""
    standing = portrait.standing
    # Without figures of sectors the rank is the finding of the page, and need not be said again.
    place = standing.place if portrait.has_figures else ""
    lines = [
        Line(_("How sure"), _how_sure(portrait), "strengths"),
        Line(_("Place"), " ".join(part for part in (place, standing.ties_in_words) if part), "dimensions"),
        Line(_("Best side"), _best_side(standing), "dimensions"),
        Line(_("Bottleneck"), standing.bottleneck_in_words, "against-peers"),
        Line(_("Most alike"), _most_alike(standing.peers), "against-peers"),
        Line(_("Near at hand"), _near_at_hand(portrait.options), "mix"),
    ]
    return [line for line in lines if line.words]


def _how_sure(portrait):
    """Return how many sectors are clusters by the rules, how many of them surely, and which are the first."""
    clusters = [entry for entry in portrait.sectors if entry["stars"].is_cluster]
    if not clusters:
        return ""
    sure = [entry for entry in clusters if (entry["stars"].probability or 0) >= LIKELY]
    sentence = ngettext(
        "{n} of its sectors is a cluster by the rules of {rules}; likely or surer: {sure}.",
        "{n} of its sectors are clusters by the rules of {rules}, {sure} of them likely or surer.",
        len(clusters),
    ).format(rules=measures.rules_of(portrait.profile_name), n=len(clusters), sure=len(sure))
    first = [
        entry["short"] for entry in portrait.strongest if entry in sure and entry["row"]["location_quotient"] >= 1
    ][:3]
    if not first:
        return sentence
    return sentence + " " + _("First among these: {names}.").format(names=joined(first))


def _best_side(standing):
    extremes = standing.extremes
    if extremes is None:
        return ""
    best = extremes[0]
    if best.difference > 0:
        sentence = _("Beside its peers it stands out most in {name}: {score} points, their mean {mean} ({points}).")
    else:
        sentence = _("It comes nearest to its peers in {name}: {score} points, their mean {mean} ({points}).")
    return sentence.format(name=best.name, score=best.written, mean=best.peers_written, points=best.difference_written)


def _most_alike(peers):
    if peers.are_chosen or not peers.each:
        return ""
    first = peers.each[0]
    if first.why:
        return _("{name} ({country}) is nearest in structure: {why}.").format(
            name=first.name, country=first.country, why=first.why
        )
    return _("{name} ({country}) is nearest in GDP per head.").format(name=first.name, country=first.country)


def _near_at_hand(options):
    if not options or not options["entries"]:
        return ""
    first = options["entries"][0]
    return _(
        "Nearest to what it has, and not yet strong: {name}. The region has {density} of what is often found with it; "
        "that is no forecast."
    ).format(name=first["subject"].short, density=first["density"])
