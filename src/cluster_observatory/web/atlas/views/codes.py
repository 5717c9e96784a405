"""Addresses with the code of a region in them: one way to write each."""

from django.shortcuts import redirect
from django.urls import reverse

from cluster_observatory.web.atlas import queries


def moved(request, code):
    """Return the way to the same page with the code in capitals where only so it is one, else None."""
    known = queries.region_code(request.edition, code)
    if known == code:
        return None
    asked = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{reverse(request.resolver_match.view_name, args=[known])}{asked}")
