"""Invents a register of firms of any size whose rates are known, because they are planted and not drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cluster_observatory.errors import NotPossible
from cluster_observatory.taxonomy import activities, regions

BIRTH_RATE = 0.09
SURVIVAL = (1.0, 0.80, 0.68, 0.585, 0.51, 0.45)  # at the age of 0, 1, ... 5; years 2 and 4 lie between published ones
OLDEST = 60  # years; who reaches this age ends
NUTS_EDITION = 2021
SECTIONS = "BCDEFGHIJLMN"
ROWS_PER_FILE = 2_000_000
GOLDEN = (5**0.5 - 1) / 2
TURNOVER_PER_EMPLOYEE = 120_000  # EUR
RESTRUCTURINGS = ("merger", "takeover", "split_off")

# Of a hundred firms in a row, who does what; all others stay below ten employees.
KINDS = {
    "just_ten": 0,  # percent a year, over three years: the smallest number of employees that reaches it
    "almost_ten": 1,  # one employee less
    "just_twenty": 2,
    "almost_twenty": 3,
    "turnover_twenty": 4,  # in turnover only
    "steady": 5,  # as are the next two
}
LARGE = 8  # firms in a hundred with ten employees or more
FACTORS = {"ten": 1331, "twenty": 1728}  # growth over three years, in thousandths

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Invention:
    """What is invented: about so many ``firms`` active in each year from first to last, in every region and industry.

    Without ``regions`` and ``industries`` those are all of NUTS 2 (2021) and the
    divisions of sections B to N.  ``restructured`` is one in how many firms that is merged, taken over or split
    in one of the years (0: none).  The seed says how large the cells are and in
    which order the rows come; it changes no rate.
    """

    firms: int
    first: int = 2010
    last: int = 2020
    restructured: int = 0
    regions: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    seed: int = 2007

    @property
    def years(self) -> range:
        """The years of the register."""
        return range(self.first, self.last + 1)

    @property
    def cohorts(self) -> range:
        """The years of birth of all firms that are active in one of the years."""
        return range(self.first - OLDEST, self.last + 1)


@dataclass(frozen=True)
class Births:
    """The firms born in every year alike: their numbers, cells, ranks in them and the ages that they reach."""

    number: Whole
    cell: Whole
    rank: Whole
    reaches: Whole


def invented_register(invention: Invention, folder: Path) -> list[Path]:
    """Write the register to a folder, several Parquet files for each year, and return their paths in order.

    Columns: firm (number), region (NUTS 2), industry (NACE division), year,
    employees, turnover (EUR), born, ended (empty while the firm lives on) and
    event (empty, or one of merger, takeover, split_off).  The rows of a file
    come in no order; at most about two million are in memory at once.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for year in invention.years:
        for number, rows in enumerate(_batches(invention, year)):
            paths.append(folder / f"{year}-{number:04}.parquet")
            rows.write_parquet(paths[-1])
    return paths


def invented_firms(invention: Invention) -> pl.DataFrame:
    """Return the whole register in memory, as `invented_register` writes it."""
    return pl.concat(rows for year in invention.years for rows in _batches(invention, year))


def planted(invention: Invention) -> pl.DataFrame:
    """Return what was planted: region, industry, year and how many firms are what in that cell.

    ``active``; ``births`` and ``deaths`` without those by restructuring;
    ``survivors_1`` to ``survivors_5``: active firms of that age that were never
    restructured; ``high_growth_10`` and ``high_growth_20`` by employees (10 or 20 %
    a year or more), ``turnover_growth_20`` by turnover, of those the young ones
    (``young_high_growth_10``: at most five years old).  Counted over firms and
    the dates of their jumps, not over employees.
    """
    births, cells = _births(invention), _cells(invention)
    shape = (len(cells), len(invention.years))
    columns = {name: np.zeros(shape, dtype=np.int64) for name in _COUNTED}
    for cohort in invention.cohorts:
        firms = _Firms(invention, births, cohort)
        for place, year in enumerate(invention.years):
            for name, mask in firms.counted(year).items():
                columns[name][:, place] += np.bincount(births.cell[mask], minlength=len(cells))
    table = pl.DataFrame({name: counts.ravel() for name, counts in columns.items()})
    keys = cells.join(pl.DataFrame({"year": list(invention.years)}), how="cross", maintain_order="left_right")
    return pl.concat([keys, table], how="horizontal").filter(pl.col("active") > 0)


_COUNTED = (
    *("active", "births", "deaths"),
    *(f"survivors_{age}" for age in range(1, len(SURVIVAL))),
    *("high_growth_10", "young_high_growth_10", "high_growth_20", "turnover_growth_20"),
)


class _Firms:
    """The firms of one year of birth: arrays in the order of `Births`."""

    def __init__(self, invention: Invention, births: Births, cohort: int) -> None:
        place = births.rank + 7 * (cohort - invention.first)
        span = len(invention.years) - 1
        self.first, self.born = invention.first, cohort
        self.firm = births.number + _births(invention).number.size * (cohort - invention.cohorts[0])
        self.kind = place % 100
        self.jump = invention.first + 1 + place // 100 % max(span, 1)
        self.start = 10 + place // 100 % 40
        self.small = place % 10
        self.ended = cohort + births.reaches
        never = np.full(place.size, invention.last + 1)
        chosen = place % invention.restructured == 0 if invention.restructured else np.zeros(place.size, dtype=bool)
        self.restructured = np.where(chosen, invention.first + place // 3 % (span + 1), never)

    def active(self, year: int) -> NDArray[np.bool_]:
        return (year >= self.born) & (self.ended >= year)

    def _grown(self, factor: int, less: int) -> Whole:
        return -(-factor * self.start // 1000) - less

    def employees(self, year: int) -> Whole:
        after = year >= self.jump
        found = np.where(self.kind < LARGE, self.start, self.small)
        for kind, factor, less in (
            ("just_ten", "ten", 0),
            ("almost_ten", "ten", 1),
            ("just_twenty", "twenty", 0),
            ("almost_twenty", "twenty", 1),
        ):
            grown = self._grown(FACTORS[factor], less)
            found = np.where(after & (self.kind == KINDS[kind]), grown, found)
        return found

    def turnover(self, year: int) -> Whole:
        per_head = TURNOVER_PER_EMPLOYEE * self.employees(year)
        jumped = (self.kind == KINDS["turnover_twenty"]) & (year >= self.jump)
        return np.where(jumped, per_head // 1000 * FACTORS["twenty"], per_head)

    def event(self, year: int) -> Whole:
        """Return the place in RESTRUCTURINGS, -1 where there is no event."""
        return np.where(self.restructured == year, self.firm % len(RESTRUCTURINGS), -1)

    def counted(self, year: int) -> dict[str, NDArray[np.bool_]]:
        active, untouched = self.active(year), self.restructured != year
        age = year - self.born
        in_window = (self.jump <= year) & (self.jump > year - 3) & (year - 3 >= self.first) & (age > 3)
        whole = active & in_window & ~((self.restructured >= year - 3) & (self.restructured <= year))
        ten = whole & np.isin(self.kind, [KINDS[kind] for kind in ("just_ten", "just_twenty", "almost_twenty")])
        never = ~((self.restructured >= self.born) & (self.restructured <= year))
        counts = {
            "active": active,
            "births": active & untouched & (age == 0),
            "deaths": active & untouched & (self.ended == year),
            "high_growth_10": ten,
            "young_high_growth_10": ten & (age <= 5),
            "high_growth_20": whole & (self.kind == KINDS["just_twenty"]),
            "turnover_growth_20": whole & np.isin(self.kind, [KINDS["just_twenty"], KINDS["turnover_twenty"]]),
        }
        for grown in range(1, len(SURVIVAL)):
            counts[f"survivors_{grown}"] = active & never & (age == grown) & (self.born >= self.first)
        return counts


def _batches(invention: Invention, year: int) -> Iterator[pl.DataFrame]:
    births = _births(invention)
    order = np.random.default_rng(invention.seed).permutation(births.rank.size)
    parts = max(1, round(births.rank.size / BIRTH_RATE / ROWS_PER_FILE))
    for number, chosen in enumerate(np.array_split(order, parts)):
        part = Births(chosen, births.cell[chosen], births.rank[chosen], births.reaches[chosen])
        whole = pl.concat(_rows(invention, part, year, cohort) for cohort in invention.cohorts if cohort <= year)
        mixed = np.random.default_rng([invention.seed, year, number]).permutation(whole.height)
        yield whole[mixed]


def _rows(invention: Invention, births: Births, year: int, cohort: int) -> pl.DataFrame:
    firms = _Firms(invention, births, cohort)
    active = firms.active(year)
    events = pl.Series(RESTRUCTURINGS)
    event = pl.Series(firms.event(year)[active])
    ended = pl.Series(firms.ended[active])
    return (
        _cells(invention)[births.cell[active]]
        .with_columns(
            firm=pl.Series(firms.firm[active]),
            year=pl.lit(year, pl.Int16),
            employees=pl.Series(firms.employees(year)[active], dtype=pl.Int32),
            turnover=pl.Series(firms.turnover(year)[active]),
            born=pl.lit(cohort, pl.Int16),
            ended=ended.set(ended > invention.last, None).cast(pl.Int16),
            event=events.gather(event.set(event < 0, None)),
        )
        .select("firm", "region", "industry", "year", "employees", "turnover", "born", "ended", "event")
    )


@cache
def _births(invention: Invention) -> Births:
    curve, each = _curve(), _sizes(invention)
    ranks, reaches = [], []
    for number, size in enumerate(each, start=1):
        rank = np.arange(size)
        # Cells are rounded at different heights, so that many small ones together keep the rate.
        alive = np.ceil(size * curve - number * GOLDEN % 1).astype(np.int64)
        ranks.append(rank)
        reaches.append((rank[:, np.newaxis] < alive[np.newaxis, :]).sum(axis=1) - 1)
    cell = np.repeat(np.arange(each.size), each)
    return Births(np.arange(cell.size), cell, np.concatenate(ranks), np.concatenate(reaches))


def _sizes(invention: Invention) -> Whole:
    """Return how many firms are born in each cell, every year."""
    weight = np.random.default_rng(invention.seed).lognormal(0, 1, _cells(invention).height)
    ends = np.rint(invention.firms * BIRTH_RATE * np.cumsum(weight) / weight.sum()).astype(np.int64)
    sizes: Whole = np.diff(ends, prepend=0)
    if not sizes.sum():
        raise NotPossible(
            f"{invention.firms} firms in {sizes.size} cells of region and industry have no births; "
            "ask for more firms, or for fewer regions and industries."
        )
    return sizes


@cache
def _cells(invention: Invention) -> pl.DataFrame:
    codes = regions.table().filter(nuts_edition=NUTS_EDITION, level=2)["region"]
    here = invention.regions or [code for code in codes if not regions.is_no_region(code)]
    divisions = activities.table().filter((pl.col("level") == 2) & pl.col("section").is_in(list(SECTIONS)))["industry"]
    there = invention.industries or divisions.to_list()
    return pl.DataFrame({"region": list(here)}).join(
        pl.DataFrame({"industry": list(there)}), how="cross", maintain_order="left_right"
    )


def _curve() -> NDArray[np.float64]:
    """Return which share of the firms born is alive at the age of 0 to OLDEST.

    Behind the published ages a constant share ends each year, such that births
    are BIRTH_RATE of the active firms when as many are born every year.
    """
    published, later = np.array(SURVIVAL), np.arange(1, OLDEST + 2 - len(SURVIVAL))
    low, high = 0.0, 1.0
    while high - low > 1e-15:
        stay = (low + high) / 2
        known = published.sum() + (published[-1] * stay**later).sum()
        low, high = (stay, high) if known < 1 / BIRTH_RATE else (low, stay)
    return np.concatenate([published, published[-1] * low**later])
