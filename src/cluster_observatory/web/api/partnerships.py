"""Partnerships: what their registry says, for programs; public ones and public fields alone."""

from typing import Literal

from django.urls import reverse
from ninja import Field, Path, Query, Router, Schema

from cluster_observatory.errors import NotFound
from cluster_observatory.web.api import listings
from cluster_observatory.web.api.failures import may_fail
from cluster_observatory.web.api.listings import kept
from cluster_observatory.web.api.schemas import Problem
from cluster_observatory.web.organisations.rules import PUBLIC_STATES
from cluster_observatory.web.partnerships import choices, network, queries

router = Router(tags=["partnerships"])


class Member(Schema):
    """An organisation in a partnership."""

    organisation: str | None = Field(description="Its name in addresses; null where its profile is not public.")
    name: str
    country: str = Field(description="Code of the country, as in NUTS.", examples=["EL"])
    role: str = Field(description="coordinator, partner or associated.")
    joined_on: str | None


class Certificate(Schema):
    """A certificate of a partnership."""

    number: str
    issued_on: str
    issued_by: str
    handed_over_at: str
    state: str = Field(description="issued or revoked.")
    page: str = Field(description="Address of the page that verifies it.")


class Reached(Schema):
    """A measure of a partnership."""

    name: str
    unit: str
    target: float
    reached: float | None
    measured_on: str | None


class Outcome(Schema):
    """A public result of a partnership."""

    kind: str
    title: str
    reached_on: str


class PartnershipInList(Schema):
    """A partnership in the list of all."""

    partnership: str = Field(description="Its name in addresses.")
    acronym: str
    title: str
    initiative: str = Field(examples=["ESCP-4i"])
    programme: str = Field(description="COSME, H2020 or SMP.")
    generation: int | None
    call: str
    programme_year: int | None = Field(description="Year of the programme, which need not be that of the deadline.")
    state: str = Field(description="selected, active, completed, archived or terminated.")
    funding: str = Field(description="co_funded or voluntary.")
    is_dual_use: bool
    sectors: list[str] = Field(description="Codes of NACE divisions.")
    target_countries: list[str] = Field(description="Third countries it wants to reach.")
    begins_on: str | None
    ends_on: str | None
    members: list[Member]
    source: str = Field(description="demonstration where it is invented.")
    page: str = Field(description="Address of its page.")


class PartnershipInFull(PartnershipInList):
    """A partnership with all that is public of it."""

    strand: str
    grant: str
    budget: float | None = Field(description="Euro.")
    contribution: float | None = Field(description="Of the Union, euro.")
    objectives: dict[str, str] = Field(description="By language.")
    priority: str
    value_chain: str
    website: str
    smes_reached: int | None
    results: list[Outcome]
    measures: list[Reached]
    certificates: list[Certificate]


class Partnerships(Schema):
    """A page of the list of partnerships."""

    partnerships: list[PartnershipInList]
    count: int = Field(description="Partnerships that fit, on all pages.")
    next: str | None = Field(description="Address of the next page; null on the last one.")


class NetworkNode(Schema):
    """A country or an organisation."""

    id: str
    name: str
    country: str = Field(description="Name of the country of an organisation; empty for a country.")
    partnerships: int


class NetworkLink(Schema):
    """Two nodes that meet."""

    source: str
    target: str
    weight: int = Field(description="Partnerships that both are in.")


class NodesAndLinks(Schema):
    """The network in the node-link form that graph tools read."""

    directed: bool
    multigraph: bool
    graph: dict[str, str]
    nodes: list[NetworkNode]
    links: list[NetworkLink]


class Asked(Schema):
    """What of the registry is asked for."""

    initiative: str = Field("", description="Code of the initiative.", examples=["ESCP-4i"])
    generation: str = Field("", description="Generation of an initiative.", examples=["ESCP-4i:2"])
    country: str = Field("", description="Country of a member, code as in NUTS.", examples=["DE"])
    sector: str = Field("", description="Code of a NACE division.", examples=["C29"])
    state: str = Field("", description="State; left out, all but those that ended early.", examples=["active"])
    funding: str = Field("", description="co_funded or voluntary.", examples=["voluntary"])
    dual_use: str = Field("", description="yes or no.", examples=["yes"])


@router.get(
    "/partnerships",
    response=may_fail({200: Partnerships, 422: Problem}, of_edition=False),
    url_name="partnerships",
    operation_id="partnerships",
    summary="Partnerships of cluster organisations",
)
def partnerships(
    request,
    asked: Query[Asked],
    cursor: str = Query("", description="Where reading goes on, from `next` of the page before."),
):
    """List the partnerships that the registry shows, in the order in which they were registered."""
    choice = choices.read(asked.dict())
    page = listings.page("partnerships", queries.registry(choice), choice.query(), cursor)
    listed = [_listed(one) for one in page.shown]
    return kept({"partnerships": listed, "count": page.count, "next": page.following})


@router.get(
    "/partnerships/network",
    response=may_fail({200: NodesAndLinks, 422: Problem}, of_edition=False),
    url_name="partnerships_network",
    operation_id="partnerships_network",
    summary="Who meets whom in partnerships",
)
def partnerships_network(
    request,
    asked: Query[Asked],
    of: Literal["countries", "organisations"] = Query("countries", description="What the nodes are."),
):
    """Tell how many partnerships each two countries or organisations share."""
    choice = choices.read(asked.dict())
    found = network.network(network.members(queries.places(choice), of))
    return kept(
        {
            "directed": False,
            "multigraph": False,
            "graph": {"name": "partnerships", "of": of},
            "nodes": [
                {"id": node.key, "name": node.name, "country": node.group, "partnerships": node.partnerships}
                for node in found.nodes
            ],
            "links": [{"source": line.one, "target": line.other, "weight": line.shared} for line in found.lines],
        }
    )


@router.get(
    "/partnerships/{slug:partnership}",
    response=may_fail({200: PartnershipInFull, 404: Problem}, of_edition=False),
    url_name="partnership",
    operation_id="partnership",
    summary="One partnership",
)
def partnership(request, partnership: str = Path(description="Its name in addresses.")):
    """Tell all that is public of a partnership."""
    found = queries.with_members(queries.public().select_related("initiative", "generation"))
    one = found.filter(slug=partnership).first()
    if one is None:
        raise NotFound(f"There is no public partnership “{partnership[:80]}”. The list is at /api/v1/partnerships.")
    return kept(_whole(one))


def _listed(one):
    generation = one.generation
    return {
        "partnership": one.slug,
        "acronym": one.acronym,
        "title": one.title,
        "initiative": one.initiative.code,
        "programme": one.initiative.programme,
        "generation": generation.number if generation else None,
        "call": generation.call if generation else "",
        "programme_year": generation.programme_year if generation else None,
        "state": one.state,
        "funding": one.funding,
        "is_dual_use": one.is_dual_use,
        "sectors": one.sectors,
        "target_countries": one.target_countries,
        "begins_on": _day(one.begins_on),
        "ends_on": _day(one.ends_on),
        "members": [_member(place) for place in one.members],
        "source": one.source,
        "page": reverse("partnerships:page", args=[one.slug]),
    }


def _whole(one):
    return _listed(one) | {
        "strand": one.strand,
        "grant": one.grant,
        "budget": _number(one.budget),
        "contribution": _number(one.contribution),
        "objectives": one.objectives,
        "priority": one.priority,
        "value_chain": one.value_chain,
        "website": one.website,
        "smes_reached": one.smes_reached,
        "results": [
            {"kind": result.kind, "title": result.title, "reached_on": _day(result.reached_on)}
            for result in one.results.filter(is_public=True)
        ],
        "measures": [
            {
                "name": measure.name,
                "unit": measure.unit,
                "target": _number(measure.target),
                "reached": _number(measure.reached),
                "measured_on": _day(measure.measured_on),
            }
            for measure in one.measures.all()
        ],
        "certificates": [
            {
                "number": certificate.number,
                "issued_on": _day(certificate.issued_on),
                "issued_by": certificate.issued_by,
                "handed_over_at": certificate.handed_over_at,
                "state": certificate.state,
                "page": reverse("partnerships:verify", args=[certificate.code]),
            }
            for certificate in one.certificates.all()
        ],
    }


def _member(place):
    organisation = place.organisation
    return {
        "organisation": organisation.slug if organisation.state in PUBLIC_STATES else None,
        "name": organisation.name,
        "country": organisation.country,
        "role": place.role,
        "joined_on": _day(place.joined_on),
    }


def _day(day):
    return day.isoformat() if day else None


def _number(value):
    return None if value is None else float(value)
