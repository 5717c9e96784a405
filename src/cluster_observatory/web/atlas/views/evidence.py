"""Answers with a page of evidence, or the part of it that a script asks for."""

from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from cluster_observatory.web.atlas.evidence import Evidence
from cluster_observatory.web.atlas.parts import asks_for_part


def page(request, template, choice, **context):
    """Return the page of the evidence for a choice, whole or in part."""
    evidence = Evidence(request.edition, choice)
    part = asks_for_part(request)
    context |= {"evidence": evidence, "choice": choice, "part": part}
    response = render(request, "atlas/_evidence.html" if part else template, context)
    patch_vary_headers(response, ("HX-Request", "HX-Boosted", "HX-History-Restore-Request"))
    return response
