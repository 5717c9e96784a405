"""Who may do what with a partnership, and why not; what an initiative asks of it is said in `asked`."""

from django.utils.translation import gettext as _

from cluster_observatory.web.organisations.models import Membership
from cluster_observatory.web.organisations.rules import ADMIN, EDITOR, obstacle_to_acting_for
from cluster_observatory.web.partnerships.asked import obstacle_to_content, obstacle_to_members
from cluster_observatory.web.partnerships.models import Partner, Result
from cluster_observatory.web.people.models import Office
from cluster_observatory.web.people.rules import obstacle_to_office, obstacle_without_account

COUNTED_STATES = ("selected", "active", "completed", "archived")
"""States in which a partnership is counted."""

PUBLIC_STATES = (*COUNTED_STATES, "terminated")
"""States in which everyone sees a partnership."""

RUNNING_STATES = ("selected", "active")
ENDED_STATES = ("archived", "withdrawn", "terminated")
"""States in which nothing of a partnership changes any more."""

HERE = ("invited", "active")
"""States of a partner that has a place in the partnership."""

CAN_JOIN = ("submitted", "in_review", "info_requested", "published", "stale")
"""States of a profile with which an organisation can be a member."""

AWARDED = frozenset([
    "generation", "strand", "funding", "grant", "budget", "contribution", "begins_on", "ends_on",
])  # fmt: skip
"""Fields that say what was awarded: once it is selected only owners of initiatives change them."""

COORDINATOR, ASSOCIATED = Partner.Role.COORDINATOR, Partner.Role.ASSOCIATED
READERS = (Office.INITIATIVE_OWNER, Office.AUDITOR, Office.ADMINISTRATOR)


def coordinator(partnership):
    """Return the organisation that coordinates the partnership, or None."""
    places = partnership.partners.filter(role=COORDINATOR, state="active").select_related("organisation")
    return next((place.organisation for place in places), None)


def obstacle_to_owning(_thing, person):
    """Return why the person cannot decide on partnerships, or None: only owners of initiatives can."""
    return obstacle_to_office(person, Office.INITIATIVE_OWNER)


def obstacle_to_overseeing(_thing, person):
    """Return why the person cannot look at what waits for owners, or None: they can, auditors and administrators."""
    return obstacle_to_office(person, *READERS)


def obstacle_to_judging(partnership, person):
    """Return why the person cannot decide in favour of the partnership, or None: owners who act for none of it."""
    if refusal := obstacle_to_owning(partnership, person):
        return refusal
    places = partnership.partners.filter(state__in=HERE)
    if Membership.objects.filter(person=person, state="active", organisation__partnerships__in=places).exists():
        return _("You act for a member of this partnership: another owner of initiatives has to decide.")
    return None


def obstacle_to_coordinating(partnership, person):
    """Return why the person does not coordinate, or None: administrators of the coordinating organisation do."""
    if refusal := obstacle_without_account(person):
        return refusal
    organisation = coordinator(partnership)
    if organisation is None:
        return _("No organisation coordinates this partnership.")
    return obstacle_to_acting_for(organisation, person, ADMIN)


def obstacle_to_editing(partnership, person):
    """Return why the person cannot edit the partnership, or None: its coordinator and owners of initiatives can."""
    refusal = obstacle_to_coordinating(partnership, person)
    return refusal if refusal and obstacle_to_owning(partnership, person) else None


def obstacle_to_editing_now(partnership, _person, _now):
    """Return what stands in the way of an edit now, or None."""
    if partnership.state in ENDED_STATES:
        return _("This partnership has ended: it stays as it was.")
    return None


def obstacle_to_editing_fields(partnership, person, fields):
    """Return why the person cannot edit these fields, or None: what was awarded is the owner's."""
    if refusal := obstacle_to_editing(partnership, person):
        return refusal
    if partnership.state != "proposed" and AWARDED & set(fields):
        return obstacle_to_owning(partnership, person)
    return None


def obstacle_to_seeing(partnership, person):
    """Return why the person does not see the partnership, or None: everyone sees what is public."""
    if partnership.state in PUBLIC_STATES:
        return None
    return obstacle_to_seeing_within(partnership, person)


def obstacle_to_seeing_within(partnership, person):
    """Return why the person does not see what is not public of it, or None: partners and offices do."""
    if refusal := obstacle_without_account(person):
        return refusal
    if obstacle_to_overseeing(partnership, person) is None:
        return None
    acts_for_partner = Membership.objects.filter(
        person=person, state="active", role__in=(ADMIN, EDITOR),
        organisation__partnerships__in=partnership.partners.filter(state__in=HERE),
    )  # fmt: skip
    return None if acts_for_partner.exists() else _("Only partners see this.")


def obstacle_to_reading_files(result, person):
    """Return why the person does not read the file of a result that is not public, by its number, or None."""
    found = Result.objects.filter(pk=result).select_related("partnership").first()
    if found is None:
        return _("Nobody may see this.")
    return obstacle_to_seeing_within(found.partnership, person)


def is_public_result(result):
    """Return whether everyone sees a result, by its number: it is public, and so is its partnership."""
    return Result.objects.filter(pk=result, is_public=True, partnership__state__in=PUBLIC_STATES).exists()


def obstacle_to_answering(place, person):
    """Return why the person cannot answer for the invited organisation, or None: its administrators can."""
    return obstacle_to_acting_for(place.organisation, person, ADMIN)


def obstacle_to_accepting(place, _person, _now):
    """Return what stands in the way of the organisation joining now, or None."""
    return obstacle_of_profile(place.organisation) or obstacle_of_partnership(place.partnership)


def obstacle_of_profile(organisation):
    """Return why the organisation cannot be a member, or None: its profile must be submitted or published."""
    if organisation.state not in CAN_JOIN:
        return _("{organisation} has no profile that is submitted or published; a member must have one.").format(
            organisation=organisation.name
        )
    return None


def obstacle_of_partnership(partnership):
    """Return why nobody can join or leave the partnership, or None."""
    if partnership.state not in ("proposed", *RUNNING_STATES):
        return _("This partnership has ended, or was not taken up.")
    return None


def obstacle_to_taking_back(place, person):
    """Return why the person cannot take the invitation back, or None: the coordinator can."""
    return obstacle_to_coordinating(place.partnership, person)


def obstacle_to_leaving(place, _person, _now):
    """Return what stands in the way of leaving at once, or None: later the owner of the initiative decides."""
    if refusal := obstacle_to_changing_at_once(place.partnership):
        return refusal
    if place.role == COORDINATOR:
        return _("Whoever coordinates cannot leave; withdraw the proposal instead.")
    return None


def obstacle_to_changing_at_once(partnership):
    """Return why members do not come and go without a decision, or None: they do while it is proposed."""
    if partnership.state != "proposed":
        return _("A partnership that was selected changes its members only by a request that is decided.")
    return None


def obstacle_to_releasing(place, _person, _now):
    """Return why the organisation is not let go, or None: only an accepted request lets it go."""
    accepted = place.partnership.amendments.filter(
        organisation=place.organisation, change="leaves", state="accepted", created_at__gte=place.created_at
    )
    return None if accepted.exists() else _("Nobody asked that this organisation leaves.")


def obstacle_to_inviting(partnership, organisation):
    """Return why the organisation cannot be invited, or None."""
    if refusal := obstacle_of_profile(organisation):
        return refusal
    if partnership.partners.filter(organisation=organisation, state__in=HERE).exists():
        return _("{organisation} has a place in this partnership already.").format(organisation=organisation.name)
    return obstacle_of_partnership(partnership)


def obstacle_to_whole(partnership, _person, _now):
    """Return what the partnership lacks of what its initiative asks, or None: members, coordinator, contents."""
    places = list(partnership.partners.filter(state="active").select_related("organisation"))
    if sum(place.role == COORDINATOR for place in places) != 1:
        return _("Exactly one organisation must coordinate.")
    for place in places:
        if refusal := obstacle_of_profile(place.organisation):
            return refusal
    counted = [place.organisation for place in places if place.role != ASSOCIATED]
    return obstacle_to_members(partnership.initiative, counted) or obstacle_to_content(
        partnership.initiative,
        target_countries=partnership.target_countries,
        exchange_plan=partnership.exchange_plan,
    )


def obstacle_to_completing(partnership, _person, _now):
    """Return what stands in the way of the end, or None: changes of members are decided first."""
    if partnership.amendments.filter(state="requested").exists():
        return _("A change of members still waits for a decision.")
    return None


def obstacle_to_deciding(amendment, person):
    """Return why the person cannot decide the change, or None: owners of initiatives can, but not of their own."""
    return obstacle_to_judging(amendment.partnership, person)


def obstacle_to_withdrawing(amendment, person):
    """Return why the person cannot withdraw the change, or None: who may ask for it can."""
    return obstacle_to_requesting(amendment.partnership, person, amendment.change, amendment.organisation)


def obstacle_to_requesting(partnership, person, change, organisation):
    """Return why the person cannot ask for this change of members, or None.

    The coordinator can for all, an organisation that wants to leave for itself.
    """
    refusal = obstacle_to_coordinating(partnership, person)
    if refusal and change == "leaves":
        return obstacle_to_acting_for(organisation, person, ADMIN)
    return refusal


def obstacle_to_amendment(amendment, _person, _now):
    """Return what stands in the way of accepting the change now, or None."""
    return obstacle_to_change(amendment.partnership, amendment.change, amendment.organisation)


def obstacle_to_change(partnership, change, organisation):
    """Return why the members cannot change so, or None."""
    if partnership.state not in RUNNING_STATES:
        return _("Members change by request only while a partnership is selected or active.")
    if change == "joins":
        return obstacle_to_inviting(partnership, organisation)
    places = {
        place.organisation_id: place
        for place in partnership.partners.filter(state="active").select_related("organisation")
    }
    place = places.get(organisation.pk)
    if place is None:
        return _("{organisation} is not a member of this partnership.").format(organisation=organisation.name)
    if place.role == COORDINATOR:
        return _("{organisation} coordinates this partnership; another one must do so first.").format(
            organisation=organisation.name
        )
    if change == "coordinates":
        return None
    left = [one.organisation for key, one in places.items() if key != organisation.pk and one.role != ASSOCIATED]
    return obstacle_to_members(partnership.initiative, left)


def obstacle_to_certifying(partnership, issued_on, today):
    """Return why no certificate of that day can be issued, or None."""
    if partnership.state not in (*RUNNING_STATES, "completed"):
        return _("Only partnerships that were selected get a certificate.")
    if issued_on > today:
        return _("The day of a certificate cannot lie in the future.")
    return None
