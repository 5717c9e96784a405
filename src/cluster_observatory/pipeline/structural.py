"""The tables of structure: indicators of every sector, cluster and emerging industry, and what moved their jobs."""

from collections.abc import Sequence

import polars as pl

from cluster_observatory.pipeline.compute import TOTAL, WELL_FILLED, Measured
from cluster_observatory.statistics.growth import compound_growth
from cluster_observatory.statistics.shift_share import shift_share
from cluster_observatory.statistics.structure import MODELLED, cluster_figures, structural_indicators
from cluster_observatory.tables.shapes import fit, shape
from cluster_observatory.taxonomy import activities, clusters

KINDS = {"sector": "sector", "traded": "cluster", "emerging": "emerging"}
CLASS = 4
FIGURES = ("nuts_edition", "persons", "local_units", "wages", "modelled_share", "coverage", "dataset")


def structural_tables(measured: Sequence[Measured], business: pl.DataFrame | None) -> dict[str, pl.DataFrame]:
    """Return the tables ``structural_indicators`` and, where two years can be compared, ``shift_share``.

    ``business`` is the table ``business_figures``: turnover, value added and
    enterprises of the countries, from which those of the regions are modelled.
    """
    whole = [one for one in measured if one.denominator == TOTAL]
    indicators = [_indicators(one, _national(one, business)) for one in whole]
    tables = {"structural_indicators": fit(pl.concat(indicators), shape("structural_indicators"))}
    moved = [found for one in whole if (found := _moved(one)) is not None]
    return tables | ({"shift_share": fit(pl.concat(moved), shape("shift_share"))} if moved else {})


def _cells(one: Measured) -> pl.DataFrame:
    lacking = [pl.lit(None, pl.Float64).alias(name) for name in ("coverage",) if name not in one.cells.columns]
    return one.cells.with_columns(*lacking).select("region", one.category, "year", *FIGURES)


def _indicators(one: Measured, national: pl.DataFrame | None) -> pl.DataFrame:
    found: pl.DataFrame = structural_indicators(
        _cells(one), category=one.category, region_totals=one.region_totals, national=national
    )
    key = ["region", one.category, "year"]
    grown = found.join(_growth(one), on=key, how="left")
    return grown.rename({one.category: "category"}).select(
        "region", pl.lit(KINDS[one.kind]).alias("kind"), pl.exclude("region")
    )


def _growth(one: Measured) -> pl.DataFrame:
    """Return the growth of every cell and year since the earliest year that it can be compared with."""
    edition_of = dict(one.cells.group_by("year").agg(pl.col("nuts_edition").max()).sort("year").iter_rows())
    key = ["region", one.category]
    types = {**dict.fromkeys(key, pl.String), "year": pl.Int64, "growth_since": pl.Int64, "compound_growth": pl.Float64}
    grown = [pl.DataFrame(schema=types)]
    for year, edition in edition_of.items():
        cells = one.comparable[edition].cells
        first = cells["year"].min()
        if not isinstance(first, int) or first >= year or year not in cells["year"]:
            continue
        found: pl.DataFrame = compound_growth(cells, first=first, last=year, category=one.category, earliest=True)
        grown.append(
            found.select(
                *key,
                pl.lit(year, pl.Int64).alias("year"),
                pl.col("first_year").cast(pl.Int64).alias("growth_since"),
                "compound_growth",
            )
        )
    return pl.concat(grown)


def _national(one: Measured, business: pl.DataFrame | None) -> pl.DataFrame | None:
    """Return what the countries have of the categories: country, category, year, persons and what is modelled."""
    if business is None:
        return None
    figures = business.filter((pl.col("level") == 0) & pl.col("measure").is_in(["persons", *MODELLED]))
    # A country's figure stands in several of the provider's tables; those that give turnover have the persons to it.
    giving = figures.filter(measure="turnover")["dataset"].unique()
    figures = figures.filter(pl.col("dataset").is_in(giving.implode()))
    if figures.is_empty():
        return None
    key = ["region", "industry", "year"]
    wide = figures.unique([*key, "measure"], keep="first", maintain_order=True).pivot(
        "measure", index=key, values="value"
    )
    absent = [pl.lit(None, pl.Float64).alias(name) for name in ("persons", *MODELLED) if name not in wide.columns]
    national = wide.with_columns(*absent).select(*key, "persons", *MODELLED)
    if one.kind != "sector":
        classes = activities.table().filter(pl.col("level") == CLASS).select("section", "division", "group", "industry")
        members = clusters.members().join(clusters.table().filter(kind=one.kind), on="cluster", how="semi")
        national = cluster_figures(national, classes, members, measures=MODELLED)
    return national.rename({"region": "country"})


def _moved(one: Measured) -> pl.DataFrame | None:
    """Return the shift-share between the first and the last well filled year, in the regions of the last."""
    counted = one.cells.group_by("year").agg(known=pl.col("persons").count(), edition=pl.col("nuts_edition").max())
    filled = counted.filter(pl.col("known") >= WELL_FILLED * pl.col("known").max()).sort("year")
    years, edition = filled["year"].to_list(), int(filled["edition"][-1])
    if len(years) < 2:
        return None
    cells, totals = one.comparable[edition]
    if not {years[0], years[-1]} <= set(cells["year"]):
        return None
    parts: pl.DataFrame = shift_share(
        cells, first=years[0], last=years[-1], category=one.category, region_totals=totals
    )
    now = _cells(one).filter(year=years[-1])
    beside = now.select("region", one.category, "modelled_share")
    of_region = now.select("region", "dataset").unique("region")
    named = parts.join(of_region, on="region").join(beside, on=["region", one.category], how="left")
    return named.rename({one.category: "category"}).select(
        "region", pl.lit(KINDS[one.kind]).alias("kind"), pl.exclude("region")
    )
