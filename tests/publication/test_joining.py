"""Regions joined to larger ones: what lies between them goes, what lies around them stays."""

import re

import numpy as np

from cluster_observatory.publication import joining, maps, paths
from cluster_observatory.publication.maps import Box, Label, RegionMap


def square(x, y, size=1.0):
    """The path of a square, clockwise on the sheet."""
    return paths.closed([np.array([(x, y), (x + size, y), (x + size, y + size), (x, y + size)])])


def area(path):
    """The area of a path, holes taken away."""
    total = 0.0
    for ring in joining._rings(path):
        x, y = np.array(ring).T / 10
        total += float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum()) / 2
    return abs(total)


def test_the_border_between_two_regions_goes():
    whole = joining.outline([square(0, 0), square(1, 0)])

    assert whole.count("M") == 1
    assert area(whole) == 2
    assert len(re.findall(r"-?\d+\.?\d*", whole)) == 12


def test_regions_that_do_not_touch_stay_apart():
    assert joining.outline([square(0, 0), square(5, 5)]).count("M") == 2


def test_a_region_within_another_fills_its_hole():
    outer = np.array([(0, 0), (3, 0), (3, 3), (0, 3)], dtype=float)
    hole = np.array([(1, 1), (1, 2), (2, 2), (2, 1)], dtype=float)
    around = paths.closed([outer, hole])

    assert area(around) == 8
    assert area(joining.outline([around, square(1, 1)])) == 9
    assert joining.outline([around, square(1, 1)]).count("M") == 1


def test_a_hole_that_nobody_fills_stays():
    ring = [square(x, y) for x in range(3) for y in range(3) if (x, y) != (1, 1)]

    assert area(joining.outline(ring)) == 8


def test_what_stands_in_an_inset_is_no_part_of_the_shape_outside():
    drawn = RegionMap(
        2021, "outlines", 10.0, 10.0,
        outlines={"ES11": square(0, 0), "ES12": square(1, 0), "ES70": square(8, 1), "FRY1": square(8, 3)},
        boxes={"ES11": Box(0, 0, 1, 1), "ES12": Box(1, 0, 1, 1), "ES70": Box(8, 1, 1, 1), "FRY1": Box(8, 3, 1, 1)},
        backdrop="", land="", borders="",
        insets=[Label("Canarias", "ES70", 7, 0, 3, 3), Label("Guadeloupe", "FRY1", 7, 3, 3, 3)],
    )  # fmt: skip

    countries, large = joining.joined(drawn, 2), joining.joined(drawn, 3)

    assert area(countries.outlines["ES"]) == 2
    assert countries.boxes["ES"] == Box(0, 0, 2, 1)
    assert [(inset.region, inset.path) for inset in countries.insets] == [("ES", square(8, 1)), ("FR", "")]
    assert large.outlines.keys() == {"ES1", "ES7", "FRY"}
    assert [(inset.region, inset.path) for inset in large.insets] == [("ES7", ""), ("FRY", "")]


def test_a_larger_region_that_lies_far_away_has_its_tile_in_an_inset():
    drawn = maps.from_places(2021, {"FRY": (-53.1, 4.0), "FR1": (2.5, 48.7)}, 28.0)

    assert [inset.region for inset in drawn.insets] == ["FRY"]
    assert drawn.outlines.keys() == {"FRY", "FR1"}
