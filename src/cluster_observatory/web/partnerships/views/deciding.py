"""What owners of initiatives do: their queue, and certificates."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base.conflicts import ChangedMeanwhile, NotAllowed
from cluster_observatory.web.base.times import now
from cluster_observatory.web.partnerships import forms, queries, rules
from cluster_observatory.web.partnerships.actions.certificates import issue as issue_certificate
from cluster_observatory.web.partnerships.actions.certificates import revoke as revoke_certificate
from cluster_observatory.web.partnerships.models import Certificate
from cluster_observatory.web.partnerships.views.access import seen


@login_required
@require_safe
def queue(request):
    """Show the proposals and the changes of members that wait for a decision."""
    if refusal := rules.obstacle_to_overseeing(None, request.user):
        raise NotAllowed(refusal)
    moment = now()
    proposals = list(queries.proposals())
    for one in proposals:
        one.lacks = rules.obstacle_to_whole(one, request.user, moment)
    context = {"proposals": proposals, "changes": queries.changes_requested(), "nav": "account"}
    return render(request, "partnerships/queue.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request, slug):
    """Ask what a certificate says, and issue it."""
    partnership = seen(request, slug)
    if refusal := rules.obstacle_to_judging(partnership, request.user):
        raise NotAllowed(refusal)
    initial = {"version": partnership.version, "issued_on": now().date()}
    form = forms.CertificateForm(request.POST or None, initial=initial)
    status = 200
    if form.is_valid():
        version = form.cleaned_data.pop("version")
        try:
            certificate = issue_certificate(
                partnership=partnership, person=request.user, now=now(), expected_version=version, **form.cleaned_data
            )
        except ChangedMeanwhile as refusal:
            status = 409
            form.add_error(None, str(refusal))
            forms.renew(form, partnership.version)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Certificate {number} is issued.").format(number=certificate.number))
            return redirect("partnerships:verify", code=certificate.code)
    if form.errors and status == 200:
        status = 400
    context = {
        "form": form, "partnership": partnership, "title": _("Issue a certificate"), "act": _("Issue"),
        "nav": "partnerships",
    }  # fmt: skip
    return render(request, "partnerships/ask.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request, slug, number):
    """Ask why a certificate is revoked, and revoke it."""
    partnership = seen(request, slug)
    if refusal := rules.obstacle_to_owning(partnership, request.user):
        raise NotAllowed(refusal)
    certificate = get_object_or_404(
        Certificate.objects.select_related("partnership"), pk=number, partnership=partnership
    )
    if certificate.state != "issued":
        raise Http404
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid():
        revoke_certificate(certificate=certificate, reason=form.cleaned_data["reason"], person=request.user, now=now())
        messages.success(request, _("Certificate {number} is revoked.").format(number=certificate.number))
        return redirect("partnerships:manage", slug=slug)
    context = {
        "form": form, "partnership": partnership, "act": _("Revoke"), "nav": "partnerships",
        "title": _("Revoke certificate {number}").format(number=certificate.number),
    }  # fmt: skip
    return render(request, "partnerships/ask.html", context, status=400 if form.errors else 200)
