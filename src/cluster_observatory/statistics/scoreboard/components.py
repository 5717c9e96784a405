"""Principal components of the indicators of each group: how many dimensions a group has, and what loads on them."""

import numpy as np
import polars as pl

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.boards import State
from cluster_observatory.statistics.scoreboard.coherence import grouped


def principal_components(values: Floats) -> tuple[Floats, Floats]:
    """Return the variances of the principal components of columns, largest first, and their loadings.

    The components are the eigenvectors of the columns' correlation matrix over the
    rows without a gap; ``loadings[i, j]`` belongs to column i and component j.  The
    variances sum to the number of columns.  A vector's sign means nothing: it is set
    so that its loadings sum to 0 or more.

    Raises BadTable where fewer than two rows have no gap or a column is constant in
    them.  Of fewer rows than columns, the last variances are 0.
    """
    whole = values[~np.isnan(values).any(axis=1)]
    if len(whole) < 2:
        raise BadTable(f"{len(whole)} units have all {values.shape[1]} indicators; expected two or more. Impute first.")
    deviation = whole.std(axis=0, ddof=1)
    if (constant := np.flatnonzero(whole.min(axis=0) == whole.max(axis=0))).size:
        raise BadTable(f"Column {constant[0] + 1} is the same in all units that have no gap; expected it to differ.")
    standard = (whole - whole.mean(axis=0)) / deviation
    variances, vectors = np.linalg.eigh(standard.T @ standard / (len(whole) - 1))
    variances, vectors = np.maximum(variances[::-1], 0.0), vectors[:, ::-1]
    return variances, vectors * np.where(vectors.sum(axis=0) < 0, -1.0, 1.0)


def components(state: State, level: int = 2, *, pooled: bool = False) -> pl.DataFrame:
    """Return the principal components of the indicators below each aggregate of a level.

    Columns: year, ``group``, ``component`` (from 1), ``variance`` (eigenvalue),
    ``deviation`` (its root), ``share`` of the group's variance, ``cumulative_share``.
    A component of variance above 1 tells more than one indicator does (Kaiser's rule).
    Raises BadTable, naming the group, as `principal_components` does.
    """
    parts = []
    for year, group, variances, _ in _found(state, level, pooled=pooled):
        share = variances / variances.sum()
        parts.append(
            pl.DataFrame(
                {
                    "year": pl.Series([year] * len(variances), dtype=pl.Int64),
                    "group": group,
                    "component": np.arange(1, len(variances) + 1),
                    "variance": variances,
                    "deviation": np.sqrt(variances),
                    "share": share,
                    "cumulative_share": np.cumsum(share),
                }
            )
        )
    return pl.concat(parts)


def loadings(state: State, level: int = 2, *, pooled: bool = False) -> pl.DataFrame:
    """Return how each indicator loads on its group's components: year, ``group``, ``code``, ``component``, ``loading``.

    A negative loading on the first component is that of an indicator that runs against its group.
    """
    parts = []
    for year, group, _, vectors in _found(state, level, pooled=pooled):
        codes = state.framework.indicators_under(group)
        parts.append(
            pl.DataFrame(
                {
                    "year": pl.Series([year] * vectors.size, dtype=pl.Int64),
                    "group": group,
                    "code": np.repeat(codes, len(codes)),
                    "component": np.tile(np.arange(1, len(codes) + 1), len(codes)),
                    "loading": vectors.ravel(),
                }
            )
        )
    return pl.concat(parts)


def _found(state: State, level: int, *, pooled: bool) -> list[tuple[int | None, str, Floats, Floats]]:
    found = []
    for year, group, values in grouped(state, level, pooled=pooled):
        try:
            found.append((year, group, *principal_components(values)))
        except BadTable as error:
            raise BadTable(f"{group}: {error}") from error
    return found
