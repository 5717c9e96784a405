"""Organisations: what the directory and their pages say, for programs; public ones and public fields alone."""

from django.urls import reverse
from ninja import Field, Path, Query, Router, Schema

from cluster_observatory.errors import NotFound
from cluster_observatory.web.api import listings
from cluster_observatory.web.api.failures import may_fail
from cluster_observatory.web.api.listings import kept
from cluster_observatory.web.api.schemas import Problem
from cluster_observatory.web.base.public_addresses import public
from cluster_observatory.web.organisations import exports, facets, queries

router = Router(tags=["organisations"])

CLUSTER_NUMBERS = ("members_large", "members_research", "members_public", "members_other", "employees_in_members")
OWN = (
    "legal_form", "pic", "vat", "lei", "national_number", "website_in_english", "email", "phone", "languages",
    "recognised_by", "is_social_economy",
)  # fmt: skip


class OrganisationInList(Schema):
    """An organisation in the list of all, with the columns of the directory's files."""

    organisation: str = Field(description="Its name in addresses.")
    name: str
    name_original: str
    acronym: str
    kind: str = Field(description="cluster_organisation, business_network, sme and others.")
    country: str = Field(description="Code of the country, as in NUTS.", examples=["EL"])
    country_name: str
    region: str = Field(description="Code of its region in NUTS, of level 1 to 3; empty where not told.")
    region_name: str
    nuts_edition: int
    city: str
    latitude: float | None
    longitude: float | None
    founded_in: int | None
    website: str
    description: str = Field(description="What it does, in English where it says so.")
    state: str = Field(description="published, or stale where nobody has confirmed the profile for a year.")
    published_on: str | None
    confirmed_on: str | None
    source: str = Field(description="self, import, moderator, or demonstration where it is invented.")
    members_total: int | None = Field(description="Members as a cluster organisation declares them.")
    members_sme: int | None = Field(description="Of these small and medium-sized enterprises.")
    clusters: list[str] = Field(description="Codes of traded and local clusters, as in the atlas.")
    emerging_industries: list[str]
    sectors: list[str] = Field(description="Codes of NACE divisions.", examples=[["C29"]])
    ecosystems: list[str]
    technologies: list[str]
    services: list[str]
    target_countries: list[str]
    address: str = Field(description="Address of its page.")


class Contact(Schema):
    """A contact that the organisation shows to everyone."""

    name: str
    role: str
    email: str
    phone: str


class Other(Schema):
    """Another organisation that is a member of it, or of which it is one."""

    organisation: str = Field(description="Its name in addresses.")
    name: str


class OrganisationInFull(OrganisationInList):
    """An organisation with all that its page says."""

    legal_form: str
    pic: str
    vat: str
    lei: str
    national_number: str
    website_in_english: str
    email: str
    phone: str
    street: str
    languages: list[str]
    recognised_by: str
    is_social_economy: bool
    descriptions: dict[str, str] = Field(description="What it does, by language.")
    missions: dict[str, str] = Field(description="What it is there for, by language.")
    offers: dict[str, str]
    requests: dict[str, str]
    management_fte: float | None
    members_large: int | None
    members_research: int | None
    members_public: int | None
    members_other: int | None
    employees_in_members: int | None
    priorities: list[str]
    keywords: list[str]
    contacts: list[Contact]
    members: list[Other] = Field(description="Public members whose link both sides confirmed.")
    member_of: list[Other]


class Organisations(Schema):
    """A page of the list of organisations."""

    organisations: list[OrganisationInList]
    count: int = Field(description="Organisations that fit, on all pages.")
    next: str | None = Field(description="Address of the next page; null on the last one.")


class Asked(Schema):
    """What of the directory is asked for."""

    q: str = Field("", description="Words, the last one may be a beginning.", examples=["photonics"])
    country: str = Field("", description="Code of the country, as in NUTS.", examples=["DE"])
    region: str = Field("", description="Code of a region, or how it begins.", examples=["DE11"])
    kind: str = Field("", description="Type of organisation.", examples=["cluster_organisation"])
    cluster: str = Field("", description="Code of a cluster or emerging industry.", examples=["4"])
    sector: str = Field("", description="Code of a NACE division.", examples=["C29"])
    technology: str = Field("", description="Code of a technology.", examples=["photonics"])
    service: str = Field("", description="Code of a service.", examples=["internationalisation"])
    state: str = Field("", description="published or stale; left out, both.", examples=["published"])
    member_of: str = Field("", description="Name in addresses of a cluster, for its members.")


@router.get(
    "/organisations",
    response=may_fail({200: Organisations, 422: Problem}, of_edition=False),
    url_name="organisations",
    operation_id="organisations",
    summary="Cluster organisations and those who work with them",
)
def organisations(
    request,
    asked: Query[Asked],
    cursor: str = Query("", description="Where reading goes on, from `next` of the page before."),
):
    """List the organisations that the directory shows, in the order in which they were registered."""
    choice = facets.read(asked.dict())
    found = facets.filtered(choice).select_related("cluster")
    page = listings.page("organisations", found, choice.query(), cursor)
    listed = [exports.row(one, _address(request, one)) for one in page.shown]
    return kept({"organisations": listed, "count": page.count, "next": page.following})


@router.get(
    "/organisations/{slug:organisation}",
    response=may_fail({200: OrganisationInFull, 404: Problem}, of_edition=False),
    url_name="organisation",
    operation_id="organisation",
    summary="One organisation",
)
def organisation(request, organisation: str = Path(description="Its name in addresses.")):
    """Tell all that is public of an organisation, as its page does."""
    one = queries.shown_in_directory().filter(slug=organisation).first()
    if one is None:
        raise NotFound(f"There is no public organisation “{organisation[:80]}”. The list is at /api/v1/organisations.")
    return kept(_whole(one, _address(request, one)))


def _whole(one, address):
    cluster = getattr(one, "cluster", None)
    return (
        exports.row(one, address)
        | {name: getattr(one, name) for name in OWN}
        | {"street": one.address, "descriptions": one.description, "missions": one.mission}
        | {name: getattr(cluster, name, {}) for name in ("offers", "requests")}
        | {name: getattr(cluster, name, None) for name in CLUSTER_NUMBERS}
        | {name: getattr(cluster, name, []) for name in ("priorities", "keywords")}
        | {
            "management_fte": _number(getattr(cluster, "management_fte", None)),
            "contacts": list(one.contacts.filter(is_public=True).values("name", "role", "email", "phone")),
            "members": _others(queries.members_of(one)),
            "member_of": _others(queries.clusters_of(one)),
        }
    )


def _others(found):
    return [{"organisation": slug, "name": name} for slug, name in found.order_by("pk").values_list("slug", "name")]


def _address(request, one):
    return public(request, reverse("organisations:profile", args=[one.slug]))


def _number(value):
    return None if value is None else float(value)
