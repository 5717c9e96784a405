"""What the site holds about a person: seen, taken away, erased; and what it holds about anyone."""

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cluster_observatory.web.base import personal_data, retention, times
from cluster_observatory.web.people import actions, queries, rules
from cluster_observatory.web.people.export import archive


def _can_prove(request):
    """Whether the person has a password or a second factor here to show that it is still them."""
    return bool(get_reauthentication_flows(request.user))


still_them = reauthentication_required(enabled=_can_prove)


def privacy(request):
    """Show the register of processing: what is kept of people, what for, on what ground, for how long."""
    context = {"activities": personal_data.activities(), "rules": retention.RULES.values()}
    return render(request, "people/privacy.html", context)


@login_required
def data(request):
    """Show what is held of the person, what they agreed to, and how to take it away or have it erased."""
    context = {
        "nav": "account",
        "activities": personal_data.activities(),
        "consents": queries.consents(request.user),
        "obstacle": rules.obstacle_to_erasure(request.user, times.now()),
    }
    return render(request, "people/data.html", context)


@login_required
@require_POST
def consent(request, purpose):
    """Record or withdraw a consent."""
    if "give" in request.POST:
        actions.give_consent(person=request.user, purpose=purpose, now=times.now())
        messages.success(request, _("You agreed. You can withdraw it here at any time."))
    else:
        actions.withdraw_consent(person=request.user, purpose=purpose, now=times.now())
        messages.success(request, _("Withdrawn."))
    return redirect("people:data")


@login_required
@require_POST
@still_them
def take(request):
    """Give the person a copy of all that is held of them."""
    now = times.now()
    actions.record_export(person=request.user, now=now)
    name = f"cluster-observatory-{now:%Y-%m-%d}.zip"
    return FileResponse(archive(request.user), as_attachment=True, filename=name, content_type="application/zip")


@login_required
@still_them
def erase(request):
    """Explain what erasing does, and do it."""
    if request.method == "POST":
        actions.erase(whom=request.user, person=request.user, now=times.now())
        logout(request)
        return redirect("people:erased")
    obstacle = rules.obstacle_to_erasure(request.user, times.now())
    return render(request, "people/erase.html", {"nav": "account", "obstacle": obstacle})


def erased(request):
    """Say that it is done."""
    return render(request, "people/erased.html")
