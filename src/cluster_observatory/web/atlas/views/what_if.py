"""What becomes of a scoreboard's ranking under other weights."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cluster_observatory.web.atlas import comparison_files
from cluster_observatory.web.atlas.weighing import WhatIf


@require_safe
def what_if(request, name):
    """Show the ranking of a scoreboard under the weights that the address gives, the published ones by default."""
    found = WhatIf(request.edition, name, request.GET)
    context = {"found": found, "kind": comparison_files.WHAT_IF, "asked": found.taken, "nav": "scoreboards"}
    return render(request, "atlas/what_if.html", context)
