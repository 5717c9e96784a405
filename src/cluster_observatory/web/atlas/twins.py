"""Clusters whose classes all come from one and the same division: split from one figure, their quotients are equal."""

from functools import lru_cache
from pathlib import Path

import polars as pl

from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import frame
from cluster_observatory.web.atlas import queries


def of_cluster(edition, code):
    """Return the other clusters that split the same division, with that division; an empty list where there are none.

    Classes of divisions without a published figure do not count: no cluster got people from them.
    """
    return [
        {"subject": subject, "division": division}
        for division, group in _groups(edition.folder).items()
        if code in group
        for subject in (queries.subject(edition, other, queries.CLUSTER) for other in group if other != code)
    ]


@lru_cache(maxsize=8)
def _groups(folder: Path):
    """Return the traded clusters by the single division that all their figures are split from."""
    edition = Edition(folder)
    traded = queries.subjects(edition, queries.CLUSTER)
    figured = frame(edition, "cluster_specialisation").group_by("cluster").agg(pl.col("modelled_share").min())
    split = set(figured.filter(pl.col("modelled_share") == 1)["cluster"])
    published = frame(edition, "specialisation")["industry"].unique().implode()
    divisions = (
        frame(edition, "cluster_members")
        .with_columns(division=pl.col("industry").str.slice(0, 3))
        .filter(pl.col("division").is_in(published))
        .group_by("cluster")
        .agg(pl.col("division").unique())
        .filter(pl.col("division").list.len() == 1)
        .explode("division")
    )
    single = dict(divisions.iter_rows())
    groups = {}
    for code in traded:
        if code in single and code in split:
            groups.setdefault(single[code], []).append(code)
    return {division: tuple(found) for division, found in groups.items() if len(found) > 1}
