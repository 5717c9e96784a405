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
    years = one.cells["year"].unique().sort().to_list()
    key = ["region", one.category]
    empty = pl.DataFrame(
        schema={
            **dict.fromkeys(key, pl.String),
            "year": pl.Int64,
            "growth_since": pl.Int64,
            "compound_growth": pl.Float64,
        }
    )
    cells = one.cells.select(*key, "year", "nuts_edition", "persons")
    found = [
        compound_growth(cells, first=years[0], last=year, category=one.category, earliest=True).select(
            *key,
            pl.lit(year, pl.Int64).alias("year"),
            pl.col("first_year").cast(pl.Int64).alias("growth_since"),
            "compound_growth",
        )
        for year in years[1:]
    ]
    grown: list[pl.DataFrame] = [empty, *found]
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
    """Return the shift-share between the first and the last well filled year of the newest edition of NUTS."""
    counted = one.cells.group_by("year").agg(known=pl.col("persons").count(), edition=pl.col("nuts_edition").max())
    filled = counted.filter(pl.col("known") >= WELL_FILLED * pl.col("known").max())
    years = filled.filter(pl.col("edition") == pl.col("edition").max())["year"].sort().to_list()
    if len(years) < 2:
        return None
    cells = _cells(one)
    parts: pl.DataFrame = shift_share(
        cells.select("region", one.category, "year", "persons", "nuts_edition", "modelled_share"),
        first=years[0],
        last=years[-1],
        category=one.category,
        region_totals=one.region_totals,
    )
    of_region = cells.filter(year=years[-1]).select("region", "dataset").unique("region")
    named = parts.join(of_region, on="region", how="inner").rename({one.category: "category"})
    return named.select("region", pl.lit(KINDS[one.kind]).alias("kind"), pl.exclude("region"))
