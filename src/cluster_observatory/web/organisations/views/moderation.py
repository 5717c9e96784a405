"""What moderators do: the queue, the check of a profile, changes, mergers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cluster_observatory.errors import NotFound, NotPossible
from cluster_observatory.web.base.conflicts import ChangedMeanwhile, NotAllowed
from cluster_observatory.web.base.times import now
from cluster_observatory.web.organisations import criteria_in_words, rules, waiting
from cluster_observatory.web.organisations.actions import changes, checking, mergers
from cluster_observatory.web.organisations.duplicates import ANY, duplicates
from cluster_observatory.web.organisations.forms.moderation import CheckForm, MergeForm, ReasonForm
from cluster_observatory.web.organisations.histories import history
from cluster_observatory.web.organisations.models import Organisation
from cluster_observatory.web.organisations.process import CHANGE, PROFILE
from cluster_observatory.web.organisations.profile_fields import label_of, lines, shown, value_of
from cluster_observatory.web.organisations.views.acting import for_moderators, for_overseers

DECISIONS = {
    "approve": (checking.approve, gettext_noop("The profile is published.")),
    "request_info": (checking.request_info, gettext_noop("The organisation is asked.")),
    "reject": (checking.reject, gettext_noop("The profile is rejected.")),
}
OTHER_STEPS = {
    "start_review": (checking.start_review, gettext_noop("You check this profile; it cannot be changed meanwhile.")),
    "archive": (checking.archive, gettext_noop("The profile is archived.")),
    "restore": (checking.restore, gettext_noop("The profile is public again.")),
    "give_back": (checking.give_back, gettext_noop("The profile is a draft again.")),
}


@require_safe
@login_required
def queue(request):
    """Show what waits for moderators, longest waiting first, to them and to auditors."""
    if refusal := rules.obstacle_to_overseeing(None, request.user):
        raise NotAllowed(refusal)
    moment = now()
    said = {
        "profiles": waiting.profiles(moment), "changes": waiting.changes(moment), "requests": waiting.requests(moment),
        "moderates": rules.is_moderator(request.user), "nav": "account",
    }  # fmt: skip
    return render(request, "organisations/check/queue.html", said)


@require_http_methods(["GET", "HEAD", "POST"])
@for_overseers
def check(request, organisation):
    """Show a profile with the criteria and what speaks for and against it; take the decision of a moderator.

    An auditor sees no button, nor what is promised to moderators alone: evidence, answers, contacts that are hidden.
    """
    judged = criteria_in_words.judged(criteria_in_words.facts(organisation))
    if request.method != "POST":
        form = CheckForm(judged, initial={"version": organisation.version})
        return _draw(request, organisation, form)
    if refusal := rules.obstacle_to_moderating(organisation, request.user):
        raise NotAllowed(refusal)
    form = CheckForm(judged, request.POST)
    step = request.POST.get("step", "")
    if step not in DECISIONS:
        raise NotFound("")
    if not form.is_valid():
        return _draw(request, organisation, form, status=422)
    act, done = DECISIONS[step]
    try:
        act(
            organisation=organisation, findings=form.findings, reason=form.cleaned_data["reason"], person=request.user,
            now=now(), expected_version=form.cleaned_data["version"],
        )  # fmt: skip
    except NotAllowed:
        raise
    except NotPossible as refusal:
        organisation.refresh_from_db()
        form.add_error(None, str(refusal))
        if isinstance(refusal, ChangedMeanwhile):
            form.data = form.data.copy()
            form.data["version"] = organisation.version
        return _draw(request, organisation, form, status=409 if isinstance(refusal, ChangedMeanwhile) else 422)
    messages.success(request, _(done))
    return redirect("organisations:queue")


@require_POST
@for_moderators
def take_step(request, organisation, step):
    """Begin a check, archive, restore or give back."""
    if step not in OTHER_STEPS:
        raise NotFound("")
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise NotPossible(_("This form cannot be read: go back and send it anew."))
    act, done = OTHER_STEPS[step]
    more = {"reason": form.cleaned_data["reason"]} if step == "archive" else {}
    act(
        organisation=organisation, person=request.user, now=now(), expected_version=form.cleaned_data["version"], **more
    )  # fmt: skip
    messages.success(request, _(done))
    return redirect("organisations:check", organisation.slug)


@require_POST
@for_moderators
def decide_change(request, organisation, number, decision):
    """Accept or refuse a change that waits."""
    change = organisation.changes.filter(pk=number).first()
    if change is None or decision not in ("accept", "refuse"):
        raise NotFound("")
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise NotPossible(_("This form cannot be read: go back and send it anew."))
    act = changes.accept_change if decision == "accept" else changes.refuse_change
    act(
        change=change, person=request.user, now=now(), reason=form.cleaned_data["reason"],
        expected_version=form.cleaned_data["version"],
    )  # fmt: skip
    accepted = _("The change shows on the profile now.")
    messages.success(request, accepted if decision == "accept" else _("The profile stays as it was."))
    return redirect("organisations:check", organisation.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def merge(request, organisation):
    """Merge this profile into another of the same organisation: first both side by side, then the act."""
    survivor = None
    form = MergeForm(request.POST or None, initial={"survivor": request.GET.get("into", "")})
    slug = request.POST.get("survivor") or request.GET.get("into", "")
    if slug:
        survivor = Organisation.objects.select_related("cluster").filter(slug=slug).exclude(state="merged").first()
    if request.method == "POST" and form.is_valid():
        if survivor is None:
            form.add_error("survivor", _("There is no such profile."))
        else:
            try:
                mergers.merge(
                    survivor=survivor, merged=organisation, reason=form.cleaned_data["reason"], person=request.user,
                    now=now(),
                )  # fmt: skip
            except NotAllowed:
                raise
            except NotPossible as refusal:
                form.add_error(None, str(refusal))
    if request.method == "POST" and not form.errors:
        messages.success(request, _("The two profiles are one now; the old address leads to it."))
        return redirect("organisations:check", survivor.slug)
    said = {
        "organisation": organisation, "survivor": survivor, "form": form, "nav": "organisations",
        "sides": _side_by_side(organisation, survivor) if survivor else [],
    }  # fmt: skip
    return render(request, "organisations/check/merge.html", said, status=422 if form.errors else 200)


def _side_by_side(first, second):
    own, other = ({field: (label, words) for field, label, words in lines(one)} for one in (first, second))
    fields = list(dict.fromkeys([*own, *other]))
    return [(label_of(field), own.get(field, ("", ""))[1], other.get(field, ("", ""))[1]) for field in fields]


def _draw(request, organisation, form, status=200):
    moment = now()
    available = PROFILE.available(organisation, request.user, moment)
    steps = {step.name: (step, obstacle) for step, obstacle in available}
    change = organisation.changes.filter(state="proposed").select_related("proposed_by").first()
    moderates = rules.is_moderator(request.user)
    said = {
        "organisation": organisation, "form": form, "lines": lines(organisation), "moment": moment,
        "moderates": moderates,
        "contacts": organisation.contacts.all() if moderates else organisation.contacts.filter(is_public=True),
        "state": PROFILE.states[organisation.state],
        "decisions": [steps[name] for name in DECISIONS if name in steps],
        "others": [steps[name] for name in OTHER_STEPS if name in steps],
        "can_merge": "merge" in steps,
        "not_mine": rules.obstacle_to_checking(organisation, request.user),
        "look_alikes": duplicates(organisation, ANY),
        "flaws": rules.flaws(organisation, moment),
        "history": history(organisation, request.user),
        "administrators": organisation.memberships.filter(role=rules.ADMIN, state="active").select_related("person"),
        "change": change,
        "change_steps": CHANGE.available(change, request.user, moment) if change else [],
        "changed": [_changed(organisation, change, field) for field in change.values] if change else [],
        "nav": "account",
    }  # fmt: skip
    return render(request, "organisations/check/check.html", said, status=status)


def _changed(organisation, change, field):
    """Return label, before, after, and what the profile says now where it no longer says what it said before."""
    before, there = change.before[field], value_of(organisation, field)
    moved = shown(field, there) if there != before else ""
    return label_of(field), shown(field, before), shown(field, change.values[field]), moved
