"""Which counts must be hidden so that no cell tells of one or two firms, not even by way of a total."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.inputs import checked_in_memory
from cluster_observatory.statistics.matrices import like

TOTAL = "TOTAL"
LEAST = 3  # firms in a cell that is published, unless it has none
Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]


def suppressed(
    cells: IntoFrame,
    counts: Sequence[str],
    *,
    rows: str = "region",
    columns: str = "industry",
    least: int = LEAST,
) -> Any:
    """Return the counts with their totals, those hidden that would tell of few firms, in the caller's kind of frame.

    Takes one row per ``rows``, ``columns`` and year with the ``counts`` (whole
    numbers, 0 or more, none missing); a cell that has no row has nobody.  Returns
    ``rows``, ``columns``, year, the counts and ``flags``: every cell that was
    given, and with the code TOTAL the sums over rows, over columns and over both.
    Where a cell is hidden, all its counts are missing and flags is ``c``; no
    other column is returned, as a rate could give away what is hidden
    (`demography.business_rates` computes it from what is left).

    Hidden are, in each year,

    - the cells, totals too, of which a count is 1 or more and below ``least``;
    - further cells, such that none of those follows from the rest.  Each of them
      lies with others on a closed path of hidden cells along which one firm more
      here and one less there changes no published sum and leaves at least one
      firm in every cell.  So whoever knows all that is published, and that no 0
      was hidden, still has two values or more to choose from.  Cells of few firms
      are preferred, totals are touched last.

    A cell of no firm is published.  Which of the hidden cells are small and which
    only protect them is not told, as that would be half of the answer.

    The counts named together are hidden together.  Name a whole with all its parts,
    what is left over too (births, survivors, ended): a part that is hidden where its
    whole is shown lies between 0 and that, and may be known by it.  Counts of which
    none follows from others need separate calls, and less is hidden.

    Not covered: tables that overlap (NUTS 2 and 3, divisions and sections), what one
    year tells of the next (births and deaths nearly make the change of active), what
    several firms can find out together, and sums of money.

    Raises BadTable where a key is empty or stands twice, a count is missing,
    negative or not whole, and where the code TOTAL is already there.

    Complementary suppression by shortest paths in a network: a heuristic, which does
    not hide the fewest cells possible.  The problem and its methods: Castro (2012),
    Recent advances in optimization techniques for statistical tabular data
    protection, European Journal of Operational Research 216.
    """
    key = (rows, columns, "year")
    table = checked_in_memory(cells, key, tuple(counts), signed=())
    _refuse(table, key, counts)
    parts = [_year(part, rows, columns, counts, least) for _, part in table.group_by("year", maintain_order=True)]
    kinds = {
        rows: pl.String,
        columns: pl.String,
        "year": pl.Int64,
        **dict.fromkeys(counts, pl.Int64),
        "flags": pl.String,
    }
    found = pl.concat(parts) if parts else pl.DataFrame(schema=kinds)
    return like(cells, found.sort(key))


def _refuse(table: pl.DataFrame, key: Sequence[str], counts: Sequence[str]) -> None:
    for name in counts:
        figure = pl.col(name)
        wrong = table.filter(figure.is_null() | (figure != figure.floor())).head(1)
        if wrong.height:
            place = ", ".join(f"{part}={wrong[part][0]!r}" for part in key)
            raise BadTable(f"At {place}: {name} is {wrong[name][0]}; expected a whole number in every row.")
    for name in key[:2]:
        if TOTAL in table[name].to_list():
            raise BadTable(f"The table has the {name} {TOTAL}; expected cells without their totals. Leave those out.")


def _year(part: pl.DataFrame, rows: str, columns: str, counts: Sequence[str], least: int) -> pl.DataFrame:
    lines, posts = part[rows].unique().sort(), part[columns].unique().sort()
    place = part.select(
        i=pl.col(rows).replace_strict(lines, range(lines.len()), return_dtype=pl.Int64),
        j=pl.col(columns).replace_strict(posts, range(posts.len()), return_dtype=pl.Int64),
    )
    i, j = place["i"].to_numpy(), place["j"].to_numpy()
    given = np.zeros((lines.len() + 1, posts.len() + 1), dtype=bool)
    given[i, j] = given[-1, :] = given[:, -1] = True
    figures = {}
    for name in counts:
        figure = np.zeros(given.shape, dtype=np.int64)
        figure[i, j] = part[name].cast(pl.Int64).to_numpy()
        figures[name] = _with_totals(figure)
    hidden = _hidden(list(figures.values()), least)
    at = np.nonzero(given)
    found = pl.DataFrame(
        {
            rows: pl.Series([*lines, TOTAL]).gather(at[0]),
            columns: pl.Series([*posts, TOTAL]).gather(at[1]),
            "year": pl.repeat(part["year"][0], at[0].size, dtype=pl.Int64, eager=True),
            **{name: figure[at] for name, figure in figures.items()},
            "hidden": hidden[at],
        }
    )
    shown = [pl.when(~pl.col("hidden")).then(pl.col(name)).alias(name) for name in counts]
    flags = pl.when("hidden").then(pl.lit("c")).otherwise(pl.lit("")).alias("flags")
    return found.select(rows, columns, "year", *shown, flags)


def _with_totals(figure: Whole) -> Whole:
    figure[-1, :] = figure.sum(axis=0)
    figure[:, -1] = figure.sum(axis=1)
    return figure


def _hidden(figures: Sequence[Whole], least: int) -> Mask:
    hidden = np.zeros(figures[0].shape, dtype=bool)
    for figure in figures:
        hidden |= (figure > 0) & (figure < least)
    for figure in figures:
        network = _Network(figure, hidden)
        small = np.argwhere((figure > 0) & (figure < least))
        safe: set[tuple[int, int]] = set()  # whoever is on a cycle can be one more or one less
        for cell in map(tuple, small[np.argsort(figure[tuple(small.T)], kind="stable")].tolist()):
            if cell not in safe:
                cycle = network.cheapest_cycle(*cell)
                network.hide(cycle)
                safe.update(cycle)
    return hidden


@dataclass
class _Network:
    """The cells of a table as arcs between its lines: every row adds up to its total, and so does every column.

    With totals taken negative (and the total of all positive), the cells of each
    row and of each column add up to 0.  One more in a cell is a step from its row
    to its column, one less a step back; whoever goes round in a circle has changed
    no sum.
    """

    figure: Whole
    hidden: Mask

    def __post_init__(self) -> None:
        sign = np.ones(self.figure.shape, dtype=np.int64)
        sign[-1, :] *= -1
        sign[:, -1] *= -1
        may_rise, may_fall = (self.figure > 0) | self.hidden, self.figure > 1
        cost = self._cost()
        self.there = np.where(np.where(sign > 0, may_rise, may_fall), cost, np.inf)
        self.back = np.where(np.where(sign > 0, may_fall, may_rise), cost, np.inf)

    def _cost(self) -> NDArray[np.float64]:
        cost = self.figure.astype(np.float64)
        every = cost[-1, -1] + 1
        cost[-1, :] += every
        cost[:, -1] += every
        cost[-1, -1] += every * sum(cost.shape)
        return np.where(self.hidden, 0.0, cost)

    def hide(self, cells: Sequence[tuple[int, int]]) -> None:
        """Hide the cells; from now on they cost nothing."""
        for cell in cells:
            self.hidden[cell] = True
            for way in (self.there, self.back):
                way[cell] = 0.0 if np.isfinite(way[cell]) else np.inf

    def cheapest_cycle(self, i: int, j: int) -> list[tuple[int, int]]:
        """Return a cell with those that keep it from being known; there always are some, the totals at the worst."""
        count = self.figure.shape[0]
        found = []
        for way, opposite, first, last in (
            (self.there, self.back, count + j, i),
            (self.back, self.there, i, count + j),
        ):
            if np.isfinite(way[i, j]):
                kept, opposite[i, j] = opposite[i, j], np.inf
                found.append(self._path(first, last))
                opposite[i, j] = kept
        return [(i, j), *min(found)[1]]

    def _path(self, first: int, last: int) -> tuple[float, list[tuple[int, int]]]:
        """Return the least cost of a way from a line to another, rows before columns, and its cells (Dijkstra)."""
        count, nodes = self.figure.shape[0], sum(self.figure.shape)
        cost, before = np.full(nodes, np.inf), np.full(nodes, -1)
        waiting = np.full(nodes, np.inf)  # the costs of the lines reached but not left yet
        cost[first] = waiting[first] = 0.0
        while (node := int(waiting.argmin())) != last:
            if waiting[node] == np.inf:
                return np.inf, []
            steps = self.there[node] if node < count else self.back[:, node - count]
            part = slice(count, nodes) if node < count else slice(0, count)
            waiting[node] = np.inf
            nearer = cost[node] + steps < cost[part]
            cost[part][nearer] = waiting[part][nearer] = (cost[node] + steps)[nearer]
            before[part][nearer] = node
        cells = []
        node = last
        while node != first:
            row, column = sorted((node, int(before[node])))
            cells.append((row, column - count))
            node = int(before[node])
        return float(cost[last]), cells
