"""Where a profile stands, what comes next, who must act; and the steps that its administrators take."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base.times import now
from cluster_observatory.web.organisations import criteria_in_words, rules
from cluster_observatory.web.organisations.actions import changes, profiles
from cluster_observatory.web.organisations.duplicates import duplicates
from cluster_observatory.web.organisations.histories import history, last_answer
from cluster_observatory.web.organisations.models import Membership
from cluster_observatory.web.organisations.process import PROFILE, stale_since
from cluster_observatory.web.organisations.profile_fields import label_of, shown
from cluster_observatory.web.organisations.views.acting import for_role

EVERYONE = (rules.ADMIN, rules.EDITOR, rules.MEMBER)
SUBMITTED = gettext_noop("The profile is with the moderators. You are told when they have answered.")
OWN_STEPS = {
    "submit": (profiles.submit, SUBMITTED),
    "resubmit": (profiles.submit, SUBMITTED),
    "reopen": (profiles.reopen, gettext_noop("The profile is a draft again.")),
    "confirm_up_to_date": (profiles.confirm_up_to_date, gettext_noop("Thank you: it is confirmed for a year.")),
}


@require_safe
@for_role(*EVERYONE)
def manage(request, organisation):
    """Show where the profile stands, what comes next and who must act."""
    moment = now()
    may_edit = rules.obstacle_to_editing(organisation, request.user)
    change = organisation.changes.filter(state="proposed").first()
    said = {
        "organisation": organisation,
        "state": PROFILE.states[organisation.state],
        "steps": [
            (step, obstacle) for step, obstacle in PROFILE.available(organisation, request.user, moment)
            if step.name in OWN_STEPS
        ],
        "edit_obstacle": may_edit,
        "missing": rules.missing(organisation) if organisation.state in ("draft", "info_requested") else [],
        "flaws": rules.flaws(organisation, moment),
        "look_alikes": duplicates(organisation) if organisation.state in ("draft", "info_requested") else [],
        "judged": criteria_in_words.judged(criteria_in_words.facts(organisation)),
        "answer": last_answer(organisation) if organisation.state in ("info_requested", "rejected") else None,
        "change": change,
        "changed": change and [
            (label_of(field), shown(field, change.before[field]), shown(field, value))
            for field, value in change.values.items()
        ],
        "confirm_before": stale_since(organisation) if organisation.state == "published" else None,
        "history": history(organisation, request.user),
        "administrators": organisation.memberships.filter(role=rules.ADMIN, state="active").select_related("person"),
        "open_requests": organisation.memberships.filter(state="requested").count(),
        "can_discard": rules.obstacle_to_discarding(organisation) is None
        and rules.obstacle_to_administering(organisation, request.user) is None,
        "is_public": organisation.state in rules.PUBLIC_STATES,
        "nav": "organisations",
    }  # fmt: skip
    return render(request, "organisations/manage/manage.html", said)


@require_POST
@for_role(*EVERYONE)
def take_step(request, organisation, step):
    """Submit, submit again, open again or confirm."""
    if step not in OWN_STEPS:
        raise NotPossible(_("There is no such step."))
    act, done = OWN_STEPS[step]
    act(organisation=organisation, person=request.user, now=now(), expected_version=_version(request))
    messages.success(request, _(done))
    return redirect("organisations:manage", organisation.slug)


@require_POST
@for_role(*EVERYONE)
def discard(request, organisation):
    """Delete a draft."""
    profiles.discard(organisation=organisation, person=request.user, now=now())
    messages.success(request, _("The draft is deleted."))
    return redirect("organisations:mine")


@require_POST
@for_role(*EVERYONE)
def withdraw_change(request, organisation, number):
    """Take back a change that waits for a moderator."""
    change = organisation.changes.filter(pk=number).first()
    if change is None:
        raise NotPossible(_("There is no such change."))
    changes.withdraw_change(change=change, person=request.user, now=now())
    messages.success(request, _("The change is withdrawn."))
    return redirect("organisations:manage", organisation.slug)


@require_safe
@login_required
def mine(request):
    """Show for whom the person acts, and the invitations and requests that wait."""
    memberships = (
        Membership.objects.filter(person=request.user)
        .exclude(state="ended")
        .exclude(organisation__state="merged")
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )
    for membership in memberships:
        membership.organisation.state_in_words = PROFILE.states[membership.organisation.state]
    said = {
        "active": [one for one in memberships if one.state == "active"],
        "invited": [one for one in memberships if one.state == "invited"],
        "requested": [one for one in memberships if one.state == "requested"],
        "nav": "account",
    }
    return render(request, "organisations/manage/mine.html", said)


def _version(request):
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else None
