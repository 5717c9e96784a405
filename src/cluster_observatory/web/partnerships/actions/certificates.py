"""Issuing certificates and revoking them."""

import secrets

from django.db import transaction

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.process import locked
from cluster_observatory.web.partnerships import codes, emails, rules
from cluster_observatory.web.partnerships.models import Certificate
from cluster_observatory.web.partnerships.process import CERTIFICATE


@transaction.atomic
def issue(*, partnership, issued_on, issued_by, person, now, handed_over_at="", expected_version=None):
    """Issue a certificate, dated today or in the past, and return it with its number and verification code."""
    fresh = locked(partnership, expected_version)
    if refusal := rules.obstacle_to_judging(fresh, person):
        raise NotAllowed(refusal)
    if refusal := rules.obstacle_to_certifying(fresh, issued_on, now.date()):
        raise NotPossible(refusal)
    certificate = Certificate.objects.create(
        partnership=fresh, number=_next_number(fresh.initiative, issued_on.year), issued_on=issued_on,
        code="".join(secrets.choice(codes.LETTERS) for _place in range(codes.LENGTH)), issued_by=issued_by,
        handed_over_at=handed_over_at, recorded_by=person, state=CERTIFICATE.first, created_at=now, changed_at=now,
    )  # fmt: skip
    fresh.version, fresh.changed_at = fresh.version + 1, now
    fresh.save(update_fields=["version", "changed_at"])
    audit.record(act="issue", thing=certificate, actor=person, now=now, after=certificate.state)
    emails.certificate_issued(certificate, now)
    return certificate


@transaction.atomic
def revoke(*, certificate, reason, person, now, expected_version=None):
    """Revoke a certificate: its page says so from now on."""
    CERTIFICATE.move(certificate, "revoke", person=person, now=now, reason=reason, expected_version=expected_version)
    emails.certificate_revoked(certificate, reason.strip(), now)
    return certificate


def _next_number(initiative, year):
    """Return the next number of an initiative in a year, such as ESCP-S3-2018-003; the initiative is locked for it."""
    type(initiative).objects.select_for_update().get(pk=initiative.pk)
    start = f"{initiative.code[:18]}-{year}-"
    numbers = Certificate.objects.filter(number__startswith=start).values_list("number", flat=True)
    last = max((int(number.removeprefix(start)) for number in numbers), default=0)
    return f"{start}{last + 1:03}"
