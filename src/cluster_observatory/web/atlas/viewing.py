"""How a visitor looks at the regions: which countries, which level of NUTS, which classes, which map."""

from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotPossible
from cluster_observatory.publication.labels import country_name
from cluster_observatory.web.atlas import sentences

REGION_LEVEL = 2
LEVELS = {
    2: gettext_lazy("NUTS-2 regions"),
    1: gettext_lazy("NUTS-1 regions"),
    0: gettext_lazy("Countries"),
}
FIXED = "fixed"
METHODS = {
    "quantiles": gettext_lazy("Equally many regions"),
    "jenks": gettext_lazy("Natural breaks"),
    "equal": gettext_lazy("Equal steps"),
}
"""Ways to make classes that serve any measure: by rank, by gaps between values, and by the values themselves."""

OUTLINES, TILES = "outlines", "tiles"
MAPS = {OUTLINES: gettext_lazy("Outlines"), TILES: gettext_lazy("Equal tiles")}


def query(view, **others):
    """Return the parameters of an address that asks for a view and for others besides."""
    return "?" + urlencode([*others.items(), *view.parameters()])


@dataclass(frozen=True)
class View:
    """What of the regions is shown and how: all countries where none is named, the measure's usual classes where empty.

    Topics with rows and measures of their own hold one as ``choice.view``.
    """

    countries: tuple[str, ...] = ()
    level: int = REGION_LEVEL
    classes: str = ""
    map: str = OUTLINES

    def parameters(self):
        """Return the parameters of the address that differ from the usual view, as pairs of name and value."""
        usual = View()
        found = [("country", code) for code in self.countries]
        return found + [
            (name, getattr(self, name))
            for name in ("level", "classes", "map")
            if getattr(self, name) != getattr(usual, name)
        ]

    def is_shown(self, row):
        """Return whether a row's country is among those chosen."""
        return not self.countries or row.country in self.countries


def changed(choice, changes):
    """Return a choice with some of its own fields, or of its view's, changed."""
    of_view = {one.name for one in fields(View)}
    own = {name: value for name, value in changes.items() if name not in of_view}
    seen = {name: value for name, value in changes.items() if name in of_view}
    return replace(choice, **own, view=replace(choice.view, **seen))


def read(parameters, countries, levels=(REGION_LEVEL,), usual="quantiles"):
    """Return the view that a visitor asks for; raises NotPossible with what can be chosen where a parameter is none.

    Takes the parameters of the address (a QueryDict), the codes of the countries and
    the levels that have figures, and the usual way of making the measure's classes:
    "fixed", "quantiles", or empty where its classes are not to be chosen.
    """
    asked = set(parameters.getlist("country")) - {""}
    for code in sorted(asked - set(countries)):
        raise NotPossible(
            _("There is no country “{asked}” here. Choose some of {known}.").format(
                asked=code[:40], known=", ".join(sorted(countries))
            )
        )
    return View(
        countries=() if asked == set(countries) else tuple(sorted(asked)),
        level=level(parameters.get("level"), levels),
        classes=_classes(parameters.get("classes"), usual),
        map=_one_of(MAPS, parameters.get("map") or OUTLINES, _("There is no map “{asked}”. Choose one of {known}.")),
    )


def level(asked, levels):
    """Return the level of NUTS asked for, or level 2; raises NotPossible with those that have figures."""
    if not asked or asked in {str(one) for one in levels}:
        return int(asked) if asked else REGION_LEVEL
    if asked in {str(one) for one in LEVELS}:
        message = _("There are no figures of the NUTS level “{asked}” for this. Choose one of {known}.")
    else:
        message = _("There is no NUTS level “{asked}”. Choose one of {known}.")
    raise NotPossible(message.format(asked=asked[:40], known=", ".join(str(one) for one in sorted(levels))))


def _classes(asked, usual):
    if not asked or not usual or asked == usual:
        return ""
    known = sorted({usual, *METHODS})
    return _one_of(known, asked, _("There are no classes “{asked}” for this measure. Choose one of {known}."))


def _one_of(known, asked, message):
    if asked in known:
        return asked
    raise NotPossible(message.format(asked=asked[:40], known=", ".join(known)))


def class_choices(usual):
    """Return the ways to make classes that can be chosen, with their words; the usual one is first and has no value."""
    words = {FIXED: _("Fixed limits"), **METHODS}
    first = [("", _("{method} (usual)").format(method=words[usual]))]
    return first + [(key, str(method)) for key, method in METHODS.items() if key != usual]


def shown(view, rows):
    """Return the rows of the countries chosen, in their order."""
    return [row for row in rows if view.is_shown(row)]


def places(view, rows):
    """Return the rank of each region among those of the countries chosen, by code; empty where all are shown.

    Takes rows with region, country and rank, which is the one among all; equal ranks stay equal.
    """
    if not view.countries:
        return {}
    first = {}
    ranks = sorted(row.rank for row in rows if row.rank is not None and view.is_shown(row))
    for place, rank in enumerate(ranks, start=1):
        first.setdefault(rank, place)
    return {row.region: first[row.rank] for row in rows if row.rank is not None and view.is_shown(row)}


def whom(view):
    """Return what is compared where that is not every NUTS-2 region, as a sentence begins; else nothing."""
    countries = joined(view.countries)
    words = {
        0: _("Among {countries}") if countries else _("Among countries"),
        1: _("Among the NUTS-1 regions of {countries}") if countries else _("Among NUTS-1 regions"),
        REGION_LEVEL: _("Among the regions of {countries}") if countries else "",
    }
    return words[view.level].format(countries=countries)


def which(view):
    """Return what is shown where that is not every NUTS-2 region, as a title names it; else nothing."""
    countries = joined(view.countries)
    words = {
        0: "{countries}" if countries else _("countries"),
        1: _("NUTS-1 regions of {countries}") if countries else _("NUTS-1 regions"),
        REGION_LEVEL: "{countries}",
    }
    return words[view.level].format(countries=countries)


NAMED = 4
"""So many countries are named in a sentence; of more it says how many they are."""


def joined(countries):
    """Return the names of countries as a sentence lists them, or how many they are."""
    if len(countries) > NAMED:
        return _("{n} countries").format(n=len(countries))
    return sentences.joined([country_name(code, get_language()) for code in countries])
