"""What is asked of the registry: read from an address, offered with counts, written back into an address."""

from dataclasses import dataclass, fields, replace
from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.organisations import vocabularies
from cluster_observatory.web.organisations.facets import Facet, Option
from cluster_observatory.web.partnerships import queries
from cluster_observatory.web.partnerships.models import Initiative, Partnership
from cluster_observatory.web.partnerships.process import PARTNERSHIP
from cluster_observatory.web.partnerships.rules import PUBLIC_STATES

LONGEST_QUESTION = 200
DUAL_USE = {"yes": gettext_lazy("dual use"), "no": gettext_lazy("civil use alone")}
LABELS = {
    "initiative": gettext_lazy("Initiative"),
    "generation": gettext_lazy("Generation"),
    "country": gettext_lazy("Country of a member"),
    "sector": gettext_lazy("Sector"),
    "state": gettext_lazy("State"),
    "funding": gettext_lazy("Funding"),
    "dual_use": gettext_lazy("Defence and security"),
}
"""The filters, in the order in which people think."""


@dataclass(frozen=True)
class Choice:
    """What a reader asked of the registry; empty where nothing is asked of it.

    A generation is written "<initiative>:<number>", such as "ESCP-4i:2".
    """

    q: str = ""
    initiative: str = ""
    generation: str = ""
    country: str = ""
    sector: str = ""
    state: str = ""
    funding: str = ""
    dual_use: str = ""

    @cached_property
    def chosen(self):
        """What leaves something out, as {name: value}."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}

    @property
    def is_filtered(self):
        """Whether anything is left out."""
        return bool(self.chosen)

    def query(self, **changes):
        """Return the parameters of the choice with some changed, with the question mark; empty where there are none."""
        chosen = replace(self, **changes).chosen
        return f"?{urlencode(chosen)}" if chosen else ""

    def without(self):
        """Return what is chosen in words, each with the parameters of the choice without it."""
        return [(in_words(name, code), self.query(**{name: ""})) for name, code in self.chosen.items()]


def read(parameters):
    """Return the choice that the parameters of an address make; raises NotPossible for a value there is not."""
    found = {one.name: parameters.get(one.name, "").strip() for one in fields(Choice)}
    found["q"] = found["q"][:LONGEST_QUESTION]
    known = {
        "country": vocabularies.codes("country"), "sector": vocabularies.codes("sectors"), "state": PUBLIC_STATES,
        "funding": Partnership.Funding.values, "dual_use": DUAL_USE,
    }  # fmt: skip
    if found["initiative"]:
        known["initiative"] = set(Initiative.objects.values_list("code", flat=True))
    if found["generation"]:
        known["generation"] = {_code(generation) for generation in queries.generations()}
    for name, codes in known.items():
        if found[name] and found[name] not in codes:
            raise NotPossible(_("The registry has no filter {name}={value}.").format(name=name, value=found[name][:40]))
    return Choice(**found)


def facets(choice):
    """Return the filters with their values, and how many partnerships have each; those without a value are left out."""
    counted = queries.options()
    counted["generation"] = {
        _code(generation): counted["generation"][generation.pk]
        for generation in queries.generations()
        if generation.pk in counted["generation"]
    }
    counted["state"] = {state: counted["state"][state] for state in PUBLIC_STATES if state in counted["state"]}
    found = []
    for name, label in LABELS.items():
        options = [
            Option(code, in_words(name, code), count, getattr(choice, name) == code)
            for code, count in counted[name].items()
        ]
        if name in ("country", "sector"):
            options.sort(key=lambda option: option.label.casefold())
        if options:
            found.append(Facet(name, label, options))
    return found


def in_words(name, code):
    """Return what a value of a filter is called."""
    if name == "q":
        return _("“{words}”").format(words=code)
    if name == "country":
        return vocabularies.country_name(code)
    if name == "sector":
        return vocabularies.label("sectors", code)
    if name == "state":
        return str(PARTNERSHIP.states[code])
    if name == "funding":
        return str(Partnership.Funding(code).label)
    if name == "dual_use":
        return str(DUAL_USE[code])
    return code.replace(":", " ")


def _code(generation):
    return f"{generation.initiative.code}:{generation.number}"
