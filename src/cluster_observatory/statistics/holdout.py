"""How far each rule for gaps is off: figures that are known are hidden, filled and compared."""

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoFrame, IntoFrameT

from cluster_observatory.errors import BadTable, NotPossible
from cluster_observatory.statistics.bounds import limits_of, rounding_of
from cluster_observatory.statistics.filling import RULES, check_rule, filled_by
from cluster_observatory.statistics.hierarchies import SECRECY, grids
from cluster_observatory.statistics.matrices import collected, like

KEY = ("region", "industry", "year")
DIVISION_OF_A_BASIC_REGION = pl.col("industry").str.contains(r"^[A-Z]\d\d$") & (pl.col("region").str.len_chars() == 4)
TYPES = {
    "rule": "text",
    "cells_hidden": "integer",
    "cells_estimated": "integer",
    "cells_determined": "integer",
    "mean_absolute_error": "float",
    "median_percentage_error": "float",
    "weighted_percentage_error": "float",
    "open_weighted_percentage_error": "float",
    "within_bounds": "float",
    "farthest_outside": "float",
}


def hold_out(
    cells: IntoFrameT,
    *,
    share: float = 0.05,
    seed: int,
    rules: Sequence[str] = RULES,
    measure: str = "persons",
    rounding: float | None = None,
) -> IntoFrameT:
    """Return how far each rule is off the known figures that it is not shown: one row per rule, in their order.

    Hides a share of the published divisions (two digits) of NUTS-2 regions, drawn
    at random with the ``seed``, whatever the order of the rows, and returns what
    `errors_of_rules` does.  Cells hidden at random are easier than those that
    statistical offices withhold, which lie close together and are small.

    Raises NotPossible for a share that is not above 0 and below 1, BadTable where
    there is no such cell, and what `filling.fill` raises.
    """
    if not 0 < share < 1:
        raise NotPossible(
            f"A share of {share:g} of the known cells was to be hidden; expected more than 0, less than 1."
        )
    known = collected(cells, *KEY, measure).filter(DIVISION_OF_A_BASIC_REGION, pl.col(measure).is_not_null())
    count = max(round(share * known.height), 1)
    if known.height <= count:
        raise BadTable(
            f"Found {known.height} known figures of divisions (C29) in NUTS-2 regions (DE11); "
            f"expected more than the {count} to be hidden."
        )
    chosen = np.random.default_rng(seed).choice(known.height, count, replace=False)
    hidden = known.select(KEY)[np.sort(chosen)]
    return errors_of_rules(cells, hidden, rules=rules, measure=measure, rounding=rounding)  # type: ignore[no-any-return]


def hold_out_as_withheld(
    cells: IntoFrame,
    *,
    year: int,
    as_in: int,
    rules: Sequence[str] = RULES,
    measure: str = "persons",
    rounding: float | None = None,
) -> Any:
    """Return how far each rule is off the figures of one year that were withheld in another: one row per rule.

    Hides every figure of the ``year``, at any level, whose cell was confidential
    ``as_in`` another year, beside those that are confidential in both, and
    returns what `errors_of_rules` does for those that are divisions of NUTS-2
    regions.  So the gaps lie as statistical offices lay them.  Years of one edition
    of NUTS should be taken: a code of another can be another territory.

    Takes cells with the measure's flags (``persons_flags``).  Raises BadTable where
    they lack them or no such figure is known, and what `filling.fill` raises.
    """
    flags = f"{measure}_flags"
    if flags not in nw.from_native(cells).collect_schema().names():
        raise BadTable(f"The cells lack {flags}; expected the letters that say which figures are confidential.")
    table = collected(cells, *KEY, measure, flags)
    secret = pl.col(flags).str.contains(SECRECY) & pl.col(measure).is_null()
    withheld = table.filter(pl.col("year") == as_in).filter(secret).select("region", "industry", withheld=pl.lit(True))
    table = table.filter(pl.col("year") == year).join(withheld, on=["region", "industry"], how="left")
    hidden = table.filter(DIVISION_OF_A_BASIC_REGION, pl.col("withheld"), pl.col(measure).is_not_null())
    if not hidden.height:
        raise BadTable(
            f"No {measure} of a division (C29) in a NUTS-2 region (DE11) is known in {year} and was confidential in "
            f"{as_in}; expected some. Take another pair of years."
        )
    others = pl.col("withheld").fill_null(False) & ~DIVISION_OF_A_BASIC_REGION
    table = table.with_columns(pl.when(~others).then(measure).alias(measure))
    errors = errors_of_rules(table, hidden, rules=rules, measure=measure, rounding=rounding)
    return like(cells, errors)


def errors_of_rules(
    cells: IntoFrame,
    hidden: IntoFrame,
    *,
    rules: Sequence[str] = RULES,
    measure: str = "persons",
    rounding: float | None = None,
) -> Any:
    """Return how far each rule is off the figures of the ``hidden`` cells: one row per rule, in their order.

    Takes what `filling.fill` takes, and region, industry and year of the cells to
    hide.  Below a hidden industry its groups and classes are hidden too, which
    would give it away.

    Columns: ``rule``; counts of cells: ``cells_hidden`` (those with a figure),
    ``cells_estimated``, ``cells_determined`` (whose bounds leave one value, so that
    no rule is needed: the same whole is published under another code, or all its
    other parts are); over the cells estimated ``mean_absolute_error`` (in the
    measure's unit), ``median_percentage_error`` (median of |error| / figure, where
    that is not 0, in per cent), ``weighted_percentage_error`` (sum of |error| / sum
    of the figures, in per cent), ``open_weighted_percentage_error`` (the same over
    those not determined); over all hidden cells ``within_bounds`` (share of the
    figures that lie in their bounds, give or take the ``rounding``) and
    ``farthest_outside`` (how far the worst of the others is, in the measure's unit;
    0 where none is).  A measure of no cell is missing.
    """
    for rule in rules:
        check_rule(rule)
    flags = f"{measure}_flags"
    there = nw.from_native(cells).collect_schema().names()
    table = collected(cells, *KEY, measure, *([flags] if flags in there else []))
    truth = collected(hidden, *KEY).unique().join(table, on=KEY).drop_nulls(measure)
    off = rounding_of(measure, rounding)
    found: dict[str, list[pl.DataFrame]] = {rule: [] for rule in rules}
    for grid in grids(_without(table, truth, measure), measure):
        of_year = truth.filter(pl.col("year") == grid.year)
        rows = np.searchsorted(grid.regions.codes, of_year["region"].to_numpy().astype(str))
        columns = np.searchsorted(grid.industries.codes, of_year["industry"].to_numpy().astype(str))
        limits = limits_of(grid, off)
        for rule in rules:
            filled = filled_by(rule, grid, limits, rounding=off)
            estimates = {"estimate": filled.figures, "low": limits.low, "high": limits.high}
            held = {name: values[rows, columns] for name, values in estimates.items()}
            found[rule].append(of_year.select(figure=measure).with_columns(pl.DataFrame(held).fill_nan(None)))
    errors = [_errors(rule, pl.concat(found[rule]), off) for rule in rules]
    return like(cells, {name: [row[name] for row in errors] for name in TYPES}, TYPES)


def _without(table: pl.DataFrame, truth: pl.DataFrame, measure: str) -> pl.DataFrame:
    whole = truth.select("region", "year", whole="industry")
    below = table.select(KEY).join(whole, on=["region", "year"])
    hidden = (
        below.filter(pl.col("industry").str.starts_with(pl.col("whole"))).select(*KEY, hidden=pl.lit(True)).unique()
    )
    marked = table.join(hidden, on=KEY, how="left")
    return marked.with_columns(pl.when(pl.col("hidden").is_null()).then(measure).alias(measure)).drop("hidden")


def _errors(rule: str, found: pl.DataFrame, rounding: float) -> dict[str, Any]:
    error = (pl.col("estimate") - pl.col("figure")).abs()
    found = found.with_columns(error=error, open=pl.col("low") != pl.col("high"))
    estimated = found.drop_nulls("estimate")
    outside = pl.max_horizontal(pl.col("low") - pl.col("figure"), pl.col("figure") - pl.col("high"), 0.0)
    return {
        "rule": rule,
        "cells_hidden": found.height,
        "cells_estimated": estimated.height,
        "cells_determined": found.filter(~pl.col("open")).height,
        "mean_absolute_error": estimated["error"].mean(),
        "median_percentage_error": _median(estimated),
        "weighted_percentage_error": _weighted(estimated),
        "open_weighted_percentage_error": _weighted(estimated.filter("open")),
        "within_bounds": found.select((outside <= rounding).mean()).item(),
        "farthest_outside": found.select(outside.max()).item(),
    }


def _weighted(estimated: pl.DataFrame) -> float | None:
    figures = float(estimated["figure"].sum())
    return 100 * float(estimated["error"].sum()) / figures if figures > 0 else None


def _median(estimated: pl.DataFrame) -> float | None:
    above_zero = estimated.filter(pl.col("figure") > 0)
    return above_zero.select((100 * pl.col("error") / pl.col("figure")).median()).item()  # type: ignore[no-any-return]
