"""What happened to a profile, in words, from the audit trail."""

from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from cluster_observatory.web.base.models import AuditEvent
from cluster_observatory.web.organisations import rules
from cluster_observatory.web.organisations.models import Membership
from cluster_observatory.web.organisations.profile_fields import PARTS, label_of

LONGEST = 100
"""So many entries are shown, newest first."""


class Entry(NamedTuple):
    """One thing that happened: when, what, by whom, and the reason given."""

    at: object
    what: str
    who: str
    fields: str
    reason: str


def history(organisation, reader):
    """Return what happened to the profile and its changes, newest first, for a reader who may see it.

    Colleagues are named; of moderators it says only that they are, unless the reader is one or an auditor.
    """
    changes = [str(pk) for pk in organisation.changes.values_list("pk", flat=True)]
    events = AuditEvent.objects.filter(
        Q(thing=organisation._meta.label_lower, thing_id=str(organisation.pk))
        | Q(thing="organisations.profilechange", thing_id__in=changes, act__in=["refuse", "withdraw"])
    )
    colleagues = set(Membership.objects.filter(organisation=organisation).values_list("person", flat=True))
    names_all = rules.obstacle_to_overseeing(organisation, reader) is None
    return [
        Entry(event.at, _what(event), _who(event, colleagues, names_all), _fields(event), event.reason)
        for event in events.select_related("actor").order_by("-number")[:LONGEST]
    ]


def last_answer(organisation):
    """Return the last entry in which moderators gave a reason, or None."""
    return (
        AuditEvent.objects.filter(
            thing=organisation._meta.label_lower, thing_id=str(organisation.pk), act__in=["request_info", "reject"]
        )
        .order_by("-number")
        .first()
    )


def _what(event):
    words = {
        "create": _("The profile was begun"),
        "edit": _("The profile was changed"),
        "submit": _("Submitted"),
        "resubmit": _("Submitted again"),
        "start_review": _("The check began"),
        "approve": _("Published"),
        "request_info": _("More was asked"),
        "reject": _("Rejected"),
        "reopen": _("Opened again as a draft"),
        "confirm_up_to_date": _("Confirmed as up to date"),
        "go_stale": _("Not confirmed for a year"),
        "archive_unconfirmed": _("Archived, since nobody confirmed it"),
        "archive": _("Archived"),
        "restore": _("Restored"),
        "give_back": _("Given back as a draft"),
        "merge": _("Merged into another profile"),
        "take_over": _("Another profile was merged into this one"),
        "propose_change": _("A change was proposed"),
        "accept_change": _("A change was accepted"),
        "refuse": _("A change was refused"),
        "withdraw": _("A change was withdrawn"),
        "load": _("Loaded"),
        "file_attached": _("A file was added"),
        "file_removed": _("A file was taken away"),
        "answered": _("Further questions were answered"),
    }
    return words.get(event.act, event.act)


def _who(event, colleagues, names_all):
    if event.actor is None:
        return _("by itself")
    if event.actor_id in colleagues or names_all:
        return str(event.actor)
    return _("moderators")


def _fields(event):
    known = {field for _title, fields in PARTS.values() for field in fields}
    labels = {field: str(label_of(field)) for field in event.changes if field in known} | {"contacts": _("contacts")}
    return ", ".join(labels[field] for field in event.changes if field in labels)
