"""The network: who shares how many partnerships, drawn so that three hundred members stay legible."""

import json
import math
import re
from itertools import combinations, pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cluster_observatory.web.partnerships import network

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A machine that is busy finds no fault where there is none."""

MEMBERS = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from("ABCDEFGHIJ")).map(
        lambda pair: (pair[0], pair[1], f"Name of {pair[1]}", "", True)
    ),
    max_size=60,
)


def test_two_that_meet_in_two_partnerships_share_two():
    members = [(number, key, key, "", True) for number, keys in enumerate(("AB", "ABC", "C")) for key in keys]

    found = network.network(members)

    assert {node.key: node.partnerships for node in found.nodes} == {"A": 2, "B": 2, "C": 2}
    assert [(line.one, line.other, line.shared) for line in found.lines] == [
        ("A", "B", 2),
        ("A", "C", 1),
        ("B", "C", 1),
    ]


@UNHURRIED
@given(MEMBERS)
def test_shares_are_those_of_counting_by_hand(members):
    found = network.network(members)

    sets = {}
    for partnership, key, *_rest in members:
        sets.setdefault(partnership, set()).add(key)
    keys = sorted({key for one in sets.values() for key in one})
    shared = {pair: sum(set(pair) <= one for one in sets.values()) for pair in combinations(keys, 2)}
    assert {(line.one, line.other): line.shared for line in found.lines} == {pair: n for pair, n in shared.items() if n}


@UNHURRIED
@given(st.integers(1, 300))
def test_circles_touch_neither_each_other_nor_the_edge(count):
    found = network.network((place, f"{place:03}", f"Organisation {place}", "", True) for place in range(count))

    nodes, _lines = network.drawn(found)

    for one, other in pairwise(nodes):
        assert math.dist((one.x, one.y), (other.x, other.y)) >= 0.95 * (one.radius + other.radius)
    assert all(one.radius <= one.x <= network.SIZE - one.radius for one in nodes)
    assert sum(bool(one.label) for one in nodes) == (count if count <= network.MOST_LABELS else 0)


def test_of_many_the_first_of_each_country_names_it():
    members = [
        (0, f"{place:03}", f"Organisation {place}", "Austria" if place < 40 else "Spain", True) for place in range(80)
    ]

    nodes, _lines = network.drawn(network.network(members))

    assert {one.node.key: one.label for one in nodes if one.label} == {"000": "Austria", "040": "Spain"}


def test_the_page_draws_countries_with_a_table_beside_and_a_click_filters(make_partnership, visitor):
    make_partnership(countries="DE FR IT")
    make_partnership(countries="DE FR ES")

    page = visitor.get("/partnerships/network/")

    text = page.content.decode()
    assert page.context["pairs"][0] == ("Germany", "France", 2)
    assert len(page.context["pairs"]) == 5
    assert len(re.findall("<circle", text)) == 4
    assert 'href="/partnerships/?country=DE"' in text
    assert "Germany and France share 2 partnerships; no two share more" in text
    assert " style=" not in text


def test_organisations_lead_to_their_profile_where_it_is_public(make_partnership, make_organisation, visitor):
    hidden = make_organisation(state="submitted", country="PT", region="")
    partnership = make_partnership(coordinator=hidden)
    seen = partnership.partners.get(organisation__country="FR").organisation

    text = visitor.get("/partnerships/network/?of=organisations").content.decode()

    assert f'href="/organisations/{seen.slug}/"' in text
    assert f"/organisations/{hidden.slug}/" not in text
    assert hidden.name in text


def test_graph_tools_get_nodes_and_links(make_partnership, visitor):
    make_partnership("ESCP-4i", countries="DE FR IT")
    make_partnership("ESCP-S3", countries="DE FR")

    whole = visitor.get("/api/v1/partnerships/network").json()
    part = json.loads(visitor.get("/api/v1/partnerships/network?of=organisations&initiative=ESCP-S3").content)

    assert {(link["source"], link["target"]): link["weight"] for link in whole["links"]} == {
        ("DE", "FR"): 2, ("DE", "IT"): 1, ("FR", "IT"): 1,
    }  # fmt: skip
    assert {node["country"] for node in part["nodes"]} == {"Germany", "France"}


def test_nobody_there_is_said(visitor, db):
    page = visitor.get("/partnerships/network/")

    assert page.status_code == 200
    assert "Nobody here shares a partnership" in page.content.decode()
