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
    """
    persons = nw.col("persons")
    columns = cells.collect_schema()
    nothing = nw.when(nw.lit(False)).then(persons)
    figures = {name: nw.col(name) if name in columns else nothing for name in measures}
    negative = nw.col("negative_residual") if "negative_residual" in columns else nw.lit(False)
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
    sizes = members.group_by("cluster").agg(nw.len().alias("classes"))
    return sums.join(sizes, on="cluster", how="left").select(
        *KEY,
        "persons",
        *(_whole(name).alias(name) for name in measures),
        (nw.col("modelled_persons") / nw.when(persons > 0).then(persons)).alias("modelled_share"),
        (nw.col("modelled_classes") > 0).alias("modelled"),
        (nw.col("negative_residuals") > 0).alias("negative_residual"),
        (nw.col("classes_known") / nw.col("classes")).alias("coverage"),
    )


def _lacks(figure: str) -> nw.Expr:
    return nw.when((nw.col("persons") > 0) & nw.col(figure).is_null()).then(1).otherwise(0)


def _whole(figure: str) -> nw.Expr:
    return nw.when((nw.col(f"without_{figure}") == 0) & (nw.col(f"with_{figure}") > 0)).then(nw.col(figure))
