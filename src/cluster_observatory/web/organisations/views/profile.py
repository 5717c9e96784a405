"""The page of an organisation."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cluster_observatory.web.base.public_addresses import public
from cluster_observatory.web.base.sections import sections
from cluster_observatory.web.organisations import portraits, queries, rules, structured_data
from cluster_observatory.web.organisations.process import PROFILE


@require_safe
def profile(request, slug):
    """Show a profile: to everyone where it is public, else to those who act for it and to moderators.

    An archived one that was public answers with a notice alone, one that was merged or has another name leads to its
    new address.
    """
    organisation = queries.found_at(slug)
    if organisation is None:
        raise Http404
    if organisation.state == "merged" and organisation.merged_into:
        return _moved_to(organisation.merged_into)
    is_secret = rules.obstacle_to_seeing(organisation, request.user) is not None
    if organisation.state == "archived" and (organisation.published_at or not is_secret):
        context = {"organisation": organisation, "nav": "organisations"}
        return render(request, "organisations/archived.html", context)
    if is_secret:
        raise Http404
    if organisation.slug != slug:
        return _moved_to(organisation)
    portrait = portraits.portrait(organisation)
    members = [(one.name, public(request, _address(one))) for one in portrait.members]
    data = structured_data.organisation(organisation, public(request, _address(organisation)), members)
    context = {
        "organisation": organisation,
        "cluster": getattr(organisation, "cluster", None),
        "portrait": portrait,
        "contacts": organisation.contacts.filter(is_public=True),
        "is_public": organisation.state in rules.PUBLIC_STATES,
        "state": PROFILE.states.get(organisation.state, organisation.state),
        "sections": sections("organisations.profile", organisation, request),
        "structured_data": structured_data.element(data),
        "nav": "organisations",
    }
    return render(request, "organisations/profile.html", context)


def _address(organisation):
    return reverse("organisations:profile", args=[organisation.slug])


def _moved_to(organisation):
    return HttpResponsePermanentRedirect(_address(organisation))
