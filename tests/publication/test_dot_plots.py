"""Dot plots of a few units: rows by group, dots with intervals, labels."""

import json
import re

from cluster_observatory.publication import drawing
from cluster_observatory.publication.charts import Mark
from cluster_observatory.publication.dot_plots import Dot, Dots, dots

GROUPS = (
    Dots("Motor vehicles", (Dot("Stuttgart", 5.96, "5.96", 5.5, 6.4), Dot("Aragón", 2.55, "2.55", 2.1, 3.1))),
    Dots("Machinery", (Dot("Stuttgart", 4.47, "4.47", hollow=True),)),
)


def words(drawn):
    return re.findall(r"<text[^>]*>([^<]+)</text>", drawn)


def test_every_group_and_every_unit_has_a_row_with_its_value_in_words():
    drawn = words(drawing.svg(dots(GROUPS, "quotient", 560)))

    assert [one for one in drawn if one in ("Motor vehicles", "Machinery")] == ["Motor vehicles", "Machinery"]
    assert drawn.count("Stuttgart") == 2 and drawn.count("Aragón") == 1
    assert {"5.96", "2.55", "4.47", "quotient"} <= set(drawn)


def test_a_growing_axis_doubles_and_has_its_mark():
    specification = dots(GROUPS, "quotient", 560, Mark(1.0, "Europe’s share"), growing=True)

    assert "Europe’s share" in words(drawing.svg(specification))
    scales = re.findall(r'"type": "log"', json.dumps(specification))
    assert scales


def test_what_is_mostly_not_its_own_is_drawn_hollow():
    full = drawing.svg(dots(GROUPS[:1], "quotient", 560))
    hollow = drawing.svg(dots(GROUPS[1:], "quotient", 560))

    assert 'fill="var(--ground)"' not in full
    assert 'fill="var(--ground)"' in hollow


def test_the_picture_grows_with_its_rows_and_keeps_its_width():
    low, high = dots(GROUPS[1:], "quotient", 288), dots(GROUPS, "quotient", 288)

    assert low["width"] == high["width"] == 288
    assert low["height"] < high["height"]
