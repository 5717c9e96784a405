"""What those who act for organisations find on pages of others: on a profile, and on their own account."""

from django.template.loader import render_to_string

from cluster_observatory.web.base.sections import register_section
from cluster_observatory.web.organisations import rules
from cluster_observatory.web.organisations.models import Membership
from cluster_observatory.web.organisations.process import PROFILE
from cluster_observatory.web.organisations.rules.memberships import administrators


def acting(organisation, request):
    """Return who keeps a profile up to date, and the way to do so for who may."""
    is_public = organisation.state in rules.PUBLIC_STATES
    said = {
        "organisation": organisation,
        "acts": rules.role(request.user, organisation) is not None,
        "oversees": rules.obstacle_to_overseeing(organisation, request.user) is None,
        "has_administrators": administrators(organisation).exists(),
        "is_public": is_public,
    }
    return render_to_string("organisations/_act.html", said, request)


def of_person(person, request):
    """Return for which organisations a person acts, and the invitations that wait."""
    found = list(
        Membership.objects.filter(person=person, state__in=["active", "invited"])
        .exclude(organisation__state="merged")
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )
    said = {
        "acts_for": [(one, PROFILE.states[one.organisation.state]) for one in found if one.state == "active"],
        "invitations": sum(one.state == "invited" for one in found),
    }
    return render_to_string("organisations/_mine.html", said, request)


def register():
    """Add the parts to the pages; called when the app is ready."""
    register_section("organisations.profile", acting)
    register_section("people.me", of_person)
