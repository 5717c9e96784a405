"""How indicators, aggregates and denominators of a scoreboard go together: pairwise correlations with p-values."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import stats

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.matrices import Floats
from cluster_observatory.statistics.scoreboard.boards import State
from cluster_observatory.statistics.scoreboard.options import expect_choice, expect_number

METHODS = ("pearson", "spearman", "kendall")
SIZE = 0.6
"""A correlation with a denominator beyond which an indicator measures size more than anything else."""


def correlation(first: Floats, second: Floats | None = None, *, method: str = "pearson") -> tuple[Floats, Floats]:
    """Return the correlations of the columns of two matrices, and of how many rows each is.

    Takes rows by columns, NaN for no value; without a second matrix the columns
    of the first are compared with each other.  Every pair of columns stands on the
    rows in which both have a value: Spearman's ranks (ties share the mean) are
    taken among those.  Kendall's is tau-b.  NaN where fewer than two rows are
    shared or a column is constant in them.

    Pearson and, without gaps, Spearman are products of matrices; with gaps Spearman
    ranks every pair anew, and Kendall sorts every pair.  The values are those of R's
    `cor(use = "pairwise.complete.obs")`.
    """
    expect_choice("method", method, METHODS)
    other = first if second is None else second
    if method == "pearson":
        return _pearson(first, other)
    if method == "spearman" and not (np.isnan(first).any() or np.isnan(other).any()):
        ranked = _whole_ranks(first)
        return _pearson(ranked, ranked if second is None else _whole_ranks(other))
    pair = _spearman_pairs if method == "spearman" else _kendall_pairs
    return pair(first, other, symmetric=second is None)


def p_values(correlations: Floats, pairs: Floats, *, method: str = "pearson") -> Floats:
    """Return how probable a correlation at least as far from 0 is, two-sided, if there is none.

    Pearson's and Spearman's by t = r sqrt((n - 2) / (1 - r²)) with n - 2 degrees of
    freedom; Kendall's by the normal approximation z = 3 tau sqrt(n (n - 1)) / sqrt(2 (2n + 5)),
    which takes no heed of ties.  NaN where there are fewer than 3 rows.
    """
    enough = np.where(pairs >= 3, pairs, np.nan)
    if method == "kendall":
        z = 3 * correlations * np.sqrt(enough * (enough - 1)) / np.sqrt(2 * (2 * enough + 5))
        return np.asarray(2 * stats.norm.sf(np.abs(z)))
    with np.errstate(divide="ignore"):
        t = correlations * np.sqrt((enough - 2) / np.maximum(1 - correlations**2, 0.0))
    return np.asarray(2 * stats.t.sf(np.abs(t), enough - 2))


def correlations(
    state: State,
    codes: Sequence[str] = (),
    others: Sequence[str] = (),
    *,
    method: str = "pearson",
    pooled: bool = False,
) -> pl.DataFrame:
    """Return the correlation of each of ``codes`` with each of ``others``.

    Both are indicators or aggregates of the board; by default ``codes`` are all
    indicators and ``others`` the same as ``codes``.  Values count as they stand: a
    direction is applied only once the board is normalised.  Returns year, ``code``,
    ``other``, ``correlation`` (missing where it is not defined), ``pairs`` (rows in
    which both have a value) and ``p_value`` (`p_values`); years stand each for
    itself unless ``pooled`` (then year is missing).  Raises NotFound for an unknown
    code, BadTable for one that the board does not have yet.
    """
    chosen = tuple(codes) or state.framework.indicators
    beside = tuple(others) or chosen
    return _table(state, chosen, beside, _columns(state, chosen), _columns(state, beside), method, pooled=pooled)


def with_ancestors(state: State, level: int = 1, *, method: str = "pearson", pooled: bool = False) -> pl.DataFrame:
    """Return the correlation of each element of a level with its parent, its parent's parent, and so on.

    An element that hardly goes with its parent adds little to it; one that goes
    against it is lost in it.  Returns what `correlations` returns, with ``steps_up``
    (1 for the parent).  The board has to be aggregated.
    """
    expect_number("level", level, least=1, whole=True)
    framework = state.framework
    family = [
        (one.code, ancestor, steps)
        for one in framework.elements
        if one.level == level
        for steps, ancestor in enumerate(_ancestors(state, one.code), 1)
    ]
    if not family:
        raise BadTable(f"The scoreboard has nothing with a parent at level {level}; expected a level below the top.")
    codes = tuple(dict.fromkeys(code for code, _, _ in family))
    ancestors = tuple(dict.fromkeys(ancestor for _, ancestor, _ in family))
    wanted = pl.DataFrame(family, schema=["code", "other", "steps_up"], orient="row")
    table = correlations(state, codes, ancestors, method=method, pooled=pooled)
    return wanted.join(table, on=["code", "other"], maintain_order="left").select(*table.columns, "steps_up")


def with_denominators(
    state: State, *, method: str = "pearson", least: float = SIZE, pooled: bool = False
) -> pl.DataFrame:
    """Return the correlations of indicators with denominators of which the size is above ``least``.

    Such an indicator tells large units from small ones: divide it by the
    denominator, or explain why not.  Returns what `correlations` returns, with
    ``denominator`` in place of ``other``.
    """
    expect_number("least", least, least=0, most=1)
    names = tuple(state.denominators)
    if not names:
        raise BadTable("The scoreboard has no denominators; expected at least one in the table of indicators.")
    codes = state.framework.indicators
    sizes = np.column_stack([state.denominators[name] for name in names])
    table = _table(state, codes, names, _columns(state, codes), sizes, method, pooled=pooled)
    return table.filter(pl.col("correlation").abs() > least).rename({"other": "denominator"})


def _ancestors(state: State, code: str) -> list[str]:
    found = []
    parent = state.framework.element(code).parent
    while parent is not None:
        found.append(parent)
        parent = state.framework.element(parent).parent
    return found


def _columns(state: State, codes: tuple[str, ...]) -> Floats:
    for code in codes:
        state.framework.element(code)
        if code not in state.board.codes:
            raise BadTable(f"The board has no values of {code}; expected it to be aggregated before.")
    return state.board.of(*codes)


def _table(
    state: State,
    codes: tuple[str, ...],
    others: tuple[str, ...],
    first: Floats,
    second: Floats,
    method: str,
    *,
    pooled: bool,
) -> pl.DataFrame:
    parts = []
    for rows in state.blocks(pooled=pooled):
        found, pairs = correlation(first[rows], None if others == codes else second[rows], method=method)
        parts.append(
            pl.DataFrame(
                {
                    "year": pl.Series([None if pooled else state.board.years[rows[0]]] * found.size, dtype=pl.Int64),
                    "code": np.repeat(codes, len(others)),
                    "other": np.tile(others, len(codes)),
                    "correlation": found.ravel(),
                    "pairs": pairs.ravel().astype(np.int64),
                    "p_value": p_values(found, pairs, method=method).ravel(),
                }
            )
        )
    return pl.concat(parts).with_columns(pl.col("correlation", "p_value").fill_nan(None))


def _pearson(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    x, there = _standardised(first)
    y, also = (x, there) if second is first else _standardised(second)
    pairs: Floats = there.T @ also
    sum_x, sum_y = x.T @ also, there.T @ y
    size = np.where(pairs >= 2, pairs, np.nan)
    product = x.T @ y - sum_x * sum_y / size
    variance_x, variance_y = (x * x).T @ also - sum_x**2 / size, there.T @ (y * y) - sum_y**2 / size
    # What rounding leaves of the variance of a column that is constant in the rows shared is no variance.
    scale = np.sqrt(np.where(variance_x > 1e-13 * size, variance_x, np.nan))
    scale *= np.sqrt(np.where(variance_y > 1e-13 * size, variance_y, np.nan))
    return np.clip(product / scale, -1.0, 1.0), pairs


def _standardised(values: Floats) -> tuple[Floats, Floats]:
    """Return columns of mean 0 and deviation 1 with 0 for gaps, so that sums keep their digits, and where no gap is."""
    there = ~np.isnan(values)
    number = np.maximum(there.sum(axis=0), 1)
    centred = np.where(there, values - np.nansum(values, axis=0) / number, 0.0)
    deviation = np.sqrt((centred**2).sum(axis=0) / number)
    return centred / np.where(deviation > 0, deviation, 1.0), there.astype(np.float64)


def _spearman_pairs(first: Floats, second: Floats, *, symmetric: bool) -> tuple[Floats, Floats]:
    ranked = [_Ranked(column) for column in first.T]
    beside = ranked if symmetric else [_Ranked(column) for column in second.T]
    found, pairs = np.full((2, len(ranked), len(beside)), np.nan)
    for i, one in enumerate(ranked):
        for j, other in enumerate(beside):
            if symmetric and j < i:
                found[i, j], pairs[i, j] = found[j, i], pairs[j, i]
                continue
            shared = one.there & other.there
            number = float(np.count_nonzero(shared))
            (ranks, variance), (others, other_variance) = one.among(shared), other.among(shared)
            scale = np.sqrt(variance * other_variance)
            pairs[i, j] = number
            if scale > 0:
                found[i, j] = (np.einsum("i,i", ranks, others) - number * (number + 1) ** 2 / 4) / scale
    return np.clip(found, -1.0, 1.0), pairs


def _whole_ranks(values: Floats) -> Floats:
    ranked = [_Ranked(column) for column in values.T]
    return np.column_stack([one.among(one.there)[0] for one in ranked])


class _Ranked:
    """A column sorted once, to be ranked among any of its rows."""

    def __init__(self, column: Floats) -> None:
        self.there = ~np.isnan(column)
        self.order = np.argsort(column)[: np.count_nonzero(self.there)]
        ordered = column[self.order]
        last = np.append(ordered[1:] != ordered[:-1], True) if ordered.size else np.zeros(0, bool)
        self.ends = np.flatnonzero(last)
        self.tie = np.cumsum(last) - last

    def among(self, rows: NDArray[np.bool_]) -> tuple[Floats, float]:
        """Return the mean ranks of the values in the rows, 0 elsewhere, and the sum of their squared deviations."""
        chosen = rows[self.order]
        upto = np.cumsum(chosen, dtype=np.int32)[self.ends].astype(np.float64)
        before = np.append(0.0, upto[:-1])[: len(upto)]
        ranks = np.zeros(len(rows))
        ranks[self.order] = ((upto + before + 1) / 2)[self.tie] * chosen
        size, number = upto - before, float(np.count_nonzero(chosen))
        return ranks, (number**3 - number - float((size**3 - size).sum())) / 12


def _kendall_pairs(first: Floats, second: Floats, *, symmetric: bool) -> tuple[Floats, Floats]:
    found, pairs = np.full((2, first.shape[1], second.shape[1]), np.nan)
    for i in range(first.shape[1]):
        for j in range(second.shape[1]):
            if symmetric and j < i:
                found[i, j], pairs[i, j] = found[j, i], pairs[j, i]
                continue
            shared = ~(np.isnan(first[:, i]) | np.isnan(second[:, j]))
            pairs[i, j] = np.count_nonzero(shared)
            if pairs[i, j] >= 2:
                found[i, j] = stats.kendalltau(first[shared, i], second[shared, j]).statistic
    return found, pairs
