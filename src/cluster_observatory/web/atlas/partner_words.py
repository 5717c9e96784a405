"""What the partner finder says in words: its finding, and why a region is a partner."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cluster_observatory.web.atlas import certainty, numbers
from cluster_observatory.web.atlas.findings import joined
from cluster_observatory.web.atlas.partner_choices import ABROAD, ANYWHERE, AT_HOME, BOTH, MATCHING

PARTS = {
    "same_strength": gettext_lazy("Same strength"),
    "shared": gettext_lazy("Shared around it"),
    "added": gettext_lazy("Added"),
    "given": gettext_lazy("Given in return"),
    "likeness": gettext_lazy("Likeness"),
    "capabilities": gettext_lazy("Capabilities"),
}
"""The parts of a score, and what the region would give; in the order of pages."""

EXPLAINED = {
    "same_strength": gettext_lazy("how special the weaker of the two is in the topic: 0.5 is Europe’s share"),
    "shared": gettext_lazy("how much of what is related to the topic both have"),
    "added": gettext_lazy("how much of it the partner has and the region has not"),
    "given": gettext_lazy("how much of it the region has and the partner has not; not part of the score"),
    "likeness": gettext_lazy("how far the shares of their sectors in all jobs overlap"),
    "capabilities": gettext_lazy(
        "by how many points of 100 the partner is ahead in the dimensions of industrial change in which the region "
        "is below the median"
    ),
}


def finding(finder, first):
    """Return the finding: which partner comes first, and what speaks for it; `first` is its entry, or None."""
    name, topic = finder.name, finder.choice.subject.short
    if first is None:
        return _("No partner was found for {region} in {topic}.").format(region=name, topic=topic)
    if finder.mode == BOTH:
        words = _(
            "For {region} in {topic}, {partner} comes first: strong in it too, and with {adds} that {region} lacks."
        )
    elif finder.mode == MATCHING:
        words = _("For {region} in {topic}, the nearest match is {partner}, with {times} times Europe’s share of jobs.")
    elif finder.own is not None and finder.own < 1:
        words = _("{region} is not strong in {topic}; {partner} would add most of what goes with it: {adds}.")
    else:
        words = _("For {region} in {topic}, {partner} would add most of what is missing: {adds}.")
    return words.format(
        region=name,
        topic=topic,
        partner=first.name,
        adds=joined([subject.short for subject in first.adds[:3]]),
        times=numbers.quotient_in_text(first.row["location_quotient"]),
    )


def alone(match, complement):
    """Return who comes first in each kind alone, where both kinds are asked for."""
    return _("The nearest match alone is {match}; {complement} would add most.").format(
        match=match.name, complement=complement.name
    )


def beside(choice, candidates, home):
    """Return the sentence under the finding: among which regions it was sought, and in which year."""
    where = {
        ABROAD: ngettext(
            "Sought among {n} region of other countries", "Sought among {n} regions of other countries", candidates
        ),
        ANYWHERE: ngettext(
            "Sought among {n} region of all countries", "Sought among {n} regions of all countries", candidates
        ),
        AT_HOME: ngettext("Sought among {n} region of {country}", "Sought among {n} regions of {country}", candidates),
    }
    words = where.get(choice.country, where[AT_HOME]).format(n=candidates, country=home)
    if choice.least:
        return _("{among} in which {least} people or more work; figures of {year}.").format(
            among=words, least=numbers.count(choice.least), year=choice.year
        )
    return _("{among}; figures of {year}.").format(among=words, year=choice.year)


def reasons(entry, name):
    """Return why a region is a partner, as sentences made from the data; `name` is that of the region asking."""
    found = [strength(entry)]
    if entry.adds:
        found.append(_("Has what {region} lacks: {sectors}.").format(region=name, sectors=_named(entry.adds)))
    if entry.shares:
        found.append(_("Both have {sectors}.").format(sectors=_named(entry.shares)))
    if entry.gives:
        found.append(_("{region} would bring {sectors}.").format(region=name, sectors=_named(entry.gives)))
    if entry.lends:
        ahead = joined(entry.lends)
        found.append(_("Ahead where {region} is weak: {dimensions}.").format(region=name, dimensions=ahead))
    if entry.peer_place:
        found.append(
            _("Alike in structure: number {place} among the peers of {region}.").format(
                place=entry.peer_place, region=name
            )
        )
    return found


def strength(entry):
    """Return how strong a partner is in the topic, and how sure that is."""
    times, persons = entry.row["location_quotient"], entry.row["persons"]
    if times is None or persons is None:
        return _("Its figure in the topic is not published.")
    # Few workplaces make a quotient uncertain: strong is what still is above 1 when that is allowed for.
    if times < 1:
        words = _("Not strong in it itself: {times} times Europe’s share of jobs, {people}.")
    elif entry.row["quotient"] < 1:
        words = _("Not surely strong in it itself: {times} times Europe’s share of jobs, {people}.")
    elif entry.stars.count is None:
        words = _("Strong in it: {times} times Europe’s share of jobs, {people}.")
    elif entry.stars.is_cluster:
        words = _("Strong in it: {times} times Europe’s share of jobs, {people}; by the rules {certainty}.")
    else:
        words = _("Above Europe’s share of jobs: {times} times, {people}; by the rules no cluster.")
    sure = certainty.of_a_cluster_in_words(entry.stars.probability)
    return words.format(times=numbers.quotient_in_text(times), people=_people(entry), certainty=sure)


def agreement(entry):
    """Return in how many of the parts of the score the partner is in the best quarter of the candidates."""
    return _("{ahead} of {known}").format(ahead=entry.row["parts_ahead"], known=entry.row["parts_known"])


def written(part, value):
    """Return the value of a part as the page shows it."""
    if value is None:
        return _("not known")
    if part == "same_strength":
        return numbers.decimal(value, 2)
    if part == "capabilities":
        return _("+{points} points").format(points=numbers.decimal(value, 1))
    return numbers.share_in_text(value)


def _people(entry):
    persons = entry.row.get("persons")
    if entry.row.get("modelled"):
        return _("about {count} people (modelled)").format(count=numbers.about(persons))
    return _("{count} people").format(count=numbers.count(persons))


def _named(subjects):
    return joined([subject.short for subject in subjects])
