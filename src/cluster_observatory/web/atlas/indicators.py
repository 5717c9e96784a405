"""Structural indicators of regions: size of units, enterprises, turnover, value added, and which of them are modelled.

Turnover, value added and enterprises are national in the public data: what a region has of them is its country's
figure per person employed, and each column `..._modelled` says where that is so.
"""

from cluster_observatory.publication.frames import part

TABLE = "structural_indicators"
COLUMNS = (
    *("average_size", "enterprises", "enterprises_modelled", "turnover", "turnover_modelled"),
    *("value_added", "value_added_modelled", "labour_productivity"),
)


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
    rows = part(edition, TABLE, kind=kind, region=region, year=year)
    return {row["category"]: row for row in rows.iter_rows(named=True)}
