"""Relatedness of several kinds in one number, from industries up to clusters, and how well clusters hold together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.inequality import positive
from cluster_observatory.statistics.matrices import Floats, like
from cluster_observatory.statistics.portfolios import by_year, checked, stacked

RELATED = 90.0  # percentile of the pairs from which two clusters are related
FAR = 95.0  # percentile of its relatedness to others that a cluster should exceed within


@dataclass(frozen=True)
class Moments:
    """Mean and standard deviation by which a kind of relatedness is standardised."""

    mean: float
    deviation: float


def composite(
    pairs: IntoFrame,
    components: Sequence[str],
    *,
    category: str = "industry",
    moments: Mapping[str, Moments] | None = None,
) -> Any:
    """Return the relatedness of each pair over several kinds, in the caller's kind of frame.

        relatedness = mean over the kinds of (value - mean of the kind) / deviation of the kind

    Takes one row per pair (``category``, ``other_category`` with the name of the
    category, year) with the ``components``, a column for each kind (such as
    `relatedness.colocation` of persons and of local units, and links of inputs and
    of occupations).  Returns the key, the components and ``relatedness`` (standard
    deviations).  ``moments`` are used where they are given for a component, so that
    pairs of clusters can be scaled as pairs of industries were; otherwise they are
    those of the pairs in the table, of their year (the deviation that of a
    population), each row counting once.

    Missing where a component is missing, or the same for all pairs.  Raises
    NotFound for moments of what is no component, and BadTable where no component
    is named or as `portfolios.checked` does.

    LC-IO-Occ of Delgado, Porter & Stern (2016), doi:10.1093/jeg/lbv017.
    """
    if not components:
        raise BadTable("No component of relatedness is named; expected the names of one or more columns.")
    given = moments or {}
    strangers = sorted(set(given) - set(components))
    if strangers:
        raise NotFound(f"Moments are given for {', '.join(strangers)}; the components are: {', '.join(components)}.")
    key = _pair_key(category)
    table = checked(pairs, key, *components, signed=True)
    parts: list[Mapping[str, Any]] = []
    for _, rows in by_year(table):
        values = {name: rows[name].to_numpy() for name in components}
        scores = [_standardised(value, given.get(name)) for name, value in values.items()]
        parts.append({name: rows[name] for name in key} | values | {"relatedness": np.mean(scores, axis=0)})
    types = dict(zip(key, ("text", "text", "integer"), strict=True))
    return like(pairs, stacked(parts, types | dict.fromkeys([*components, "relatedness"], "float")))


def cluster_relatedness(
    pairs: IntoFrame,
    members: IntoFrame,
    *,
    measure: str = "relatedness",
    category: str = "industry",
    cluster: str = "cluster",
) -> Any:
    """Return how related clusters are, each with each and within, in the caller's kind of frame.

        relatedness(c, k) = mean of the relatedness of i and j, i in c, j in k, i other than j

    Of two clusters it is their relatedness between (BCR), of one with itself its
    relatedness within (WCR).

    Takes the ``measure`` of one row per pair of industries (``category``,
    ``other_category``, year; once, in either order, or both ways, which may differ)
    and ``members`` with ``cluster`` and ``category``, in the same kind of frame.  Returns
    ``cluster``, ``other_cluster``, year, ``pairs_compared`` (pairs of members with a
    value, count) and ``relatedness`` (unit of the measure), both ways and each
    cluster with itself; missing where no pair has a value, as within a cluster of
    one industry.  An industry in several clusters counts in each, never with itself.

    Raises BadTable as `portfolios.checked` does.
    Delgado, Porter & Stern (2016), doi:10.1093/jeg/lbv017.
    """
    table = checked(pairs, _pair_key(category), measure, signed=True)
    listed = checked(members, (cluster, category))
    clusters = listed[cluster].unique().sort().to_list()
    parts = []
    for year, rows in by_year(table):
        names, square = _square(rows, category, measure)
        belongs = _belongs(listed, clusters, names, cluster, category)
        total = belongs @ np.nan_to_num(square) @ belongs.T
        number = belongs @ (~np.isnan(square)).astype(np.float64) @ belongs.T
        whole = np.where(np.eye(len(clusters), dtype=bool), number / 2, number)  # within, each pair was met both ways
        first, second = (axis.ravel() for axis in np.indices(total.shape))
        parts.append(
            {
                cluster: [clusters[place] for place in first],
                f"other_{cluster}": [clusters[place] for place in second],
                "year": year,
                "pairs_compared": whole.ravel(),
                "relatedness": (total / positive(number)).ravel(),
            }
        )
    types = {cluster: "text", f"other_{cluster}": "text", "year": "integer", "pairs_compared": "integer"}
    return like(pairs, stacked(parts, types | {"relatedness": "float"}))


def related_pairs(
    pairs: IntoFrame, *, category: str = "cluster", measure: str = "relatedness", percentile: float = RELATED
) -> Any:
    """Return the pairs of different clusters with ``related``: true from the ``percentile`` of all pairs on.

    Takes what `cluster_relatedness` returns.  Returns ``category``,
    ``other_category``, year, the measure and ``related`` (missing where the measure
    is); a cluster with itself is left out.  The percentile is that of the year,
    interpolated linearly (type 7).  Raises BadTable as `portfolios.checked` does.

    The rule is derived from the published U.S. relatedness (256 of its 2,550
    ordered pairs are related), not quoted from its authors.
    """
    key = _pair_key(category)
    parts = []
    for _, rows in by_year(checked(pairs, key, measure, signed=True)):
        others = rows.filter(pl.col(category) != pl.col(f"other_{category}"))
        value = others[measure].drop_nulls().to_numpy()
        cutoff = np.percentile(value, percentile) if value.size else np.nan
        parts.append({name: others[name] for name in (*key, measure)} | {"related": others[measure] >= cutoff})
    types = dict(zip(key, ("text", "text", "integer"), strict=True))
    return like(pairs, stacked(parts, types | {measure: "float", "related": "boolean"}))


def validation_scores(
    pairs: IntoFrame, *, category: str = "cluster", measure: str = "relatedness", percentile: float = FAR
) -> Any:
    """Return in how many clusters relatedness within exceeds relatedness to the others, for each year.

        above_average    = % of clusters whose WCR > mean of their BCR
        above_percentile = % of clusters whose WCR > ``percentile`` of their BCR

    Takes what `cluster_relatedness` returns.  Returns year, ``clusters_judged``
    (those with both, count) and the two scores (per cent; missing where none can be
    judged).  Raises BadTable as `portfolios.checked` does.

    Quoted from memory of Delgado, Porter & Stern (2016), doi:10.1093/jeg/lbv017,
    and not verified: their own scores have not been compared.
    """
    parts = []
    for year, rows in by_year(checked(pairs, _pair_key(category), measure, signed=True)):
        _, square = _square(rows, category, measure)
        within = np.diag(square).copy()
        np.fill_diagonal(square, np.nan)
        parts.append({"year": [year]} | _scores(within, square, percentile, "clusters_judged"))
    return like(pairs, stacked(parts, _score_types("clusters_judged")))


def industry_validation_scores(
    pairs: IntoFrame,
    members: IntoFrame,
    *,
    measure: str = "relatedness",
    category: str = "industry",
    cluster: str = "cluster",
    percentile: float = FAR,
) -> Any:
    """Return how many industries are nearer to their own cluster than to the others, for each year.

    As `validation_scores`, with an industry's mean relatedness to the other
    members of its cluster for WCR, and to those of each other cluster for BCR.
    Takes what `cluster_relatedness` takes; an industry in several clusters is
    judged in each.  Returns year, ``industries_judged`` (count) and the two scores
    (per cent).  Quoted from memory of the same source and not verified.
    """
    table = checked(pairs, _pair_key(category), measure, signed=True)
    listed = checked(members, (cluster, category))
    clusters = listed[cluster].unique().sort().to_list()
    parts = []
    for year, rows in by_year(table):
        names, square = _square(rows, category, measure)
        belongs = _belongs(listed, clusters, names, cluster, category)
        number = (~np.isnan(square)).astype(np.float64) @ belongs.T
        near = np.nan_to_num(square) @ belongs.T / positive(number)
        own, industry = np.nonzero(belongs)
        within = near[industry, own]
        others = near[industry]
        others[np.arange(own.size), own] = np.nan
        parts.append({"year": [year]} | _scores(within, others, percentile, "industries_judged"))
    return like(pairs, stacked(parts, _score_types("industries_judged")))


def _pair_key(category: str) -> tuple[str, str, str]:
    return category, f"other_{category}", "year"


def _standardised(values: Floats, moments: Moments | None) -> Floats:
    known = values[~np.isnan(values)]
    if moments is None and known.size:
        moments = Moments(float(known.mean()), float(known.std()) if np.ptp(known) > 0 else 0.0)
    if moments is None or not moments.deviation > 0:
        return np.full(values.shape, np.nan)
    return (values - moments.mean) / moments.deviation


def _square(rows: pl.DataFrame, category: str, measure: str) -> tuple[list[str], Floats]:
    """Return the names met and the measure from each to each; what stands in one order alone counts for both."""
    names = sorted(set(rows[category]) | set(rows[f"other_{category}"]))
    place = {name: number for number, name in enumerate(names)}
    first = np.array([place[name] for name in rows[category]], dtype=np.int64)
    second = np.array([place[name] for name in rows[f"other_{category}"]], dtype=np.int64)
    square = np.full((len(names), len(names)), np.nan)
    square[first, second] = rows[measure].to_numpy()
    return names, np.where(np.isnan(square), square.T, square)


def _belongs(listed: pl.DataFrame, clusters: list[str], names: list[str], cluster: str, category: str) -> Floats:
    belongs = np.zeros((len(clusters), len(names)))
    for owner, member in listed.select(cluster, category).iter_rows():
        if member in names:
            belongs[clusters.index(owner), names.index(member)] = 1
    return belongs


def _scores(within: Floats, others: Floats, percentile: float, judged: str) -> dict[str, Any]:
    """Return how many rows can be judged and in how many per cent of them the value within exceeds those of others."""
    kept = ~np.isnan(within) & ~np.isnan(others).all(axis=1)
    if not kept.any():
        return {judged: [0], "above_average": [np.nan], "above_percentile": [np.nan]}
    average = np.nanmean(others[kept], axis=1)
    far = np.nanpercentile(others[kept], percentile, axis=1)
    return {
        judged: [int(kept.sum())],
        "above_average": [float(np.mean(within[kept] > average) * 100)],
        "above_percentile": [float(np.mean(within[kept] > far) * 100)],
    }


def _score_types(judged: str) -> dict[str, str]:
    return {"year": "integer", judged: "integer", "above_average": "float", "above_percentile": "float"}
