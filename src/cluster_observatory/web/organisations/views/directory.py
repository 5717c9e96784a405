"""The directory of organisations: a list to filter, its files and its feed."""

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cluster_observatory.web.base.public_addresses import public
from cluster_observatory.web.organisations import exports, facets, findings, listing, queries, vocabularies


@require_safe
def directory(request):
    """Show the organisations that a choice leaves, with what they amount to."""
    choice = facets.read(request.GET)
    found = facets.filtered(choice)
    counts = queries.counts(found)
    page = listing.page(facets.sorted_by(found.select_related("cluster"), choice.sort), request.GET.get("page"))
    lines = [listing.line(organisation) for organisation in page]
    only_country = vocabularies.country_name(next((one.organisation.country for one in lines), ""))
    context = {
        "choice": choice,
        "counts": counts,
        "finding": findings.of_list(counts, only_country),
        "facets": facets.facets(choice),
        "sorts": facets.SORTS,
        "page": page,
        "lines": lines,
        "forms": exports.MEDIA_TYPES,
        "nav": "organisations",
    }
    return render(request, "organisations/directory.html", context)


@require_safe
def file(request, form):
    """Give the organisations that a choice leaves as a file."""
    if form not in exports.MEDIA_TYPES:
        raise Http404
    choice = facets.read(request.GET)
    found = facets.sorted_by(facets.filtered(choice), choice.sort)

    def address(organisation):
        return public(request, reverse("organisations:profile", args=[organisation.slug]))

    headers = {"Content-Disposition": f'attachment; filename="organisations.{form}"'}
    if form == "xlsx":
        return FileResponse(
            exports.as_workbook(found, address), content_type=exports.MEDIA_TYPES[form], headers=headers
        )
    written = exports.as_csv if form == "csv" else exports.as_geojson
    return StreamingHttpResponse(written(found, address), content_type=exports.MEDIA_TYPES[form], headers=headers)
