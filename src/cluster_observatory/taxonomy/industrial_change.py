"""What is scored: the indicators of industrial change at hand, and the frameworks that they stand in.

Two frameworks share the indicators: ``industrial_change``, the six dimensions of
the European Observatory for Clusters and Industrial Change with the framework
conditions beside them, and ``res``, the Regional Ecosystem Scoreboard of 2016.
Which indicator stands where is reconstructed: the official lists are not
available.  See docs/explanation/industrial-change.md.
"""

from functools import cache

import polars as pl

from cluster_observatory.errors import NotFound
from cluster_observatory.taxonomy import lists

FRAMEWORKS = ("industrial_change", "res")
CONTEXT = "context"

FRAMEWORK = ("code", "name", "kind", "parent", "level", "direction", "weight", "unit")


def indicators() -> pl.DataFrame:
    """Return every indicator at hand, one a row, with what it measures and where its values come from.

    Columns: code, name, dimension ("" where it is in ``res`` alone, ``context`` where
    it is not scored), sub_dimension (a label), res_sub_dimension ("" where it is
    not in ``res``), unit, direction (1 more is better, -1 less is; as the source has
    turned it), numerator and relative_to (what is measured, and what it is divided by, in
    words; "" where nothing is), selection and divisor (which cells are added up, and by which
    they are to be divided here: ``dataset?column=code+code;column=code``; "" where the source
    has divided), factor (by which the quotient is multiplied), year, reference_year
    (of what the source says it is; "" where it does not), nuts_level, nuts_edition,
    licence, geography (direct, NUTS 1 or national in some countries, national; each
    observation has its own flag), confidence (A what was meant, from the source that
    was meant, B from another source, C a stand-in or our own choice), note.
    """
    return _indicators().clone()


def dimensions(framework: str) -> pl.DataFrame:
    """Return the dimensions of a framework, also those without an indicator at hand, one a row.

    Columns: code, name, parent ("" at the top), indicators (how many stand below it,
    at any depth), why_empty ("" where there are some), origin, confidence.  Raises
    NotFound, as `framework` does.
    """
    _check(framework)
    return _dimensions(framework).clone()


def framework(name: str) -> pl.DataFrame:
    """Return a framework as a scoreboard reads it, one indicator or dimension a row, children before parents.

    Columns: code, name, kind (indicator, aggregate; other for context that is not
    scored), parent ("" at the top), level (1 for indicators), direction, weight (1: all
    below one dimension weigh the same), unit ("" for dimensions), and of indicators
    what `indicators` says of them.  Dimensions without an indicator at hand are
    left out; `dimensions` has them.  Raises NotFound for another name than
    ``industrial_change`` or ``res``.
    """
    _check(name)
    return _framework(name).clone()


def _check(name: str) -> None:
    if name not in FRAMEWORKS:
        raise NotFound(
            f"There is no framework {name!r}; expected {' or '.join(FRAMEWORKS)}.{lists.nearest(name, FRAMEWORKS)}"
        )


@cache
def _indicators() -> pl.DataFrame:
    kinds = {"direction": pl.Int64, "factor": pl.Float64, "year": pl.Int64, "nuts_edition": pl.Int64}
    return lists.read("industrial_change").with_columns(pl.col(name).cast(kind) for name, kind in kinds.items())


@cache
def _placed(name: str) -> pl.DataFrame:
    """Return the indicators of a framework with their parent there."""
    if name == "res":
        inside = _indicators().filter(pl.col("res_sub_dimension") != "")
        return inside.with_columns(kind=pl.lit("indicator"), parent="res_" + pl.col("res_sub_dimension"))
    context = pl.col("dimension") == CONTEXT
    return (
        _indicators()
        .filter(pl.col("dimension") != "")
        .with_columns(
            kind=pl.when(context).then(pl.lit("other")).otherwise(pl.lit("indicator")),
            parent=pl.when(context).then(pl.lit("")).otherwise("dimension"),
        )
    )


@cache
def _dimensions(name: str) -> pl.DataFrame:
    table = lists.read("scoreboard_dimensions").filter(framework=name)
    parents = dict(table.select("code", "parent").rows())
    number = dict.fromkeys(parents, 0)
    for parent in _placed(name)["parent"]:
        while parent:
            number[parent] += 1
            parent = parents[parent]
    return table.with_columns(indicators=pl.Series(number.values(), dtype=pl.Int64)).select(
        "code", "name", "parent", "indicators", "why_empty", "origin", "confidence"
    )


@cache
def _framework(name: str) -> pl.DataFrame:
    placed = _placed(name)
    table = _dimensions(name).filter(pl.col("indicators") > 0)
    levels = dict.fromkeys(placed["code"], 1)
    above = dict(placed.select("code", "parent").rows()) | dict(table.select("code", "parent").rows())
    for code in reversed(table["code"].to_list()):  # the list has parents before children
        levels[code] = 1 + max(levels[child] for child, parent in above.items() if parent == code)
    aggregates = table.select(
        "code", "name", "parent", "confidence", kind=pl.lit("aggregate"), direction=pl.lit(1, pl.Int64), unit=pl.lit("")
    )
    lineage = [column for column in _indicators().columns if column not in FRAMEWORK]
    return (
        pl.concat([placed, aggregates], how="diagonal")
        .with_columns(level=pl.col("code").replace_strict(levels, return_dtype=pl.Int64), weight=pl.lit(1.0))
        .sort("level", maintain_order=True)
        .select(*FRAMEWORK, *lineage)
    )
