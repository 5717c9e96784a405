"""Persons and the offices they hold."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import times
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.office.forms import AppointForm, ReasonForm
from cluster_observatory.web.office.queries import people as queries
from cluster_observatory.web.office.views.access import only_for
from cluster_observatory.web.people import rules
from cluster_observatory.web.people.actions import erasure, offices
from cluster_observatory.web.people.models import Appointment, Office, Person

MAY_LOOK = (Office.ADMINISTRATOR, Office.DATA_PROTECTION, Office.AUDITOR)
AT_MOST = 50
LONGEST_WORDS = 200


@only_for(*MAY_LOOK)
@require_GET
def people(request):
    """Show who holds an office, or the persons that were looked for."""
    words = request.GET.get("q", "").strip()[:LONGEST_WORDS]
    persons = list((queries.found(words) if words else queries.holders())[: AT_MOST + 1])
    context = {
        "persons": persons[:AT_MOST], "has_more": len(persons) > AT_MOST, "words": words, "at_most": AT_MOST,
        "nav": "account",
    }  # fmt: skip
    return render(request, "office/people.html", context)


@only_for(*MAY_LOOK)
@require_GET
def person(request, number):
    """Show a person, their offices, and what can be done, each with why not."""
    return _page(request, get_object_or_404(Person, pk=number))


@only_for(Office.ADMINISTRATOR)
@require_POST
def appoint(request, number):
    """Give the person an office."""
    whom = get_object_or_404(Person, pk=number)
    form = AppointForm(request.POST, held=whom.offices)
    if not form.is_valid():
        return _page(request, whom, appoint_form=form, status=422)
    office = form.cleaned_data["office"]
    return _done(
        request, whom, lambda now: offices.appoint(whom=whom, office=office, person=request.user, now=now),
        _("The office is given; the person is told, and that it needs a second factor."),
    )  # fmt: skip


@only_for(Office.ADMINISTRATOR)
@require_POST
def dismiss(request, number, appointment):
    """End an office of the person."""
    ended = get_object_or_404(Appointment, pk=appointment, person=number)
    return _done(
        request, ended.person, lambda now: offices.dismiss(appointment=ended, person=request.user, now=now),
        _("The office has ended; the person is told."),
    )  # fmt: skip


@only_for(Office.ADMINISTRATOR)
@require_POST
def suspend(request, number):
    """Keep the person from signing in."""
    whom = get_object_or_404(Person, pk=number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, whom, suspend_form=form, status=422)
    reason = form.cleaned_data["reason"]
    return _done(
        request, whom, lambda now: offices.suspend(whom=whom, person=request.user, now=now, reason=reason),
        _("The account is suspended; the person is told."),
    )  # fmt: skip


@only_for(Office.ADMINISTRATOR)
@require_POST
def bring_back(request, number):
    """Let a suspended person sign in again."""
    whom = get_object_or_404(Person, pk=number)
    return _done(
        request, whom, lambda now: offices.bring_back(whom=whom, person=request.user, now=now),
        _("The account can be used again; the person is told."),
    )  # fmt: skip


@only_for(Office.DATA_PROTECTION)
@require_POST
def erase(request, number):
    """Erase the person, who asked the data protection contact for it."""
    whom = get_object_or_404(Person, pk=number)
    return _done(
        request, whom, lambda now: erasure.erase(whom=whom, person=request.user, now=now),
        _("The person is erased; what others did with them still stands."),
    )  # fmt: skip


def _page(request, whom, *, appoint_form=None, suspend_form=None, status=200):
    now, actor = times.now(), request.user
    appointments = [
        (one, rules.obstacle_to_dismissing(one) if one.ended_at is None else None)
        for one in whom.appointments.select_related("person").order_by("-since")
    ]
    context = {
        "whom": whom, "appointments": appointments, "nav": "account",
        "governs": rules.obstacle_to_governing(actor) is None,
        "appoint_form": appoint_form or AppointForm(held=whom.offices),
        "suspend_form": suspend_form or ReasonForm(),
        "not_to_be_appointed": None if whom.is_active else _("This account is not in use."),
        "not_to_be_suspended": rules.obstacle_to_suspending(whom, actor),
        "protects": rules.obstacle_to_office(actor, Office.DATA_PROTECTION) is None,
        "not_to_be_erased": rules.obstacle_to_erasure(whom, now),
        "is_suspended": whom.state == Person.State.SUSPENDED,
    }  # fmt: skip
    return render(request, "office/person.html", context, status=status)


def _done(request, whom, act, said):
    """Do the act and say so, or say why it is not possible; then show the person again."""
    try:
        act(times.now())
    except NotAllowed:
        raise
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("office:person", number=whom.pk)
