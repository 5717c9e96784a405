"""The page of an organisation in words: its finding, its facts, its members, and who is like it and why."""

from dataclasses import dataclass

from django.db.models import Q, TextField
from django.db.models.functions import Cast, Lower
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cluster_observatory.web.base.languages import said
from cluster_observatory.web.organisations import queries, similar, vocabularies
from cluster_observatory.web.organisations.folding import folded
from cluster_observatory.web.organisations.models import ClusterDetails, Organisation

MEMBERS_SHOWN = 60
REGION_LETTERS = 4
"""Pages of regions in the atlas are those of level 2 of NUTS."""

FIELDS = (
    "clusters", "emerging_industries", "sectors", "ecosystems", "technologies", "priorities", "services",
    "target_countries",
)  # fmt: skip
PAGES = {"clusters": "atlas:cluster", "emerging_industries": "atlas:cluster", "sectors": "atlas:sector"}
"""Fields whose codes have a page in the atlas."""

FILTERS = {"technologies": "technology", "services": "service"}
"""Fields whose codes lead to the list of those that have them too."""

SIZES = (
    "members_total", "members_sme", "members_large", "members_research", "members_public", "members_other",
    "management_fte", "employees_in_members",
)  # fmt: skip
TOPICS = ("clusters", "emerging_industries", "technologies", "ecosystems")
SHOWN_REASONS = 3

COMPLEMENTS = {
    "offered": gettext_lazy("offers what this one looks for"),
    "wanted": gettext_lazy("looks for what this one offers"),
}


@dataclass(frozen=True)
class Portrait:
    """What the page of an organisation says beyond its own fields."""

    organisation: Organisation
    country: str
    region: str
    region_code: str
    sizes: list
    fields: list
    languages: list
    websites: list
    members: list
    members_count: int
    clusters: list
    similar: list

    @property
    def is_invented(self):
        """Whether the organisation was invented for demonstration."""
        return self.organisation.source == Organisation.Source.DEMONSTRATION

    @property
    def finding(self):
        """The organisation in a sentence."""
        return finding(self.organisation)


@dataclass(frozen=True)
class Similar:
    """An organisation that is like another, how much (0 to 100), and the reasons in words."""

    organisation: Organisation
    country: str
    score: int
    reasons: list


def portrait(organisation):
    """Return what the page of an organisation says; a handful of queries, whatever its size."""
    members = queries.members_of(organisation)
    return Portrait(
        organisation=organisation,
        country=vocabularies.country_name(organisation.country),
        region=vocabularies.region_name(organisation.region),
        region_code=organisation.region[:REGION_LETTERS] if len(organisation.region) >= REGION_LETTERS else "",
        sizes=_sizes(organisation),
        fields=_fields(organisation),
        languages=[vocabularies.label("languages", code) for code in organisation.languages],
        websites=_websites(organisation),
        members=list(members.order_by(Lower("name"), "pk")[:MEMBERS_SHOWN]),
        members_count=members.count(),
        clusters=list(queries.clusters_of(organisation).order_by(Lower("name"), "pk")),
        similar=similar_to(organisation),
    )


def finding(organisation):
    """Return an organisation in a sentence: its name, type, place and size."""
    country, region = vocabularies.country_name(organisation.country), vocabularies.region_name(organisation.region)
    words = {
        "name": organisation.name,
        "kind": organisation.get_kind_display(),
        "place": _("{region}, {country}").format(region=region, country=country) if region else country,
    }
    cluster = getattr(organisation, "cluster", None)
    if cluster is None or not cluster.members_total:
        return _("{name}: {kind} in {place}").format(**words)
    words |= {"members": _number(cluster.members_total), "smes": _number(cluster.members_sme)}
    if not cluster.members_sme:
        return _("{name}: {kind} in {place}; members: {members}").format(**words)
    return _("{name}: {kind} in {place}; members: {members}, of these SMEs: {smes}").format(**words)


def similar_to(organisation, most=5):
    """Return the public cluster organisations most like one, with reasons; none for an organisation without fields."""
    cluster = getattr(organisation, "cluster", None)
    if cluster is None:
        return []
    near = list(_near(organisation, cluster))
    found = similar.most_similar(_profile(organisation), map(_profile, near), most)
    by_key = {one.pk: one for one in near}
    return [
        Similar(
            organisation=by_key[like.key],
            country=vocabularies.country_name(by_key[like.key].country),
            score=round(like.score),
            reasons=_reasons(like.found),
        )
        for like in found
    ]


def title(name):
    """Return the name of a field of the details of a cluster, with a large first letter."""
    words = str(ClusterDetails._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]


def _near(organisation, cluster):
    """Return the public clusters that share a field or a sector with one, or want to reach its country."""
    rest = queries.public().exclude(pk=organisation.pk).filter(cluster__isnull=False).select_related("cluster")
    wanted = Q()
    for name in (*TOPICS, "sectors"):
        for code in getattr(cluster, name):
            wanted |= Q(**{f"{name}_codes__contains": f'"{code}"'})
    if not wanted:
        return rest.none()
    return rest.alias(
        **{f"{name}_codes": Cast(f"cluster__{name}", TextField()) for name in (*TOPICS, "sectors")}
    ).filter(wanted)


def _profile(organisation):
    cluster = organisation.cluster
    return similar.Profile(
        key=organisation.pk,
        country=organisation.country,
        topics=frozenset((name, code) for name in TOPICS for code in getattr(cluster, name)),
        sectors=frozenset(cluster.sectors),
        targets=frozenset(cluster.target_countries),
        languages=frozenset(organisation.languages),
        offers=similar.words(folded(said(cluster.offers, "en").text)),
        requests=similar.words(folded(said(cluster.requests, "en").text)),
    )


def _reasons(found):
    reasons = [str(words) for way, words in COMPLEMENTS.items() if way in found.get("complement", ())]
    shared = [vocabularies.label(name, code) for name, code in sorted(found.get("topic", ()))]
    shared += [vocabularies.label("sectors", code) for code in sorted(found.get("sectors", ()))]
    if shared:
        reasons.append(_("both in: {fields}").format(fields=", ".join(shared[:SHOWN_REASONS])))
    if found.get("targets"):
        named = sorted(vocabularies.country_name(code) for code in found["targets"])
        reasons.append(_("wanted markets: {countries}").format(countries=", ".join(named[:SHOWN_REASONS])))
    return reasons


def _sizes(organisation):
    cluster = getattr(organisation, "cluster", None)
    found = [(name, getattr(cluster, name, None)) for name in SIZES]
    return [(title(name), _number(value)) for name, value in found if value]


def _fields(organisation):
    """Return the fields of a cluster that have codes: title and, for each code, its name and where it leads."""
    cluster = getattr(organisation, "cluster", None)
    found = [(name, getattr(cluster, name, [])) for name in FIELDS]
    return [
        (title(name), [(vocabularies.label(name, code), _page(name, code)) for code in codes])
        for name, codes in found
        if codes
    ]


def _websites(organisation):
    """Return the addresses of the organisation on the web with what they are; other kinds of addresses are no links."""
    found = {organisation.website_in_english: _("In English"), organisation.website: _("Website")}
    return [
        (said_of, address)
        for address, said_of in reversed(found.items())
        if address.lower().startswith(("http://", "https://"))
    ]


def _page(name, code):
    if name in PAGES and code in vocabularies.codes(name):
        return reverse(PAGES[name], args=[code])
    return f"{reverse('organisations:directory')}?{FILTERS[name]}={code}" if name in FILTERS else ""


def _number(value):
    whole = value == int(value)
    return number_format(int(value) if whole else value.normalize(), force_grouping=True)
