"""Figures for four-digit classes where only coarser ones are published: the observatory's own splitting rule."""

from collections.abc import Sequence

import narwhals as nw
from narwhals.typing import FrameT

LEVELS_ABOVE = ("group", "division", "section")
PLACE = ("region", "year")
ROUNDING = 1e-9  # relative: what binary fractions may leave between a whole and its parts
GRAIN = 2.0**24  # a sixteen-millionth of a person: sums of multiples of it are exact, in any order, up to 500 million


@nw.narwhalify
def split_equally(cells: FrameT, classes: FrameT, *, measure: str = "persons") -> FrameT:
    """Return a figure for every NACE class that the published figures allow one for.

    In each region and year a class that is published keeps its figure.  Any
    other takes an equal part of the nearest published figure above it (group,
    division or section):

        part = (figure - what is published below it) / classes that share

    Below a figure each person counts once: a published group counts instead of
    its classes.  The classes that share are those with nothing published nearer.

    Takes ``cells``, one row per region, industry (NACE Rev. 2 of any level, as
    Eurostat writes it) and year, with the measure (persons, or any other that
    adds up; a missing value is not published), and ``classes`` with industry,
    group, division and section, one row per class, in the same kind of frame.
    Cells whose code is neither a class nor above one are not read.

    Returns region, year, industry (a class), the measure in its own unit (with
    fractions, to a sixteen-millionth), ``source_industry`` (code of the published figure it
    comes from), ``classes_sharing`` (count), ``modelled`` and
    ``negative_residual``.  A class is measured if it is published, or if it is
    the only class of the published figure: then it is the same activity under
    another code.  Otherwise it is modelled.  A class with nothing published
    above it is left out: no value is invented.  Where the parts published are
    more than the whole, the classes that share get 0 and ``negative_residual``
    is true.

    The rule is that of the European Cluster Observatory's first phase (2007);
    it does not say what becomes of negative residuals and fractions.
    """
    figure = nw.col(measure).cast(nw.Float64())
    known = cells.select(*PLACE, "industry", figure).filter(~nw.col(measure).is_null())
    activities = nw.concat([_activities(classes, level) for level in ("industry", *LEVELS_ABOVE)])
    places = known.select(*PLACE).unique()
    grid = places.join(activities, how="cross").join(known, on=[*PLACE, "industry"], how="left")
    grid = grid.filter(nw.col("is_class") | ~nw.col(measure).is_null())
    grid = _with_nearest_above(grid, known, measure)
    shares = _shares(grid.filter(~nw.col("source_industry").is_null()), measure)
    wanted = grid.filter(nw.col("is_class") & ~(nw.col(measure).is_null() & nw.col("source_industry").is_null()))
    split = wanted.join(shares, on=[*PLACE, "source_industry"], how="left")
    published = ~nw.col(measure).is_null()
    return split.select(
        *PLACE,
        "industry",
        nw.when(published).then(nw.col(measure)).otherwise(nw.col("part")).alias(measure),
        nw.when(published).then(nw.col("industry")).otherwise(nw.col("source_industry")).alias("source_industry"),
        nw.when(published).then(1).otherwise(nw.col("classes_sharing")).alias("classes_sharing"),
        (~published & (nw.col("members") > 1)).alias("modelled"),
        (~published & (nw.col("residual") < -ROUNDING * nw.col("figure"))).alias("negative_residual"),
    )


@nw.narwhalify
def class_cells(
    cells: FrameT,
    classes: FrameT,
    *,
    of_the_persons: Sequence[str] = ("wages",),
    by_themselves: Sequence[str] = ("local_units",),
) -> FrameT:
    """Return persons, wages and local units of every NACE class that the published figures allow them for.

    Takes what `split_equally` takes, with ``persons`` and, where there are any,
    ``wages`` (million EUR) and ``local_units``.  Returns what it returns for
    persons, with wages and local units added where the cells have them.  A class
    has wages only where they come from the same published figure as its persons,
    shared by the same classes: an average wage out of two different aggregates
    would be the average of nothing.  It has none either where the wages published
    below a figure are more than the figure: what is left then is nobody's wage,
    not a wage of 0.  Local units are split by themselves, from the nearest figure
    published of them.

    Other measures that add up can be named: ``of_the_persons`` follow the rule of
    wages, those ``by_themselves`` that of local units.
    """
    split: FrameT = nw.from_native(split_equally(cells, classes))
    columns = cells.collect_schema()
    for measure in (name for name in of_the_persons if name in columns):
        figures: FrameT = nw.from_native(split_equally(cells, classes, measure=measure))
        same_figure = [*PLACE, "industry", "source_industry", "classes_sharing"]
        figures = figures.filter(~nw.col("negative_residual")).select(*same_figure, measure)
        split = split.join(figures, on=same_figure, how="left")
        share_both = nw.col(measure).count().over(*PLACE, "source_industry") == nw.col("classes_sharing")
        split = split.with_columns(nw.when(share_both).then(nw.col(measure)).alias(measure))
    for measure in (name for name in by_themselves if name in columns):
        units: FrameT = nw.from_native(split_equally(cells, classes, measure=measure))
        split = split.join(units.select(*PLACE, "industry", measure), on=[*PLACE, "industry"], how="left")
    return split


def addable(measure: nw.Expr) -> nw.Expr:
    """Return the measure rounded so finely that nobody sees it and its sums do not depend on the order of rows.

    The same figures then give the same bytes, on any engine and any number of processors.
    """
    return (measure * GRAIN).round() / GRAIN


def _activities(classes: FrameT, level: str) -> FrameT:
    """Return the activities of one level with their codes at the levels above, no value at the others."""
    levels = ("industry", *LEVELS_ABOVE)
    nowhere = nw.when(nw.lit(False)).then(nw.col("industry"))
    above = [nw.col(name) if levels.index(name) > levels.index(level) else nowhere.alias(name) for name in LEVELS_ABOVE]
    rows = classes.select(nw.col(level).alias("industry"), *above, is_class=nw.lit(level == "industry"))
    return rows.unique()


def _with_nearest_above(grid: FrameT, known: FrameT, measure: str) -> FrameT:
    codes, figures = [], []
    for level in LEVELS_ABOVE:
        column = f"{level}_figure"
        there = known.select(*PLACE, nw.col("industry").alias(level), nw.col(measure).alias(column))
        grid = grid.join(there, on=[*PLACE, level], how="left")
        codes.append(nw.when(~nw.col(column).is_null()).then(nw.col(level)))
        figures.append(nw.col(column))
    return grid.with_columns(source_industry=nw.coalesce(*codes), figure=nw.coalesce(*figures))


def _shares(grid: FrameT, measure: str) -> FrameT:
    """Return, for each published figure, what is left of it and how many classes share that."""
    grid = grid.with_columns(published=addable(nw.col(measure)))
    sums = grid.group_by(*PLACE, "source_industry", "figure").agg(
        nw.col("published").sum().alias("published_below"),
        nw.col(measure).count().alias("figures_below"),
        nw.len().alias("members"),
    )
    sums = sums.with_columns(
        residual=nw.col("figure") - nw.col("published_below"),
        classes_sharing=nw.col("members") - nw.col("figures_below"),
    )
    left = nw.when(nw.col("residual") > ROUNDING * nw.col("figure")).then(nw.col("residual")).otherwise(0.0)
    shares = sums.filter(nw.col("classes_sharing") > 0).with_columns(part=addable(left / nw.col("classes_sharing")))
    return shares.select(*PLACE, "source_industry", "part", "residual", "classes_sharing", "members")
