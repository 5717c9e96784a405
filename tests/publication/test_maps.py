"""Maps: outlines thinned without tearing borders, tiles that do not cover one another, insets, what is kept."""

import hashlib
import json
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster_observatory.lake import snapshots
from cluster_observatory.publication import map_source, maps, paths, sheet
from cluster_observatory.publication.classes import QUOTIENTS, quantiles, readable
from cluster_observatory.publication.generalise import generalise
from cluster_observatory.publication.tiles import tiles
from cluster_observatory.sources.outlines import read_outlines
from cluster_observatory.tables.origins import Origin
from cluster_observatory.taxonomy import regions as taxonomy

SHARED_BORDER = [[2.0, 0.0], [2.01, 0.4], [1.99, 0.8], [2.3, 1.2], [2.0, 2.0]]
WEST = [[[[0.0, 0.0], *SHARED_BORDER, [0.0, 2.0], [0.0, 0.0]]]]
EAST = [[[[4.0, 0.0], [4.0, 2.0], *SHARED_BORDER[::-1], [4.0, 0.0]]]]


def plane(longitudes, latitudes):
    return np.column_stack([longitudes, latitudes])


def points(rings):
    return {tuple(point) for ring in rings for point in np.round(ring, 6).tolist()}


def test_neighbours_keep_the_same_points_on_their_border():
    thinned = generalise({"AA11": WEST, "BB11": EAST}, plane, 0.1, 0.0, group=lambda region: region[:2])

    shared = points(thinned.rings["AA11"]) & points(thinned.rings["BB11"])
    assert shared == {(2.0, 0.0), (1.99, 0.8), (2.3, 1.2), (2.0, 2.0)}
    assert [np.round(line, 6).tolist() for line in thinned.borders] in (
        [[[2.0, 0.0], [1.99, 0.8], [2.3, 1.2], [2.0, 2.0]]],
        [[[2.0, 2.0], [2.3, 1.2], [1.99, 0.8], [2.0, 0.0]]],
    )


def test_a_border_within_one_country_is_no_border_of_countries():
    thinned = generalise({"AA11": WEST, "AA12": EAST}, plane, 0.1, 0.0, group=lambda region: region[:2])

    assert thinned.borders == []


def test_a_hole_and_the_region_in_it_stay_together():
    hole = [[1.0, 1.0], [1.1, 2.0], [2.0, 2.1], [3.0, 2.0], [2.9, 1.0], [1.0, 1.0]]
    around = [[[[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [0.0, 0.0]], hole[::-1]]]

    thinned = generalise({"DE40": around, "DE30": [[hole]]}, plane, 0.5, 0.0, group=str)

    assert points(thinned.rings["DE30"]) <= points(thinned.rings["DE40"])


def test_small_islands_go_but_never_a_whole_region():
    island = [[[5.0, 5.0], [5.1, 5.0], [5.1, 5.1], [5.0, 5.0]]]

    thinned = generalise({"AA11": [*WEST, island], "CC11": [island]}, plane, 0.0, 0.5, group=str)

    assert len(thinned.rings["AA11"]) == 1
    assert len(thinned.rings["CC11"]) == 1


def test_paths_are_rounded_to_a_tenth_and_do_not_drift():
    ring = np.array([[0.04, 0.0], [10.33, 0.0], [10.33, 5.55], [0.04, 5.55]])

    assert paths.closed([ring]) == "M0 0l10.3 0 0 5.6-10.3 0z"
    assert paths.closed([ring * 0.001]) == ""


@given(st.lists(st.tuples(st.floats(0, 300), st.floats(0, 300)), min_size=1, max_size=40), st.floats(8, 30))
@settings(max_examples=40, deadline=None)
def test_no_two_tiles_overlap(places, width):
    named = {f"R{number}": place for number, place in enumerate(places)}

    placed = np.array(list(tiles(named, width).values()))

    apart = np.hypot(*(placed[:, None, :] - placed[None, :, :]).transpose(2, 0, 1)) + np.eye(len(placed)) * 1e9
    assert len(placed) == len(named)
    assert len(placed) == 1 or apart.min() >= width * 0.999


def test_the_same_places_give_the_same_tiles_in_any_order():
    named = {"A": (10.0, 10.0), "B": (11.0, 10.0), "C": (10.0, 12.0), "D": (60.0, 60.0)}

    assert tiles(named, 10) == tiles(dict(reversed(named.items())), 10)


def test_lone_tiles_lie_at_their_place():
    (x, y) = tiles({"A": (100.0, 100.0), "B": (300.0, 50.0)}, 10)["A"]

    assert abs(x - 100) <= 5
    assert abs(y - 100) <= 6


def test_the_built_in_map_has_a_tile_for_every_region_and_boxes_for_the_outermost():
    places = {
        region: (x, y) for region, x, y in taxonomy.places().select("region", "longitude", "latitude").iter_rows()
    }
    given_ = {region: places[region] for region in ("DE11", "FR10", "ES70", "FRY1", "CY00", "MT00")}

    drawn = maps.from_places(2021, given_)

    assert drawn.kind == "tiles"
    assert set(drawn.outlines) == set(given_)
    assert {label.name: label.region for label in drawn.insets} == {"Canarias": "ES70", "Guadeloupe": "FRY1"}
    assert "Natural Earth" in drawn.notice


def test_stuttgart_lies_where_the_projection_of_eurostat_puts_it():
    (x, y) = sheet.on_sheet(np.array([9.18]), np.array([48.78]))[0]

    # EPSG:3035 gives 4,260,760 m east and 2,851,630 m north
    assert x * sheet.METRES_PER_UNIT + sheet.WEST == pytest.approx(4_260_760, abs=2_000)
    assert sheet.NORTH - y * sheet.METRES_PER_UNIT == pytest.approx(2_851_630, abs=2_000)


def square(region, west, south):
    ring = [[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]
    return {
        "type": "Feature",
        "properties": {"NUTS_ID": region, "id": region, "na": region, "NAME_LATN": region},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def lay_outlines(home, edition, features):
    file = home / f"NUTS_RG_10M_{edition}_4326_LEVL_2.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    facts = {"title": "", "producer": "", "address": "", "read_on": "2026-11-22", "licence": "", "licence_address": "",
             "citation": "", "notice": ""}  # fmt: skip
    origin = Origin(
        dataset=f"gisco_nuts_{edition}_2", file=file.name, sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        bytes=file.stat().st_size, **facts,
    )  # fmt: skip
    snapshots.lay_down(home, origin, file)


def test_outlines_in_the_home_folder_are_drawn_and_kept(tmp_path):
    lay_outlines(tmp_path, 2013, [square("DE11", 9, 48), square("DE12", 8, 48), square("FRA1", -61.5, 16)])

    drawn = map_source.region_map(tmp_path, 2013, frozenset({"DE11", "DE12", "FRA1"}))

    assert drawn.kind == "outlines"
    assert "© EuroGeographics" in drawn.notice
    assert [label.region for label in drawn.insets] == ["FRA1"]
    kept = json.loads(next((tmp_path / "maps").glob("nuts-2013-*.json")).read_text())
    assert kept["outlines"] == drawn.outlines


def test_a_map_kept_before_is_read_and_not_drawn_again(tmp_path):
    drawn = maps.from_places(2013, {"DE11": (9.2, 48.8)})
    maps.keep(tmp_path, "source", drawn)

    again = maps.kept(tmp_path, 2013, "source")

    assert vars(again) == vars(drawn)
    assert maps.kept(tmp_path, 2013, "another source") is None


def test_a_home_that_cannot_be_written_shows_the_map_all_the_same(tmp_path, caplog):
    (tmp_path / "maps").write_text("a file where the folder belongs")

    drawn = map_source.region_map(tmp_path, 2013, frozenset({"DE11"}))

    assert list(drawn.outlines) == ["DE11"]
    assert "cannot be kept" in caplog.text


def test_a_map_that_could_not_be_kept_leaves_no_draft(tmp_path):
    drawn = maps.from_places(2013, {"DE11": (9.2, 48.8)})
    maps.keep(tmp_path, "source", drawn)
    kept = next((tmp_path / "maps").iterdir())
    kept.unlink()
    kept.mkdir()

    maps.keep(tmp_path, "source", drawn)

    assert list((tmp_path / "maps").iterdir()) == [kept]


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: "",
        lambda text: "[]",
        lambda text: "[" * 100_000,
        lambda text: text.replace('"outlines"', '"lines"'),
        lambda text: text.replace('"nuts_edition": 2013', '"nuts_edition": 2016'),
        lambda text: json.dumps(json.loads(text) | {"outlines": {"DE11": None}}),
        lambda text: json.dumps(json.loads(text) | {"outlines": {}}),
        lambda text: json.dumps(json.loads(text) | {"width": "wide"}),
    ],
)
def test_a_damaged_map_in_the_home_folder_is_drawn_anew(tmp_path, damage):
    drawn = maps.from_places(2013, {"DE11": (9.2, 48.8)})
    maps.keep(tmp_path, "source", drawn)
    kept = next((tmp_path / "maps").iterdir())
    kept.write_text(damage(kept.read_text("utf-8")), "utf-8")

    assert maps.kept(tmp_path, 2013, "source") is None


def test_a_map_in_the_home_folder_that_is_no_text_is_drawn_anew(tmp_path):
    maps.keep(tmp_path, "source", maps.from_places(2013, {"DE11": (9.2, 48.8)}))
    next((tmp_path / "maps").iterdir()).write_bytes(b"\xff\xfe\x00")

    assert maps.kept(tmp_path, 2013, "source") is None


def polygon(region, rings):
    return square(region, 9, 48) | {"geometry": {"type": "Polygon", "coordinates": rings}}


@pytest.mark.parametrize(
    "features",
    [
        [],
        [{"type": "Feature"}],
        [square("DE11", 9, 48) | {"geometry": {"type": "Point", "coordinates": [9, 48]}}],
        [polygon("DE11", [[]])],
        [polygon("FRA1", [[[-61.5, 16.0]]])],
    ],
)
def test_outlines_that_cannot_be_read_give_way_to_the_built_in_map(tmp_path, caplog, features):
    lay_outlines(tmp_path, 2013, features)

    drawn = map_source.region_map(tmp_path, 2013, frozenset({"DE11", "FRA1"}))

    assert (drawn.kind, set(drawn.outlines)) == ("tiles", {"DE11", "FRA1"})
    assert "NUTS 2013 cannot be read" in caplog.text


@pytest.mark.parametrize("file", ["NUTS_RG_10M_2013_4326_LEVL_2.geojson", "origin.json"])
def test_a_damaged_snapshot_of_outlines_gives_way_to_the_built_in_map(tmp_path, caplog, file):
    lay_outlines(tmp_path, 2013, [square("DE11", 9, 48)])
    next((tmp_path / "snapshots").glob(f"*/*/{file}")).write_text("{")

    assert map_source.region_map(tmp_path, 2013, frozenset({"DE11"})).kind == "tiles"
    assert "NUTS 2013 cannot be read" in caplog.text


def test_a_region_without_an_outline_stands_as_a_tile_and_a_renamed_island_keeps_its_outline(tmp_path):
    features = [square(f"DE2{number}", 8 + number, 48) for number in range(1, 8)]
    lay_outlines(tmp_path, 2013, [*features, square("DE11", 8, 49), square("FRA1", -61.5, 16)])
    island = map_source.region_map(tmp_path, 2013, frozenset({"DE11", "FRA1"})).outlines["FRA1"]
    bavaria = {f"DE2{number}" for number in range(1, 8)}

    drawn = map_source.region_map(tmp_path, 2006, frozenset({*bavaria, "DE11", "FR91", "DE41"}))

    assert (drawn.kind, drawn.nuts_edition) == ("outlines", 2013)
    assert drawn.outlines["FR91"] == island
    assert "FRA1" not in drawn.outlines
    assert drawn.boxes["DE41"].width == pytest.approx(maps.TILE, abs=0.2)


def test_real_outlines_make_a_map_that_is_light_enough(shared_data):
    file = shared_data / "geometry" / "NUTS_RG_10M_2013_4326_LEVL_2.topo.json"
    outlines = {outline.region: outline.polygons for outline in read_outlines(file.read_bytes(), file.name)}

    drawn = maps.from_outlines(2013, outlines)

    assert sum(len(path) for path in drawn.outlines.values()) < 230_000
    assert len(drawn.insets) == 8
    assert all(re.fullmatch(r"(?:M[-.\d ]+l[-.\d ]+z)+", path) for path in drawn.outlines.values())
    assert {"DE11", "ES24", "CY00", "MT00", "IS00"} <= drawn.outlines.keys()


def test_a_value_on_a_limit_belongs_to_the_class_above():
    assert [QUOTIENTS.of(value) for value in (0.0, 0.49, 0.5, 1.0, 1.99, 2.0, 4.0, 20.0)] == [0, 0, 1, 2, 2, 3, 4, 4]


def test_quantile_limits_are_readable_and_inside_the_values():
    classes = quantiles([float(value) for value in range(1, 1001)])

    assert classes.limits == (200.0, 400.0, 600.0, 800.0)
    assert quantiles([5.0] * 10).limits == ()
    assert quantiles([]).limits == ()


@pytest.mark.parametrize(("value", "rounded"), [(0.0, 0.0), (12_345.0, 12_000.0), (0.03456, 0.035), (-987.0, -990.0)])
def test_limits_are_rounded_to_two_digits(value, rounded):
    assert readable(value) == pytest.approx(rounded)
