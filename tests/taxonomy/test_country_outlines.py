"""The country outlines of the built-in map speak the taxonomy's codes."""

import json
from collections import Counter
from importlib import resources
from itertools import pairwise

import pytest

from cluster_observatory.taxonomy import regions


@pytest.fixture(scope="module")
def outlines():
    file = resources.files("cluster_observatory.publication") / "data" / "countries.json"
    return json.loads(file.read_text("utf-8"))


def test_every_country_with_regions_has_an_outline_under_its_own_code(outlines):
    drawn = {country["code"] for country in outlines["countries"] if "neighbour" not in country}

    assert drawn == {code[:2] for code in regions.table().filter(level=2)["region"]}


def test_countries_are_drawn_once_and_named_as_in_the_taxonomy(outlines):
    codes = [country["code"] for country in outlines["countries"]]
    names = dict(regions.table().filter(level=0).select("region", "name").iter_rows())

    assert codes == sorted(set(codes))
    assert all(country["name"] == names.get(country["code"], country["name"]) for country in outlines["countries"])


def test_the_outermost_regions_have_rings_of_their_own(outlines):
    codes = {region["code"] for region in outlines["outermost"]}

    assert codes == {"ES70", "FRY1", "FRY2", "FRY3", "FRY4", "FRY5", "PT20", "PT30"}
    assert all(regions.find(code, 2021) for code in codes)


def test_rings_are_closed_and_run_clockwise(outlines):
    rings = [ring for place in outlines["countries"] + outlines["outermost"] for ring in place["rings"]]

    assert rings
    for ring in rings:
        doubled_area = sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in pairwise(ring))
        assert ring[0] == ring[-1]
        assert len(ring) >= 4
        assert doubled_area > 0


def test_neighbours_share_the_corners_of_their_border(outlines):
    corners = {
        country["code"]: Counter(tuple(corner) for ring in country["rings"] for corner in ring[1:])
        for country in outlines["countries"]
    }

    assert len(corners["FR"] & corners["ES"]) > 10
    assert len(corners["DE"] & corners["PL"]) > 10
    assert len(corners["RS"] & corners["XK"]) > 5


def test_the_file_is_small_and_names_its_origin(outlines):
    file = resources.files("cluster_observatory.publication") / "data" / "countries.json"

    assert len(file.read_bytes()) <= 120_000
    assert "Natural Earth" in outlines["origin"]
