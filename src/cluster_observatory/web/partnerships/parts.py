"""What partnerships add to pages of lower apps: to an organisation's profile, and to a person's own page."""

from django.template.loader import render_to_string

from cluster_observatory.web.base.sections import register_section
from cluster_observatory.web.partnerships import queries
from cluster_observatory.web.partnerships.process import PARTNERSHIP


def of_organisation(organisation, request):
    """Return the public partnerships of an organisation, empty where there is none."""
    places = [(place, PARTNERSHIP.states[place.partnership.state]) for place in queries.places_of(organisation)]
    return render_to_string("partnerships/_of_organisation.html", {"places": places}, request) if places else ""


def of_person(person, request):
    """Return the invitations that wait for the person, and the partnerships in which they act, empty where none is."""
    context = {
        "invitations": list(queries.invitations(person)),
        "partnerships": [(one, PARTNERSHIP.states[one.state]) for one in queries.of_person(person)],
    }
    return render_to_string("partnerships/_of_person.html", context, request) if any(context.values()) else ""


def register():
    """Add the parts to their pages."""
    register_section("organisations.profile", of_organisation)
    register_section("people.me", of_person)
