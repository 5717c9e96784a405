"""What the data protection contact oversees."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from cluster_observatory.web.office.queries import privacy as queries
from cluster_observatory.web.office.rules import READERS_OF_RETENTION
from cluster_observatory.web.office.views.access import only_for

SHOWN = 50


@only_for(*READERS_OF_RETENTION)
@require_GET
def privacy(request):
    """Show what persons asked for, what is kept and why, and how long."""
    context = {
        "asked": queries.asked()[:SHOWN], "rules": queries.rules(), "activities": queries.activities(),
        "nav": "account",
    }  # fmt: skip
    return render(request, "office/privacy.html", context)
