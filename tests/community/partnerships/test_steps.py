"""The way of a partnership from proposal to archive, and who takes each step."""

import pytest

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.conflicts import ChangedMeanwhile, NotAllowed
from cluster_observatory.web.base.models import Letter
from cluster_observatory.web.partnerships.actions.certificates import issue
from cluster_observatory.web.partnerships.actions.members import answer, decide_change, request_change
from cluster_observatory.web.partnerships.actions.steps import step
from cluster_observatory.web.partnerships.process import PARTNERSHIP


@pytest.fixture
def whole(proposal, three, now):
    """A proposal that all who were invited have joined."""
    for place, person in zip(proposal.partners.filter(state="invited"), three.persons[1:], strict=True):
        answer(place=place, name="accept", person=person, now=now)
    return proposal


def test_a_partnership_goes_its_way_and_all_partners_are_told(whole, three, owner, now):
    for name in ("select", "start", "complete", "archive"):
        step(partnership=whole, name=name, person=owner, now=now)

    whole.refresh_from_db()
    assert (whole.state, whole.version) == ("archived", 5)
    told = Letter.objects.filter(to=three.persons[2].email, key__startswith="partnerships.state_changed")
    assert [letter.subject for letter in told] == ["The partnership ALPHA is now: selected"]
    notices = three.persons[2].notices.filter(kind="partnerships.state_changed")
    assert notices.count() == 4
    assert audit.verify().broken_at is None


def test_a_proposal_is_not_selected_before_enough_have_joined(proposal, three, owner, now):
    with pytest.raises(NotPossible) as refusal:
        step(partnership=proposal, name="select", person=owner, now=now)

    assert str(refusal.value).endswith("Here there is 1 organisation from: Germany.")


def test_associated_partners_do_not_count_towards_the_least(whole, owner, now):
    place = whole.partners.filter(role="partner").last()
    place.role = "associated"
    place.save()

    with pytest.raises(NotPossible, match="Here there are 2 organisations from: Germany and France"):
        step(partnership=whole, name="select", person=owner, now=now)


def test_only_owners_of_initiatives_decide(whole, three, make_person, now):
    for person in (three.persons[0], make_person("moderator"), make_person("administrator")):
        with pytest.raises(NotAllowed):
            step(partnership=whole, name="select", person=person, now=now)


def test_an_owner_without_a_second_factor_decides_nothing(whole, make_person, now):
    with pytest.raises(NotAllowed, match="needs a second factor"):
        step(
            partnership=whole, name="select", person=make_person("initiative_owner", second_factor=False), now=now
        )  # fmt: skip


@pytest.mark.parametrize(
    ("state", "name"), [("proposed", "refuse"), ("selected", "terminate"), ("active", "terminate")]
)
def test_ending_early_needs_a_reason_that_all_partners_read(
    make_partnership, make_person, make_organisation, owner, state, name, now
):
    person = make_person()
    partnership = make_partnership(coordinator=make_organisation(admin=person), state=state)

    with pytest.raises(NotPossible, match="Give a reason"):
        step(partnership=partnership, name=name, person=owner, now=now)
    step(partnership=partnership, name=name, person=owner, now=now, reason="The money is gone.")

    assert "The money is gone." in Letter.objects.get(to=person.email).text


def test_the_coordinator_withdraws_a_proposal_but_nothing_later(whole, three, owner, now):
    step(partnership=whole, name="select", person=owner, now=now)

    with pytest.raises(NotPossible, match="not possible in the state"):
        step(partnership=whole, name="withdraw", person=three.persons[0], now=now, reason="Too late.")


def test_changes_of_members_are_decided_before_the_end(whole, three, owner, make_organisation, now):
    step(partnership=whole, name="select", person=owner, now=now)
    step(partnership=whole, name="start", person=owner, now=now)
    request_change(
        partnership=whole, change="joins", organisation=make_organisation(), reason="", person=three.persons[0], now=now
    )  # fmt: skip

    with pytest.raises(NotPossible, match="still waits for a decision"):
        step(partnership=whole, name="complete", person=owner, now=now)


def test_a_stale_version_changes_nothing(whole, owner, now):
    with pytest.raises(ChangedMeanwhile):
        step(partnership=whole, name="select", person=owner, now=now, expected_version=7)

    whole.refresh_from_db()
    assert whole.state == "proposed"


def test_a_button_that_cannot_be_pressed_says_why(proposal, owner, now):
    found = {one.name: obstacle for one, obstacle in PARTNERSHIP.available(proposal, owner, now)}

    assert found.keys() == {"select", "refuse"}
    assert "asks for at least 3 distinct organisations" in str(found["select"])
    assert found["refuse"] is None


def test_an_owner_decides_nothing_in_favour_of_a_partnership_they_act_for(
    make_partnership, make_organisation, make_person, owner, now
):
    own = make_organisation(admin=owner)
    proposed, running = (
        make_partnership(coordinator=own, state="proposed"),
        make_partnership(coordinator=own, countries="DE FR IT ES"),
    )
    request = request_change(
        partnership=running, change="leaves", organisation=running.partners.last().organisation, reason="Closed.",
        person=owner, now=now,
    )  # fmt: skip
    acts = (
        lambda: step(partnership=proposed, name="select", person=owner, now=now),
        lambda: decide_change(amendment=request, name="accept", person=owner, now=now),
        lambda: issue(partnership=running, issued_on=now.date(), issued_by="The initiative", person=owner, now=now),
    )

    for act in acts:
        with pytest.raises(NotAllowed, match="another owner"):
            act()

    proposed.refresh_from_db()
    request.refresh_from_db()
    assert (proposed.state, request.state, running.certificates.count()) == ("proposed", "requested", 0)
