"""How things stand in Django's back office: changed only where nothing else changes them, and never unrecorded."""

import json

from django.contrib import admin
from django.db import models, transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from cluster_observatory.web.base import audit, times


class BackOfficeAdmin(admin.ModelAdmin):
    """What both sorts share: nothing is deleted there, and the history of a thing is that of the audit trail."""

    actions = None
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_delete_permission(self, request, obj=None):
        """Nothing is deleted here: what was is part of the record."""
        return False

    def history_view(self, request, object_id, extra_context=None):
        """Lead to the entries about the thing in the audit trail."""
        asked = urlencode({"thing": self.model._meta.label_lower, "number": object_id})
        return redirect(f"{reverse('office:trail')}?{asked}")


class ReadOnly(BackOfficeAdmin):
    """Things that have acts of their own: they are looked at here and changed where their acts are."""

    def has_add_permission(self, request):
        """Nothing is added here."""
        return False

    def has_change_permission(self, request, obj=None):
        """Nothing is changed here."""
        return False


class Audited(BackOfficeAdmin):
    """Things that are set up here: who adds or changes one is in the audit trail, with what was there before."""

    def construct_change_message(self, request, form, formsets, add=False):
        """Return what was changed, as the audit trail keeps it: {field: [before, after]}, parts by their words."""
        changes = {
            name: [None if add else _plain(form.initial.get(name)), _plain(form.cleaned_data.get(name))]
            for name in form.changed_data
        }
        for formset in formsets or []:
            parts = [f"added: {part}" for part in formset.new_objects]
            parts += [f"changed: {part} ({', '.join(fields)})" for part, fields in formset.changed_objects]
            parts += [f"deleted: {part}" for part in formset.deleted_objects]
            if parts:
                changes[formset.prefix] = [None, parts]
        return changes

    def log_addition(self, request, obj, message):
        """Record in the audit trail that a thing was added."""
        return _record("add", request, obj, message)

    def log_change(self, request, obj, message):
        """Record in the audit trail that a thing was changed, where it was."""
        return _record("change", request, obj, message) if message else None


def _record(act, request, thing, changes):
    with transaction.atomic():
        return audit.record(act=act, thing=thing, actor=request.user, now=times.now(), changes=changes)


def _plain(value):
    """Return a value of a form in JSON's types."""
    return json.loads(json.dumps(value, default=str))
