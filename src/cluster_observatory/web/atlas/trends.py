"""Series over years: the leaders of a sector, Europe's total, the strongest sectors of a region."""

from functools import lru_cache
from pathlib import Path

import polars as pl
from django.utils.translation import gettext as _

from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.charts import Mark
from cluster_observatory.publication.frames import frame
from cluster_observatory.web.atlas import levels, pictures, queries
from cluster_observatory.web.atlas.viewing import REGION_LEVEL

LEADERS = 5


def leaders(edition, subject, rows, level=REGION_LEVEL):
    """Return persons over years in the regions, of that level of NUTS, that employ the most in the chosen year."""
    largest = sorted((row for row in rows if row.persons), key=lambda row: -row.persons)[:LEADERS]
    found = levels.series(edition, subject, [row.region for row in largest], level)
    series = [(row.name, _rows(found.filter(pl.col("region") == row.region), "persons")) for row in largest]
    return pictures.trend(series, _("persons employed"), ",~f", modelled=subject.is_modelled)


def _rows(found, column):
    return list(found.sort("year").select("year", "nuts_edition", "flags", column).drop_nulls(column).iter_rows())


def europe(edition, subject):
    """Return Europe's total over years as a chart and a table, always over the same countries or regions.

    None where fewer than three of them have a value in every year.
    """
    found = _constant(edition.folder, subject)
    if found is None:
        return None
    units, totals, kind = found
    chart = pictures.trend(
        [(_("Total"), [(year, 0, "", total) for year, total in totals])],
        _("persons employed"),
        ",~f",
        modelled=subject.is_modelled,
    )
    return {"chart": chart, "totals": totals, "units": units, "kind": kind} if chart else None


@lru_cache(maxsize=256)
def _constant(folder: Path, subject):
    edition = Edition(folder)
    if subject.kind == queries.SECTOR:
        whole = frame(edition, "structure").filter((pl.col("industry") == subject.code) & (pl.col("level") == 0))
        kind = "countries"
    else:
        whole = frame(edition, subject.table).filter(pl.col("cluster") == subject.code)
        kind = "regions"
    known = whole.filter(pl.col("persons").is_not_null()).select("region", "year", "persons")
    counted = known.group_by("year").len().sort("year")
    if counted.height < 2:
        return None
    years = counted.filter(pl.col("len") >= queries.WELL_FILLED * 0.75 * pl.col("len").max())["year"]
    known = known.filter(pl.col("year").is_in(years.to_list()))
    always = known.group_by("region").len().filter(pl.col("len") == years.len())["region"]
    if always.len() < 3 or years.len() < 2:
        return None
    totals = (
        known.filter(pl.col("region").is_in(always.to_list()))
        .group_by("year")
        .agg(pl.col("persons").sum())
        .sort("year")
    )
    return tuple(sorted(always)), tuple(totals.iter_rows()), kind


def of_region(figures, strongest):
    """Return the location quotients over years of a region's strongest sectors; `figures` holds all its years."""
    column = "industry" if "industry" in figures.columns else "cluster"
    series = [
        (subject.short, _rows(figures.filter(pl.col(column) == subject.code), "location_quotient"))
        for subject in strongest[:LEADERS]
    ]
    level = Mark(1.0, _("Europe’s share"))
    return pictures.trend(series, _("location quotient"), "~g", level=level)
