"""Who acts for an organisation: inviting, asking to join, answering, other roles, ending."""

from django.db import transaction
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.process import locked
from cluster_observatory.web.organisations import emails, rules
from cluster_observatory.web.organisations.models import Membership, Organisation
from cluster_observatory.web.organisations.process import MEMBERSHIP
from cluster_observatory.web.people.models import Person


@transaction.atomic
def invite(*, organisation, email, role, person, now, title=""):
    """Invite the person with that e-mail address to act for the organisation in that role; return the membership."""
    organisation = locked(organisation)
    if refusal := rules.obstacle_to_inviting(organisation, person, now):
        raise NotAllowed(refusal)
    invited = Person.objects.filter(email=email.strip().lower(), state=Person.State.ACTIVE).first()
    if invited is None:
        raise NotPossible(
            _(
                "Nobody has an account with the address {email}. Ask your colleague to sign up, then invite them."
            ).format(email=email)
        )
    if organisation.memberships.filter(person=invited).exclude(state="ended").exists():
        raise NotPossible(_("This person acts for the organisation already, was invited or has asked to join."))
    membership = _make(organisation, invited, role, "invited", title, now)
    audit.record(act="invite", thing=membership, actor=person, now=now, after="invited")
    emails.invited(membership, now)
    return membership


@transaction.atomic
def ask_to_join(*, organisation, person, now, role=Membership.Role.EDITOR, title=""):
    """Ask the administrators of a public profile to be let in; return the membership."""
    organisation = locked(organisation)
    if refusal := rules.obstacle_to_asking_to_join(organisation, person, now):
        raise NotPossible(refusal)
    membership = _make(organisation, person, role, "requested", title, now)
    audit.record(act="ask_to_join", thing=membership, actor=person, now=now, after="requested")
    emails.join_requested(membership, now)
    return membership


@transaction.atomic
def answer_invitation(*, membership, accepts, person, now):
    """Accept or decline an invitation."""
    MEMBERSHIP.move(membership, "accept" if accepts else "decline", person=person, now=now)
    _stamp(membership, now)


@transaction.atomic
def withdraw_invitation(*, membership, person, now):
    """Take back an invitation that was not answered."""
    MEMBERSHIP.move(membership, "withdraw_invitation", person=person, now=now)
    _stamp(membership, now)


@transaction.atomic
def answer_request(*, membership, lets_in, person, now, role=None, reason=""):
    """Let in who asked to join, in the role they asked for or another, or refuse."""
    MEMBERSHIP.move(membership, "approve" if lets_in else "refuse", person=person, now=now, reason=reason)
    if role is not None:
        membership.role = role
        membership.save(update_fields=["role"])
    _stamp(membership, now)
    emails.membership_decided(membership, "approve" if lets_in else "refuse", reason, now)


@transaction.atomic
def withdraw_request(*, membership, person, now):
    """Take back one's own request to join."""
    MEMBERSHIP.move(membership, "withdraw_request", person=person, now=now)
    _stamp(membership, now)


@transaction.atomic
def end(*, membership, person, now, reason=""):
    """End a membership: one's own, or as an administrator that of another."""
    locked(Organisation(pk=membership.organisation_id))  # two administrators who leave at once wait for each other
    MEMBERSHIP.move(membership, "end", person=person, now=now, reason=reason)
    _stamp(membership, now)
    if membership.person_id != person.pk:
        emails.membership_decided(membership, "end", reason, now)


@transaction.atomic
def change_role(*, membership, role, person, now):
    """Give who acts for the organisation another role."""
    locked(Organisation(pk=membership.organisation_id))
    fresh = locked(membership)
    if refusal := rules.obstacle_to_managing_people(fresh, person):
        raise NotAllowed(refusal)
    if refusal := rules.obstacle_to_changing_role(fresh, role, person, now):
        raise NotPossible(refusal)
    if fresh.role == role:
        return
    changes = {"role": [fresh.role, role]}
    fresh.role, fresh.version, fresh.changed_at = role, fresh.version + 1, now
    fresh.save()
    audit.record(act="change_role", thing=fresh, actor=person, now=now, changes=changes)
    membership.refresh_from_db()
    if fresh.person_id != person.pk:
        emails.membership_decided(fresh, "role", "", now)


def _make(organisation, person, role, state, title, now):
    return Membership.objects.create(
        organisation=organisation, person=person, role=role, state=state, title=title, created_at=now, changed_at=now
    )


def _stamp(membership, now):
    if membership.state == "active":
        membership.began_at = now
    else:
        membership.ended_at = now
    membership.save(update_fields=["began_at", "ended_at"])
