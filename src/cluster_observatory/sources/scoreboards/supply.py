"""Takes the values of the indicators of industrial change from the sources' cells and brings them to wanted regions."""

from collections.abc import Iterable, Mapping
from functools import cache, reduce
from math import prod

import polars as pl

from cluster_observatory.errors import NotFound, SourceChanged
from cluster_observatory.sources.scoreboards import observations as shape
from cluster_observatory.sources.scoreboards.observations import CAPITAL, COUNTRY, FORMER, NUTS_1, NUTS_2, OBSERVATIONS
from cluster_observatory.sources.scoreboards.rci import MERGED
from cluster_observatory.taxonomy import industrial_change, lists, regions, versions

EUROSTAT = {
    **{"b": "b", "c": "c", "d": "d", "e": "e", "f": "e", "i": "i", "m": "m", "n": "l", "p": "p", "r": "", "s": "e"},
    **{"u": "l", "z": "m", "N": "c", "P": "c"},
}
"""What Eurostat's flags are called here, where u means that a value was copied down."""

_COARSER = {NUTS_2: 0, NUTS_1: 1, COUNTRY: 2, shape.GROUP: 3, shape.NOWHERE: 4}


def datasets() -> frozenset[str]:
    """Return the codes of all datasets that some indicator is taken from."""
    needed = industrial_change.indicators().select("selection", "divisor").rows()
    return frozenset(one.partition("?")[0] for row in needed for one in row if one)


def at_hand(cells: Mapping[str, pl.DataFrame]) -> tuple[str, ...]:
    """Return the codes of the indicators that the given datasets have cells of, in their order.

    Takes what `indicator_values` takes.  A dataset can be there without them: an
    older or a newer form of a table has other years and units.
    """
    return tuple(
        row["code"]
        for row in industrial_change.indicators().iter_rows(named=True)
        if all(_meets(one, cells) for one in (row["selection"], row["divisor"]) if one)
    )


def indicator_values(cells: Mapping[str, pl.DataFrame], codes: Iterable[str] | None = None) -> pl.DataFrame:
    """Return the values of the named indicators, or of all, in the sources' own regions (`observations.OBSERVATIONS`).

        value = factor * sum of the selected cells / sum of the cells of the divisor

    Takes, by dataset, what its reader gives: `read_rci`, `read_ris`, `read_eqi` and
    `read_panel`, or `eurostat.tsv.read_tsv`.  Which cells and which year are
    selected says `taxonomy.industrial_change.indicators`.  A value is missing where
    one of its cells is, or its divisor is 0; it has all flags of its cells, and the
    coarsest of their levels.  ``low`` and ``high`` are kept where nothing is computed.

    Raises NotFound for an indicator, dataset or column that is not there and a selection that
    meets no cell, and SourceChanged for a flag of Eurostat's without a meaning here.
    """
    chosen = industrial_change.indicators()
    if codes is not None:
        wanted = list(codes)
        if strangers := sorted(set(wanted) - set(chosen["code"])):
            raise NotFound(f"There is no indicator {strangers[0]!r}.{lists.nearest(strangers[0], chosen['code'])}")
        chosen = chosen.filter(pl.col("code").is_in(wanted))
    return pl.concat([_values(row, cells) for row in chosen.iter_rows(named=True)])


def of_regions(values: pl.DataFrame, units: Iterable[str], edition: int) -> pl.DataFrame:
    """Return each indicator's value in each of the wanted NUTS-2 regions, from the nearest region that has one.

    Takes observations, such as those of `indicator_values`, and codes of an edition
    of NUTS.  For each region and indicator the first is taken that has a value: the
    region itself; the same territory under its code of an older edition; the greater
    capital that it is part of (flag ``g``); its NUTS-1 region (``u``); its country (``n``).
    Where region and what is around it are the same territory, nothing is flagged.
    Without any the value is missing, with the flags of the nearest of them that the
    source has, or ``m``.  ``level_used`` follows from the flags.

    Returns `observations.OBSERVATIONS`, by indicator and region, one row for each.
    Raises NotFound for a code that is no NUTS-2 region of the edition.
    """
    wanted = [regions.find(unit, edition) for unit in units]
    if coarse := [region.region for region in wanted if region.level != 2]:
        raise NotFound(f"{coarse[0]!r} is no NUTS-2 region of NUTS {edition}; expected a code such as DE11.")
    ways = pl.DataFrame(
        [(unit.region, *way) for unit in wanted for way in _ways(unit.region, edition)],
        schema={"unit": pl.String, "region": pl.String, "flag": pl.String, "rank": pl.Int64},
        orient="row",
    )
    nearest = (
        values.join(ways, on="region")
        .sort("indicator", "unit", pl.col("value").is_null(), "rank")
        .unique(["indicator", "unit"], keep="first", maintain_order=True)
        .select("indicator", "unit", "value", "low", "high", "flags", "flag")
    )
    every = (
        values.select("indicator", "year", "dataset", "reference_year")
        .unique("indicator", keep="first", maintain_order=True)
        .join(ways.select("unit").unique(maintain_order=True), how="cross")
    )
    gap = pl.col("value").is_null()
    return (
        every.join(nearest, on=["indicator", "unit"], how="left", maintain_order="left")
        .with_columns(
            region="unit",
            flags=pl.when(gap).then(pl.col("flags").fill_null("m")).otherwise(pl.concat_str("flags", "flag")),
        )
        .with_columns(
            level_used=pl.when(~gap & pl.col("flags").str.contains("n"))
            .then(pl.lit(COUNTRY))
            .when(~gap & pl.col("flags").str.contains("u"))
            .then(pl.lit(NUTS_1))
            .when(~gap & pl.col("flags").str.contains("g"))
            .then(pl.lit(CAPITAL))
            .when(~gap & pl.col("flags").str.contains("o"))
            .then(pl.lit(FORMER))
            .otherwise(pl.lit(NUTS_2))
        )
        .select(list(OBSERVATIONS))
    )


def _ways(unit: str, edition: int) -> list[tuple[str, str, int]]:
    """Return the regions whose value a region can have, nearest first: code, flag, rank."""
    ways = [(code, "") for code in codes_of(unit)]
    ways += [(capital, "g") for capital, members in MERGED.items() if unit in members]
    ways += [(home, "" if _inside(home, edition) == 1 else flag) for home, flag in ((unit[:3], "u"), (unit[:2], "n"))]
    return [(*way, rank) for rank, way in enumerate(ways)]


@cache
def _inside(home: str, edition: int) -> int:
    """Return how many NUTS-2 regions of an edition lie in a region or country, but those outside the regions."""
    codes = regions.table().filter(nuts_edition=edition, level=2)["region"]
    return sum(code.startswith(home) and not regions.is_no_region(code) for code in codes)


def codes_of(unit: str) -> list[str]:
    """Return a region's code and those of the same territory in older editions, newest first."""
    recoded = versions.changes().filter(kind="recoded")
    found = [unit]
    for row in recoded.sort("to_edition", descending=True).iter_rows(named=True):
        if row["to_region"] == found[-1]:
            found.append(row["from_region"])
    return found


def _values(row: Mapping[str, object], cells: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    selected = _selected(str(row["selection"]), cells, str(row["code"]))
    if row["divisor"]:
        divisor = _selected(str(row["divisor"]), cells, str(row["code"]))
        both = selected.join(divisor, on="region", how="left", suffix="_below", maintain_order="left")
        below = pl.when(pl.col("value_below") > 0).then("value_below")
        selected = both.select(
            "region",
            value=pl.lit(row["factor"]) * pl.col("value") / below,
            low=None,
            high=None,
            flags=pl.concat_list("flags", pl.col("flags_below").fill_null(pl.lit([], dtype=pl.List(pl.String)))),
            rank=pl.max_horizontal("rank", "rank_below"),
        )
    names = {rank: level for level, rank in _COARSER.items()}
    letters = pl.col("flags").list.join("").str.split("").list.unique(maintain_order=True).list.join("")
    gap = pl.col("value").is_null() & (letters == "")
    dataset = str(row["selection"]).partition("?")[0]
    return selected.select(
        "region",
        year=pl.lit(row["year"], pl.Int64),
        indicator=pl.lit(row["code"]),
        value="value",
        low=pl.col("low").cast(pl.Float64),
        high=pl.col("high").cast(pl.Float64),
        flags=pl.when(gap).then(pl.lit("m")).otherwise(letters),
        level_used=pl.col("rank").replace_strict(names, return_dtype=pl.String),
        dataset=pl.lit(dataset),
        reference_year=pl.lit(row["reference_year"] or None, pl.String),
    )


def _selected(selection: str, cells: Mapping[str, pl.DataFrame], code: str) -> pl.DataFrame:
    """Return the sum of the selected cells of each region: region, value, low, high, flags (a list), rank of level."""
    dataset, _, choices = selection.partition("?")
    if dataset not in cells:
        raise NotFound(f"{code} needs the dataset {dataset}; given are {', '.join(cells) or 'none'}. Read it first.")
    table = cells[dataset]
    chosen = _choices(choices)
    absent = [column for column in chosen if column not in table.columns]
    if absent:
        raise NotFound(f"{code} is selected by {absent[0]}, which {dataset} lacks; it has {', '.join(table.columns)}.")
    found = table.filter(_condition(chosen))
    if found.is_empty():
        raise NotFound(f"{code} is selected by {selection!r}, of which {dataset} has no cell.")
    found = found if "region" in table.columns else _observed(found, dataset)
    whole = (pl.len() == prod(map(len, chosen.values()))) & pl.col("value").is_not_null().all()
    alone = pl.len() == 1
    return found.group_by("region", maintain_order=True).agg(
        value=pl.when(whole).then(pl.col("value").sum()),
        low=pl.when(alone).then(pl.col("low").first()),
        high=pl.when(alone).then(pl.col("high").first()),
        flags=pl.col("flags"),
        rank=pl.col("level_used").replace_strict(_COARSER, return_dtype=pl.Int64).max(),
    )


def _choices(text: str) -> dict[str, list[str]]:
    return {column: codes.split("+") for column, _, codes in (choice.partition("=") for choice in text.split(";"))}


def _condition(chosen: Mapping[str, list[str]]) -> pl.Expr:
    conditions = [pl.col(column).cast(pl.String).is_in(codes) for column, codes in chosen.items()]
    return reduce(lambda one, other: one & other, conditions)


def _meets(selection: str, cells: Mapping[str, pl.DataFrame]) -> bool:
    """Return whether a selection meets a cell."""
    dataset, _, choices = selection.partition("?")
    chosen = _choices(choices)
    if dataset not in cells or not set(chosen) <= set(cells[dataset].columns):
        return False
    return not cells[dataset].filter(_condition(chosen)).is_empty()


def _observed(cells: pl.DataFrame, dataset: str) -> pl.DataFrame:
    """Return cells of Eurostat's with the columns of observations that are needed here."""
    met = cells["flags"].unique()
    strange = {letter for flags in met for letter in flags if letter not in EUROSTAT}
    if strange:
        raise SourceChanged(
            f"{dataset}: found the flag {min(strange)!r}; expected {', '.join(EUROSTAT)}. {shape.HOW_TO_MEND}"
        )
    ours = ["".join(EUROSTAT[letter] for letter in flags) for flags in met]
    names = cells["geo"].unique()
    return cells.select(
        "value",
        region="geo",
        low=None,
        high=None,
        flags=pl.col("flags").replace_strict(met, ours, return_dtype=pl.String),
        level_used=pl.col("geo").replace_strict(names, [shape.level(name) for name in names], return_dtype=pl.String),
    )
