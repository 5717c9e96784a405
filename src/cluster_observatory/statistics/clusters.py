"""From NACE classes to clusters: sums over the classes of a cluster, and how much of them is modelled."""

from collections.abc import Sequence

import narwhals as nw
from narwhals.typing import FrameT

from cluster_observatory.statistics.gaps import addable
from cluster_observatory.statistics.inputs import with_floats

KEY = ("region", "cluster", "year")
BESIDE_PERSONS = ("wages", "local_units")


@nw.narwhalify
def by_cluster(cells: FrameT, members: FrameT, *, measures: Sequence[str] = BESIDE_PERSONS) -> FrameT:
    """Return the sums over the classes of each cluster.

    Takes ``cells``, one row per region, industry (class) and year with
    ``persons``, ``modelled`` and, where there are any, ``wages`` (million EUR),
    ``local_units`` (count) and ``negative_residual``, as `gaps.class_cells`
    returns them, and ``members`` with cluster and industry (class), in the same
    kind of frame.  A class counts in full in every cluster that lists it:
    clusters that overlap must not be added up.  Other ``measures`` that add up can
    be named in place of wages and local units.

    Returns region, cluster, year, ``persons``, ``wages`` (million EUR) and
    ``local_units`` (count; each missing unless every class with persons employed
    has it), ``modelled_share`` (share of persons that is modelled; missing where
    persons is 0), ``modelled`` (true where any class is), ``negative_residual``
    (true where any class got 0 because the parts published are more than the
    whole), and ``coverage`` (share of the cluster's classes, by number, that have a
    figure).  The figures of a cluster of little coverage are those of a part of it.
    A cluster none of whose classes has a figure in a region and year has no row there.

    ``split_deviation`` (persons) says how far off an equal split can be: the
    standard deviation of the persons if what n classes share were split among them
    in any proportions, each as likely (Dirichlet's distribution with all parameters
    1), of which the cluster has k:

        variance = part ** 2 * k * (n - k) / (n + 1),   summed over published figures

    0 where nothing is modelled, or all that share belong to the cluster; missing
    where the cells do not say what is shared (``source_industry``,
    ``classes_sharing``).  That proportions are as likely as each other is our choice.
    """
    persons = nw.col("persons")
    columns = cells.collect_schema()
    nothing = nw.when(nw.lit(False)).then(persons)
    figures = {name: nw.col(name) if name in columns else nothing for name in measures}
    negative = nw.col("negative_residual") if "negative_residual" in columns else nw.lit(False)
    split = cells.filter(nw.col("modelled")) if {"source_industry", "classes_sharing"} <= set(columns) else None
    cells = cells.select("region", "industry", "year", "modelled", persons, **figures, negative_residual=negative)
    cells = with_floats(cells, "persons", *measures)
    known = cells.filter(~persons.is_null())
    known = known.with_columns(addable(nw.col(name)).alias(name) for name in ("persons", *measures))
    rows = known.join(members.select("cluster", "industry"), on="industry").with_columns(
        *(_lacks(name).alias(f"without_{name}") for name in measures),
        modelled_persons=nw.when(nw.col("modelled")).then(persons).otherwise(0.0),
        modelled_classes=nw.when(nw.col("modelled")).then(1).otherwise(0),
        negative_residuals=nw.when(nw.col("negative_residual")).then(1).otherwise(0),
    )
    sums = rows.group_by(*KEY).agg(
        nw.col("persons", "modelled_persons", "modelled_classes", "negative_residuals").sum(),
        *(nw.col(f"without_{name}").sum() for name in measures),
        *(nw.col(name).sum().alias(name) for name in measures),
        *(nw.col(name).count().alias(f"with_{name}") for name in measures),
        nw.len().alias("classes_known"),
    )
    sums = sums.join(_split_variances(split, members), on=list(KEY), how="left") if split is not None else sums
    sizes = members.group_by("cluster").agg(nw.len().alias("classes"))
    return sums.join(sizes, on="cluster", how="left").select(
        *KEY,
        "persons",
        *(_whole(name).alias(name) for name in measures),
        (nw.col("modelled_persons") / nw.when(persons > 0).then(persons)).alias("modelled_share"),
        (nw.col("modelled_classes") > 0).alias("modelled"),
        (nw.col("negative_residuals") > 0).alias("negative_residual"),
        (nw.col("classes_known") / nw.col("classes")).alias("coverage"),
        _deviation(split is not None).alias("split_deviation"),
    )


def _split_variances(split: FrameT, members: FrameT) -> FrameT:
    """Return the variance of the persons of each cluster over all ways to split what its classes share."""
    shared = split.join(members.select("cluster", "industry"), on="industry").with_columns(
        nw.col("persons").cast(nw.Float64()), sharing=nw.col("classes_sharing").cast(nw.Float64())
    )
    figures = shared.group_by(*KEY, "source_industry").agg(
        nw.col("persons").max().alias("part"), nw.col("sharing").max().alias("n"), nw.len().alias("k")
    )
    k, n = nw.col("k").cast(nw.Float64()), nw.col("n")
    # Squares are large: to a 256th their sums are exact, in any order, up to 35 million million.
    variance = (nw.col("part") * nw.col("part") * k * (n - k) / (n + 1) * 256).round() / 256
    return figures.select(*KEY, split_variance=variance).group_by(*KEY).agg(nw.col("split_variance").sum())


def _deviation(known: bool) -> nw.Expr:
    none_split = nw.when(nw.col("modelled_classes") == 0).then(nw.lit(0.0))
    return none_split.otherwise(nw.col("split_variance").sqrt()) if known else none_split


def _lacks(figure: str) -> nw.Expr:
    return nw.when((nw.col("persons") > 0) & nw.col(figure).is_null()).then(1).otherwise(0)


def _whole(figure: str) -> nw.Expr:
    return nw.when((nw.col(f"without_{figure}") == 0) & (nw.col(f"with_{figure}") > 0)).then(nw.col(figure))
