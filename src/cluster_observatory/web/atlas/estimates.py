"""What a figure that is not published can be, in words: its bounds and a modelled value, where the edition has them."""

from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import part
from cluster_observatory.web.atlas import numbers

TABLE = "estimates"
COLUMNS = ("region", "industry", "persons", "persons_low", "persons_high")


def of_sector(edition, industry, year):
    """Return for each region whose figure is missing the words for what it can be."""
    return _in_words(_bounds_of(edition.folder, "region", industry=industry, year=year))


def of_region(edition, region, year):
    """Return for each sector whose figure is missing in a region the words for what it can be."""
    return _in_words(_bounds_of(edition.folder, "industry", region=region, year=year))


@lru_cache(maxsize=256)
def _bounds_of(folder: Path, key, **conditions):
    """Return low, high and modelled persons by region or sector; numbers, since it outlasts the visitor's language."""
    edition = Edition(folder)
    if TABLE not in edition.tables:
        return {}
    rows = part(edition, TABLE, COLUMNS, **conditions).iter_rows(named=True)
    return {row[key]: (row["persons_low"], row["persons_high"], row["persons"]) for row in rows}


def _in_words(found):
    written = {code: in_words(*bounds) for code, bounds in found.items()}
    return {code: words for code, words in written.items() if words}


def in_words(low, high, modelled):
    """Return bounds with the modelled value, as "between 1,200 and 3,400 (modelled: 2,100)".

    Bounds take in what they round: the lower one is rounded down, the upper one up.
    Empty where nothing is known.
    """
    words = _bounds(low, high)
    if modelled is None or low == high:
        return words
    if not words:
        return _("modelled: {count}").format(count=numbers.about(modelled))
    return _("{bounds} (modelled: {count})").format(bounds=words, count=numbers.about(modelled))


def _bounds(low, high):
    at_least = int(low or 0)
    if high is None:
        return _("at least {low}").format(low=numbers.count(at_least)) if at_least else ""
    at_most = -int(-high // 1)
    if at_least == at_most:
        return _("exactly {count}").format(count=numbers.count(at_most))
    if not at_least:
        return _("at most {high}").format(high=numbers.count(at_most))
    return _("between {low} and {high}").format(low=numbers.count(at_least), high=numbers.count(at_most))
