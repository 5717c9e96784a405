"""How each measure is made."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cluster_observatory.errors import NotFound
from cluster_observatory.publication.frames import frame

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
    ("partners", gettext_lazy("Partners")),
    ("innovation-scoreboard", gettext_lazy("Innovation index")),
    ("demography", gettext_lazy("Start-ups and scale-ups")),
    ("context", gettext_lazy("Regional context")),
)


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
        raise NotFound(_("There is no method page “{name}”. There are: {known}.").format(name=name[:40], known=known))
    context = {
        "title": titles[name],
        "methods": METHODS,
        "current": name,
        "profiles": request.edition.manifest["profiles"],
        "flags": frame(request.edition, "flags").to_dicts(),
        "nav": "methods",
    }
    return render(request, f"atlas/methods/{name}.html", context)
