"""Who enters the back office: visitors are led to the sign-in, others are told why not."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.people.rules import obstacle_to_office


def only_for(*offices):
    """Return a decorator that lets in who holds one of the offices and has a second factor.

    Who holds one but has no second factor yet is shown where to set it up; others get NotAllowed.
    """

    def guard(view):
        @login_required
        @wraps(view)
        def guarded(request, *args, **kwargs):
            refusal = obstacle_to_office(request.user, *offices)
            if refusal and request.user.holds(*offices):
                return render(request, "office/second_factor.html", {"refusal": refusal, "nav": "account"}, status=403)
            if refusal:
                raise NotAllowed(refusal)
            return view(request, *args, **kwargs)

        return guarded

    return guard
