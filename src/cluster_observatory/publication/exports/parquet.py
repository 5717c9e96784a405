"""Tables as Parquet, with what is to be known of them in the file's own metadata."""

import io
import json
from dataclasses import asdict

import polars as pl

from cluster_observatory.publication.exports.about import About


def write(table: pl.DataFrame, about: About) -> bytes:
    """Return the table as Parquet; the key-value metadata hold what `metadata` returns."""
    file = io.BytesIO()
    table.write_parquet(file, compression="zstd", metadata=metadata(about))
    return file.getvalue()


def metadata(about: About) -> dict[str, str]:
    """Return title, description, licence, citation, edition and address as text; columns, sources and flags as JSON."""
    return {
        "title": about.title,
        "description": about.description,
        "licence": about.licence,
        "citation": about.citation,
        "edition": about.edition,
        "invented": json.dumps(about.invented),
        "address": about.address,
        "columns": _json(
            {column.name: {"unit": column.unit, "description": column.description} for column in about.columns}
        ),
        "sources": _json([asdict(source) for source in about.sources]),
        "flags": _json({letter: name for letter, name, _description in about.flags}),
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
