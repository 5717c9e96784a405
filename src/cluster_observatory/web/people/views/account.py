"""What a person sees and changes of their own account."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cluster_observatory.web.base import times
from cluster_observatory.web.base.notices import KINDS
from cluster_observatory.web.base.sections import sections
from cluster_observatory.web.people import actions, queries
from cluster_observatory.web.people.forms import NoticeChoicesForm, ProfileForm
from cluster_observatory.web.people.models import Office, Person


@login_required
def me(request):
    """Show the account, what waits for the person, and where everything of theirs is."""
    context = {
        "nav": "account",
        "unread": request.user.notices.filter(read_at=None).count(),
        "sections": sections("people.me", request.user, request),
        "protection": queries.protection(request.user),
        "offices": [Office(office).label for office in Office.values if office in request.user.offices],
        "needs_second_factor": bool(request.user.offices) and not is_mfa_enabled(request.user),
    }
    return render(request, "people/me.html", context)


@login_required
def profile(request):
    """Show and take name, language, time zone and ORCID."""
    person = Person.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        actions.change_profile(person=request.user, values=form.cleaned_data, now=times.now())
        messages.success(request, _("Saved."))
        return redirect("people:me")
    return render(request, "people/profile.html", {"nav": "account", "form": form})


@login_required
def notice_choices(request):
    """Show and take how the person wants to be told of each kind of thing."""
    form = NoticeChoicesForm(request.POST or None, ways=queries.ways(request.user))
    if request.method == "POST" and form.is_valid():
        actions.choose_notices(person=request.user, ways=form.cleaned_data, now=times.now())
        messages.success(request, _("Saved."))
        return redirect("people:notice_choices")
    statutory = [kind for kind in KINDS.values() if kind.is_statutory]
    return render(request, "people/notice_choices.html", {"nav": "account", "form": form, "statutory": statutory})
