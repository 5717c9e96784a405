"""Filters and tags of the atlas's templates: numbers in words, stars, addresses with changed parameters."""

from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cluster_observatory.web.atlas import certainty, criteria, numbers
from cluster_observatory.web.atlas.addresses import front_of_edition

register = template.Library()

SURE, UNSURE, UNMET, UNKNOWN = "★", "✫", "☆", "?"
"""A star that is likely, one that is less than likely, one not got, and one that could not be judged."""

register.filter("count", numbers.count)
register.filter("about", numbers.about)
register.filter("quotient", numbers.quotient)
register.filter("share", numbers.share)
register.filter("share_in_text", numbers.share_in_text)
register.filter("tier", certainty.tier)


@register.filter
def stars(starred):
    """Return stars as symbols with a label that says how many of how many, and how sure each is.

    A star that is less than likely has an open middle, and a question mark stands for
    each criterion that could not be judged; the label says why.  A dash with a label
    stands where there is no value.
    """
    if starred.count is None:
        return format_html('<span class="stars" role="img" aria-label="{}">–</span>', _("no value"))
    words = ngettext("{n} of {all} star", "{n} of {all} stars", len(starred.each)).format(
        n=starred.count, all=len(starred.each)
    )
    words = "; ".join([words, *(_said(star) for star in starred.each if star.met or star.met is None)])
    met, rest = symbols(starred)
    return format_html(
        '<span class="stars" role="img" aria-label="{}" title="{}"><b>{}</b>{}</span>', words, words, met, rest
    )


def symbols(starred):
    """Return the symbols of the stars that are met, and those of the rest; a dash alone where there is no value."""
    if starred.count is None:
        return numbers.NONE, ""
    unsure, unknown = sum(star.is_unsure for star in starred.each), len(starred.not_known)
    met = SURE * (starred.count - unsure) + UNSURE * unsure
    return met, UNMET * (len(starred.each) - starred.count - unknown) + UNKNOWN * unknown


@register.filter
def sure(starred):
    """Return how sure it is that the profile calls it a cluster, and in which variants of the profile it does."""
    if starred.count is None:
        return numbers.NONE
    probability = starred.probability
    if probability is None:
        found = format_html('<span class="sure">{}</span>', certainty.word(None))
    else:
        times = _("in {times} of 100 resamplings").format(times=certainty.times(probability))
        resampled = format_html('<span class="many">{}</span>', times)
        said = format_html(_("{word}: {resampled}"), word=certainty.word(probability), resampled=resampled)
        found = format_html('<span class="sure">{}</span>', said)
    if starred.stands not in certainty.STANDS:
        return found
    return format_html('{}<br><span class="many stands">{}</span>', found, certainty.STANDS[starred.stands])


def _said(star):
    if star.met is None:
        return _("not known: {why}").format(why=criteria.missing_in_words(star.criterion))
    return _("{criterion} {certainty}").format(
        criterion=criteria.NAMES[star.criterion], certainty=certainty.in_words(star.probability)
    )


@register.filter
def bytes_in_words(value):
    """Return a number of bytes in kB or MB."""
    if value is None:
        return numbers.NONE
    if value < 1_000_000:
        return _("{n} kB").format(n=numbers.decimal(value / 1_000, 1))
    return _("{n} MB").format(n=numbers.decimal(value / 1_000_000, 1))


@register.filter
def words(value):
    """Return a parameter's value for people: lists and tables parted by commas, true and false in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return ", ".join(f"{name} {words(each)}" for name, each in value.items() if each is not None)
    if isinstance(value, (list, tuple)):
        return "; ".join(str(words(each)) for each in value)
    return value


@register.filter
def is_web_address(words):
    """Return whether the words are an address of the web, which alone may become a link."""
    try:
        parts = urlsplit(words or "")
    except (ValueError, TypeError, AttributeError):
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


@register.simple_tag(takes_context=True)
def edition_address(context, edition):
    """Return the address of the first page of an edition, under its own name."""
    return front_of_edition(context["request"], edition.name)


@register.simple_tag
def query(choice, **changes):
    """Return the parameters of a choice with some changed."""
    return choice.query(**changes)
