"""Proposing a partnership, and editing it; who edits it as the second is shown both, and loses nothing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base.conflicts import ChangedMeanwhile, NotAllowed
from cluster_observatory.web.base.times import now
from cluster_observatory.web.partnerships import differences, forms, naming, queries, rules
from cluster_observatory.web.partnerships.actions.proposing import edit as edit_partnership
from cluster_observatory.web.partnerships.actions.proposing import propose as propose_partnership
from cluster_observatory.web.partnerships.views.access import edited


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request):
    """Ask for a new partnership, and register it."""
    coordinators = queries.administered(request.user)
    form = forms.ProposalForm(request.POST or None, coordinators=coordinators)
    if form.is_valid():
        try:
            partnership = propose_partnership(
                initiative=form.cleaned_data["initiative"], coordinator=form.cleaned_data["coordinator"],
                partners=form.partners(), values=form.values(), person=request.user, now=now(),
            )  # fmt: skip
        except NotAllowed:
            raise
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The partnership is proposed. The organisations you named have been invited."))
            return redirect("partnerships:manage", slug=partnership.slug)
    context = {"form": form, "can_propose": coordinators.exists(), "nav": "partnerships"}
    return render(request, "partnerships/propose.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug):
    """Ask for other values of a partnership's fields, and write them."""
    partnership = edited(request, slug)
    without = rules.AWARDED if rules.obstacle_to_editing_fields(partnership, request.user, rules.AWARDED) else set()
    initial = {name: getattr(partnership, name) for name in forms.EDITED} | {"version": partnership.version}
    form = forms.PartnershipForm(
        request.POST or None, initial=initial, initiative=partnership.initiative, without=without
    )
    status, there_now = 200, []
    if form.is_valid():
        try:
            edit_partnership(
                partnership=partnership, values=form.values(), person=request.user, now=now(),
                expected_version=form.cleaned_data["version"],
            )  # fmt: skip
        except ChangedMeanwhile as refusal:
            status, there_now = 409, differences.between(partnership, form.values())
            form.add_error(None, str(refusal))
            forms.renew(form, partnership.version)
        except NotAllowed:
            raise
        except NotPossible as refusal:
            status = 400
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("partnerships:manage", slug=slug)
    elif form.errors:
        status = 400
    context = {"form": form, "partnership": partnership, "there_now": there_now, "nav": "partnerships"}
    return render(request, "partnerships/edit.html", context, status=status)


@login_required
@require_safe
def organisations(request):
    """Give the names of organisations that hold what was typed, to choose from."""
    typed = next((value for name, value in request.GET.items() if name.startswith(("partner_", "organisation"))), "")
    found = naming.near(typed)
    return HttpResponse(format_html_join("", '<option value="{}">', ((one.name,) for one in found)))
