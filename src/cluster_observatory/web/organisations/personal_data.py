"""What organisations hold of persons: for whom they act, and where they are named as a contact."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.personal_data import Activity, Export, Holder
from cluster_observatory.web.base.retention import Rule
from cluster_observatory.web.organisations import files
from cluster_observatory.web.organisations.models import Contact, Membership, Organisation
from cluster_observatory.web.organisations.rules import ADMIN, PUBLIC_STATES, obstacle_to_leaving

DRAFTS_KEPT = timedelta(days=2 * 365)
ENDED_KEPT = timedelta(days=3 * 365)


def export(person):
    """Return for which organisations the person acts or acted, and where they are named as a contact."""
    memberships = [
        {
            "organisation": one.organisation.name, "role": one.role, "state": one.state, "position": one.title,
            "asked_or_invited_at": one.created_at.isoformat(), "began_at": _moment(one.began_at),
            "ended_at": _moment(one.ended_at),
        }
        for one in person.memberships.select_related("organisation").order_by("pk")
    ]  # fmt: skip
    contacts = [
        {
            "organisation": one.organisation.name, "name": one.name, "role": one.role, "email": one.email,
            "phone": one.phone, "is_public": one.is_public,
        }
        for one in _contacts(person).select_related("organisation")
    ]  # fmt: skip
    if not memberships and not contacts:
        return None
    return Export({"memberships": memberships, "contacts": contacts})


def erase(person, now):
    """End what the person does for organisations and take their name from the contacts; drafts of theirs alone go.

    Raises NotPossible where the other administrator of a public profile has gone meanwhile.
    """
    administered = person.memberships.filter(role=ADMIN, state="active").values("organisation")
    list(Organisation.objects.select_for_update().filter(pk__in=administered).order_by("pk"))
    if refusal := obstacle(person, now):
        raise NotPossible(refusal)
    contacts = _contacts(person).delete()[0]
    drafts = [
        membership.organisation
        for membership in person.memberships.filter(role=ADMIN, state="active", organisation__state="draft")
        if not membership.organisation.memberships.filter(state="active").exclude(person=person).exists()
    ]
    for organisation in drafts:
        files.forget(organisation=organisation, person=None, now=now)
        audit.record(act="discard", thing=organisation, actor=None, now=now, before=organisation.state)
        organisation.delete()
    memberships = person.memberships.exclude(state="ended")
    ended = memberships.update(state="ended", ended_at=now, changed_at=now)
    person.memberships.update(title="")
    return {"contacts": contacts, "drafts": len(drafts), "memberships": ended}


def obstacle(person, now):
    """Return that a public profile would be left without administrator, or None.

    A profile that is only on its way holds nobody back: moderators see that nobody acts for it any more.
    """
    own = person.memberships.filter(role=ADMIN, state="active", organisation__state__in=PUBLIC_STATES)
    for membership in own.select_related("organisation"):
        if refusal := obstacle_to_leaving(membership, person, now):
            return refusal
    return None


HOLDER = Holder(
    name="organisations",
    export=export,
    erase=erase,
    obstacle=obstacle,
    activities=(
        Activity(
            data=_("For which organisations you act, in which role and position, since when"),
            purpose=_("So that only people of an organisation change what it says of itself"),
            ground=_("Your own wish to act for it, and the interest of the organisation"),
            kept=_("Until three years after you stopped acting for it"),
        ),
        Activity(
            data=_("Your name, role, e-mail address and telephone number where an organisation names you as a contact"),
            purpose=_("So that others reach the organisation"),
            ground=_("The interest of the organisation; shown to everyone only where it says so"),
            kept=_("As long as the organisation names you"),
        ),
    ),
)


def _contacts(person):
    return Contact.objects.filter(Q(person=person) | Q(email__iexact=person.email))


def _moment(at):
    return None if at is None else at.isoformat()


def _discard_old_drafts(before, now):
    old = list(Organisation.objects.filter(state="draft", published_at=None, changed_at__lt=before))
    for organisation in old:
        files.forget(organisation=organisation, person=None, now=now)
        audit.record(act="discard", thing=organisation, actor=None, now=now, before=organisation.state)
        organisation.delete()
    return len(old)


def _delete_ended_memberships(before, now):
    return Membership.objects.filter(state="ended", ended_at__lt=before).delete()[0]


RULES = (
    Rule(
        "organisations.drafts", _("Drafts of profiles that nobody changed: deleted"), DRAFTS_KEPT, _discard_old_drafts,
    ),
    Rule(
        "organisations.memberships", _("Who acted for an organisation, after the end of it: deleted"), ENDED_KEPT,
        _delete_ended_memberships,
    ),
)  # fmt: skip
