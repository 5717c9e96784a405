"""What a reader of a chart can rely on: all bubbles inside, labels apart, modelled figures marked."""

import math
from itertools import pairwise

from cluster_observatory.publication import drawing
from cluster_observatory.publication.charts import Bin, Mark, Point, distribution, trend
from cluster_observatory.publication.portfolio import Bubble, portfolio

BUBBLES = (
    Bubble("motor vehicles", 6.0, 30.0, 158_000, "class-4", "motor vehicles"),
    Bubble("machinery", 5.8, 29.0, 156_000, "class-4", "machinery"),
    Bubble("retail", 0.8, 20.0, 90_000, "class-1", "retail"),
    Bubble("fishing", 0.0001, 0.0001, 3, "class-1"),
)


def drawn_layers(specification):
    """The layers of a chart that draw something, however deep they lie."""
    within = specification.get("layer")
    return [specification] if within is None else [layer for part in within for layer in drawn_layers(part)]


def layers(specification, kind):
    """The values of the layers with that kind of mark, each with its layer."""
    found = [layer for layer in drawn_layers(specification) if layer["mark"]["type"] == kind]
    return [(value, layer) for layer in found for value in layer["data"]["values"]]


def test_every_bubble_lies_wholly_between_the_axes():
    for width in (288, 560):
        drawn = portfolio(BUBBLES, "quotient", "share", "Europe", width=width)
        for value, layer in layers(drawn, "circle"):
            largest = layer["encoding"]["size"]["scale"]["range"][1]
            radius = math.sqrt(largest * value["persons"] / 158_000 / math.pi)
            for axis, room in (("x", width - 60), ("y", drawn["height"] - 50)):
                low, high = (math.log(end) for end in layer["encoding"][axis]["scale"]["domain"])
                place = (math.log(value[axis]) - low) / (high - low) * room
                assert radius <= place <= room - radius


def test_a_narrow_portfolio_has_at_most_five_labels():
    many = tuple(Bubble(f"n{n}", 0.2 + n / 4, 1.0 + n % 7, 10.0, "class-1", f"n{n}") for n in range(16))

    assert len(layers(portfolio(many, "q", "s", "", width=288), "text")) == 5 + 1
    assert len(layers(portfolio(many, "q", "s", "", width=560), "text")) == 10 + 1


def test_a_trend_names_its_last_year_and_its_lines_apart():
    points = [Point(name, year, 1.0, 0) for name in ("a", "b", "c") for year in range(2008, 2016)]
    drawn = trend(points, "q", "~g", 288, level=Mark(1.0, "Europe"))
    labels = sorted(value["at"] for value, _ in layers(drawn, "text"))

    assert 2015 in drawn_layers(drawn)[0]["encoding"]["x"]["axis"]["values"]
    assert len(labels) == 4
    assert all(above - below > 0.05 for below, above in pairwise(labels))


def test_modelled_lines_are_dashed_and_modelled_bars_hatched():
    points = [Point("a", year, 1.0, 0) for year in (2013, 2014)]
    bars = distribution([Bin(3, "modelled-2"), Bin(2, "class-2")], ["0", "1", ""], None, "q", "regions", 288)

    assert "stroke-dasharray" in drawing.svg(trend(points, "q", "~g", 288, modelled=True))
    assert "stroke-dasharray" not in drawing.svg(trend(points, "q", "~g", 288))
    assert 'fill="url(#modelled-c2)"' in drawing.svg(bars)
    assert 'fill="var(--class-2)"' in drawing.svg(bars)


def test_zero_on_an_axis_has_no_unit():
    points = [Point("a", year, 150_000.0 + year, 0) for year in (2013, 2014)]
    words = drawing.svg(trend(points, "persons", "~s", 560))

    assert ">0<" in words
    assert ">0k<" not in words
    assert ">150k<" in words
