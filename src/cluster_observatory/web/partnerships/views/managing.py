"""The hub of those who take part in a partnership: where it stands, who must act, its members and their changes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.conflicts import ChangedMeanwhile, NotAllowed
from cluster_observatory.web.base.times import now
from cluster_observatory.web.organisations import vocabularies
from cluster_observatory.web.partnerships import forms, queries, rules, steps, way
from cluster_observatory.web.partnerships.actions import members
from cluster_observatory.web.partnerships.actions.steps import step as take_step
from cluster_observatory.web.partnerships.models import Amendment, Partner
from cluster_observatory.web.partnerships.process import AMENDMENT, CERTIFICATE, PARTNER, PARTNERSHIP
from cluster_observatory.web.partnerships.views.access import seen, seen_within

MOST_HISTORY = 200
LONGEST_VERSION = 9
"""Digits."""


@login_required
@require_safe
def manage(request, slug):
    """Show where a partnership stands and what this person can do."""
    partnership, moment = seen_within(request, slug), now()
    places = list(partnership.partners.select_related("organisation").order_by(queries.BY_ROLE, "pk"))
    for place in places:
        place.partnership = partnership
        place.country = vocabularies.country_name(place.organisation.country)
        place.state_words = PARTNER.states[place.state]
        place.steps = steps.of_part(PARTNER, place, "answer", request.user, moment)
    changes = list(partnership.amendments.select_related("organisation"))
    for change in changes:
        change.partnership = partnership
        change.state_words = AMENDMENT.states[change.state]
        change.steps = steps.of_part(AMENDMENT, change, "decide", request.user, moment)
    certificates = [(one, CERTIFICATE.states[one.state]) for one in partnership.certificates.all()]
    is_owner = rules.obstacle_to_owning(partnership, request.user) is None
    is_coordinator = rules.obstacle_to_coordinating(partnership, request.user) is None
    context = {
        "partnership": partnership,
        "way": way.stations(partnership),
        "state": PARTNERSHIP.states[partnership.state],
        "next": way.what_comes_next(partnership, [place for place in places if place.state == "invited"]),
        "lacks": rules.obstacle_to_whole(partnership, request.user, moment)
        if partnership.state in ("proposed", *rules.RUNNING_STATES)
        else None,
        "steps": steps.of_partnership(PARTNERSHIP, partnership, request.user, moment),
        "places": [place for place in places if place.state in rules.HERE],
        "gone": [place for place in places if place.state not in rules.HERE],
        "changes": changes,
        "certificates": certificates,
        "is_owner": is_owner,
        "is_coordinator": is_coordinator,
        "can_edit": (is_owner or is_coordinator) and partnership.state not in rules.ENDED_STATES,
        "can_invite": is_coordinator and partnership.state == "proposed",
        "can_ask": partnership.state in rules.RUNNING_STATES,
        "cannot_certify": (is_owner and rules.obstacle_to_judging(partnership, request.user))
        or rules.obstacle_to_certifying(partnership, moment.date(), moment.date()),
        "history": way.history(audit.history(partnership)[:MOST_HISTORY]),
        "nav": "partnerships",
    }
    return render(request, "partnerships/manage.html", context)


@login_required
@require_POST
def step(request, slug, name):
    """Take a step of the partnership."""
    partnership = seen(request, slug)
    take_step(
        partnership=partnership, name=name, person=request.user, now=now(), reason=request.POST.get("reason", ""),
        expected_version=_version(request),
    )  # fmt: skip
    messages.success(request, _("The partnership is now: {state}.").format(state=PARTNERSHIP.states[partnership.state]))
    return redirect("partnerships:manage", slug=slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request, slug):
    """Ask whom to invite into a proposed partnership, and invite."""
    partnership = seen_within(request, slug)
    if refusal := rules.obstacle_to_coordinating(partnership, request.user):
        raise NotAllowed(refusal)
    form = forms.InvitationForm(request.POST or None)
    if form.is_valid():
        try:
            place = members.invite(
                partnership=partnership, organisation=form.cleaned_data["organisation"],
                role=form.cleaned_data["role"], person=request.user, now=now(),
            )  # fmt: skip
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("{organisation} is invited.").format(organisation=place.organisation.name))
            return redirect("partnerships:manage", slug=slug)
    context = {
        "form": form, "partnership": partnership, "title": _("Invite an organisation"), "act": _("Invite"),
        "nav": "partnerships",
    }  # fmt: skip
    return render(request, "partnerships/ask.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def invitation(request, slug, number):
    """Show an invitation to those who administer the organisation, with the ways to answer."""
    place = _place(request, slug, number)
    if refusal := rules.obstacle_to_answering(place, request.user):
        raise NotAllowed(refusal)
    place.steps = steps.of_part(PARTNER, place, "answer", request.user, now())
    partnership = queries.with_members(type(place.partnership).objects.filter(pk=place.partnership_id)).get()
    for member in partnership.members:
        member.country = vocabularies.country_name(member.organisation.country)
    context = {
        "place": place, "partnership": partnership, "initiative": place.partnership.initiative,
        "state": PARTNER.states[place.state], "nav": "partnerships",
    }  # fmt: skip
    return render(request, "partnerships/invitation.html", context)


@login_required
@require_POST
def answer(request, slug, number, name):
    """Take a step of a place: join, decline, take back, leave."""
    place = _place(request, slug, number)
    members.answer(place=place, name=name, person=request.user, now=now(), expected_version=_version(request))
    words = {
        "active": _("{organisation} is now a member of {acronym}."),
        "declined": _("{organisation} is not a member of {acronym}."),
        "left": _("{organisation} has left {acronym}."),
    }[place.state]
    messages.success(request, words.format(organisation=place.organisation.name, acronym=place.partnership.acronym))
    if _still_within(request, place.partnership):
        return redirect("partnerships:manage", slug=slug)
    return redirect("partnerships:registry")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, slug):
    """Ask which change of members is wanted, and hand it to those who decide."""
    partnership = seen_within(request, slug)
    form = forms.ChangeForm(request.POST or None)
    if form.is_valid():
        try:
            members.request_change(partnership=partnership, person=request.user, now=now(), **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The change waits for a decision by the owner of the initiative."))
            return redirect("partnerships:manage", slug=slug)
    context = {
        "form": form, "partnership": partnership, "title": _("Ask for a change of members"), "act": _("Ask"),
        "nav": "partnerships",
    }  # fmt: skip
    return render(request, "partnerships/ask.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def decide(request, slug, number, name):
    """Take a step of a change of members: accept, refuse, withdraw."""
    partnership = seen_within(request, slug)
    amendment = get_object_or_404(Amendment.objects.select_related("organisation"), pk=number, partnership=partnership)
    members.decide_change(
        amendment=amendment, name=name, person=request.user, now=now(), reason=request.POST.get("reason", ""),
        expected_version=_version(request),
    )  # fmt: skip
    messages.success(request, _("The change is now: {state}.").format(state=AMENDMENT.states[amendment.state]))
    return redirect("partnerships:manage", slug=slug)


def _place(request, slug, number):
    """Return a place for one who may see the partnership from within; raises Http404 for others."""
    places = Partner.objects.select_related("partnership__initiative", "organisation")
    place = get_object_or_404(places, pk=number, partnership__slug=slug)
    if not _still_within(request, place.partnership) and rules.obstacle_to_answering(place, request.user):
        raise Http404
    return place


def _still_within(request, partnership):
    return rules.obstacle_to_seeing_within(partnership, request.user) is None


def _version(request):
    """Return the version that the person saw; raises ChangedMeanwhile where the form does not say it."""
    typed = request.POST.get("version", "")
    if not typed.isdecimal() or len(typed) > LONGEST_VERSION:
        raise ChangedMeanwhile(_("This form does not say which version you saw. Load the page again."))
    return int(typed)
