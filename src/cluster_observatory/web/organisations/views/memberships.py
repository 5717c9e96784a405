"""Who acts for an organisation: colleagues, invitations, requests to join."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cluster_observatory.errors import NotFound, NotPossible
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.times import now
from cluster_observatory.web.organisations import rules
from cluster_observatory.web.organisations.actions import memberships
from cluster_observatory.web.organisations.forms.acting import InviteForm, JoinForm, RoleForm
from cluster_observatory.web.organisations.models import Membership
from cluster_observatory.web.organisations.process import MEMBERSHIP
from cluster_observatory.web.organisations.views.acting import organisation_of

STEPS = {
    "accept": (memberships.answer_invitation, {"accepts": True}, gettext_noop("You act for it now.")),
    "decline": (memberships.answer_invitation, {"accepts": False}, gettext_noop("The invitation is declined.")),
    "withdraw_invitation": (memberships.withdraw_invitation, {}, gettext_noop("The invitation is withdrawn.")),
    "approve": (memberships.answer_request, {"lets_in": True}, gettext_noop("The person acts for it now.")),
    "refuse": (memberships.answer_request, {"lets_in": False}, gettext_noop("The request is refused.")),
    "withdraw_request": (memberships.withdraw_request, {}, gettext_noop("The request is withdrawn.")),
    "end": (memberships.end, {}, gettext_noop("The membership has ended.")),
}
OWN = ("accept", "decline", "withdraw_request")
"""Steps with one's own membership, after which the list of one's organisations is shown."""


@require_safe
@login_required
def people(request, slug):
    """Show who acts for the organisation, and who waits, to those who act for it and to moderators."""
    organisation = organisation_of(request, slug)
    _refuse_strangers(organisation, request.user)
    return _draw(request, organisation, InviteForm())


@require_POST
@login_required
def invite(request, slug):
    """Invite a colleague."""
    organisation = organisation_of(request, slug)
    _refuse_strangers(organisation, request.user)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _draw(request, organisation, form, status=422)
    _hold_back(request, "invite_colleague")
    try:
        memberships.invite(organisation=organisation, person=request.user, now=now(), **form.cleaned_data)
    except NotAllowed:
        raise
    except NotPossible as refusal:
        form.add_error("email", str(refusal))
        return _draw(request, organisation, form, status=422)
    messages.success(request, _("The invitation is on its way; it waits until your colleague accepts it."))
    return redirect("organisations:people", organisation.slug)


@require_POST
@login_required
def take_step(request, number, step):
    """Take a step with a membership: one's own, or one of an organisation that one administers or moderates."""
    membership = _membership(request, number)
    if step not in STEPS:
        raise NotFound("")
    act, more, done = STEPS[step]
    if step in ("refuse", "end"):
        more = more | {"reason": request.POST.get("reason", "")[:1000]}
    form = RoleForm(request.POST)
    if step == "approve" and form.is_valid():
        more = more | {"role": form.cleaned_data["role"]}
    act(membership=membership, person=request.user, now=now(), **more)
    messages.success(request, _(done))
    if step in OWN or membership.person_id == request.user.pk:
        return redirect("organisations:mine")
    return redirect("organisations:people", membership.organisation.slug)


@require_POST
@login_required
def change_role(request, number):
    """Give a colleague another role."""
    membership = _membership(request, number)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise NotPossible(_("Choose one of the roles."))
    memberships.change_role(membership=membership, role=form.cleaned_data["role"], person=request.user, now=now())
    messages.success(request, _("The role is changed."))
    return redirect("organisations:people", membership.organisation.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def join(request, slug):
    """Ask the administrators of a public profile to be let in."""
    organisation = organisation_of(request, slug)
    obstacle = rules.obstacle_to_asking_to_join(organisation, request.user, now())
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _hold_back(request, "ask_to_join")
        memberships.ask_to_join(organisation=organisation, person=request.user, now=now(), **form.cleaned_data)
        messages.success(request, _("Your request is with the administrators. You are told when they have answered."))
        return redirect("organisations:mine")
    said = {"organisation": organisation, "form": form, "obstacle": obstacle, "nav": "organisations"}
    return render(request, "organisations/manage/join.html", said, status=422 if form.errors else 200)


def _hold_back(request, act):
    if not ratelimit.consume(request, action=act):
        raise NotPossible(_("That was often enough for one day. Go on tomorrow."))


def _membership(request, number):
    membership = Membership.objects.select_related("organisation", "person").filter(pk=number).first()
    if membership is None:
        raise NotFound("")
    is_own = membership.person_id == request.user.pk
    if not is_own and not rules.role(request.user, membership.organisation) and not rules.is_moderator(request.user):
        raise NotAllowed(_("Only people who act for the organisation may do this."))
    return membership


def _refuse_strangers(organisation, person):
    refusal = rules.obstacle_to_acting_for(organisation, person, rules.ADMIN, rules.EDITOR, rules.MEMBER)
    if refusal and rules.obstacle_to_overseeing(organisation, person):
        raise NotAllowed(refusal)


def _draw(request, organisation, form, status=200):
    moment = now()
    rules.know_roles(request.user, [organisation])
    found = organisation.memberships.exclude(state="ended").select_related("person").order_by("created_at", "pk")
    rows = []
    for membership in found:
        membership.organisation = organisation
        steps = [
            (step, obstacle)
            for step, obstacle in MEMBERSHIP.available(membership, request.user, moment)
            if step.name not in OWN
        ]
        rows.append((membership, MEMBERSHIP.states[membership.state], steps))
    said = {
        "organisation": organisation, "rows": rows, "form": form, "roles": Membership.Role.choices,
        "invite_obstacle": rules.obstacle_to_inviting(organisation, request.user, moment),
        "is_admin": rules.obstacle_to_administering(organisation, request.user) is None, "nav": "organisations",
        "acts": rules.role(request.user, organisation) is not None,
    }  # fmt: skip
    return render(request, "organisations/manage/people.html", said, status=status)
