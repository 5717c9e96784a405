"""The steps of a partnership from proposal to archive."""

from django.db import transaction

from cluster_observatory.web.partnerships import emails
from cluster_observatory.web.partnerships.process import PARTNERSHIP


@transaction.atomic
def step(*, partnership, name, person, now, reason="", expected_version=None):
    """Take a step of `process.PARTNERSHIP`, and tell all partners."""
    PARTNERSHIP.move(partnership, name, person=person, now=now, reason=reason, expected_version=expected_version)
    emails.state_changed(partnership, reason.strip(), now)
    return partnership
