"""The first sentence of a page of partnerships, made from what is counted."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cluster_observatory.web.base.languages import said
from cluster_observatory.web.base.rounding import rounded_below


def of_list(totals):
    """Return what a list of partnerships amounts to: "over 50" stands before the number itself."""
    numbers = {name: number_format(number, force_grouping=True) for name, number in totals.items()}
    if not totals["partnerships"]:
        return _("No partnership is like that")
    below = rounded_below(totals["partnerships"])
    if below is None:
        return ngettext(
            "{partnerships} partnership of {organisations} organisations from {countries} countries",
            "{partnerships} partnerships of {organisations} organisations from {countries} countries",
            totals["partnerships"],
        ).format(**numbers)
    return _(
        "Over {below} partnerships: {partnerships}, of {organisations} organisations from {countries} countries"
    ).format(below=number_format(below, force_grouping=True), **numbers)


def of_partnership(partnership, members):
    """Return what a partnership is: how many organisations from how many countries, under which initiative."""
    return ngettext(
        "{acronym}: {organisations} organisation under {initiative}",
        "{acronym}: {organisations} organisations from {countries} countries work together under {initiative}",
        len(members),
    ).format(
        acronym=partnership.acronym,
        organisations=len(members),
        countries=len({place.organisation.country for place in members}),
        initiative=partnership.initiative.code,
    )


def of_network(pairs):
    """Return who meets most often; `pairs` are (one, other, shared), those that share most first."""
    if not pairs:
        return _("Nobody here shares a partnership")
    one, other, shared = pairs[0]
    if shared == 1:
        return _("No two of them meet in more than one partnership")
    return ngettext(
        "{one} and {other} share {shared} partnership; no two share more",
        "{one} and {other} share {shared} partnerships; no two share more",
        shared,
    ).format(one=one, other=other, shared=shared)


def name_of(initiative):
    """Return the name of an initiative for the reader, its code where it has none."""
    return said(initiative.name).text or initiative.code
