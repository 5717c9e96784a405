"""How many local units a figure rests on, and the tables that ask for it."""

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrame

from cluster_observatory.statistics.inputs import AMOUNTS, COUNTS, checked_in_memory
from cluster_observatory.statistics.specialisation import specialisation


def checked(frame: IntoFrame, keys: list[str], *required: str) -> pl.DataFrame:
    """Return the whole table in memory, sorted, its counts and amounts as float64; NaN counts as missing.

    Raises BadTable as `inputs.checked` does; only amounts may be negative.
    """
    whole = nw.from_native(frame).collect_schema().names()
    return checked_in_memory(frame, keys, (*COUNTS, *AMOUNTS), required=required, signed=AMOUNTS, columns=whole)


def with_samples(
    table: pl.DataFrame, category: str, region_totals: IntoFrame | None, reference: IntoFrame | None
) -> pl.DataFrame:
    """Return the measures of specialisation of checked cells, with three columns more.

    ``category_share`` is the category's share of all persons; ``sample`` and
    ``sample_estimated`` are those of `uncertainty.quotient_interval`.  A figure
    that was split (``split_deviation``, `clusters.by_cluster`) rests on fewer:

        1 / sample = 1 / local units + (split_deviation / persons) ** 2

    the number of plants whose coming and going would move it as much.  Cells that
    have ``establishments`` and no ``local_units`` get them by that name.
    """
    totals = None if region_totals is None else checked(region_totals, ["region", "year"], "region_persons")
    own = None if reference is None else checked(reference, [category, "year"], "persons")
    found = [name for name in ("local_units", "establishments") if name in table.columns]
    units = pl.col(found[0]) if found else pl.lit(None, pl.Float64)
    measured: pl.DataFrame = specialisation(
        table.with_columns(local_units=units), category=category, region_totals=totals, reference=own
    )
    persons, units, of_category = (
        pl.col("persons"),
        pl.col("local_units"),
        pl.col("persons").sum().over(category, "year"),
    )
    if own is not None:
        own = own.select(category, "year", reference_category="persons")
        measured = measured.join(own, on=[category, "year"], how="left", maintain_order="left")
        of_category = pl.col("reference_category")
    sizes = pl.coalesce(average_size("local_units", [category, "year"]), average_size("local_units", ["year"]))
    sample = pl.when(units > 0).then(units).otherwise(persons / sizes).clip(lower_bound=1)
    split = pl.col("split_deviation").fill_null(0.0) if "split_deviation" in table.columns else pl.lit(0.0)
    sample = 1 / (1 / sample + (split / persons) ** 2)
    sample = pl.when(persons == 0).then(0.0).when(persons > 0).then(sample)
    estimated = (persons > 0) & (units.is_null() | (units == 0) | (split > 0))
    return measured.with_columns(
        category_share=of_category / positive(pl.col("reference_persons")),
        sample=sample,
        sample_estimated=pl.when(sample.is_not_null()).then(estimated),
    )


def beside(whole: pl.DataFrame, found: pl.DataFrame, category: str) -> pl.DataFrame:
    """Return the rows with what was found for them beside, replacing columns of the same names."""
    keys = ["region", category, "year"]
    kept = whole.drop([name for name in found.columns if name not in keys], strict=False)
    return kept.join(found, on=keys, how="left", maintain_order="left")


def average_size(units: str, group: list[str]) -> pl.Expr:
    """Return the average persons of a unit over the rows of the group that have both."""
    both = (pl.col("persons") > 0) & (pl.col(units) > 0)
    persons = pl.when(both).then(pl.col("persons")).sum().over(group)
    return persons / positive(pl.when(both).then(pl.col(units)).sum().over(group))


def positive(value: pl.Expr) -> pl.Expr:
    return pl.when(value > 0).then(value)
