"""What the atlas shows: one short function per page."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cluster_observatory.errors import NotFound
from cluster_observatory.publication.dictionary import described
from cluster_observatory.publication.frames import frame
from cluster_observatory.web.atlas import choices, downloads, findings, lists, queries
from cluster_observatory.web.atlas.evidence import Evidence
from cluster_observatory.web.atlas.parts import asks_for_part
from cluster_observatory.web.atlas.portrait import Portrait

METHODS = (
    ("location-quotient", gettext_lazy("Location quotient")),
    ("size", gettext_lazy("Size")),
    ("focus", gettext_lazy("Focus")),
    ("european-share", gettext_lazy("European share")),
    ("average-wage", gettext_lazy("Average wage")),
    ("stars", gettext_lazy("Cluster stars")),
    ("certainty", gettext_lazy("Certainty")),
    ("sweep", gettext_lazy("Whatever the choice")),
    ("comparison", gettext_lazy("Why stars change")),
    ("splitting", gettext_lazy("Splitting coarse figures")),
    ("gaps", gettext_lazy("Gaps and their bounds")),
    ("flags", gettext_lazy("Flags and missing values")),
    ("taxonomy", gettext_lazy("Sectors, clusters and regions")),
    ("harmonise", gettext_lazy("One series through changing regions")),
    ("structure", gettext_lazy("Structural indicators")),
    ("shift-share", gettext_lazy("Shift-share")),
    ("concentration", gettext_lazy("Concentration")),
    ("relatedness", gettext_lazy("Relatedness")),
    ("complexity", gettext_lazy("Complexity")),
    ("diversification", gettext_lazy("Diversification")),
    ("score", gettext_lazy("Scoreboards")),
    ("peers", gettext_lazy("Peers")),
    ("innovation-scoreboard", gettext_lazy("Innovation index")),
    ("demography", gettext_lazy("Start-ups and scale-ups")),
    ("context", gettext_lazy("Regional context")),
)


def _evidence(request, template, choice, **context):
    evidence = Evidence(request.edition, choice)
    part = asks_for_part(request)
    context |= {"evidence": evidence, "choice": choice, "part": part}
    response = render(request, "atlas/_evidence.html" if part else template, context)
    patch_vary_headers(response, ("HX-Request", "HX-Boosted", "HX-History-Restore-Request"))
    return response


@require_safe
def front(request):
    """Show the finding, the map, the ranking and the table for what the visitor chose."""
    choice = choices.read(request.edition, request.GET)
    return _evidence(request, "atlas/front.html", choice, base="", nav="map")


@require_safe
def explore_csv(request):
    """Give the table of a choice as CSV, measured figures with full precision."""
    choice = choices.read(request.edition, request.GET)
    table = downloads.table(request.edition, choice)
    parts = (choice.subject.kind, choice.subject.code, choice.year, choice.profile, "edition", request.edition.name)
    name = "-".join(str(part) for part in parts if part) + ".csv"
    return HttpResponse(
        table.write_csv(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
def sectors(request):
    """Show the list of sectors."""
    year = choices.year(request.edition, queries.SECTOR, request.GET.get("year"))
    found = lists.subjects(request.edition, queries.SECTOR, year)
    return render(request, "atlas/sectors.html", {"sections": found, "year": year, "nav": "sectors"})


@require_safe
def clusters(request):
    """Show the list of clusters."""
    year = choices.year(request.edition, queries.CLUSTER, request.GET.get("year"))
    context = {
        "sections": lists.subjects(request.edition, queries.CLUSTER, year),
        "emerging": lists.subjects(request.edition, queries.EMERGING, year),
        "others": lists.clusters_without_figures(request.edition),
        "year": year,
        "nav": "clusters",
    }
    return render(request, "atlas/clusters.html", context)


@require_safe
def sector(request, code):
    """Show a sector: finding, map, ranking, distribution, trend."""
    subject = queries.subject(request.edition, code, queries.SECTOR)
    choice = choices.read(request.edition, request.GET, subject)
    return _evidence(request, "atlas/subject.html", choice, base=subject.address, nav="sectors")


@require_safe
def cluster(request, code):
    """Show a cluster or emerging industry: its evidence, or why it has none, with the classes it is made of."""
    members = lists.members(request.edition, code)
    bare = lists.cluster_without_figures(request.edition, code)
    if bare:
        context = {"cluster": bare, "members": members, "nav": "clusters"}
        return render(request, "atlas/cluster_without_figures.html", context)
    subject = queries.subject(request.edition, code, (queries.CLUSTER, queries.EMERGING))
    choice = choices.read(request.edition, request.GET, subject)
    return _evidence(request, "atlas/subject.html", choice, base=subject.address, nav="clusters", members=members)


@require_safe
def regions(request):
    """Show the list of regions by country, filtered by words."""
    words = request.GET.get("q", "").strip()[:100]
    found = lists.regions(request.edition, words)
    context = {"countries": found, "words": words, "count": sum(len(c["regions"]) for c in found), "nav": "regions"}
    return render(request, "atlas/regions.html", context)


@require_safe
def region(request, code):
    """Show a region: its strongest sectors and clusters, its portfolio, its figures over time."""
    known = queries.region_code(request.edition, code)
    if known != code:
        return redirect(f"{reverse('atlas:region', args=[known])}{'?' if request.GET else ''}{request.GET.urlencode()}")
    year = choices.year(request.edition, queries.SECTOR, request.GET.get("year"))
    profile = choices.profile(request.edition, queries.SECTOR, request.GET.get("profile"))
    portrait = Portrait(request.edition, code, year, profile)
    context = {"portrait": portrait, "hide_modelled": request.GET.get("modelled") == "hide", "nav": "regions"}
    return render(request, "atlas/region.html", context)


@require_safe
def methods(request):
    """Show the list of method pages."""
    return render(request, "atlas/methods.html", {"methods": METHODS, "nav": "methods"})


@require_safe
def method(request, name):
    """Show how a measure is made."""
    titles = dict(METHODS)
    if name not in titles:
        known = ", ".join(titles)
        raise NotFound(_("There is no method page “{name}”. There are: {known}.").format(name=name, known=known))
    context = {
        "title": titles[name],
        "methods": METHODS,
        "current": name,
        "profiles": request.edition.manifest["profiles"],
        "flags": frame(request.edition, "flags").to_dicts(),
        "nav": "methods",
    }
    return render(request, f"atlas/methods/{name}.html", context)


@require_safe
def about_the_data(request):
    """Show the manifest of the edition: sources, classifications, profiles, checks, tables."""
    manifest = request.edition.manifest
    context = {
        "manifest": manifest,
        "tables": described(request.edition),
        "finding": findings.of_checks([check["outcome"] for check in manifest["checks"]]),
        "nav": "about",
    }
    return render(request, "atlas/about_the_data.html", context)


@require_safe
def health(request):
    """Say that the site answers and which edition it shows, after reading one small table of it from its file."""
    request.edition.rows("flags")
    return JsonResponse(
        {"status": "ok", "edition": request.edition.name, "invented": request.edition.invented},
        headers={"Cache-Control": "no-store"},
    )
