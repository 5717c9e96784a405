"""The region at large: output, income, work and learning, each with its newest value up to a year."""

import polars as pl
from django.utils.translation import get_language

from cluster_observatory.publication import labels
from cluster_observatory.publication.frames import frame
from cluster_observatory.web.atlas import numbers, queries


def of_region(edition, region, year):
    """Return the newest value of each context indicator of a region up to a year."""
    rows = frame(edition, "context").filter((pl.col("region") == region) & (pl.col("year") <= year))
    newest = rows.drop_nulls("value").sort("year").group_by("indicator", maintain_order=True).last()
    described = newest.join(frame(edition, "indicators"), on="indicator", how="left").sort("indicator")
    language = get_language()
    return [
        {
            "name": labels.name("context", row["indicator"], language, row["name"] or row["indicator"]),
            "value": _written(row["value"]),
            "unit": labels.name("unit", row["unit"] or "", language, row["unit"] or ""),
            "year": row["year"],
            "flags": queries.flags_in_words(edition, row["flags"]),
            "dataset": row["dataset"],
        }
        for row in described.iter_rows(named=True)
    ]


def _written(value):
    return numbers.count(value) if abs(value) >= 1000 else numbers.decimal(value, 1)
