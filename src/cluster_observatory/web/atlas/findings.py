"""The finding of a page, as a sentence made from the data."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cluster_observatory.publication.labels import country_name
from cluster_observatory.web.atlas import numbers


def of_choice(choice, rows):
    """Return the finding for a sector or cluster in a year under the chosen measure.

    Takes the rows of `ranking.rows`, each with a value or None.
    """
    known = [row for row in rows if row.value is not None]
    if not known:
        return _("No region has a published figure for {subject} in {year}.").format(
            subject=choice.subject.short, year=choice.year
        )
    return _SENTENCES[choice.measure.key](choice, known)


def _persons(row):
    if row.modelled:
        return _("about {count} people (modelled)").format(count=numbers.about(row.persons))
    return _("{count} people").format(count=numbers.count(row.persons))


def _quotient(choice, rows):
    largest = max(rows, key=lambda row: row.persons or 0)
    return _(
        "{region} has {times} times Europe’s share of jobs in {subject}: {people} in {year}, the most of any region."
    ).format(
        region=largest.name,
        times=numbers.quotient_in_text(largest.value),
        subject=choice.subject.short,
        people=_persons(largest),
        year=choice.year,
    )


def _stars(choice, rows):
    best = max(row.value for row in rows)
    if best == 0:
        return _("No region has a star in {subject} in {year} under this profile.").format(
            subject=choice.subject.short, year=choice.year
        )
    holders = sorted((row for row in rows if row.value == best), key=lambda row: -(row.location_quotient or 0))
    named = ", ".join(row.name for row in holders[:3])
    count = {1: _("one star"), 2: _("two stars"), 3: _("three stars")}[best]
    return ngettext(
        "{region} has {stars} in {subject} in {year}, alone among {all} regions.",
        "{number} of {all} regions have {stars} in {subject} in {year}, led by {region}.",
        len(holders),
    ).format(
        region=named, stars=count, subject=choice.subject.short, year=choice.year, all=len(rows), number=len(holders)
    )


def _size(choice, rows):
    largest = max(rows, key=lambda row: row.value)
    return _(
        "{region} employs the most people in {subject}: {people} in {year}, {share} of all in the regions compared."
    ).format(
        region=largest.name,
        subject=choice.subject.short,
        people=_persons(largest),
        year=choice.year,
        share=numbers.share(largest.european_share),
    )


def _focus(choice, rows):
    largest = max(rows, key=lambda row: row.value)
    return _("In {region}, {share} of all jobs are in {subject}: the largest share of any region in {year}.").format(
        region=largest.name, share=numbers.share(largest.value), subject=choice.subject.short, year=choice.year
    )


def _wage(choice, rows):
    largest = max(rows, key=lambda row: row.value)
    return _("A job in {subject} paid {wage} on average in {region} in {year}, more than in any other region.").format(
        region=largest.name, wage=numbers.thousand_euro(largest.value), subject=choice.subject.short, year=choice.year
    )


_SENTENCES = {
    "location_quotient": _quotient,
    "stars": _stars,
    "persons": _size,
    "focus": _focus,
    "average_wage": _wage,
}


def beside(choice, rows):
    """Return what stands under the finding: the most specialised region, and how many regions there are figures for."""
    known = [row for row in rows if row.location_quotient is not None]
    sentences = []
    if known:
        first = max(known, key=lambda row: row.location_quotient)
        sentences.append(
            _("Most specialised: {region} ({country}), {times} times Europe’s share.").format(
                region=first.name,
                country=country_name(first.country),
                times=numbers.quotient_in_text(first.location_quotient),
            )
        )
    missing = len(rows) - sum(row.value is not None for row in rows)
    if missing:
        sentences.append(
            ngettext(
                "{number} of {all} regions has no value: not published, confidential or not reported.",
                "{number} of {all} regions have no value: not published, confidential or not reported.",
                missing,
            ).format(number=missing, all=len(rows))
        )
    return " ".join(sentences)


def of_region(name, year, strongest):
    """Return the finding for a region: its strongest sector in that year."""
    if strongest is None:
        return _("No figure of {region} was published for {year}.").format(region=name, year=year)
    return _(
        "{region} is strongest in {subject}: {times} times Europe’s share of jobs, {count} people in {year}."
    ).format(
        region=name,
        subject=strongest["short"],
        times=numbers.quotient_in_text(strongest["row"]["location_quotient"]),
        count=numbers.count(strongest["row"]["persons"]),
        year=year,
    )
