"""What is written about organisations, and to whom."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.base.notices import Kind, tell
from cluster_observatory.web.organisations.rules import ADMIN
from cluster_observatory.web.people.models import Office, Person

KINDS = (
    Kind("organisations.submitted", _("A profile was submitted and waits to be checked")),
    Kind("organisations.duplicate_found", _("A submitted profile looks like another one")),
    Kind("organisations.change_proposed", _("A change of a published profile waits to be checked")),
    Kind("organisations.info_requested", _("The moderators ask for more"), is_statutory=True),
    Kind("organisations.approved", _("The profile of my organisation was published"), is_statutory=True),
    Kind("organisations.rejected", _("The profile of my organisation was rejected"), is_statutory=True),
    Kind("organisations.change_decided", _("A change of my organisation's profile was decided"), is_statutory=True),
    Kind("organisations.closed", _("My organisation's profile was archived, restored or merged"), is_statutory=True),
    Kind("organisations.please_confirm", _("Once a year: is the profile of my organisation up to date?")),
    Kind("organisations.link_proposed", _("A link between a cluster and a member was proposed")),
    Kind("organisations.link_answered", _("A proposed link was confirmed or declined")),
    Kind("organisations.invited", _("I was invited to act for an organisation"), is_statutory=True),
    Kind("organisations.join_requested", _("Someone asks to act for my organisation")),
    Kind("organisations.join_unanswered", _("A request to act for an organisation was not answered")),
    Kind("organisations.membership_decided", _("For which organisations I act has changed"), is_statutory=True),
)  # fmt: skip


def administrators(organisation):
    """Return the persons who administer the organisation now."""
    return _persons(memberships__organisation=organisation, memberships__role=ADMIN, memberships__state="active")


def moderators():
    """Return the persons who moderate."""
    return _persons(appointments__office=Office.MODERATOR, appointments__ended_at=None)


def address_of(name, organisation, *more):
    """Return the path of a page of an organisation."""
    return reverse(f"organisations:{name}", args=[organisation.slug, *more])


def submitted(organisation, look_alikes, now):
    """Tell the moderators that a profile waits, and which others it looks like."""
    version = str(organisation.version)
    address = address_of("check", organisation)
    people = moderators()
    tell(kind="organisations.submitted", people=people, about=organisation, now=now, key=version, address=address)
    if look_alikes:
        tell(kind="organisations.duplicate_found", people=people, about=organisation, now=now, key=version,
             address=address, look_alikes=look_alikes)  # fmt: skip


def answered(organisation, kind, reason, now):
    """Tell the administrators what the moderators decided: `info_requested`, `approved` or `rejected`."""
    tell(kind=f"organisations.{kind}", people=administrators(organisation), about=organisation, now=now, reason=reason,
         key=str(organisation.version), address=address_of("manage", organisation))  # fmt: skip


def closed(organisation, act, reason, now, other=None):
    """Tell the administrators that a profile was archived, restored or merged into another."""
    tell(kind="organisations.closed", people=administrators(organisation), about=organisation, now=now, reason=reason,
         act=act, other=other, key=str(organisation.version), address=address_of("manage", other or organisation),
         )  # fmt: skip


def change_proposed(change, now):
    """Tell the moderators that a change of a published profile waits."""
    tell(kind="organisations.change_proposed", people=moderators(), about=change.organisation, now=now,
         key=f"change-{change.pk}-{change.version}", address=address_of("check", change.organisation))  # fmt: skip


def change_decided(change, reason, now):
    """Tell the administrators whether the change was accepted."""
    tell(kind="organisations.change_decided", people=administrators(change.organisation), about=change.organisation,
         now=now, key=f"change-{change.pk}", reason=reason, is_accepted=change.state == "accepted",
         address=address_of("manage", change.organisation))  # fmt: skip


def please_confirm(organisation, occasion, now):
    """Ask the administrators to confirm the profile; `occasion` tells this time apart from others."""
    tell(kind="organisations.please_confirm", people=administrators(organisation), about=organisation, now=now,
         key=occasion, address=address_of("manage", organisation))  # fmt: skip


def link_proposed(link, asked, now):
    """Tell the administrators of the side that has to answer."""
    tell(kind="organisations.link_proposed", people=administrators(asked), about=link, now=now,
         address=address_of("members", asked))  # fmt: skip


def link_answered(link, proposer, now):
    """Tell the administrators of the side that proposed."""
    tell(kind="organisations.link_answered", people=administrators(proposer), about=link, now=now,
         address=address_of("members", proposer))  # fmt: skip


def invited(membership, now):
    """Tell who was invited to act for an organisation."""
    tell(kind="organisations.invited", people=[membership.person], about=membership, now=now,
         address=reverse("organisations:mine"))  # fmt: skip


def join_requested(membership, now):
    """Tell the administrators that someone asks to act for their organisation; the moderators where there are none."""
    organisation = membership.organisation
    people = administrators(organisation)
    if not people:
        join_unanswered(membership, now)
    tell(kind="organisations.join_requested", people=people, about=membership, now=now,
         address=address_of("people", organisation))  # fmt: skip


def join_unanswered(membership, now):
    """Tell the moderators that nobody answers who asks to act for an organisation."""
    tell(kind="organisations.join_unanswered", people=moderators(), about=membership, now=now,
         address=address_of("people", membership.organisation))  # fmt: skip


def membership_decided(membership, act, reason, now):
    """Tell the person what became of their membership: let in, refused, ended, or another role."""
    tell(kind="organisations.membership_decided", people=[membership.person], about=membership, now=now, act=act,
         reason=reason, key=str(membership.version), address=reverse("organisations:mine"))  # fmt: skip


def _persons(**wanted):
    return Person.objects.filter(state=Person.State.ACTIVE, **wanted).distinct().order_by("pk")
