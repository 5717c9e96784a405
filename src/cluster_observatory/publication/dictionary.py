"""What the columns of the published tables mean, for pages and downloads."""

from collections.abc import Sequence
from typing import Any

from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.tables.shapes import Column, Shape, shapes


def described(edition: Edition) -> list[dict[str, Any]]:
    """Return every table of the edition: its description, method, key, columns with units, rows and checksum."""
    known = shapes()
    return [_table(known[entry["name"]], entry) for entry in edition.manifest["tables"] if entry["name"] in known]


def _table(shape: Shape, entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": shape.name,
        "description": shape.description,
        "method": shape.method,
        "rows": entry["rows"],
        "bytes": entry["bytes"],
        "sha256": entry["sha256"],
        "columns": [told(column, shape.key) for column in shape.columns],
    }


def told(column: Column, key: Sequence[str]) -> dict[str, Any]:
    """Return what is to be known of a column of a table with that key."""
    return {
        "name": column.name,
        "type": column.type,
        "unit": column.unit,
        "missing": column.missing,
        "is_key": column.name in key,
        "description": column.description,
    }
