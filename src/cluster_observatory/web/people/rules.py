"""Who may do what for the whole platform, and why not."""

from allauth.mfa.utils import is_mfa_enabled
from django.utils.translation import gettext as _

from cluster_observatory.web.people.models import Office


def obstacle_without_account(person):
    """Return why someone without a usable account cannot act, or None."""
    if person is None or not person.is_authenticated:
        return _("Sign in first.")
    if not person.is_active:
        return _("This account is not in use.")
    return None


def obstacle_to_office(person, *offices):
    """Return why the person cannot act in one of the offices, or None.

    Whoever acts for the platform needs a second factor, since a stolen password would open everyone's data.
    """
    if refusal := obstacle_without_account(person):
        return refusal
    if not person.holds(*offices):
        names = ", ".join(str(Office(office).label) for office in offices)
        return _("This is for: {offices}.").format(offices=names)
    if not is_mfa_enabled(person):
        return _("This office needs a second factor: set one up in your account, then come back.")
    return None
