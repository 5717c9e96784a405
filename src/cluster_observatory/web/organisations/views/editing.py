"""Beginning a profile and filling it in, part by part."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cluster_observatory.errors import NotFound
from cluster_observatory.web.base.conflicts import ChangedMeanwhile
from cluster_observatory.web.base.times import now
from cluster_observatory.web.organisations import criteria, criteria_in_words, rules
from cluster_observatory.web.organisations.actions import profiles
from cluster_observatory.web.organisations.forms.profiles import BeginForm, ContactRows, PartForm, ProjectRows
from cluster_observatory.web.organisations.profile_fields import (
    OF_CLUSTERS,
    PARTS,
    label_of,
    part_of,
    plain,
    shown,
    value_of,
)
from cluster_observatory.web.organisations.views.acting import for_role

ACTING = (rules.ADMIN, rules.EDITOR)
LONGEST_VERSION = 9
"""Digits."""


@require_safe
def criteria_page(request):
    """Show what is asked of a profile and why, before anyone begins one."""
    said = {"criteria": criteria_in_words.all_of_clusters(), "nav": "organisations"}
    return render(request, "organisations/criteria.html", said)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request):
    """Begin a profile: name, type and country."""
    form = BeginForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        organisation = profiles.create_draft(person=request.user, now=now(), **form.cleaned_data)
        messages.success(request, _("The profile is begun. Only you and the moderators see it until it is published."))
        return redirect("organisations:edit", organisation.slug)
    said = {"form": form, "obstacle": rules.obstacle_to_beginning(request.user), "nav": "organisations"}
    return render(request, "organisations/manage/register.html", said, status=422 if form.errors else 200)


@require_safe
@for_role(*ACTING)
def edit(request, organisation):
    """Show the parts of the profile and what each still needs."""
    return render(request, "organisations/manage/edit.html", _frame(organisation, request))


@require_http_methods(["GET", "HEAD", "POST"])
@for_role(*ACTING)
def edit_part(request, organisation, part):
    """Show and save one part; who comes second gets a page with both versions."""
    if part not in _parts(organisation):
        raise NotFound("")
    waiting = organisation.changes.filter(state="proposed").first()
    values = waiting.values if waiting else {}
    if request.method != "POST":
        return _draw_part(request, organisation, part, PartForm(organisation, part, now(), values), waiting)
    form = PartForm(organisation, part, now(), values, request.POST)
    is_draft = organisation.state not in rules.PUBLIC_STATES
    if not form.is_valid() and not (is_draft and "version" in form.cleaned_data):
        return _draw_part(request, organisation, part, form, waiting, status=422)
    try:
        change = _save(organisation, form, values, request.user)
    except ChangedMeanwhile:
        if differences := _differences(organisation, form.values, values):
            return _conflict(request, organisation, part, form, values, differences, waiting)
        change = waiting
    if request.htmx:
        said = {"organisation": organisation, "form": _again(form, organisation, values)}
        return render(request, "organisations/manage/_saved.html", said)
    if form.errors:
        return _draw_part(request, organisation, part, _again(form, organisation, values), waiting, status=422)
    if change and change != waiting:
        messages.success(request, _("Saved. What a moderator looks at first shows on the profile when it is accepted."))
    else:
        messages.success(request, _("Saved."))
    for _field, words in form.warnings:
        messages.warning(request, words)
    return redirect("organisations:edit", organisation.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_role(*ACTING)
def edit_contacts(request, organisation):
    """Show and save who answers for the organisation."""
    fields = ("name", "role", "email", "phone", "is_public")
    return _edit_rows(
        request, organisation, ContactRows, _("Contacts"), list(organisation.contacts.values(*fields)),
        lambda rows, version: profiles.save_contacts(
            organisation=organisation, contacts=rows, person=request.user, now=now(), expected_version=version
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_role(*ACTING)
def edit_projects(request, organisation):
    """Show and save the European projects of a cluster organisation."""
    if "cooperation" not in _parts(organisation):
        raise NotFound("")
    return _edit_rows(
        request, organisation, ProjectRows, _("European projects"), value_of(organisation, "projects") or [],
        lambda rows, version: profiles.save(
            organisation=organisation, values={"projects": rows}, person=request.user, now=now(),
            expected_version=version,
        ),
    )  # fmt: skip


def _save(organisation, form, waiting, person):
    """Save a part; where others changed other parts alone, on top of theirs.  Raises ChangedMeanwhile else."""
    saved = {"organisation": organisation, "values": form.values, "person": person, "now": now()}
    try:
        return profiles.save(**saved, expected_version=form.cleaned_data["version"])
    except ChangedMeanwhile:
        organisation.refresh_from_db()
        if form.cleaned_data["seen"] != PartForm(organisation, form.part, now(), waiting).initial["seen"]:
            raise
        return profiles.save(**saved, expected_version=organisation.version)


def _edit_rows(request, organisation, kind, title, there, save):
    if request.method != "POST":
        return _draw_rows(request, organisation, kind(initial=there), title)
    rows = kind(request.POST, initial=there)
    version = request.POST.get("version", "")
    if not rows.is_valid() or not version.isdecimal() or len(version) > LONGEST_VERSION:
        return _draw_rows(request, organisation, rows, title, status=422)
    try:
        save(rows.rows, int(version))
    except ChangedMeanwhile:
        organisation.refresh_from_db()
        return _draw_rows(request, organisation, rows, title, status=409, now_there=there)
    messages.success(request, _("Saved."))
    return redirect("organisations:edit", organisation.slug)


def _draw_rows(request, organisation, rows, title, status=200, now_there=None):
    said = {"rows": rows, "title": title, "now_there": now_there, "is_conflict": status == 409}
    return render(
        request, "organisations/manage/edit_rows.html", _frame(organisation, request) | said, status=status
    )  # fmt: skip


def _draw_part(request, organisation, part, form, waiting, status=200, differences=()):
    said = {
        "form": form, "part": part, "title": PARTS[part][0], "differences": differences,
        "waiting": [label_of(field) for field in (waiting.values if waiting else {}) if field in form.names],
        "is_saved_while_typing": organisation.state not in rules.PUBLIC_STATES,
    }  # fmt: skip
    return render(
        request, "organisations/manage/edit_part.html", _frame(organisation, request) | said, status=status
    )  # fmt: skip


def _conflict(request, organisation, part, form, values, differences, waiting):
    """Return the page 409: what was typed stands in the form, what there is now beside it."""
    form = PartForm(organisation, part, now(), values, _again(form, organisation, values).data)
    form.is_valid()
    return _draw_part(request, organisation, part, form, waiting, status=409, differences=differences)


def _again(form, organisation, waiting):
    """Return the form as it was typed, but as one that has seen what there is now."""
    form.data = form.data.copy()
    fresh = PartForm(organisation, form.part, now(), waiting)
    for name in ("version", "seen"):
        form.data[name] = fresh.initial[name]
    return form


def _differences(organisation, typed, waiting):
    """Return the fields in which what was typed is not what there is: label, what was typed, what there is."""
    found = []
    for field, value in typed.items():
        there = waiting.get(field, value_of(organisation, field))
        if plain(field, value) != there:
            found.append((label_of(field), shown(field, plain(field, value)), shown(field, there)))
    return found


def _parts(organisation):
    is_cluster = organisation.kind in criteria.CLUSTER_KINDS
    return [part for part in PARTS if is_cluster or part not in OF_CLUSTERS]


def _frame(organisation, request):
    """Return what every page of the editor shows: the parts with what each still needs."""
    lacking = rules.missing(organisation)
    faults = rules.flaws(organisation, now())
    parts = [
        {
            "name": part, "title": PARTS[part][0],
            "missing": [label for field, label in lacking if part_of(field) == part],
            "flaws": [flaw.words for flaw in faults if part_of(flaw.field) == part],
        }
        for part in _parts(organisation)
    ]  # fmt: skip
    return {
        "organisation": organisation, "parts": parts, "missing": lacking, "nav": "organisations",
        "obstacle": rules.obstacle_to_editing(organisation, request.user),
        "has_projects": "cooperation" in _parts(organisation),
        "manage_address": reverse("organisations:manage", args=[organisation.slug]),
    }  # fmt: skip
