"""The table of a choice as it is downloaded: every figure at full precision, and all that a star rests on."""

import polars as pl

from cluster_observatory.web.atlas import queries, stars

AHEAD = (
    *("region", "name", "year", "edition", "persons", "flags"),
    *("location_quotient", "location_quotient_low", "location_quotient_high"),
)
"""The columns that stand first, where the table has them."""

OWN = {"location_quotient_low": "specialisation_value_low", "location_quotient_high": "specialisation_value_high"}
"""The interval in the table of stars is that of the profile's own quotient, whatever it divides by."""


def table(edition, choice):
    """Return the figures of every region for a choice with its stars under the chosen profile, one row per region.

    Columns are those of the published tables, with the edition's name; modelled
    persons are rounded to whole ones.  Of the profile come its name and status,
    reference area and denominator, tier and probabilities, and for each of its
    criteria the star, value, rank, N (`..._regions`), cut-off and probability.
    """
    figures = queries.figures(edition, choice.subject, choice.year)
    if "modelled" in figures.columns:
        whole = pl.when(pl.col("modelled")).then(pl.col("persons").round(0)).otherwise(pl.col("persons"))
        figures = figures.with_columns(persons=whole)
    judged = stars.of_subject(edition, choice.subject, choice.year, choice.profile)
    others = set(stars.CRITERIA) - set(stars.criteria(edition, choice.profile))
    kept = [
        pl.col(column).alias(OWN.get(column, column))
        for column in judged.columns
        if column == "region" or (column not in _shared(figures) and not _is_of(column, others))
    ]
    whole = figures.join(judged.select(kept), on="region", how="left").with_columns(edition=pl.lit(edition.name))
    ahead = [column for column in AHEAD if column in whole.columns]
    return whole.select(*ahead, pl.exclude(ahead))


def _shared(figures):
    return {column for column in figures.columns if column not in OWN}


def _is_of(column, criteria):
    return any(column.startswith(f"{name}_") for name in criteria)
