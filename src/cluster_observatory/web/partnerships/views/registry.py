"""The registry of partnerships: the list, its files and its feed, the network, the statistics."""

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base.public_addresses import public
from cluster_observatory.web.organisations import vocabularies
from cluster_observatory.web.organisations.models import Organisation
from cluster_observatory.web.partnerships import choices, exports, findings, network, queries
from cluster_observatory.web.partnerships.models import Initiative
from cluster_observatory.web.partnerships.process import PARTNERSHIP

ON_A_PAGE = 100
INVENTED = Organisation.Source.DEMONSTRATION


@require_safe
def registry(request):
    """Show the partnerships that a choice leaves, with what they amount to."""
    choice = choices.read(request.GET)
    found = queries.registry(choice)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.state_words = PARTNERSHIP.states[one.state]
        one.countries = sorted(
            vocabularies.country_name(code) for code in {place.organisation.country for place in one.members}
        )
        one.coordinator = next((place.organisation for place in one.members if place.role == "coordinator"), None)
    context = {
        "choice": choice,
        "facets": choices.facets(choice),
        "finding": findings.of_list(queries.totals(found)),
        "programmes": _programmes(),
        "page": page,
        "forms": exports.MEDIA_TYPES,
        "invented": sum(one.source == INVENTED for one in page),
        "nav": "partnerships",
    }
    return render(request, "partnerships/registry.html", context)


@require_safe
def file(request, form):
    """Give the partnerships that a choice leaves as a file."""
    if form not in exports.MEDIA_TYPES:
        raise Http404
    found = queries.registry(choices.read(request.GET))

    def address(partnership):
        return public(request, reverse("partnerships:page", args=[partnership.slug]))

    headers = {"Content-Disposition": f'attachment; filename="partnerships.{form}"'}
    if form == "xlsx":
        return FileResponse(
            exports.as_workbook(found, address), content_type=exports.MEDIA_TYPES[form], headers=headers
        )
    return HttpResponse(exports.as_csv(found, address), content_type=exports.MEDIA_TYPES[form], headers=headers)


@require_safe
def network_page(request):
    """Show who is together with whom: countries, or the organisations of the partnerships chosen."""
    choice = choices.read(request.GET)
    of = request.GET.get("of", "countries")
    if of not in network.KINDS:
        raise NotPossible(f"of={of[:20]}")
    found = network.network(network.members(queries.places(choice), of))
    nodes, lines = network.drawn(found)
    names = {node.key: node.name for node in found.nodes}
    pairs = [(names[line.one], names[line.other], line.shared) for line in found.lines]
    context = {
        "choice": choice,
        "facets": choices.facets(choice),
        "of": of,
        "labelled": len(nodes) <= network.MOST_LABELS,
        "nodes": [(drawn, _where(choice, of, drawn.node)) for drawn in nodes],
        "lines": [(drawn, names[drawn.line.one], names[drawn.line.other]) for drawn in lines],
        "pairs": pairs,
        "totals": queries.totals(queries.registry(choice)),
        "finding": findings.of_network(pairs),
        "size": network.SIZE,
        "nav": "partnerships",
    }
    return render(request, "partnerships/network.html", context)


@require_safe
def statistics(request):
    """Show partnerships, distinct organisations and countries of each initiative."""
    rows, whole = queries.statistics()
    most = max((figures.partnerships for _initiative, figures in rows), default=1)
    context = {
        "rows": [
            (initiative, findings.name_of(initiative), figures, round(100 * figures.partnerships / most, 1))
            for initiative, figures in rows
        ],
        "whole": whole,
        "programmes": _programmes(),
        "finding": findings.of_list(
            {"partnerships": whole.partnerships, "organisations": whole.organisations, "countries": whole.countries}
        ),
        "nav": "partnerships",
    }
    return render(request, "partnerships/statistics.html", context)


def _programmes():
    counted = queries.by_programme()
    return [(label, counted[code]) for code, label in Initiative.Programme.choices if code in counted]


def _where(choice, of, node):
    """Return where a click on a node leads: the registry of the country, or the profile where it is public."""
    if of == "countries":
        return reverse("partnerships:registry") + choice.query(country=node.key)
    return reverse("organisations:profile", args=[node.key]) if node.is_public else ""
