"""Organisations beside the figures: their map, and the fact sheet of one.

What they show of organisations changes at any time, so that these pages are not kept as those of figures are.
"""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cluster_observatory.web.atlas import organisation_map
from cluster_observatory.web.atlas.fact_sheet import fact_sheet
from cluster_observatory.web.base.public_addresses import public
from cluster_observatory.web.organisations import facets, findings, portraits, queries, vocabularies


@require_safe
def on_map(request):
    """Show where the organisations are that a choice leaves."""
    choice = facets.read(request.GET)
    counts = queries.counts(facets.filtered(choice))
    drawn, places = organisation_map.map_of(choice)
    only_country = vocabularies.country_name(places[0].code[:2]) if places else ""
    context = {
        "choice": choice,
        "counts": counts,
        "finding": findings.of_list(counts, only_country),
        "facets": facets.facets(choice),
        "map": drawn,
        "insets": organisation_map.insets_of(drawn, places),
        "places": places,
        "without_place": [place for place in places if place.x is None],
        "nav": "organisations",
    }
    return _fresh(render(request, "atlas/organisations/map.html", context))


@require_safe
def sheet(request, slug):
    """Show the fact sheet of an organisation, to print on a page."""
    organisation = queries.shown_in_directory().filter(slug=slug).first()
    if organisation is None:
        raise Http404
    context = {
        "organisation": organisation,
        "cluster": getattr(organisation, "cluster", None),
        "portrait": portraits.portrait(organisation),
        "sheet": fact_sheet(request.edition, organisation),
        "address": public(request, request.path),
        "nav": "organisations",
    }
    return _fresh(render(request, "atlas/organisations/fact_sheet.html", context))


def _fresh(response):
    response.headers["Cache-Control"] = "no-store"
    return response
