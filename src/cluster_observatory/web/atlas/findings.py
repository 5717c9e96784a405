"""The finding of a page, as a sentence made from the data."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cluster_observatory.web.atlas import certainty, criteria, measures, numbers
from cluster_observatory.web.atlas.sentences import joined

WORTH_NAMING = 500
"""A region is named for its quotient or its wage only with at least so many persons employed there."""

NAMED = 3
"""So many of the regions with the most stars are named."""


def named(choice, rows):
    """Return the rows that the finding names, best first; rows as `ranking.rows` orders them."""
    known = [row for row in rows if row.value is not None]
    key = choice.measure.key
    if choice.measure.unlike:
        known = _many(known)
    if not known:
        return []
    if key == "stars":
        return [row for row in known if row.value == known[0].value][:NAMED] if known[0].value else []
    return [max(known, key=lambda row: row.persons or 0) if key == "location_quotient" else known[0]]


def of_choice(choice, rows):
    """Return the finding for a sector or cluster in a year under the chosen measure.

    Takes the rows of `ranking.rows`, each with a value or None; the flags of the
    region that the sentence names stand at its end.
    """
    known = [row for row in rows if row.value is not None]
    if not known:
        return _("No region has a published figure for {subject} in {year}.").format(
            subject=choice.subject.short, year=choice.year
        )
    heads = named(choice, rows)
    sentence = _SENTENCES[choice.measure.key](choice, rows, heads)
    flags = heads[0].flags if len(heads) == 1 else ""
    if not flags:
        return sentence
    return _("{sentence} ({flags} in this year).").format(sentence=sentence.removesuffix("."), flags=flags)


def _many(rows):
    return [row for row in rows if (row.persons or 0) >= WORTH_NAMING]


MOST = {
    "most": (gettext_lazy("the most of any region"), gettext_lazy("the most of the {known} regions with a figure")),
    "people": (
        gettext_lazy("the most people"),
        gettext_lazy("the most people of the {known} regions with a figure"),
    ),
    "share": (
        gettext_lazy("the largest share of any region"),
        gettext_lazy("the largest share of the {known} regions with a figure"),
    ),
}
MOST_OF_COUNTRIES = {
    "most": (gettext_lazy("the most of all"), gettext_lazy("the most of the {known} with a figure")),
    "people": (gettext_lazy("the most people"), gettext_lazy("the most people of the {known} with a figure")),
    "share": (gettext_lazy("the largest share of all"), gettext_lazy("the largest share of the {known} with a figure")),
}
"""How much the first has: of all that are compared, and of those with a figure where some have none."""


def _of_all(choice, rows, what):
    """Return the words for all regions, or those that count the regions with a figure where some have none."""
    known = sum(row.value is not None for row in rows)
    without_gaps, with_gaps = (MOST if choice.view.level else MOST_OF_COUNTRIES)[what]
    return str(without_gaps) if known == len(rows) else with_gaps.format(known=known)


def _persons(row):
    if row.split:
        return _("about {count} people (modelled)").format(count=numbers.about(row.persons))
    return _("{count} people").format(count=numbers.count(row.persons))


def _quotient(choice, rows, heads):
    return _("{region} has {times} times Europe’s share of jobs in {subject}: {people} in {year}, {most}.").format(
        region=heads[0].name,
        times=numbers.quotient_in_text(heads[0].value),
        subject=choice.subject.short,
        people=_persons(heads[0]),
        year=choice.year,
        most=_of_all(choice, rows, "most"),
    )


def _stars(choice, rows, heads):
    if not heads:
        return _("No region has a star in {subject} in {year} under this profile.").format(
            subject=choice.subject.short, year=choice.year
        )
    best = heads[0].value
    holders = sum(row.value == best for row in rows)
    return ngettext(
        "{region} has {stars} in {subject} in {year}, alone among {all} regions with a figure.",
        "{number} of {all} regions with a figure have {stars} in {subject} in {year}, led by {region}.",
        holders,
    ).format(
        region=_with_certainty(heads),
        stars=STARS.get(best) or ngettext("{n} star", "{n} stars", best).format(n=best),
        subject=choice.subject.short,
        year=choice.year,
        all=sum(row.value is not None for row in rows),
        number=holders,
    )


def _with_certainty(rows):
    """Return regions with how surely the profile calls each a cluster; nothing is said of those it does not."""
    words = {certainty.of_a_cluster(row.stars.probability) for row in rows if row.stars.is_cluster}
    if len(words) == 1 and len(rows) > 1 and all(row.stars.is_cluster for row in rows):
        return _("{regions}, each {certainty}").format(
            regions=joined([row.name for row in rows]), certainty=words.pop()
        )
    return joined(
        [
            _("{region} ({certainty})").format(region=row.name, certainty=certainty.of_a_cluster(row.stars.probability))
            if row.stars.is_cluster
            else row.name
            for row in rows
        ]
    )


def _size(choice, rows, heads):
    return _("{region} employs {most} in {subject}: {people} in {year}, {share} of all counted there.").format(
        region=heads[0].name,
        subject=choice.subject.short,
        people=_persons(heads[0]),
        year=choice.year,
        share=numbers.share(heads[0].figures["european_share"]),
        most=_of_all(choice, rows, "people"),
    )


def _focus(choice, rows, heads):
    return _("In {region}, {share} of all jobs are in {subject}: {largest} in {year}.").format(
        region=heads[0].name,
        share=numbers.share(heads[0].value),
        subject=choice.subject.short,
        year=choice.year,
        largest=_of_all(choice, rows, "share"),
    )


def _wage(choice, rows, heads):
    if not heads:
        return _("No region with at least {least} people in {subject} has a published wage in {year}.").format(
            least=numbers.count(WORTH_NAMING), subject=choice.subject.short, year=choice.year
        )
    compared = len(_many([row for row in rows if row.value is not None]))
    return ngettext(
        "A job in {subject} paid {wage} on average in {region} in {year}: {people}, "
        "the only region with a wage and at least {least} people there.",
        "A job in {subject} paid {wage} on average in {region} in {year}: {people}, "
        "the best paid of the {compared} regions with a wage and at least {least} people there.",
        compared,
    ).format(
        region=heads[0].name,
        wage=numbers.thousand_euro(heads[0].value),
        people=_persons(heads[0]),
        subject=choice.subject.short,
        year=choice.year,
        compared=compared,
        least=numbers.count(WORTH_NAMING),
    )


def _other(choice, rows, heads):
    """Return the finding for a measure that needs no sentence of its own: which region has most of it."""
    if not heads:
        return _("No region with at least {least} people in {subject} has a figure of it in {year}.").format(
            least=numbers.count(WORTH_NAMING), subject=choice.subject.short, year=choice.year
        )
    known = [row for row in rows if row.value is not None]
    compared = _many(known) if choice.measure.unlike else known
    value = choice.measure.write(heads[0].value)
    sentence = {
        "growth": _("Employment in {subject} grew fastest in {region}: {value} up to {year}, {of}."),
        "local_units": _("{region} has the most workplaces in {subject}: {value} local units in {year}, {of}."),
        "average_size": _("Workplaces in {subject} are largest in {region}: {value} people each in {year}, {of}."),
        "labour_productivity": _("A job in {subject} added most value in {region}: {value} in {year}, {of}."),
    }[choice.measure.key]
    if choice.measure.key == "growth" and heads[0].value <= 0:
        sentence = _("Employment in {subject} grew in no region; best in {region}: {value} up to {year}, {of}.")
    place = heads[0].name
    if choice.measure.modelled and heads[0].modelled:
        # Each of its regions has the country's own figure: to name one would be to say that it stands out.
        place = _("the regions of {country}").format(country=heads[0].country_name)
        value = _("{value} (modelled: the country’s own)").format(value=value)
    elif heads[0].modelled:
        value = _("{value} (modelled)").format(value=value)
    of = (
        ngettext(
            "the only region with a figure and at least {least} people there",
            "of the {n} regions with a figure and at least {least} people there",
            len(compared),
        )
        if choice.measure.unlike
        else ngettext("the only region with a figure", "of the {n} regions with a figure", len(compared))
    )
    return sentence.format(
        subject=choice.subject.short,
        region=place,
        value=value,
        year=choice.year,
        of=of.format(n=len(compared), least=numbers.count(WORTH_NAMING)),
    )


STARS = {1: gettext_lazy("one star"), 2: gettext_lazy("two stars"), 3: gettext_lazy("three stars")}
"""How many stars, as sentences say it."""

_SENTENCES = {
    "location_quotient": _quotient,
    "stars": _stars,
    "persons": _size,
    "focus": _focus,
    "average_wage": _wage,
    **dict.fromkeys(("growth", "local_units", "average_size", "labour_productivity"), _other),
}


def beside(choice, rows):
    """Return what stands under the finding: how sure it is, the most specialised region, what is not known of how many.

    Takes the rows of `ranking.rows`.
    """
    specialised = _many([row for row in rows if row.location_quotient is not None])
    sentences = []
    if specialised:
        first = max(specialised, key=lambda row: row.location_quotient)
        sentences.append(
            _(
                "Most specialised of those with at least {least} people here: {region}, {times} times Europe’s share."
            ).format(
                least=numbers.count(WORTH_NAMING),
                region=_with_country(first),
                times=numbers.quotient_in_text(first.location_quotient),
            )
        )
    heads = named(choice, rows)
    if choice.measure.key == "location_quotient" and heads:
        sentences.insert(0, _how_sure(choice, heads[0]))
    missing = len(rows) - sum(row.value is not None for row in rows)
    if missing:
        sentences.append(
            ngettext(
                "{number} of {all} regions has no value: not published, confidential or not reported.",
                "{number} of {all} regions have no value: not published, confidential or not reported.",
                missing,
            ).format(number=missing, all=len(rows))
        )
    if choice.measure.key == "stars":
        sentences += criteria.not_judged([row.stars.not_known for row in rows])
    return " ".join(sentences)


def of_marked(choice, row, known):
    """Return where the region that the visitor marked stands: rank among `known` regions, value, and how sure it is."""
    if row.value is None:
        return _("{region} has no published figure in {subject} in {year}.").format(
            region=row.name, subject=choice.subject.short, year=choice.year
        )
    sentence = _("{region} is number {rank} of {known}. {measure}: {value}.").format(
        region=row.name,
        rank=row.rank,
        known=known,
        measure=choice.measure.title,
        value=choice.measure.say(row.value, row.modelled),
    )
    return f"{sentence} {_how_sure(choice, row)}" if choice.measure.has_interval else sentence


def _with_country(row):
    """Return the name of a region with its country, or that of a country alone."""
    if row.region == row.country:
        return row.name
    return _("{region} ({country})").format(region=row.name, country=row.country_name)


def _how_sure(choice, row):
    """Return the interval of a region's quotient, and how sure it is that the chosen profile calls it a cluster."""
    interval = numbers.interval(*row.interval)
    sentence = (
        _("{region}: {interval} times Europe’s share (95% interval).").format(region=row.name, interval=interval)
        if interval
        else _("{region}: how sure its quotient is, is not known, as local units were not published.").format(
            region=row.name
        )
    )
    if row.stars.probability is None:
        return sentence
    cluster = _("By the rules of {rules} it is {certainty}.").format(
        rules=measures.rules_of(choice.profile), certainty=certainty.of_a_cluster_in_words(row.stars.probability)
    )
    return f"{sentence} {cluster}"


def of_checks(outcomes):
    """Return how many checks an edition passed, and how many depart from what was expected, as a sentence."""
    departing = sum(outcome != "passed" for outcome in outcomes)
    sentence = ngettext(
        "This edition passed {passed} of {all} check", "This edition passed {passed} of {all} checks", len(outcomes)
    ).format(passed=len(outcomes) - departing, all=len(outcomes))
    if not departing:
        return sentence
    departs = ngettext("{n} departs", "{n} depart", departing).format(n=departing)
    return f"{sentence}; {departs}"


def of_region(name, year, strongest, rules):
    """Return the finding for a region: its strongest sector in that year by the rules of a year."""
    if strongest is None:
        return _("No figure of {region} was published for {year}.").format(region=name, year=year)
    sentence = _(
        "{region} is strongest in {subject} by the rules of {rules}, {certainty}: "
        "{times} times Europe’s share of jobs, {count} people in {year}."
    ).format(
        region=name,
        subject=strongest["short"],
        rules=rules,
        certainty=certainty.of_a_cluster(strongest["stars"].probability),
        times=numbers.quotient_in_text(strongest["row"]["location_quotient"]),
        count=numbers.count(strongest["row"]["persons"]),
        year=year,
    )
    if not strongest["flags"]:
        return sentence
    return _("{sentence} ({flags} in this year).").format(sentence=sentence.removesuffix("."), flags=strongest["flags"])
