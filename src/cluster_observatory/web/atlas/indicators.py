"""Structural indicators of regions: size of units, enterprises, turnover, value added, and which of them are modelled.

Turnover, value added and enterprises are national in the public data: what a region has of them is its country's
figure per person employed, and each column `..._modelled` says where that is so.
"""

from functools import lru_cache
from pathlib import Path

import polars as pl
from django.utils.translation import gettext as _

from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import part
from cluster_observatory.web.atlas import numbers

TABLE = "structural_indicators"
COLUMNS = (
    *("average_size", "enterprises", "enterprises_modelled", "turnover", "turnover_modelled"),
    *("value_added", "value_added_modelled", "labour_productivity"),
)

RESTS_ON = {
    "enterprises": "enterprises_modelled",
    "turnover": "turnover_modelled",
    "value_added": "value_added_modelled",
    "labour_productivity": "value_added_modelled",
}
"""For each indicator that can be modelled by the country's ratio, the column that says whether it is."""


def beside(edition, figures, kind, column):
    """Return the figures of one subject and year with its structural indicators, where the edition has any.

    `column` of the figures holds the code of the subject.
    """
    if TABLE not in edition.tables or figures.is_empty():
        return figures
    code, year = figures[column][0], figures["year"][0]
    found = part(edition, TABLE, ("region", *COLUMNS), kind=kind, category=code, year=year)
    return figures.join(found, on="region", how="left")


def of_region(edition, kind, region, year):
    """Return the structural indicators of a region in a year by the code of the subject, empty where there are none."""
    if TABLE not in edition.tables:
        return {}
    rows = _of_region(edition.folder, region, year)
    return {row["category"]: row for row in rows.filter(pl.col("kind") == kind).iter_rows(named=True)}


@lru_cache(maxsize=16)
def _of_region(folder: Path, region, year):
    """Return the indicators of all kinds of subjects: the file is read once for them."""
    return part(Edition(folder), TABLE, region=region, year=year)


def entry(subject, row):
    """Return the indicators of one subject in words; modelled figures are rounded and say so."""
    split = bool(row["modelled_share"])
    return {
        "subject": subject,
        "persons": _written(row["persons"], split),
        "local_units": _written(row["local_units"], split),
        "average_size": numbers.per_unit(row["average_size"]),
        "average_wage": numbers.thousand_euro(row["average_wage"]),
        "growth": numbers.growth(row["compound_growth"]),
        "since": "" if row["compound_growth"] is None else _("since {year}").format(year=row["growth_since"]),
        "enterprises": _written(row["enterprises"], row["enterprises_modelled"]),
        "turnover": _million(row["turnover"], row["turnover_modelled"]),
        "value_added": _million(row["value_added"], row["value_added_modelled"]),
        "labour_productivity": numbers.thousand_euro(row["labour_productivity"]),
        "modelled": [name for name, rests_on in RESTS_ON.items() if row[name] is not None and row[rests_on]],
        "split": split,
    }


def _written(value, modelled):
    return (numbers.about if modelled else numbers.count)(value)


def _million(value, modelled):
    if value is None:
        return numbers.NONE
    return _("€{number} m").format(number=_written(value, modelled))
