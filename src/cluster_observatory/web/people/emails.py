"""What persons are told about their account and their offices."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.base import notices

KINDS = (
    notices.Kind("people.appointed", _("An office is given to me"), is_statutory=True),
    notices.Kind("people.dismissed", _("An office of mine ends"), is_statutory=True),
    notices.Kind("people.suspended", _("My account is suspended"), is_statutory=True),
    notices.Kind("people.brought_back", _("My account can be used again"), is_statutory=True),
)


def appointed(appointment, now):
    """Tell who was appointed, and that the office needs a second factor."""
    notices.tell(
        kind="people.appointed", people=[appointment.person], about=appointment, now=now, address=reverse("mfa_index"),
        office=appointment.get_office_display,
    )  # fmt: skip


def dismissed(appointment, now):
    """Tell whose office ended."""
    notices.tell(
        kind="people.dismissed", people=[appointment.person], about=appointment, now=now,
        office=appointment.get_office_display,
    )  # fmt: skip


def suspended(person, now, reason):
    """Tell who is suspended, and why."""
    key = now.isoformat()
    notices.tell(kind="people.suspended", people=[person], about=person, now=now, key=key, reason=reason)


def brought_back(person, now):
    """Tell who can sign in again."""
    notices.tell(
        kind="people.brought_back", people=[person], about=person, now=now, key=now.isoformat(),
        address=reverse("people:me"),
    )  # fmt: skip
