"""Questions that moderators ask of every organisation by setting, beyond its profile."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cluster_observatory.web.base import questions
from cluster_observatory.web.base.conflicts import ChangedMeanwhile, NotAllowed
from cluster_observatory.web.base.request_sizes import takes_files
from cluster_observatory.web.base.times import now
from cluster_observatory.web.organisations import rules
from cluster_observatory.web.organisations.answers import KEY
from cluster_observatory.web.organisations.views.acting import for_role


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
@for_role(rules.ADMIN, rules.EDITOR)
def answer(request, organisation):
    """Show the questions with what was answered; keep what is sent, also where it is no answer yet."""
    form = questions.open_version(KEY)
    if form is None:
        return render(
            request, "organisations/manage/questions.html", {"organisation": organisation, "nav": "organisations"}
        )
    obstacle = rules.obstacle_to_editing(organisation, request.user)
    if request.method != "POST":
        return _page(request, organisation, form, _shown(organisation, form), obstacle=obstacle)
    if obstacle:
        raise NotAllowed(obstacle)
    try:
        saved = questions.save_answers(
            form=form, thing=organisation, data=request.POST, uploads=request.FILES, person=request.user, now=now(),
            expected_version=_version(request),
        )  # fmt: skip
    except ChangedMeanwhile as change:
        sent = questions.AnswersForm(form.questions.all(), now=now(), data=request.POST, files=request.FILES)
        return _page(request, organisation, form, sent, change=change, status=409)
    if saved.filled.errors:
        return _page(request, organisation, form, _shown(organisation, form, saved.filled.errors), status=422)
    number = len(questions.missing(form, saved.sheet, now()))
    messages.success(request, _("Your answers are saved."))
    if number:
        left = ngettext("{number} must still be answered.", "{number} must still be answered.", number)
        messages.warning(request, left.format(number=number))
    return redirect("organisations:questions", organisation.slug)


@require_safe
@login_required
def table(request):
    """Return the answers of all organisations as CSV for moderators, without those that tell of persons.

    Where nothing is asked the table is empty.
    """
    if refusal := rules.obstacle_to_moderating(None, request.user):
        raise NotAllowed(refusal)
    form = questions.open_version(KEY)
    lines = questions.as_csv(form) if form is not None else ()
    headers = {"Content-Disposition": f'attachment; filename="{KEY}.csv"', "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _shown(organisation, form, faults=None):
    """The form with the answers there are, else with those to an earlier version of the questions."""
    sheet = questions.sheet_of(form, organisation)
    if sheet is not None:
        answers, typed = questions.answers_of(sheet), sheet.typed
    else:
        earlier = questions.earlier_sheet(form, organisation)
        answers, typed = questions.taken_over(form, earlier) if earlier is not None else {}, {}
    return questions.AnswersForm(form.questions.all(), now=now(), answers=answers, typed=typed, faults=faults)


def _page(request, organisation, form, filled, *, obstacle=None, change=None, status=200):
    sheet = questions.sheet_of(form, organisation)
    said = {
        "organisation": organisation,
        "asked": form,
        "form": filled,
        "version": sheet.version if sheet is not None else 0,
        "missing": questions.missing(form, sheet, now()),
        "is_taken_over": sheet is None and bool(filled.answers),
        "obstacle": obstacle,
        "change": change,
        "there_now": questions.in_words(sheet) if change is not None and sheet is not None else [],
        "nav": "organisations",
    }
    return render(request, "organisations/manage/questions.html", said, status=status)


def _version(request):
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else 0
