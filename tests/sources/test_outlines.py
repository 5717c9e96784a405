"""Outlines: GeoJSON and TopoJSON give the same polygons, anything else is refused."""

import json

import pytest

from cluster_observatory.errors import SourceChanged
from cluster_observatory.sources import gisco
from cluster_observatory.sources.gisco import Outlines
from cluster_observatory.sources.outlines import Outline, read_outlines

SQUARE = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
HOLE = [[0.5, 0.5], [0.5, 1], [1, 1], [0.5, 0.5]]
ISLAND = [[5, 5], [6, 5], [6, 6], [5, 5]]
GEOJSON = {
    "type": "FeatureCollection",
    "features": [
        {
            "properties": {"id": "XX11", "na": "Sqùare"},
            "geometry": {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [ISLAND]]},
        },
        {
            "properties": {"NUTS_ID": "XX12", "NUTS_NAME": "Island"},
            "geometry": {"type": "Polygon", "coordinates": [ISLAND]},
        },
    ],
}
# The square is two arcs, the second walked backwards; steps are in halves of a degree from (0, 0).
TOPOJSON = {
    "type": "Topology",
    "transform": {"scale": [0.5, 0.5], "translate": [0, 0]},
    "arcs": [
        [[0, 0], [4, 0], [0, 4]],
        [[0, 0], [0, 4], [4, 0]],
        [[1, 1], [0, 1], [1, 0], [-1, -1]],
        [[10, 10], [2, 0], [0, 2], [-2, -2]],
    ],
    "objects": {
        "NUTS": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "MultiPolygon", "properties": {"id": "XX11", "na": "Sqùare"}, "arcs": [[[0, -2], [2]], [[3]]]},
                {"type": "Polygon", "properties": {"id": "XX12", "na": "Island"}, "arcs": [[3]]},
            ],
        }
    },
}


def points(ring):
    return [(float(longitude), float(latitude)) for longitude, latitude in ring]


@pytest.mark.parametrize("contents", [GEOJSON, TOPOJSON], ids=["GeoJSON", "TopoJSON"])
def test_both_forms_give_the_same_closed_rings(contents):
    outlines = read_outlines(json.dumps(contents).encode(), "outlines.json")

    assert outlines == [
        Outline("XX11", "Sqùare", [[points(SQUARE), points(HOLE)], [points(ISLAND)]]),
        Outline("XX12", "Island", [[points(ISLAND)]]),
    ]


def changed(**facts):
    return json.dumps({**GEOJSON, **facts}).encode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{", "outlines.json is not JSON"),
        (b"[" * 100_000, "outlines.json is not JSON"),
        (b"[]", "neither GeoJSON"),
        (b'{"type": "Feature"}', "found type 'Feature'"),
        (changed(features=[]), "holds no region"),
        (changed(features=[{"geometry": None}]), "not as GISCO writes it"),
        (changed(features=[{"properties": {}, "geometry": {"type": "Point", "coordinates": [1, 2]}}]), "type 'Point'"),
        (
            changed(features=[{"properties": {"name": "X"}, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}]),
            "expected NUTS_ID and NUTS_NAME, or id and na, with each region, found name",
        ),
        (json.dumps({**TOPOJSON, "arcs": []}).encode(), "not as GISCO writes it"),
        (b"", "is empty"),
    ],
)
def test_anything_else_is_refused_by_name(data, words):
    with pytest.raises(SourceChanged) as refusal:
        read_outlines(data, "outlines.json")

    assert words in str(refusal.value)


def test_giscos_names_tell_edition_level_and_scale():
    assert gisco.outlines_of_file("NUTS_RG_20M_2024_4326_LEVL_0.geojson") == Outlines(2024, 0, "20M")
    assert gisco.outlines_of_file("NUTS_RG_10M_2013_4326_LEVL_2.topo.json") == Outlines(2013, 2, "10M")
    for other in ("NUTS_RG_10M_2013_3035_LEVL_2.geojson", "NUTS_RG_10M_2013_4326_LEVL_3.geojson", "outlines.json"):
        assert gisco.outlines_of_file(other) is None


def test_outlines_of_every_edition_have_giscos_address():
    addresses = [gisco.address("https://gisco.example/v2/", outlines) for outlines in gisco.all_outlines()]

    assert addresses[5] == "https://gisco.example/v2/nuts/geojson/NUTS_RG_10M_2013_4326_LEVL_2.geojson"
    assert len(addresses) == 12


def one_region(ring, code="XX11"):
    """A file of a valid region and then one of that ring and code; json writes inf and nan as Infinity and NaN."""
    feature = {"properties": {"id": code, "na": "Odd"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    return changed(features=[GEOJSON["features"][1], feature])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (one_region([[0, 0], [float("nan"), 0], [2, 2], [0, 0]]), "XX11 has the point nan, 0"),
        (one_region([[0, 0], [2, float("inf")], [2, 2], [0, 0]]), "XX11 has the point 2, inf"),
        (one_region([[0, 0], [10**400, 0], [2, 2], [0, 0]]), "not as GISCO writes it"),
        (one_region([[4_000_000, 3_000_000], [181, 0], [2, 2], [0, 0]]), "XX11 has the point 4e+06, 3e+06"),
        (one_region([[0, 0], [0, -90.5], [2, 2], [0, 0]]), "XX11 has the point 0, -90.5"),
        (one_region([[0, 0], [2, 2], [0, 0]]), "XX11 has a ring of 3 points; expected 4 or more"),
        (one_region([]), "XX11 has a ring of 0 points"),
        (one_region(SQUARE, "<script>"), "holds a region '<script>'; expected a code of NUTS"),
        (one_region(SQUARE, "de11"), "holds a region 'de11'"),
        (one_region(SQUARE, "DE1\n"), "holds a region 'DE1\\n'"),
        (one_region(SQUARE, "DE1111"), "holds a region 'DE1111'"),
        (
            json.dumps(TOPOJSON | {"transform": {"scale": [1e300, 1], "translate": [0, 0]}}).encode(),
            "XX11 has the point 4e+300, 0",
        ),
        (
            json.dumps(TOPOJSON | {"transform": {"scale": [0.5, 0.5], "translate": [0, float("nan")]}}).encode(),
            "XX11 has the point 0, nan",
        ),
    ],
)
def test_outlines_that_no_region_has_are_refused_by_file_and_region(data, words):
    with pytest.raises(SourceChanged) as refusal:
        read_outlines(data, "outlines.json")

    assert "outlines.json" in str(refusal.value)
    assert words in str(refusal.value)
