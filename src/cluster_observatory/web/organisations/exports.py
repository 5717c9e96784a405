"""Lists of organisations as files: CSV, Excel workbook and GeoJSON, with what is public of each and no way to reach it.

Addresses of mail and telephone numbers are on the profile alone, so that nobody takes them all at once.
"""

import csv
import io
import json
from functools import cache

from cluster_observatory.taxonomy import regions
from cluster_observatory.web.base import spreadsheets
from cluster_observatory.web.base.languages import said
from cluster_observatory.web.organisations import vocabularies

CHUNK = 500
SEPARATOR = "; "
NUMBERS = ("members_total", "members_sme")
LISTS = ("clusters", "emerging_industries", "sectors", "ecosystems", "technologies", "services", "target_countries")
COLUMNS = (
    "organisation", "name", "name_original", "acronym", "kind", "country", "country_name", "region", "region_name",
    "nuts_edition", "city", "latitude", "longitude", "founded_in", "website", "description", "state", "published_on",
    "confirmed_on", "source", *NUMBERS, *LISTS, "address",
)  # fmt: skip
"""The columns, in order; `organisation` is the last part of the address of its page."""

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}


def rows(organisations, address):
    """Yield what is public of each organisation, as a dictionary of plain values; None where nothing is known.

    `address` takes an organisation and returns the whole address of its page.
    """
    for organisation in organisations.select_related("cluster").iterator(chunk_size=CHUNK):
        yield row(organisation, address(organisation))


def row(organisation, address):
    """Return what is public of an organisation, as a dictionary of plain values by `COLUMNS`."""
    cluster = getattr(organisation, "cluster", None)
    found = {
        "organisation": organisation.slug,
        "country_name": vocabularies.country_name(organisation.country),
        "region_name": vocabularies.region_name(organisation.region),
        "description": said(organisation.description).text,
        "published_on": _day(organisation.published_at),
        "confirmed_on": _day(organisation.confirmed_at),
        "address": address,
    }
    found |= {name: getattr(cluster, name, None) for name in NUMBERS}
    found |= {name: list(getattr(cluster, name, ())) for name in LISTS}
    return {name: found[name] if name in found else getattr(organisation, name) for name in COLUMNS}


def as_csv(organisations, address):
    """Yield a list of organisations as lines of CSV in UTF-8, a header line first."""
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow(COLUMNS)
    yield _taken(line)
    for found in rows(organisations, address):
        writer.writerow(spreadsheets.harmless(_cell(value)) for value in found.values())
        yield _taken(line)


def as_workbook(organisations, address):
    """Return a list of organisations as an Excel workbook, a file at its beginning."""
    cells = (map(_cell, found.values()) for found in rows(organisations, address))
    return spreadsheets.workbook("Organisations", COLUMNS, cells)


def as_geojson(organisations, address):
    """Yield a list of organisations as GeoJSON (RFC 7946), each at its own place or at one inside its region.

    `placed` says which of them it is; who has neither has no geometry.
    """
    yield '{"type":"FeatureCollection","features":['
    separator = ""
    for found in rows(organisations, address):
        yield separator + json.dumps(_feature(found), ensure_ascii=False, separators=(",", ":"))
        separator = ",\n"
    yield "]}\n"


def _feature(found):
    placed, place = "organisation", (found["longitude"], found["latitude"])
    if None in place:
        placed, place = "region", _places().get(found["region"][:4])
    geometry = {"type": "Point", "coordinates": list(place)} if place else None
    properties = {name: value for name, value in found.items() if name not in ("longitude", "latitude")}
    return {
        "type": "Feature",
        "id": found["organisation"],
        "geometry": geometry,
        "properties": properties | {"placed": placed if place else None},
    }


def _cell(value):
    return SEPARATOR.join(map(str, value)) if isinstance(value, list) else value


def _day(moment):
    return moment.date().isoformat() if moment else None


def _taken(line):
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text


@cache
def _places():
    table = regions.places().select("region", "longitude", "latitude")
    return {region: (longitude, latitude) for region, longitude, latitude in table.iter_rows()}
