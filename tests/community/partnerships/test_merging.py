"""When two profiles become one, the survivor has the places of both, each once."""

from django.db import transaction

from cluster_observatory.web.base import audit
from cluster_observatory.web.organisations import merging as mergers
from cluster_observatory.web.partnerships.merging import move_partners
from cluster_observatory.web.partnerships.models import Amendment


def merge(survivor, merged, person, now):
    with transaction.atomic():
        move_partners(survivor=survivor, merged=merged, person=person, now=now)


def test_mergers_of_organisations_call_it():
    assert move_partners in mergers.FUNCTIONS


def test_places_and_former_places_move(make_partnership, make_organisation, make_person, now):
    survivor, merged, person = make_organisation(), make_organisation(), make_person("moderator")
    make_partnership(coordinator=merged)
    left = make_partnership()
    left.partners.create(organisation=merged, role="partner", state="left", created_at=now, changed_at=now)

    merge(survivor, merged, person, now)

    assert not merged.partnerships.exists()
    assert sorted(survivor.partnerships.values_list("role", "state")) == [
        ("coordinator", "active"),
        ("partner", "left"),
    ]
    assert audit.verify().broken_at is None


def test_where_both_are_in_one_partnership_one_place_remains_with_the_better_role(
    make_partnership, make_organisation, make_person, now
):
    survivor, merged, person = make_organisation(), make_organisation(), make_person("moderator")
    made = make_partnership(coordinator=merged)
    made.partners.create(organisation=survivor, role="partner", state="invited", created_at=now, changed_at=now)

    merge(survivor, merged, person, now)

    here = made.partners.filter(state__in=("invited", "active"), organisation=survivor)
    assert list(here.values_list("role", "state", "joined_on")) == [("coordinator", "active", now.date())]
    assert made.partners.filter(organisation=survivor, state="left").count() == 1


def test_requests_move_unless_the_survivor_has_one_of_its_own(make_partnership, make_organisation, make_person, now):
    survivor, merged, person = make_organisation(), make_organisation(), make_person("moderator")
    first, second = make_partnership(), make_partnership()
    for partnership, organisation in ((first, merged), (second, merged), (second, survivor)):
        Amendment.objects.create(
            partnership=partnership, organisation=organisation, change="joins", state="requested", created_at=now,
            changed_at=now,
        )  # fmt: skip

    merge(survivor, merged, person, now)

    assert list(first.amendments.values_list("organisation", flat=True)) == [survivor.pk]
    assert second.amendments.filter(organisation=survivor).count() == 1
