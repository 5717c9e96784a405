"""The directory's filters: read from an address, asked of the database, counted beside each other."""

from dataclasses import dataclass, fields, replace
from functools import cached_property
from urllib.parse import urlencode

from django.core.validators import slug_re
from django.db import connection
from django.db.models import Case, F, TextField, Value, When
from django.db.models.functions import Cast, Lower, Substr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.organisations import queries, search, vocabularies
from cluster_observatory.web.organisations.folding import folded
from cluster_observatory.web.organisations.models import ClusterDetails, Organisation

NUTS_2 = 4
"""Letters of a code of level 2 of NUTS."""

CODES = {"sector": "sectors", "cluster": "clusters", "technology": "technologies", "service": "services"}
"""Filters by a list of codes in the details of a cluster, with their vocabulary."""

EMERGING = "emerging_industries"

STATES = {"published": gettext_lazy("confirmed within a year"), "stale": gettext_lazy("not confirmed for a year")}
LABELS = {
    "country": gettext_lazy("Country"),
    "region": gettext_lazy("Region"),
    "kind": gettext_lazy("Type"),
    "cluster": gettext_lazy("Cluster"),
    "sector": gettext_lazy("Sector"),
    "technology": gettext_lazy("Technology"),
    "service": gettext_lazy("Service"),
    "state": gettext_lazy("Profile"),
}
"""The filters that are offered, in the order in which people think."""

SORTS = {
    "name": gettext_lazy("by name"),
    "country": gettext_lazy("by country"),
    "members": gettext_lazy("most members first"),
    "newest": gettext_lazy("newest first"),
}

EACH_OF = {
    "sqlite": "json_each(details.{field}) AS each",
    "postgresql": "jsonb_array_elements_text("
    "CASE WHEN jsonb_typeof(details.{field}) = 'array' THEN details.{field} ELSE '[]' END) AS each(value)",
}


@dataclass(frozen=True)
class Option:
    """A value of a filter: its code, its name, how many organisations it leaves, and whether it is chosen."""

    code: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A filter with the values that lead somewhere."""

    name: str
    label: str
    options: list


@dataclass(frozen=True)
class Choice:
    """What a reader asked of the directory; empty where nothing is asked of it."""

    q: str = ""
    country: str = ""
    region: str = ""
    kind: str = ""
    cluster: str = ""
    sector: str = ""
    technology: str = ""
    service: str = ""
    state: str = ""
    member_of: str = ""
    sort: str = "name"

    @property
    def is_filtered(self):
        """Whether anything is left out."""
        return bool(self.chosen)

    @cached_property
    def chosen(self):
        """What leaves something out, as {name: value}."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name)) and one.name != "sort"}

    def query(self, **changes):
        """Return the parameters of the choice with some changed, with the question mark; empty where there are none."""
        changed = replace(self, **changes)
        asked = dict(changed.chosen) | ({"sort": changed.sort} if changed.sort != "name" else {})
        return f"?{urlencode(asked)}" if asked else ""

    def without(self):
        """Return what is chosen in words, each with the parameters of the choice without it."""
        return [(self.in_words(name), self.query(**{name: ""})) for name in self.chosen]

    def in_words(self, name):
        """Return what is chosen of one filter."""
        code = getattr(self, name)
        if name == "q":
            return _("“{words}”").format(words=code)
        if name == "member_of":
            cluster = queries.public().filter(slug=code).first()
            return _("members of {cluster}").format(cluster=cluster or code)
        return label_of(name, code)


def read(parameters):
    """Return the choice that the parameters of an address make; raises NotPossible for a value there is not."""
    found = {one.name: parameters.get(one.name, "").strip() for one in fields(Choice)}
    found["q"] = found["q"][: search.LONGEST_QUESTION]
    for name in ("country", "region", "cluster", "sector"):
        found[name] = found[name].upper()
    found["sort"] = found["sort"] or "name"
    known = {
        "country": vocabularies.codes("country"), "kind": Organisation.Kind.values, "state": STATES, "sort": SORTS,
        "cluster": vocabularies.codes("clusters") | vocabularies.codes(EMERGING),
        "sector": vocabularies.codes("sectors"), "technology": vocabularies.codes("technologies"),
        "service": vocabularies.codes("services"),
    }  # fmt: skip
    for name, codes in known.items():
        if found[name] and found[name] not in codes:
            raise NotPossible(
                _("The directory has no filter {name}={value}.").format(name=name, value=found[name][:40])
            )
    if found["region"] and not vocabularies.region_name(found["region"]):
        raise NotPossible(_("There is no region {code} in NUTS.").format(code=found["region"][:10]))
    if found["member_of"] and not slug_re.fullmatch(found["member_of"]):
        raise NotPossible(_("No organisation has such a name in its address."))
    return Choice(**found)


def label_of(name, code):
    """Return what a value of a filter is called."""
    if name == "kind":
        return str(Organisation.Kind(code).label)
    if name == "state":
        return str(STATES[code])
    if name == "region":
        return vocabularies.region_name(code) or code
    if name == "country":
        return vocabularies.label("country", code)
    return vocabularies.label(_vocabulary(name, code), code)


def filtered(choice, but=""):
    """Return the organisations of the directory that a choice leaves; `but` names a filter that is left aside."""
    found = search.matching(queries.public(), choice.q)
    asked = {name: code for name, code in choice.chosen.items() if name not in (but, "q")}
    for name, code in asked.items():
        if name in CODES:
            field = f"cluster__{_vocabulary(name, code)}"
            found = found.alias(**{f"{name}_codes": Cast(field, TextField())})
            found = found.filter(**{f"{name}_codes__contains": f'"{code}"'})
        elif name == "region":
            found = found.filter(region__startswith=code)
        elif name == "member_of":
            found = found.filter(cluster_links__cluster__slug=code, cluster_links__state="confirmed")
        else:
            found = found.filter(**{name: code})
    return found


def sorted_by(organisations, sort):
    """Return the organisations in an order that stays the same from page to page."""
    order = {
        "name": (Lower("name"), "pk"),
        "country": (_by_name_of_country(), Lower("name"), "pk"),
        "members": (F("cluster__members_total").desc(nulls_last=True), Lower("name"), "pk"),
        "newest": (F("published_at").desc(nulls_last=True), "-pk"),
    }[sort]
    return organisations.order_by(*order)


def facets(choice):
    """Return the filters with the number of organisations each value would leave beside all other filters."""
    found = []
    for name, label in LABELS.items():
        counted = _counted(name, choice)
        chosen = getattr(choice, name)
        if chosen and chosen not in counted:
            counted[chosen] = filtered(choice).count()
        options = [Option(code, label_of(name, code), counted[code], code == chosen) for code in counted]
        if options and (len(options) > 1 or chosen):
            found.append(Facet(name, str(label), sorted(options, key=lambda option: folded(option.label))))
    return found


def _counted(name, choice):
    rest = filtered(choice, but=name)
    if name in CODES:
        return _with_code(rest, CODES[name]) | (_with_code(rest, EMERGING) if name == "cluster" else {})
    if name == "region":
        if not (choice.country or choice.region):
            return {}
        rest = rest.filter(country=choice.country or choice.region[:2]).exclude(region="")
        counted = queries.by(rest.annotate(level_2=Substr("region", 1, NUTS_2)), "level_2")
        return {code: number for code, number in counted.items() if len(code) == NUTS_2}
    return queries.by(rest, name)


def _with_code(organisations, field):
    """Return how many of the organisations have each code of a field that holds a list, as {code: number}."""
    inside, parameters = organisations.order_by().values("pk").query.sql_with_params()
    table, each = ClusterDetails._meta.db_table, EACH_OF[connection.vendor].format(field=field)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT each.value, COUNT(*) FROM {table} AS details, {each} "
            f"WHERE details.organisation_id IN ({inside}) GROUP BY each.value",
            parameters,
        )
        known = vocabularies.codes(field)
        return {code: number for code, number in cursor.fetchall() if code in known}


def _vocabulary(name, code):
    return EMERGING if name == "cluster" and code.startswith("E") else CODES[name]


def _by_name_of_country():
    names = vocabularies.choices("country")
    return Case(
        *(When(country=code, then=Value(place)) for place, (code, _name) in enumerate(names)), default=len(names)
    )
