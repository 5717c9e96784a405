"""The published criteria at their boundaries."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_observatory.web.organisations import criteria
from cluster_observatory.web.organisations.criteria import Facts, unmet, verdicts

GOOD = {
    "is_cluster": True, "management_fte": Decimal("2"), "website_in_english": "https://cluster.example/en",
    "members_total": 30, "members": {"sme": 25, "large": 0, "research": 4, "public": 1, "other": 0},
}  # fmt: skip


def test_a_cluster_that_meets_everything_has_nothing_unmet():
    assert verdicts(Facts(**GOOD)) == dict.fromkeys(criteria.OF_CLUSTERS, "met")


@pytest.mark.parametrize(
    ("fte", "verdict"), [("0.49", "not_met"), ("0.4", "not_met"), ("0.5", "met"), (None, "not_met")]
)
def test_half_a_full_time_equivalent_is_enough_and_less_is_not(fte, verdict):
    facts = Facts(**GOOD | {"management_fte": None if fte is None else Decimal(fte)})

    assert verdicts(facts)["team"] == verdict


@pytest.mark.parametrize(("members", "verdict"), [(14, "not_met"), (15, "met"), (None, "not_met")])
def test_fifteen_members_are_enough_and_fourteen_are_not(members, verdict):
    assert verdicts(Facts(**GOOD | {"members_total": members}))["members"] == verdict


@pytest.mark.parametrize(
    ("members", "unmet_ones"),
    [
        ({"sme": 15}, ["sides", "public_bodies"]),
        ({"sme": 10, "large": 5}, ["sides", "public_bodies"]),
        ({"sme": 10, "public": 5}, []),
        ({"sme": 10, "research": 5}, ["public_bodies"]),
        ({"public": 15}, ["sides"]),
    ],
)
def test_members_come_from_two_sides_and_public_bodies_take_part(members, unmet_ones):
    assert unmet(Facts(**GOOD | {"members_total": 15, "members": members})) == unmet_ones


def test_cooperation_with_public_bodies_may_be_told_where_none_is_a_member():
    facts = Facts(**GOOD | {"members": {"sme": 10, "research": 5}, "works_with_public_bodies": "A yearly agreement."})

    assert unmet(facts) == []


@pytest.mark.parametrize("recognised", [{"recognised_by": "go-cluster"}, {"is_social_economy": True}])
def test_what_is_not_met_is_waived_for_who_is_recognised_and_what_is_met_stays_met(recognised):
    facts = Facts(**GOOD | {"management_fte": Decimal("0.4")} | recognised)

    assert verdicts(facts) == dict.fromkeys(criteria.OF_CLUSTERS, "met") | {"team": "waived"}


def test_a_programme_without_a_name_waives_nothing():
    assert unmet(Facts(**GOOD | {"management_fte": Decimal("0.4"), "recognised_by": "  "})) == ["team"]


def test_a_cluster_needs_its_website_in_english():
    facts = Facts(**GOOD | {"website": "https://cluster.example/", "website_in_english": ""})

    assert unmet(facts) == ["website"]


def test_who_is_no_cluster_is_asked_for_a_website_alone():
    assert verdicts(Facts(is_cluster=False, website="https://firm.example/")) == {"website": "met"}
    assert unmet(Facts(is_cluster=False)) == ["website"]
    assert unmet(Facts(is_cluster=False, recognised_by="a programme for clusters")) == ["website"]


@given(st.fixed_dictionaries({
    "is_cluster": st.booleans(),
    "management_fte": st.none() | st.decimals(0, 99, places=2),
    "members_total": st.none() | st.integers(0, 10_000),
    "members": st.dictionaries(st.sampled_from(sorted(criteria.SIDES)), st.integers(0, 100)),
    "recognised_by": st.sampled_from(["", "go-cluster"]),
}))  # fmt: skip
def test_more_of_anything_never_makes_a_verdict_worse(values):
    better = values | {
        "management_fte": (values["management_fte"] or Decimal(0)) + 1,
        "members_total": (values["members_total"] or 0) + 1,
        "members": {kind: values["members"].get(kind, 0) + 1 for kind in criteria.SIDES},
    }

    assert set(unmet(Facts(**better))) <= set(unmet(Facts(**values)))
