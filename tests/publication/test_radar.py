"""The radar of a region's dimensions."""

import re

from cluster_observatory.publication import drawing
from cluster_observatory.publication.radar import Spoke, broken, radar

SPOKES = tuple(
    Spoke(name, own, 50.0, 40.0, name == "Three")
    for name, own in (("One", 100.0), ("Two", 0.0), ("Three", 60.0), ("Four", 70.0), ("Five", 80.0))
)


def dots(specification):
    layer = next(layer for layer in specification["layer"] if layer["mark"]["type"] == "point")
    return layer["data"]["values"]


def test_the_best_score_stands_at_the_rim_above_the_middle_and_the_worst_in_the_middle():
    placed = dots(radar(SPOKES, 400))

    assert (placed[0]["x"], placed[0]["y"]) == (0.0, 100.0)
    assert (placed[1]["x"], placed[1]["y"]) == (0.0, 0.0)


def test_a_modelled_score_is_a_hollow_dot():
    placed = dots(radar(SPOKES, 400))

    assert [dot["fill"] == drawing.TOKENS["ground"] for dot in placed] == [False, False, True, False, False]


def test_a_missing_score_breaks_the_line_and_has_no_dot():
    whole = radar(SPOKES, 400)
    lacking = radar((*SPOKES[:2], Spoke("Three", None, 50.0, 40.0), *SPOKES[3:]), 400)

    def own_points(specification):
        looks = drawing.TOKENS["series-0"]
        lines = [layer for layer in specification["layer"] if layer["mark"].get("stroke") == looks]
        return sum(len(layer["data"]["values"]) for layer in lines if layer["mark"]["type"] == "line")

    assert len(dots(lacking)) == 4
    assert (own_points(whole), own_points(lacking)) == (6, 5)


def test_every_name_is_drawn_and_long_ones_are_broken():
    drawn = drawing.svg(radar((Spoke("Eco-innovation and resource efficiency", 1, 2, 3), *SPOKES[1:]), 400))

    assert re.findall(r">(Eco-innovation|and resource|efficiency)<", drawn) == [
        "Eco-innovation", "and resource", "efficiency",
    ]  # fmt: skip
    assert broken("Key enabling technologies") == ["Key enabling", "technologies"]
    assert broken("") == [""]
