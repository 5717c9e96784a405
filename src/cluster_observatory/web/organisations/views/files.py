"""The files of an organisation: what it shows to moderators, what to everyone, its logo."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cluster_observatory.errors import NotFound, NotPossible
from cluster_observatory.web.base import files as kept
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.request_sizes import takes_files
from cluster_observatory.web.base.times import now
from cluster_observatory.web.organisations import files, rules
from cluster_observatory.web.organisations.forms.files import FileForm
from cluster_observatory.web.organisations.views.acting import for_role

EDITORS = (rules.ADMIN, rules.EDITOR)


@require_safe
@for_role(*EDITORS)
def listed(request, organisation):
    """Show the files with who reads them, and take more."""
    return _page(request, organisation)


@takes_files
@require_POST
@for_role(*EDITORS)
def add(request, organisation, purpose):
    """Take a file for a purpose; one that is not taken is answered with the page that says why."""
    if purpose not in files.PURPOSES:
        raise NotFound(_("There is no such page."))
    form = FileForm(files.PURPOSES[purpose], request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, organisation, form)
    try:
        attachment = files.add(
            organisation=organisation, purpose=form.purpose, upload=form.cleaned_data["file"],
            language=form.cleaned_data.get("language", ""), person=request.user, now=now(),
        )  # fmt: skip
    except NotAllowed:
        raise
    except NotPossible as error:
        form.add_error("file", str(error))
        return _page(request, organisation, form)
    messages.success(request, _("“{name}” is here now.").format(name=attachment.name))
    return redirect("organisations:files", organisation.slug)


@require_POST
@for_role(*EDITORS)
def remove(request, organisation, number):
    """Take a file away."""
    files.remove(organisation=organisation, number=number, person=request.user, now=now())
    messages.success(request, _("The file is taken away."))
    return redirect("organisations:files", organisation.slug)


def _page(request, organisation, wrong=None):
    here = list(kept.of(organisation).select_related("added_by"))
    parts = [
        {
            "purpose": purpose,
            "files": [attachment for attachment in here if attachment.purpose == purpose.name],
            "form": wrong if wrong is not None and wrong.purpose == purpose else FileForm(purpose),
        }
        for purpose in files.PURPOSES.values()
    ]
    said = {
        "organisation": organisation,
        "parts": parts,
        "obstacle": rules.obstacle_to_editing(organisation, request.user),
        "nav": "organisations",
    }
    return render(request, "organisations/manage/files.html", said, status=422 if wrong else 200)
