"""What else can be told of somebody's own cells: the tables that `observatory analyse --tables` writes."""

from collections.abc import Callable, Iterator
from typing import Any

import polars as pl

from cluster_observatory.errors import BadTable, ObservatoryError
from cluster_observatory.statistics.agglomeration import ellison_glaeser
from cluster_observatory.statistics.complexity import industry_complexity, region_complexity
from cluster_observatory.statistics.concentration import concentration
from cluster_observatory.statistics.diversification import diversification
from cluster_observatory.statistics.diversity import diversity
from cluster_observatory.statistics.profiles import Profile
from cluster_observatory.statistics.relatedness import colocation, proximity
from cluster_observatory.statistics.shift_share import shift_share
from cluster_observatory.statistics.structure import structural_indicators
from cluster_observatory.statistics.sweep import sweep, sweep_variants

TABLES = (
    *("structure", "sweep", "sweep_variants", "concentration", "agglomeration", "diversity", "region_complexity"),
    *("industry_complexity", "proximity", "colocation", "diversification", "shift_share"),
)
"""The names of all further tables."""

MEASURES = ("persons", "wages", "local_units", "turnover", "value_added", "enterprises")


def further_tables(
    analysed: pl.DataFrame,
    rules: Profile,
    *,
    region_totals: pl.DataFrame | None,
    reference: pl.DataFrame | None,
) -> Iterator[tuple[str, pl.DataFrame | ObservatoryError]]:
    """Yield the name of each table, and the table or why there is none.

    Takes what `statistics.analysis.analyse` returned for the profile, and the
    totals that it was given.  Relations between industries take no totals: they
    go by the quotients as they were computed.
    """
    cells = analysed
    if "establishments" in cells.columns and "local_units" not in cells.columns:
        cells = cells.rename({"establishments": "local_units"})
    key = ["region", "industry", "year"]
    plain = cells.select(*key, *(name for name in MEASURES if name in cells.columns))
    quotients = cells.select(*key, "location_quotient")
    whole = None if region_totals is None else region_totals.select("region", "year", region_persons="persons")
    years = sorted(plain["year"].unique())
    tables: dict[str, Callable[[], Any]] = {
        "structure": lambda: structural_indicators(plain, region_totals=whole),
        "sweep": lambda: sweep(plain, rules, region_totals=whole, reference=reference),
        "sweep_variants": lambda: sweep_variants(plain, rules, region_totals=whole, reference=reference),
        "concentration": lambda: concentration(plain, region_totals=whole),
        "agglomeration": lambda: ellison_glaeser(plain, region_totals=whole),
        "diversity": lambda: diversity(plain),
        "region_complexity": lambda: region_complexity(quotients),
        "industry_complexity": lambda: industry_complexity(quotients),
        "proximity": lambda: proximity(quotients),
        "colocation": lambda: colocation(plain, basis="share"),
        "diversification": lambda: diversification(quotients),
    }
    if len(years) > 1:
        ends = {"first": years[0], "last": years[-1], "region_totals": whole, "reference": reference}
        tables["shift_share"] = lambda: shift_share(plain.select(*key, "persons"), **ends)
    for name, compute in tables.items():
        try:
            found = compute()
            floats = found.select(pl.col(pl.Float32, pl.Float64))
            if not floats.select(pl.all_horizontal(pl.all().is_finite().all()) if floats.width else True).item():
                raise BadTable("a figure comes out as no finite number: persons or others are too large to add up")
            yield name, found
        except ObservatoryError as error:
            yield name, error
