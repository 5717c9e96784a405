"""What is done to persons: offices, consents, what they say of themselves, export and erasure."""

from cluster_observatory.web.people.actions.erasure import erase
from cluster_observatory.web.people.actions.offices import appoint, appoint_by_host, bring_back, dismiss, suspend
from cluster_observatory.web.people.actions.own import (
    change_profile,
    choose_notices,
    give_consent,
    record_export,
    withdraw_consent,
)

__all__ = [
    "appoint",
    "appoint_by_host",
    "bring_back",
    "change_profile",
    "choose_notices",
    "dismiss",
    "erase",
    "give_consent",
    "record_export",
    "suspend",
    "withdraw_consent",
]  # fmt: skip
