"""What persons do with their own account."""

from django.db import transaction
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit, notices, personal_data
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.people import rules
from cluster_observatory.web.people.models import Consent, NoticeChoice, Person

PROFILE = ("name", "language", "time_zone", "orcid")


@transaction.atomic
def change_profile(*, person, values, now):
    """Write name, language, time zone and ORCID; the trail says which changed, not what they are."""
    person = _own(person)
    changed = [field for field in PROFILE if getattr(person, field) != values[field]]
    if changed:
        for field in changed:
            setattr(person, field, values[field])
        person.save(update_fields=changed)
        audit.record(act="change_profile", thing=person, actor=person, now=now, changes=dict.fromkeys(changed, True))
    return person


@transaction.atomic
def choose_notices(*, person, ways, now):
    """Write how the person wants to be told: {kind: way}; kinds that the law asks for are left out."""
    person = _own(person)
    free = {name: kind for name, kind in notices.KINDS.items() if not kind.is_statutory}
    for kind, way in ways.items():
        if kind in free:
            NoticeChoice.objects.update_or_create(person=person, kind=kind, defaults={"way": way})
    audit.record(act="choose_notices", thing=person, actor=person, now=now)


@transaction.atomic
def give_consent(*, person, purpose, now):
    """Record that the person agrees to a purpose in its present wording, and return the consent.

    Agreeing twice is agreeing once; a consent to an older wording ends.  Raises NotPossible for an unknown purpose.
    """
    person = _own(person)
    wording = _purpose(purpose).wording
    holding = person.consents.filter(purpose=purpose, withdrawn_at=None).first()
    if holding is not None and holding.wording == wording:
        return holding
    if holding is not None:
        holding.withdrawn_at = now
        holding.save(update_fields=["withdrawn_at"])
    consent = Consent.objects.create(person=person, purpose=purpose, wording=wording, given_at=now)
    audit.record(act="give_consent", thing=person, actor=person, now=now, changes={purpose: [None, wording]})
    return consent


@transaction.atomic
def withdraw_consent(*, person, purpose, now):
    """Record that the person no longer agrees to a purpose; nothing happens where they did not."""
    person = _own(person)
    _purpose(purpose)
    holding = person.consents.filter(purpose=purpose, withdrawn_at=None).first()
    if holding is not None:
        holding.withdrawn_at = now
        holding.save(update_fields=["withdrawn_at"])
        audit.record(
            act="withdraw_consent", thing=person, actor=person, now=now, changes={purpose: [holding.wording, None]}
        )


@transaction.atomic
def record_export(*, person, now):
    """Record that the person took a copy of their data, so that a copy taken by a stranger can be noticed."""
    audit.record(act="export", thing=_own(person), actor=person, now=now)


def _own(person):
    if refusal := rules.obstacle_without_account(person):
        raise NotAllowed(refusal)
    return Person.objects.select_for_update().get(pk=person.pk)


def _purpose(name):
    if name not in personal_data.PURPOSES:
        raise NotPossible(_("There is nothing of that name to agree to."))
    return personal_data.PURPOSES[name]
