"""In which role a person acts, and who moderates."""

from django.utils.translation import gettext as _

from cluster_observatory.web.organisations.models import Membership
from cluster_observatory.web.people.models import Office
from cluster_observatory.web.people.rules import obstacle_to_office, obstacle_without_account

PUBLIC_STATES = ("published", "stale")
"""States in which everyone sees a profile; an archived one answers at its address with a notice alone."""

ADMIN, EDITOR, MEMBER = Membership.Role.ADMIN, Membership.Role.EDITOR, Membership.Role.MEMBER


def role(person, organisation):
    """Return the role in which the person acts for the organisation now, or None."""
    if obstacle_without_account(person):
        return None
    reader, known = getattr(organisation, "role_of_reader", (None, None))
    if reader == person.pk:
        return known
    return organisation.memberships.filter(person=person, state="active").values_list("role", flat=True).first()


def know_roles(person, organisations):
    """Find out at once in which roles a person acts for organisations that a page shows, which then need not ask."""
    roles = dict(
        person.memberships.filter(state="active", organisation__in=organisations).values_list("organisation", "role")
    )
    for organisation in organisations:
        organisation.role_of_reader = (person.pk, roles.get(organisation.pk))


def obstacle_to_acting_for(organisation, person, *roles):
    """Return why the person cannot act for the organisation in one of the roles, or None."""
    if refusal := obstacle_without_account(person):
        return refusal
    if role(person, organisation) in roles:
        return None
    if ADMIN in roles and EDITOR not in roles:
        return _("Only administrators of {organisation} may do this.").format(organisation=organisation.name)
    return _("Only people who act for {organisation} may do this.").format(organisation=organisation.name)


def obstacle_to_moderating(_thing, person):
    """Return why the person cannot moderate, or None."""
    return obstacle_to_office(person, Office.MODERATOR)


def obstacle_to_overseeing(_thing, person):
    """Return why the person cannot look at what is not public, or None: moderators can, and auditors, who only read."""
    return obstacle_to_office(person, Office.MODERATOR, Office.AUDITOR)


def is_moderator(person):
    """Return whether the person can moderate."""
    return obstacle_to_office(person, Office.MODERATOR) is None
