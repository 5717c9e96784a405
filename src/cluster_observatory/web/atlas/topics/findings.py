"""The finding of a topic's page, as a sentence made from the data, and what stands under it."""

from collections import Counter
from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cluster_observatory.web.atlas import numbers, viewing
from cluster_observatory.web.atlas.topics import choices, measures, queries, rows


def named(choice, found):
    """Return the rows that the finding names: the first of those with a value."""
    known = [row for row in found if row.value is not None]
    if choice.measure.key in ("imputed", "copied", "factor"):
        return []
    return known[:1]


def of_choice(edition, choice, found):
    """Return the finding for a topic; takes the rows of `rows.of_choice` of the countries chosen, best first."""
    known = [row for row in found if row.value is not None]
    if not known:
        sentence = _("No region has a figure for {topic} in {year}.")
        return sentence.format(topic=choice.topic.title, year=choice.year)
    sentence = _sentence(edition, choice, found, known)
    whom = viewing.whom(choice.view)
    return _("{whom}: {sentence}").format(whom=whom, sentence=sentence) if whom else sentence


def _sentence(edition, choice, found, known):
    if choice.topic.family == queries.DEMOGRAPHY:
        return _demography(edition, choice, known)
    if choice.topic.family == queries.INNOVATION:
        return _innovation(choice, known)
    if choice.topic.is_indicator:
        return _indicator(choice, known)
    if choice.measure.key in ("imputed", "copied"):
        return _share(choice, known)
    return _score(choice, known)


def _leader(known):
    """Return the first region, with how many others have the very same value."""
    alike = sum(row.value == known[0].value for row in known) - 1
    if not alike:
        return known[0].name
    return ngettext("{region} and {n} other alike", "{region} and {n} others alike", alike).format(
        region=known[0].name, n=alike
    )


def _score(choice, known):
    figures = known[0].figures
    sentence = ngettext(
        "{region} scores highest in {topic}: {score} in {year}, rank {rank} of {all}",
        "{region} score highest in {topic}: {score} in {year}, rank {rank} of {all}",
        sum(row.value == known[0].value for row in known),
    ).format(
        region=_leader(known),
        topic=choice.topic.title,
        score=numbers.decimal(figures["score"], 1),
        year=choice.year,
        rank=figures["rank"],
        all=figures["regions_ranked"],
    )
    if figures["rank_low"] is None:
        return _("{sentence}.").format(sentence=sentence)
    low, high = numbers.count(figures["rank_low"]), numbers.count(figures["rank_high"])
    if low == high:
        return _("{sentence}; nine of ten replications with other choices put it there.").format(sentence=sentence)
    return _("{sentence}; nine of ten replications with other choices put it between ranks {low} and {high}.").format(
        sentence=sentence, low=low, high=high
    )


def _share(choice, known):
    much = sum(row.value > rows.MOSTLY for row in known)
    sentence = {
        "imputed": ngettext(
            "In {n} of {all} regions more than half of {topic} is imputed.",
            "In {n} of {all} regions more than half of {topic} is imputed.",
            much,
        ),
        "copied": ngettext(
            "In {n} of {all} regions more than half of {topic} is copied from the country or a larger region.",
            "In {n} of {all} regions more than half of {topic} is copied from the country or a larger region.",
            much,
        ),
    }[choice.measure.key]
    return sentence.format(n=much, all=len(known), topic=choice.topic.title)


def _indicator(choice, known):
    first = known[0]
    copied = sum(row.modelled for row in known)
    best = _("lowest") if choice.measure.lowest_first else _("highest")
    sentence = _("{topic}: {best} in {region}, {value} {unit}, of {all} regions with a figure")
    if choice.measure.key == "used":
        sentence = _("{topic}, as the scoreboard uses it: highest in {region}, {value}, of {all} regions with a figure")
    words = sentence.format(
        topic=choice.topic.title,
        best=best,
        region=_leader(known),
        value=choice.measure.write(first.value),
        unit=choice.topic.unit,
        all=len(known),
    )
    if not copied:
        return _("{sentence}.").format(sentence=words)
    return ngettext(
        "{sentence}; for {n} of them it is not the region’s own.",
        "{sentence}; for {n} of them it is not their own.",
        copied,
    ).format(sentence=words, n=copied)


def _innovation(choice, known):
    if choice.measure.key == "factor":
        return _("Country factors of the innovation index go from {low} to {high} in {year}.").format(
            low=numbers.quotient(min(row.value for row in known)),
            high=numbers.quotient(max(row.value for row in known)),
            year=choice.year,
        )
    groups = Counter(row.figures["performance_group"] for row in known)
    if choice.measure.key == "group":
        counted = ", ".join(
            _("{n} {group}").format(n=groups[group], group=words) for group, words in measures.GROUPS.items()
        )
        return _("Of {all} regions in {year}: {counted}.").format(all=len(known), year=choice.year, counted=counted)
    first = known[0]
    return ngettext(
        "{region} leads on innovation in {year}: {value} where the European Union of 2016 is 100; "
        "{n} of {all} regions is a Leader.",
        "{region} leads on innovation in {year}: {value} where the European Union of 2016 is 100; "
        "{n} of {all} regions are Leaders.",
        groups["Leader"],
    ).format(
        region=first.name,
        year=choice.year,
        value=numbers.decimal(first.value, 1),
        n=groups["Leader"],
        all=len(known),
    )


def _demography(edition, choice, known):
    first = known[0]
    return ngettext(
        "{topic}: highest in {region}, {value} {unit} in {year}, the only region with a figure; {industry}.",
        "{topic}: highest in {region}, {value} {unit} in {year}, of {n} regions with a figure; {industry}.",
        len(known),
    ).format(
        topic=choice.topic.title,
        region=_leader(known),
        value=choice.measure.write(first.value),
        unit=choice.topic.unit,
        year=choice.year,
        n=len(known),
        industry=choices.industry_name(edition, choice.industry),
    )


def beside(choice, found):
    """Return what stands under the finding: how sure it is, what is not the regions' own, how many have no value."""
    sentences = []
    known = [row for row in found if row.value is not None]
    if choice.topic.family == queries.SCOREBOARD and not choice.topic.is_indicator:
        sentences += _how_sure(choice, known)
    missing = len(found) - len(known)
    if missing:
        sentences.append(
            ngettext("{n} of {all} regions has no value.", "{n} of {all} regions have no value.", missing).format(
                n=missing, all=len(found)
            )
        )
    hidden = sum("c" in row.figures["flags"] and row.value is None for row in found if "flags" in row.figures)
    if hidden:
        sentences.append(
            ngettext(
                "{n} is hidden, as it would tell of one or two firms.",
                "{n} are hidden, as they would tell of one or two firms.",
                hidden,
            ).format(n=hidden)
        )
    return " ".join(sentences)


def _how_sure(choice, known):
    found = []
    widths = [high - low + 1 for low, high in (row.interval for row in known) if low is not None and high is not None]
    if widths:
        found.append(
            ngettext(
                "Half of the intervals of ranks span {n} rank or less.",
                "Half of the intervals of ranks span {n} ranks or fewer.",
                round(median(widths)),
            ).format(n=round(median(widths)))
        )
    if choice.topic.about["level"] and known and known[0].figures["indicators"] == 1:
        found.append(_("It rests on one indicator alone: read it as that, and no more."))
    hatched = sum(row.modelled for row in known)
    if hatched:
        found.append(
            ngettext(
                "In {n} region more than half of the weight is not its own figures.",
                "In {n} regions more than half of the weight is not their own figures.",
                hatched,
            ).format(n=hatched)
        )
    return found
