"""The page of an organisation."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cluster_observatory.web.organisations.queries import public


@require_safe
def profile(request, slug):
    """Show the profile of an organisation."""
    organisation = get_object_or_404(public(), slug=slug)
    return render(request, "organisations/profile.html", {"organisation": organisation, "nav": "organisations"})
