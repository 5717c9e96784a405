"""What moderators do with profiles: check them by the criteria, publish, ask for more, reject, archive and restore."""

from django.db import transaction
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.organisations import criteria, criteria_in_words, emails
from cluster_observatory.web.organisations.criteria import MET, NOT_MET, WAIVED
from cluster_observatory.web.organisations.models import Finding, Validation
from cluster_observatory.web.organisations.process import PROFILE


@transaction.atomic
def start_review(*, organisation, person, now, expected_version=None):
    """Begin to check a submitted profile; it cannot be changed until the moderator has answered."""
    PROFILE.move(organisation, "start_review", person=person, now=now, expected_version=expected_version)


@transaction.atomic
def approve(*, organisation, findings, person, now, expected_version=None, reason=""):
    """Publish a profile and record what was found; `findings` are {criterion: (verdict, note)}.

    Every criterion is met or waived.  A moderator may judge more strictly than the numbers do, not more kindly: what
    the profile itself does not meet is waived where it is recognised, or stays unmet.
    """
    PROFILE.move(
        organisation, "approve", person=person, now=now, reason=reason, expected_version=expected_version
    )  # fmt: skip
    _refuse_kindness(organisation, findings)
    if unmet := [name for name, (verdict, _note) in findings.items() if verdict == NOT_MET]:
        raise NotPossible(_("Not met: {criteria}.").format(criteria=criteria_in_words.titles(unmet)))
    _record_findings(organisation, findings, person, now)
    organisation.published_at = organisation.published_at or now
    organisation.confirmed_at = now
    organisation.save(update_fields=["published_at", "confirmed_at"])
    emails.answered(organisation, "approved", reason, now)


@transaction.atomic
def request_info(*, organisation, findings, reason, person, now, expected_version=None):
    """Ask the organisation for more, in words, and record what was found so far."""
    PROFILE.move(
        organisation, "request_info", person=person, now=now, reason=reason, expected_version=expected_version
    )  # fmt: skip
    _record_findings(organisation, findings, person, now)
    emails.answered(organisation, "info_requested", reason, now)


@transaction.atomic
def reject(*, organisation, findings, reason, person, now, expected_version=None):
    """Do not publish the profile, say why, and record what was found."""
    PROFILE.move(organisation, "reject", person=person, now=now, reason=reason, expected_version=expected_version)
    _record_findings(organisation, findings, person, now)
    emails.answered(organisation, "rejected", reason, now)


@transaction.atomic
def archive(*, organisation, reason, person, now, expected_version=None):
    """Take a profile out of the directory; its address says that it is archived."""
    PROFILE.move(organisation, "archive", person=person, now=now, reason=reason, expected_version=expected_version)
    emails.closed(organisation, "archive", reason, now)


@transaction.atomic
def restore(*, organisation, person, now, expected_version=None):
    """Make an archived profile public again; it counts as confirmed today, since someone asked for it."""
    PROFILE.move(organisation, "restore", person=person, now=now, expected_version=expected_version)
    organisation.confirmed_at = now
    organisation.save(update_fields=["confirmed_at"])
    emails.closed(organisation, "restore", "", now)


@transaction.atomic
def give_back(*, organisation, person, now, expected_version=None):
    """Make an archived profile that was never public a draft again."""
    PROFILE.move(organisation, "give_back", person=person, now=now, expected_version=expected_version)
    emails.closed(organisation, "restore", "", now)


def _refuse_kindness(organisation, findings):
    facts = criteria_in_words.facts(organisation)
    computed = criteria.verdicts(facts)
    if findings.keys() != computed.keys():
        raise NotPossible(_("Judge every criterion that is asked of this organisation."))
    kinder = [
        name
        for name, (verdict, _note) in findings.items()
        if (verdict == MET and computed[name] != MET) or (verdict == WAIVED and not facts.is_recognised)
    ]
    if kinder:
        titles = criteria_in_words.titles(kinder)
        raise NotPossible(_("The profile itself says that this is not met: {criteria}.").format(criteria=titles))


def _record_findings(organisation, findings, person, now):
    check = Validation.objects.create(
        organisation=organisation, moderator=person, checked_at=now, profile_version=organisation.version
    )
    Finding.objects.bulk_create(
        Finding(validation=check, criterion=criterion, verdict=verdict, note=note)
        for criterion, (verdict, note) in findings.items()
    )
