"""A picture that has left the page: whole, readable by any program, and the same colours as before."""

import re
import struct
import xml.etree.ElementTree as ET
import zlib
from importlib import resources

import pytest

from cluster_observatory.publication import charts, drawing, maps
from cluster_observatory.publication.bars import Bar, bars
from cluster_observatory.publication.charts import Bin, Mark
from cluster_observatory.publication.map_picture import Area, map_picture
from cluster_observatory.publication.picture_files import (
    MARGIN,
    ROOM,
    WIDTH,
    Drawing,
    Entry,
    drawing_of,
    framed,
    png,
    wide,
    wrapped,
)

SVG = "{http://www.w3.org/2000/svg}"
SQUARE = Drawing('<rect width="100" height="50" fill="#123456"/>', 100, 50)


def texts(svg):
    """The words of an SVG in reading order."""
    return [element.text for element in ET.fromstring(svg).iter(f"{SVG}text")]


def chart(bin_="class-2"):
    bins = [Bin(3, bin_), Bin(5, "class-3")]
    return drawing_of(drawing.standalone(charts.distribution(bins, ["0", "1", ""], None, "quotient", "regions", ROOM)))


def test_a_file_has_title_legend_lines_and_source_below_one_another():
    legend = [Entry("#123456", "two and more"), Entry("url(#no-value)", "no value")]
    svg = framed(SQUARE, "Jobs, 2014", ["Boxes are not to scale."], "Source: Eurostat", legend=legend, language="de")
    root = ET.fromstring(svg)

    assert texts(svg) == ["Jobs, 2014", "two and more", "no value", "Boxes are not to scale.", "Source: Eurostat"]
    assert (root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text) == ("Jobs, 2014", "Source: Eurostat")
    assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "de"
    assert float(root.attrib["width"]) == WIDTH
    assert all(float(text.attrib["y"]) < float(root.attrib["height"]) for text in root.iter(f"{SVG}text"))


def test_a_drawing_of_any_size_fills_the_width_in_its_proportions():
    inner = ET.fromstring(framed(SQUARE, "t", [], "s")).find(f"{SVG}svg").attrib

    assert (inner["x"], inner["width"], inner["height"]) == (str(MARGIN), str(ROOM), str(ROOM // 2))
    assert inner["viewBox"] == "0 0 100 50"


def test_markup_and_controls_in_words_do_no_harm():
    odd = '</text><script>alert("1")</script>\x00\x0b\ud800 & "'
    svg = framed(SQUARE, odd, [odd], odd, legend=[Entry('"/><b', odd)], banner=odd, language='"><a')

    assert "<script" not in svg
    assert [" ".join(words.split()) for words in texts(svg)] == ['</text><script>alert("1")</script> & "'] * 5
    assert {element.tag for element in ET.fromstring(svg).iter()} <= {
        SVG + name for name in ("svg", "title", "desc", "defs", "pattern", "rect", "text")
    }


def test_a_chart_in_a_file_has_literal_colours_and_its_modelled_bars_a_hatch_that_is_defined_there():
    svg = framed(chart("modelled-2"), "t", [], "s")

    assert "var(" not in svg
    assert "style=" not in svg
    assert 'fill="url(#modelled-c2)"' in svg
    assert drawing.LIGHT["class-3"] in svg
    for name in re.findall(r"url\(#([^)]+)\)", svg):
        assert f'id="{name}"' in svg
    assert not any(token in svg for token in drawing.TOKENS.values())


def test_colours_of_files_are_those_of_the_light_page():
    sheet = resources.files("cluster_observatory.web.atlas") / "static" / "atlas" / "atlas.css"
    light = sheet.read_text("utf-8").partition("@media")[0]
    properties = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]+);", light))

    assert {name: properties.get(name) for name in drawing.LIGHT} == drawing.LIGHT


def test_a_png_has_two_pixels_for_each_and_is_not_blank():
    svg = framed(chart(), "Jobs, Łódź and Ξάνθη", [], "Source: Eurostat")
    height = float(ET.fromstring(svg).attrib["height"])
    file = png(svg)
    width, tall = struct.unpack(">II", file[16:24])

    assert file.startswith(b"\x89PNG\r\n\x1a\n")
    assert (width, tall) == (2 * WIDTH, pytest.approx(2 * height, abs=1))
    assert len(set(zlib.decompress(b"".join(chunks(file, b"IDAT"))))) > 30


def chunks(file, kind):
    """The contents of the chunks of a kind of a PNG."""
    at = 8
    while at < len(file):
        length, found = struct.unpack(">I4s", file[at : at + 8])
        if found == kind:
            yield file[at + 8 : at + 8 + length]
        at += 12 + length


@pytest.mark.parametrize("words", ["", "one", "many " * 200, "x" * 900, f"a {'W' * 300} b"])
def test_words_are_broken_into_lines_that_fit_and_none_is_lost(words):
    lines = list(wrapped(words, 13))

    assert all(wide(line, 13) <= ROOM for line in lines)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")


def test_only_a_whole_svg_is_taken_for_a_drawing():
    for other in ("<p>", '<svg viewBox="1 0 9 9"></svg>', '<svg viewBox="0 0 9 9">'):
        with pytest.raises(ValueError, match="viewBox"):
            drawing_of(other)


def test_words_beside_bars_stand_right_of_the_longest_bar():
    rows = [Bar("Île-de-France", 3.0, "3 étoiles (100 sur 100)"), Bar("Wien", 1.0, "1", 0.5, 9.0, modelled=True)]
    drawn = bars(rows, 4.0, Mark(1.0, "Europe"), ROOM)
    found = next(layer for layer in drawn["layer"] if layer["mark"]["type"] == "text")["data"]["values"]
    start, end = drawn["layer"][0]["encoding"]["x"]["scale"]["domain"]
    plot = ROOM - wide("Île-de-France", 12) - 12

    assert [row["words"] for row in found] == ["3 étoiles (100 sur 100)", "1"]
    assert (4.0 - start) / (end - start) * plot + wide("3 étoiles (100 sur 100)", 12) <= plot
    assert found[1]["high"] == 4.0


def test_a_map_shows_its_part_of_the_sheet_with_boxes_outside_it():
    drawn = maps.from_places(2013, {"DE11": (9.2, 48.8), "DE12": (8.4, 49.0), "ES70": (-15.5, 28.1)})
    near, far = ([code for code in drawn.outlines if (code == "ES70") is is_far] for is_far in (False, True))
    areas = [Area(drawn.outlines[code], "#123456", strong=code == "DE11") for code in near]
    areas += [Area(drawn.outlines[code], "url(#no-value)", far=True) for code in far]
    svg = framed(map_picture(drawn, areas, "M0 0z", drawn.insets, "10 20 300 300"), "t", [], "s")
    sheet = ET.fromstring(svg).find(f"{SVG}svg").find(f"{SVG}svg")

    assert sheet.attrib["viewBox"] == "10 20 300 300"
    assert [path.attrib["fill"] for path in sheet.iter(f"{SVG}path")].count("#123456") == 2
    assert "url(#no-value)" not in [path.attrib["fill"] for path in sheet.iter(f"{SVG}path")]
    assert "Canarias" in texts(svg)
