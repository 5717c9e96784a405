"""Finds values that were copied down from a country or a NUTS-1 region where the source does not say so."""

from collections.abc import Collection

import polars as pl

from cluster_observatory.sources.scoreboards.observations import COUNTRY, NUTS_1, NUTS_2

EVIDENCE = 2  # coincidences that are no chance: three regions alike, or two pairs
SAME = 1e-9  # relative: merged regions carry a rounding in the last digit


def mark_copies(observations: pl.DataFrame, *, mixed: Collection[str] = ()) -> pl.DataFrame:
    """Return the observations with copied values flagged, ``n`` from a country and ``u`` from a NUTS-1 region.

    Takes and returns `observations.OBSERVATIONS`; ``level_used`` of what is flagged
    becomes the level it comes from.  Values that have a flag already are left as
    they are.  ``mixed`` are regions that are averages over several: they can be part
    of a country whose regions are all alike, but tell nothing of NUTS 1.

    *National* are the values of a country whose regions, three or more, all have
    the same one.  *From NUTS 1* are those of a country in which, wherever a NUTS-1
    region has several regions, these have the same value, and at least two values
    repeat another.  Values at the smallest or largest of the indicator in its year
    are no evidence, as scoreboards cut them off there.  So a copy in a country of
    two regions is not found, and rounded values may coincide by accident.
    """
    names = observations["region"].unique()
    homes = [name[:3] if len(name) == 4 and name not in mixed else None for name in names]
    direct = (
        observations.with_row_index("place")
        .filter(pl.col("value").is_not_null(), pl.col("flags") == "", pl.col("level_used").is_in([NUTS_2, NUTS_1]))
        .with_columns(
            country=pl.col("region").str.head(2),
            home=pl.col("region").replace_strict(names, homes, return_dtype=pl.String),
        )
    )
    value = pl.col("value")
    series = ("indicator", "year")
    end = (value <= value.min().over(series)) | (value >= value.max().over(series))
    told = direct.with_columns(
        national=_same(value, *series, "country") & ~end & (pl.len().over(*series, "country") > EVIDENCE),
        several=pl.col("home").is_not_null() & (pl.len().over(*series, "country", "home") > 1),
        alike=_same(value, *series, "country", "home"),
        repeats=~end & ~pl.struct(*series, "country", "home").is_first_distinct(),
    )
    inside = pl.col("several")
    from_nuts_1 = (
        (pl.col("alike") | ~inside).all().over(*series, "country")
        & ((pl.col("repeats") & inside).sum().over(*series, "country") >= EVIDENCE)
        & inside
        & (pl.col("level_used") == NUTS_2)
    )
    flag = pl.when("national").then(pl.lit("n")).when(from_nuts_1).then(pl.lit("u"))
    copied = told.select("place", flag=flag).drop_nulls()
    return (
        observations.with_row_index("place")
        .join(copied, on="place", how="left", maintain_order="left")
        .with_columns(
            flags=pl.coalesce("flag", "flags"),
            level_used=pl.when(pl.col("flag") == "n")
            .then(pl.lit(COUNTRY))
            .when(pl.col("flag") == "u")
            .then(pl.lit(NUTS_1))
            .otherwise("level_used"),
        )
        .select(observations.columns)
    )


def _same(value: pl.Expr, *keys: str) -> pl.Expr:
    spread = value.max().over(*keys) - value.min().over(*keys)
    return spread <= SAME * value.abs().max().over(*keys)
