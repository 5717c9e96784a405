"""Loading the demonstration data."""

from typing import NamedTuple

from django.db import transaction

from cluster_observatory.web.base import audit
from cluster_observatory.web.office.demonstration import organisations, partnerships, persons
from cluster_observatory.web.organisations import search
from cluster_observatory.web.organisations.models import Organisation


class Loaded(NamedTuple):
    """How many things were loaded: all organisations, of these the published cluster organisations, and so on."""

    organisations: int
    cluster_organisations: int
    partnerships: int
    certificates: int
    persons: int


NOTHING = Loaded(0, 0, 0, 0, 0)


@transaction.atomic
def load(now, *, password=""):
    """Load the demonstration data as of `now` and return what was loaded; nothing where it is there already.

    `password` becomes that of every person of the demonstration, such as moderator@example.org; without one nobody can
    sign in.  Each thing gets one entry "load" in the audit trail.
    """
    if Organisation.objects.filter(source=Organisation.Source.DEMONSTRATION).exists():
        return NOTHING
    people = persons.add_persons(now, password)
    clusters = organisations.add_cluster_organisations(now)
    elsewhere = organisations.add_in_other_states(len(clusters) + 1, now)
    enterprises = organisations.add_enterprises(clusters, now)
    named = organisations.add_named(now)
    organisations.add_administrators([*clusters, *elsewhere, *enterprises], people, now)
    change = organisations.propose_change(clusters[1], people[persons.address_for(clusters[1].country)], now)
    planned = partnerships.add_partnerships(clusters, now)
    certificates = partnerships.add_certificates(planned, now)
    partnerships.add_results(planned, now)
    whole = [*clusters, *elsewhere, *enterprises, *named]
    made = [partnership for partnership, _plan in planned]
    for thing in [*people.values(), *whole, change, *made, *certificates]:
        audit.record(act="load", thing=thing, actor=None, now=now, after=thing.state)
    search.rebuild()
    return Loaded(len(whole), len(clusters), len(made), len(certificates), len(people))
