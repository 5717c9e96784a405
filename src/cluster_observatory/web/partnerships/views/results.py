"""What a partnership reaches: its measures and its results."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base.conflicts import ChangedMeanwhile
from cluster_observatory.web.base.request_sizes import takes_files
from cluster_observatory.web.base.times import now
from cluster_observatory.web.partnerships import forms
from cluster_observatory.web.partnerships.actions.results import add_result, remove_result, save_measures
from cluster_observatory.web.partnerships.models import Result
from cluster_observatory.web.partnerships.views.access import edited


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def measures(request, slug):
    """Ask how far each measure is, and write it."""
    partnership = edited(request, slug)
    initial = list(partnership.measures.values(*forms.MeasureForm.Meta.fields))
    lines = forms.Measures(request.POST or None, initial=initial)
    status, fault, there_now, version = 200, "", [], partnership.version
    if request.method == "POST" and lines.is_valid():
        try:
            save_measures(
                partnership=partnership, rows=lines.rows(), person=request.user, now=now(),
                expected_version=int(request.POST.get("version", "0") or 0),
            )  # fmt: skip
        except ChangedMeanwhile as refusal:
            status, fault, there_now = 409, str(refusal), partnership.measures.all()
        except NotPossible as refusal:
            status, fault = 400, str(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("partnerships:manage", slug=slug)
    elif request.method == "POST":
        status, fault = 400, _("Some lines are not complete.")
    context = {
        "lines": lines, "partnership": partnership, "fault": fault, "there_now": there_now, "version": version,
        "nav": "partnerships",
    }  # fmt: skip
    return render(request, "partnerships/measures.html", context, status=status)


@takes_files
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def results(request, slug):
    """Show the results, and ask for another one."""
    partnership = edited(request, slug)
    form = forms.ResultForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            add_result(partnership=partnership, person=request.user, now=now(), **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The result is added."))
            return redirect("partnerships:results", slug=slug)
    context = {
        "form": form,
        "partnership": partnership,
        "results": partnership.results.select_related("file"),
        "nav": "partnerships",
    }
    return render(request, "partnerships/results.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def remove(request, slug, number):
    """Take a result out."""
    partnership = edited(request, slug)
    result = get_object_or_404(Result.objects.select_related("partnership"), pk=number, partnership=partnership)
    remove_result(result=result, person=request.user, now=now())
    messages.success(request, _("The result is taken out."))
    return redirect("partnerships:results", slug=slug)
