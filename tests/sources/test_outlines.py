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
