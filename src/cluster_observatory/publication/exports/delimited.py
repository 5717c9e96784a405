"""Tables as CSV (RFC 4180), and what CSV on the Web says of them.

Numbers stand at full precision, empty is missing, `""` is empty text.  A text that
a spreadsheet would take for a formula, since it begins with = + - @, a tab or a
line end, stands behind an apostrophe; numbers are never touched.
"""

import json
from typing import Any

import polars as pl

from cluster_observatory.publication.exports.about import About

FORMULA = r"^([=+\-@\t\r\n])"
DATATYPES = {"text": "string", "integer": "integer", "float": "double", "boolean": "boolean"}


def write(table: pl.DataFrame, about: About) -> bytes:
    """Return the table as CSV in UTF-8, a header line first; about tells it all in `write_metadata`."""
    return lines(table, header=True)


def lines(table: pl.DataFrame, *, header: bool) -> bytes:
    """Return the rows of a table, or of a batch of one, as lines of CSV, with or without the header line."""
    harmless = table.with_columns(pl.col(pl.String).str.replace(FORMULA, "'${1}"))
    return harmless.write_csv(include_header=header, line_terminator="\r\n").encode()


def write_metadata(table: pl.DataFrame, about: About) -> bytes:
    """Return the metadata of the table's CSV at `about.address`, as CSV on the Web has them (JSON)."""
    return metadata(about)


def metadata(about: About) -> bytes:
    """Return the metadata of the CSV at `about.address`: columns, units, key, sources, licences, citation, flags."""
    described: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": about.address,
        "dc:title": about.title,
        "dc:description": about.description,
        "dc:license": [{"@id": address} for _name, address in about.licences if address],
        "dc:rights": about.licence,
        "dc:source": [source.address or source.dataset for source in about.sources],
        "dc:bibliographicCitation": about.citation,
        "schema:version": about.edition,
        "dialect": {"header": True, "delimiter": ",", "quoteChar": '"', "doubleQuote": True, "encoding": "utf-8"},
        "tableSchema": {"columns": [_column(about, column.name) for column in about.columns]},
    }
    if about.key:
        described["tableSchema"]["primaryKey"] = list(about.key)
    if about.flags:
        described["notes"] = [
            {"flag": letter, "name": name, "description": description} for letter, name, description in about.flags
        ]
    return json.dumps(described, ensure_ascii=False, indent=1).encode()


def _column(about: About, name: str) -> dict[str, Any]:
    column = about.column(name)
    described = {
        "name": name,
        "titles": name,
        "datatype": DATATYPES[column.type],
        "dc:description": column.description,
        "required": name in about.key,
    }
    return described | ({"schema:unitText": column.unit} if column.unit else {})
