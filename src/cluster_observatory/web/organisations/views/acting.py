"""What the pages of those who act for an organisation, and of moderators, have in common."""

from functools import wraps

from django.contrib.auth.decorators import login_required

from cluster_observatory.errors import NotFound
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.times import now
from cluster_observatory.web.organisations import rules, timed
from cluster_observatory.web.organisations.models import Organisation


def organisation_of(request, slug):
    """Return the organisation with that slug, as time has brought it to; one that is secret is not found.

    On a request that may change something the steps of time are taken; on others nothing is written.
    """
    organisation = Organisation.objects.select_related("cluster", "merged_into").filter(slug=slug).first()
    if organisation is None or rules.obstacle_to_seeing(organisation, request.user):
        raise NotFound("")
    if request.method == "POST":
        timed.bring_due(organisation, now())
        return organisation
    return timed.as_due(organisation, now())


def for_role(*roles):
    """Return a decorator for a page that only people in these roles see: view(request, organisation).

    Others are told so in words; who is not signed in is asked to sign in; a secret one is not found.
    """

    def decorator(view):
        @login_required
        @wraps(view)
        def seen(request, slug, **more):
            organisation = organisation_of(request, slug)
            if refusal := rules.obstacle_to_acting_for(organisation, request.user, *roles):
                raise NotAllowed(refusal)
            return view(request, organisation, **more)

        return seen

    return decorator


def for_office(rule):
    """Return a decorator for a page of an organisation that only an office opens: view(request, organisation)."""

    def decorator(view):
        @login_required
        @wraps(view)
        def seen(request, slug, **more):
            if refusal := rule(None, request.user):
                raise NotAllowed(refusal)
            return view(request, organisation_of(request, slug), **more)

        return seen

    return decorator


for_moderators = for_office(rules.obstacle_to_moderating)
for_overseers = for_office(rules.obstacle_to_overseeing)
