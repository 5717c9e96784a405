"""Reads outlines of regions from GeoJSON and TopoJSON into polygons of longitude and latitude."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from cluster_observatory.errors import SourceChanged
from cluster_observatory.sources.unpacking import unpack

LARGEST = 500_000_000
FEWEST_POINTS = 4

_CODE = re.compile(r"[A-Z]{2}[A-Z0-9]{0,3}")

Ring = list[tuple[float, float]]
Polygon = list[Ring]


class Outline(NamedTuple):
    """One region: code, name, and its polygons, each an outer ring followed by its holes, in degrees (WGS 84)."""

    region: str
    name: str
    polygons: list[Polygon]


def read_outlines(data: bytes, name: str, *, largest: int = LARGEST) -> list[Outline]:
    """Return the outlines in a GeoJSON or TopoJSON file (plain or gzip), in the order of the file.

    Rings are closed: the last point is the first.  ``name`` stands in messages.
    Raises SourceChanged where the file is neither, or holds something else than
    polygons of regions with a code of NUTS, on the globe, of four points a ring
    or more.
    """
    try:
        contents = json.loads(unpack(data, name, largest=largest))
    except (ValueError, RecursionError) as error:
        raise SourceChanged(f"{name} is not JSON ({error}). Expected GeoJSON or TopoJSON of GISCO.") from error
    kind = contents.get("type") if isinstance(contents, dict) else None
    readers = {"FeatureCollection": _of_geojson, "Topology": _of_topojson}
    if kind not in readers:
        raise SourceChanged(
            f"{name} is neither GeoJSON (type FeatureCollection) nor TopoJSON (type Topology): found type {kind!r}."
        )
    try:
        outlines = list(readers[kind](contents, name))
    except (KeyError, IndexError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise SourceChanged(f"{name} is {kind}, but not as GISCO writes it: {type(error).__name__} {error}.") from error
    if not outlines:
        raise SourceChanged(f"{name} holds no region.")
    for outline in outlines:
        for polygon in outline.polygons:
            for ring in polygon:
                _check_ring(ring, outline.region, name)
    return outlines


def _of_geojson(contents: dict[str, Any], name: str) -> Iterator[Outline]:
    for feature in contents["features"]:
        geometry = feature["geometry"]
        polygons = [
            [[(float(longitude), float(latitude)) for longitude, latitude, *_ in ring] for ring in polygon]
            for polygon in _polygons(geometry["type"], geometry["coordinates"], name)
        ]
        yield Outline(*_code_and_name(feature, name), polygons)


def _of_topojson(contents: dict[str, Any], name: str) -> Iterator[Outline]:
    arcs = _arcs(contents)
    for layer in contents["objects"].values():
        for geometry in layer["geometries"]:
            polygons = [
                [_ring(ring, arcs) for ring in polygon]
                for polygon in _polygons(geometry["type"], geometry["arcs"], name)
            ]
            yield Outline(*_code_and_name(geometry, name), polygons)


def _polygons(kind: str, parts: list[Any], name: str) -> list[Any]:
    if kind not in ("Polygon", "MultiPolygon"):
        raise SourceChanged(f"{name} holds a geometry of type {kind!r}; expected Polygon or MultiPolygon.")
    return [parts] if kind == "Polygon" else parts


def _code_and_name(holder: dict[str, Any], name: str) -> tuple[str, str]:
    properties = holder["properties"]
    code = properties.get("NUTS_ID", properties.get("id"))
    label = properties.get("NAME_LATN", properties.get("NUTS_NAME", properties.get("na")))
    if not isinstance(code, str) or not isinstance(label, str):
        raise SourceChanged(
            f"{name}: expected NUTS_ID and NUTS_NAME, or id and na, with each region, found {', '.join(properties)}."
        )
    if not _CODE.fullmatch(code):
        raise SourceChanged(f"{name} holds a region {code[:40]!r}; expected a code of NUTS such as AT or DE11.")
    return code, label


def _check_ring(ring: Ring, region: str, name: str) -> None:
    if len(ring) < FEWEST_POINTS:
        raise SourceChanged(
            f"{name}: region {region} has a ring of {len(ring)} points; expected {FEWEST_POINTS} or more, closed."
        )
    for longitude, latitude in ring:
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            raise SourceChanged(
                f"{name}: region {region} has the point {longitude:g}, {latitude:g}; "
                "expected degrees of longitude and latitude (EPSG:4326)."
            )


def _arcs(contents: dict[str, Any]) -> list[Ring]:
    transform = contents.get("transform")
    arcs = []
    for arc in contents["arcs"]:
        points = np.array([point[:2] for point in arc], dtype=np.float64)
        if transform:
            points = points.cumsum(axis=0) * transform["scale"] + transform["translate"]
        arcs.append([(longitude, latitude) for longitude, latitude in points.tolist()])
    return arcs


def _ring(indices: list[int], arcs: list[Ring]) -> Ring:
    ring: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring
