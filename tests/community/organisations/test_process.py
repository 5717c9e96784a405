"""The tables of states: nothing else moves a profile, and every step asks."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cluster_observatory.web.base import audit
from cluster_observatory.web.organisations import process
from cluster_observatory.web.organisations.models import MemberLink, Membership, ProfileChange

TABLES = (process.PROFILE, process.MEMBERSHIP, process.MEMBER_LINK, process.CHANGE)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_state_can_be_reached(table):
    reached = {table.first} | {"invited"} & set(table.states)
    for _round in table.states:
        reached |= {step.target for step in table.transitions if reached & set(step.sources)}

    assert reached == set(table.states)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_step_that_a_person_takes_asks_who_it_is(table):
    assert [step.name for step in table.transitions if step.permission is None] == [
        step.name for step in table.transitions if step.after is not None
    ]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_visitor_and_a_stranger_have_no_step_at_all(table, complete, make_organisation, make_person, now):
    owner, stranger = make_person(), make_person()
    organisation, other = complete(admin=owner), make_organisation()
    moments = {"created_at": now, "changed_at": now}
    things = {
        "Profile": organisation,
        "Membership": Membership(organisation=organisation, person=owner, role="admin", **moments),
        "Link between a cluster and a member": MemberLink(
            cluster=organisation, member=other, proposed_by="cluster", **moments
        ),
        "Change of a published profile": ProfileChange(organisation=organisation, values={}, before={}, **moments),
    }
    thing = things[table.name]

    for state in table.states:
        thing.state = state
        assert table.available(thing, AnonymousUser(), now) == []
        assert table.available(thing, stranger, now) == []


def test_a_step_that_is_not_from_this_state_is_refused_and_leaves_no_trace(complete, make_person, now):
    person = make_person()
    organisation = complete(admin=person)

    for step in process.PROFILE.transitions:
        if "draft" not in step.sources:
            obstacle = process.PROFILE.obstacle(organisation, step.name, person, now)
            assert str(obstacle) == "This is not possible in the state “draft”."

    assert audit.history(organisation).count() == 0
