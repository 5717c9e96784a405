"""Two profiles of one organisation become one."""

import pytest

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.models import Attachment, Notice
from cluster_observatory.web.organisations.actions import mergers
from cluster_observatory.web.organisations.models import FormerAddress, MemberLink, Membership, Organisation
from cluster_observatory.web.partnerships.models import Partner


def merge(survivor, merged, person, now):
    mergers.merge(survivor=survivor, merged=merged, reason="The same.", person=person, now=now)


def link(cluster, member, now, state="confirmed"):
    return MemberLink.objects.create(
        cluster=cluster, member=member, state=state, proposed_by="cluster", created_at=now, changed_at=now
    )


def test_the_address_of_the_merged_one_leads_to_the_survivor(make_organisation, moderator, visitor, now):
    survivor, merged, earlier = make_organisation(), make_organisation(), make_organisation()
    merge(merged, earlier, moderator, now)

    merge(survivor, merged, moderator, now)

    for gone in (merged, earlier):
        page = visitor.get(f"/organisations/{gone.slug}/")
        assert (page.status_code, page["Location"]) == (301, f"/organisations/{survivor.slug}/")
    assert set(FormerAddress.objects.values_list("slug", "organisation")) == {
        (merged.slug, survivor.pk), (earlier.slug, survivor.pk),
    }  # fmt: skip
    assert Organisation.objects.get(pk=merged.pk).state == "merged"
    assert [event.act for event in audit.history(survivor)] == ["take_over"]


def test_who_acts_for_either_acts_for_the_survivor_in_the_higher_role(make_organisation, make_person, moderator, now):
    both, lone = make_person(), make_person()
    survivor, merged = make_organisation(editor=both), make_organisation(admin=both, editor=lone)

    merge(survivor, merged, moderator, now)

    active = Membership.objects.filter(state="active").values_list("organisation", "person", "role")
    assert set(active) == {(survivor.pk, both.pk, "admin"), (survivor.pk, lone.pk, "editor")}
    assert {notice.person for notice in Notice.objects.filter(kind="organisations.closed")} == {both}


def test_members_and_clusters_move_and_none_is_linked_twice_or_with_itself(make_organisation, moderator, now):
    survivor, merged, shared, lone = (make_organisation() for _number in range(4))
    link(survivor, shared, now, state="proposed")
    link(merged, shared, now)
    link(merged, lone, now)
    link(merged, survivor, now)

    merge(survivor, merged, moderator, now)

    there = MemberLink.objects.exclude(state="ended").values_list("cluster", "member", "state")
    assert set(there) == {(survivor.pk, shared.pk, "confirmed"), (survivor.pk, lone.pk, "confirmed")}


def test_places_in_partnerships_and_files_move(make_organisation, make_partnership, moderator, now):
    survivor, merged = make_organisation(), make_organisation()
    partnership = make_partnership(coordinator=merged)
    Attachment.objects.create(thing="organisations.organisation", thing_id=str(merged.pk), name="proof.pdf", size=1,
                              media_type="application/pdf", sha256="0", added_at=now)  # fmt: skip

    merge(survivor, merged, moderator, now)

    assert Partner.objects.get(partnership=partnership, role="coordinator").organisation == survivor
    assert Attachment.objects.get().thing_id == str(survivor.pk)


@pytest.mark.parametrize("whom", ["itself", "merged"])
def test_a_profile_is_not_merged_into_itself_or_into_one_that_is_gone(make_organisation, moderator, now, whom):
    organisation, gone = make_organisation(), make_organisation()
    merge(make_organisation(), gone, moderator, now)

    with pytest.raises(NotPossible):
        merge({"itself": organisation, "merged": gone}[whom], organisation, moderator, now)

    assert Organisation.objects.get(pk=organisation.pk).state == "published"


def test_administrators_cannot_merge(make_organisation, make_person, now):
    person = make_person()
    survivor, merged = make_organisation(admin=person), make_organisation(admin=person)

    with pytest.raises(NotAllowed):
        merge(survivor, merged, person, now)

    assert Organisation.objects.filter(state="merged").count() == 0


@pytest.mark.usefixtures("standing_clock")
def test_moderators_see_both_side_by_side_before_they_merge(make_organisation, moderator, signed_in):
    survivor, merged = make_organisation(city="Ulm"), make_organisation(city="Aalen")
    browser = signed_in(moderator)
    address = f"/organisations/{merged.slug}/check/merge/"

    page = browser.get(address, {"into": survivor.slug})
    assert ("City", "Aalen", "Ulm") in [(str(label).capitalize(), *rest) for label, *rest in page.context["sides"]]
    done = browser.post(address, {"survivor": survivor.slug, "reason": "The same."})

    assert done["Location"] == f"/organisations/{survivor.slug}/check/"
    assert Organisation.objects.get(pk=merged.pk).merged_into == survivor


@pytest.mark.parametrize("own", ["survivor", "merged"])
def test_a_moderator_merges_nothing_they_act_for(make_organisation, make_person, now, own):
    person = make_person("moderator")
    sides = {side: make_organisation(admin=person if side == own else None) for side in ("survivor", "merged")}

    with pytest.raises(NotAllowed, match="another moderator"):
        merge(**sides, person=person, now=now)

    assert {side: one.memberships.filter(person=person).count() for side, one in sides.items()} == {
        side: int(side == own) for side in sides
    }
