"""The first sentence of a page of organisations, made from what is counted."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def of_list(counts, country=""):
    """Return what a list of organisations amounts to; `country` is the name of the only country they are from."""
    more = counts.more_smes_than
    said = {
        "clusters": _written(counts.clusters), "countries": _written(counts.countries), "smes": _written(more or 0),
        "organisations": _written(counts.organisations), "country": country,
    }  # fmt: skip
    if not counts.organisations:
        return _("No organisation is like that")
    if not counts.clusters:
        return ngettext("{organisations} organisation", "{organisations} organisations", counts.organisations).format(
            **said
        )
    if counts.countries > 1 and more:
        return _("{clusters} cluster organisations of {countries} countries, more than {smes} SMEs").format(**said)
    if counts.countries > 1:
        return _("{clusters} cluster organisations of {countries} countries").format(**said)
    if more:
        return ngettext(
            "{clusters} cluster organisation of one country, {country}, more than {smes} SMEs",
            "{clusters} cluster organisations of one country, {country}, more than {smes} SMEs",
            counts.clusters,
        ).format(**said)
    return ngettext(
        "{clusters} cluster organisation of one country, {country}",
        "{clusters} cluster organisations of one country, {country}",
        counts.clusters,
    ).format(**said)


def _written(number):
    return number_format(number, force_grouping=True)
