"""Who is in a partnership: invitations, their answers, and changes that the owner of the initiative decides."""

import pytest

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.conflicts import ChangedMeanwhile, NotAllowed
from cluster_observatory.web.base.models import Letter
from cluster_observatory.web.partnerships.actions.members import answer, decide_change, invite, request_change
from cluster_observatory.web.partnerships.actions.steps import step


@pytest.fixture
def selected(proposal, three, owner, now):
    """The partnership of three, which all joined and the owner of the initiative selected."""
    for place, person in zip(proposal.partners.filter(state="invited"), three.persons[1:], strict=True):
        answer(place=place, name="accept", person=person, now=now)
    step(partnership=proposal, name="select", person=owner, now=now)
    return proposal


def test_an_organisation_joins_when_its_administrator_says_so(proposal, three, now):
    place = proposal.partners.get(organisation=three.organisations[1])

    answer(place=place, name="accept", person=three.persons[1], now=now, expected_version=1)

    place.refresh_from_db()
    assert (place.state, place.joined_on, place.version) == ("active", now.date(), 2)
    told = Letter.objects.get(key__startswith="partnerships.answered")
    assert (told.to, told.subject) == (three.persons[0].email, f"{three.organisations[1].name} has joined ALPHA")


def test_nobody_else_answers_for_an_organisation(proposal, three, owner, make_person, now):
    place = proposal.partners.get(organisation=three.organisations[1])

    for stranger in (three.persons[0], three.persons[2], owner, make_person()):
        with pytest.raises(NotAllowed):
            answer(place=place, name="accept", person=stranger, now=now)

    place.refresh_from_db()
    assert place.state == "invited"


def test_an_answer_to_an_invitation_that_changed_is_refused(proposal, three, now):
    place = proposal.partners.get(organisation=three.organisations[1])
    answer(place=place, name="accept", person=three.persons[1], now=now, expected_version=1)

    with pytest.raises(ChangedMeanwhile):
        answer(place=place, name="decline", person=three.persons[1], now=now, expected_version=1)


def test_who_has_an_archived_profile_cannot_join(proposal, three, now):
    place = proposal.partners.get(organisation=three.organisations[1])
    place.organisation.state = "archived"
    place.organisation.save()

    with pytest.raises(NotPossible, match="no profile that is submitted or published"):
        answer(place=place, name="accept", person=three.persons[1], now=now)


def test_the_coordinator_takes_an_invitation_back_and_may_repeat_it(proposal, three, now):
    place = proposal.partners.get(organisation=three.organisations[1])

    answer(place=place, name="take_back", person=three.persons[0], now=now)
    again = invite(
        partnership=proposal, organisation=three.organisations[1], role="associated", person=three.persons[0], now=now
    )

    assert (place.state, again.state, again.role) == ("declined", "invited", "associated")


def test_an_organisation_has_one_place(proposal, three, now):
    with pytest.raises(NotPossible, match="has a place in this partnership already"):
        invite(
            partnership=proposal, organisation=three.organisations[1], role="partner", person=three.persons[0], now=now
        )


def test_a_partner_invites_nobody(proposal, three, make_organisation, now):
    with pytest.raises(NotAllowed):
        invite(partnership=proposal, organisation=make_organisation(), role="partner", person=three.persons[1], now=now)


def test_once_selected_an_invitation_needs_a_decision(selected, three, make_organisation, now):
    with pytest.raises(NotPossible, match="only by a request that is decided"):
        invite(partnership=selected, organisation=make_organisation(), role="partner", person=three.persons[0], now=now)


def test_who_asks_to_join_is_invited_when_the_owner_accepts(
    selected, three, owner, make_person, make_organisation, now
):
    newcomer = make_person()
    organisation = make_organisation(country="ES", region="", admin=newcomer)

    asked = request_change(
        partnership=selected, change="joins", organisation=organisation, reason="A fourth country.",
        person=three.persons[0], now=now,
    )  # fmt: skip
    decide_change(amendment=asked, name="accept", person=owner, now=now)

    assert selected.partners.get(organisation=organisation).state == "invited"
    assert Letter.objects.filter(to=newcomer.email, key__startswith="partnerships.invited").count() == 1
    assert audit.verify().broken_at is None


def test_an_organisation_may_ask_to_leave_and_does_when_it_is_accepted(selected, three, owner, make_organisation, now):
    fourth = make_organisation(country="ES", region="")
    selected.partners.create(organisation=fourth, role="partner", state="active", created_at=now, changed_at=now)

    asked = request_change(
        partnership=selected, change="leaves", organisation=three.organisations[2], reason="No time.",
        person=three.persons[2], now=now,
    )  # fmt: skip
    decide_change(amendment=asked, name="accept", person=owner, now=now)

    place = selected.partners.get(organisation=three.organisations[2])
    assert (place.state, place.left_on) == ("left", now.date())


def test_nobody_leaves_where_too_few_would_remain(selected, three, now):
    with pytest.raises(NotPossible, match="asks for at least 3 distinct organisations"):
        request_change(
            partnership=selected, change="leaves", organisation=three.organisations[2], reason="",
            person=three.persons[2], now=now,
        )  # fmt: skip


def test_a_partner_asks_for_no_change_of_others(selected, three, now):
    with pytest.raises(NotAllowed):
        request_change(
            partnership=selected, change="leaves", organisation=three.organisations[2], reason="",
            person=three.persons[1], now=now,
        )  # fmt: skip


def test_another_organisation_coordinates_when_it_is_accepted(selected, three, owner, now):
    asked = request_change(
        partnership=selected, change="coordinates", organisation=three.organisations[1], reason="Handover.",
        person=three.persons[0], now=now,
    )  # fmt: skip
    decide_change(amendment=asked, name="accept", person=owner, now=now)

    roles = dict(selected.partners.values_list("organisation__name", "role"))
    assert [roles[one.name] for one in three.organisations] == ["partner", "coordinator", "partner"]
    assert audit.verify().broken_at is None


def test_who_coordinates_cannot_leave(selected, three, now):
    with pytest.raises(NotPossible, match="another one must do so first"):
        request_change(
            partnership=selected, change="leaves", organisation=three.organisations[0], reason="",
            person=three.persons[0], now=now,
        )  # fmt: skip


def test_one_change_of_an_organisation_waits_at_a_time(selected, three, make_organisation, now):
    ask = {
        "partnership": selected, "change": "joins", "organisation": make_organisation(), "reason": "",
        "person": three.persons[0], "now": now,
    }  # fmt: skip
    request_change(**ask)

    with pytest.raises(NotPossible, match="waits for a decision already"):
        request_change(**ask)


def test_only_the_owner_decides_and_refusing_needs_a_reason(selected, three, owner, make_organisation, now):
    asked = request_change(
        partnership=selected, change="joins", organisation=make_organisation(), reason="",
        person=three.persons[0], now=now,
    )  # fmt: skip

    with pytest.raises(NotAllowed):
        decide_change(amendment=asked, name="accept", person=three.persons[0], now=now)
    with pytest.raises(NotPossible, match="Give a reason"):
        decide_change(amendment=asked, name="refuse", person=owner, now=now, reason=" ")
    decide_change(amendment=asked, name="refuse", person=owner, now=now, reason="Not in the grant.")

    told = Letter.objects.filter(key__startswith="partnerships.change_decided").order_by("pk")
    assert {letter.to for letter in told} == {person.email for person in three.persons}
    assert all("Not in the grant." in letter.text for letter in told)


def test_in_a_proposal_a_member_leaves_at_once_but_not_the_coordinator(proposal, three, now):
    place = proposal.partners.get(organisation=three.organisations[1])
    answer(place=place, name="accept", person=three.persons[1], now=now)

    answer(place=place, name="leave", person=three.persons[1], now=now)
    with pytest.raises(NotPossible, match="withdraw the proposal instead"):
        answer(place=proposal.partners.get(role="coordinator"), name="leave", person=three.persons[0], now=now)

    assert place.state == "left"
