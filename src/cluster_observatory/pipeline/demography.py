"""Births, deaths, survival and growth of firms: as Eurostat publishes them, and counted in a register of firms."""

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import polars as pl

from cluster_observatory.sources.eurostat.tsv import read_tsv
from cluster_observatory.sources.registers import eurostat
from cluster_observatory.sources.registers.files import read_register
from cluster_observatory.sources.sample.invented import REGISTER
from cluster_observatory.statistics.demography import business_demography, business_rates
from cluster_observatory.statistics.high_growth import high_growth, scale_ups
from cluster_observatory.statistics.registers import refuse_register
from cluster_observatory.statistics.suppression import LEAST, suppressed
from cluster_observatory.statistics.survival import survival
from cluster_observatory.tables.shapes import fit, shape

DATASETS = frozenset({*eurostat.TABLES, REGISTER})
"""Codes of the files that tell of firms."""

SUPPRESSION = f"counts of firms below {LEAST} in a register, and what would give them away, are hidden"
AGES = (1, 3, 5)
LIVES = ("active", "births", "deaths")
KEY = ["region", "industry", "year"]
SHARES = {
    "high_growth": "high_growth_share",
    "young_high_growth": "young_high_growth_share",
    "high_growth_20": "high_growth_20_share",
    "scale_ups": "scale_up_share",
    "young_scale_ups": "young_scale_up_share",
}
"""The counts of those that grew fast, and what their shares in the active of ten employees or more are called."""

FIRMS, PERCENT, PERSONS, EMPLOYEES = "enterprises", "%", "persons", "employees"
GROWN = "Ten employees or more three years before, and a yearly growth since in employees"
YOUNG = "at most five years old"


class Measure(NamedTuple):
    """What is counted or computed, and in which unit."""

    measure: str
    name: str
    unit: str
    description: str


MEASURES = (
    Measure("active", "Active enterprises", FIRMS, "Active at some time of the year."),
    Measure("births", "Births", FIRMS, "Born in the year, with no other enterprise involved."),
    Measure("deaths", "Deaths", FIRMS, "Ceased in the year, with no other enterprise involved."),
    Measure("birth_rate", "Birth rate", PERCENT, "Births in active enterprises."),
    Measure("death_rate", "Death rate", PERCENT, "Deaths in active enterprises."),
    Measure("churn", "Churn", PERCENT, "Birth rate and death rate together."),
    Measure("net_growth", "Net growth", PERCENT, "Growth of the number of active enterprises on the year before."),
    Measure("persons", "Persons employed", PERSONS, "In active enterprises."),
    Measure("employees", "Employees", EMPLOYEES, "Of active enterprises."),
    Measure("persons_of_births", "Persons employed in births", PERSONS, "In enterprises born in the year."),
    Measure("employees_of_births", "Employees of births", EMPLOYEES, "Of enterprises born in the year."),
    Measure("persons_of_deaths", "Persons employed in deaths", PERSONS, "In enterprises that ceased in the year."),
    Measure("employees_of_deaths", "Employees of deaths", EMPLOYEES, "Of enterprises that ceased in the year."),
    *(
        measure
        for age, years in ((1, "one year"), (3, "three years"), (5, "five years"))
        for measure in (
            Measure(
                f"followed_{age}", f"Births {years} ago", FIRMS, f"Born {years} before; what became of them is known."
            ),
            Measure(
                f"survivors_{age}", f"Survivors after {years}", FIRMS, f"Born {years} before and active in the year."
            ),
            Measure(f"survival_rate_{age}", f"Survival after {years}", PERCENT, "Survivors in those born that year."),
        )
    ),
    Measure("active_ten_or_more", "Active, ten employees or more", FIRMS, "Active, with ten employees or more."),
    Measure("high_growth", "High growth", FIRMS, f"{GROWN}, of 10 % or more."),
    Measure("young_high_growth", "Young high growth", FIRMS, f"High growth, {YOUNG}."),
    Measure("high_growth_20", "High growth of 20 %", FIRMS, f"{GROWN}, of 20 % or more."),
    Measure("scale_ups", "Scale-ups", FIRMS, f"{GROWN} or in turnover, of more than 20 %."),
    Measure("young_scale_ups", "Young scale-ups", FIRMS, f"Scale-ups, {YOUNG}."),
    Measure("high_growth_share", "Share of high growth", PERCENT, "High growth in active of ten employees or more."),
    Measure("young_high_growth_share", "Share of young high growth", PERCENT, "Of active of ten employees or more."),
    Measure("high_growth_20_share", "Share of high growth of 20 %", PERCENT, "Of active of ten employees or more."),
    Measure("scale_up_share", "Share of scale-ups", PERCENT, "Of active of ten employees or more."),
    Measure("young_scale_up_share", "Share of young scale-ups", PERCENT, "Of active of ten employees or more."),
)


def demography_tables(files: Mapping[str, tuple[bytes, str]], *, largest: int) -> dict[str, pl.DataFrame]:
    """Return the tables ``demography`` and ``demography_measures``, none where no file tells of firms.

    Takes the bytes and the name of each file by its code (`DATASETS`); ``largest`` is
    the size guard for unpacked files, in bytes.  What Eurostat publishes stays as it
    is.  What is counted in a register, by region and industry with the code TOTAL
    for all of them, is shown where it tells of no one or two firms (`of_register`).

    Raises SourceChanged and BadTable where a file is not what its reader or the
    methods expect, NotPossible for a register of fewer than four years.
    """
    found = []
    for code, (data, name) in sorted(files.items()):
        if code == REGISTER:
            found.append(of_register(_register(data, name)))
        else:
            observations = read_tsv(data, name, largest=largest)
            found.append(eurostat.published_demography(observations, eurostat.table(code), name=name))
    if not found:
        return {}
    table = fit(pl.concat(found, how="vertical_relaxed"), shape("demography"))
    measures = pl.DataFrame(MEASURES, schema=Measure._fields, orient="row")
    met = measures.filter(pl.col("measure").is_in(table["measure"].unique().implode()))
    return {"demography": table, "demography_measures": fit(met, shape("demography_measures"))}


def of_register(register: pl.DataFrame) -> pl.DataFrame:
    """Return what is counted in a register, without what tells of one or two firms: the columns of ``demography``.

    Takes a register as `statistics.registers.refuse_register` describes it, by region and
    industry.  Active, births and deaths of a year are shown or hidden together with what
    became of these births, and so are those that grew fast, since one follows from
    the others: as `statistics.suppression.suppressed` says, with who is left of each
    (ended, not followed, smaller, slower, older) counted beside them.  Rates are
    computed from what is shown.  Hidden values are missing, flags c.  Survivors
    stand in the year in which they survive, as Eurostat's do.  Not covered are what
    `suppressed` does not cover, and that those of ten employees or more, where
    hidden, are at most the active.

    Raises as `demography_tables` does.
    """
    refuse_register(register, measures=("employees", "turnover"))
    lives: pl.DataFrame = business_demography(register, checked=True)
    lived, parts = _lives(register, lives)
    rates: pl.DataFrame = business_rates(lived)
    grown = _growth(register, lives)
    large = pl.when(pl.col("active_ten_or_more") > 0).then("active_ten_or_more")
    shares = [(100 * pl.col(count) / large).alias(share) for count, share in SHARES.items()]
    parts += [
        _long(rates, [*LIVES, "birth_rate", "death_rate", "churn", "net_growth"]),
        _long(grown.with_columns(shares), ["active_ten_or_more", *SHARES, *SHARES.values()]),
    ]
    return pl.concat(parts).with_columns(dataset=pl.lit(REGISTER)).sort(*KEY, "measure")


def _register(data: bytes, name: str) -> pl.DataFrame:
    with TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(data)
        return read_register(path).collect()


def _lives(register: pl.DataFrame, lives: pl.DataFrame) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """Return active, births and deaths of every cell, and what became of the births, as far as all may be shown."""
    followed: pl.DataFrame = survival(register, checked=True)
    cells = lives.select(*KEY, *LIVES).join(followed.drop("births"), on=KEY, how="left")
    last = lives["year"].max()
    shown, parts = [], []
    for (year,), part in cells.group_by("year", maintain_order=True):
        ages = [age for age in AGES if year + age <= last]
        counts = [f"{name}_{age}" for age in ages for name in ("followed", "survivors")]
        left = {f"unknown_{age}": pl.col("births") - pl.col(f"followed_{age}") for age in ages}
        left |= {f"ended_{age}": pl.col(f"followed_{age}") - pl.col(f"survivors_{age}") for age in ages}
        for age, later in pairwise(ages):
            gone = pl.col(f"survivors_{age}") - pl.col(f"survivors_{later}")
            left[f"ended_{age}_to_{later}"] = gone.clip(0)  # below 0 where a firm lacks a year and is back
        known = part.with_columns(pl.col(counts).fill_null(0))  # a cell without births has nobody to follow
        told: pl.DataFrame = suppressed(known.with_columns(**left), [*LIVES, *counts, *left])
        shown.append(told.select(*KEY, *LIVES, "flags"))
        for age in ages:
            born = pl.when(pl.col(f"followed_{age}") > 0).then(f"followed_{age}")
            rate = (100 * pl.col(f"survivors_{age}") / born).alias(f"survival_rate_{age}")
            names = [f"followed_{age}", f"survivors_{age}", f"survival_rate_{age}"]
            parts.append(_long(told.with_columns(rate, pl.col("year") + age), names))
    return pl.concat(shown), parts


def _growth(register: pl.DataFrame, lives: pl.DataFrame) -> pl.DataFrame:
    """Return who grew fast in every cell, as far as it may be shown."""
    ten: pl.DataFrame = high_growth(register, threshold=10, checked=True)
    twenty: pl.DataFrame = high_growth(register, threshold=20, checked=True)
    both: pl.DataFrame = scale_ups(register, checked=True)
    counts = ["active_ten_or_more", *SHARES]
    cells = (
        ten.select(*KEY, "active_ten_or_more", "high_growth", "young_high_growth")
        .join(twenty.select(*KEY, high_growth_20="high_growth"), on=KEY)
        .join(both.select(*KEY, "scale_ups", "young_scale_ups"), on=KEY)
        .join(lives.select(*KEY, "active"), on=KEY)
    )
    nested = {"active_ten_or_more": "active", "high_growth": "active_ten_or_more", "scale_ups": "active_ten_or_more"}
    nested |= {"young_high_growth": "high_growth", "high_growth_20": "high_growth", "young_scale_ups": "scale_ups"}
    left = {f"{whole}_without_{part}": pl.col(whole) - pl.col(part) for part, whole in nested.items()}
    told: pl.DataFrame = suppressed(cells.with_columns(**left), [*counts, *left])
    return told.select(*KEY, *counts, "flags")


def _long(cells: pl.DataFrame, measures: list[str]) -> pl.DataFrame:
    """Return the measures one below the other, without those that are neither known nor hidden."""
    floats = cells.with_columns(pl.col(measures).cast(pl.Float64))
    rows = floats.unpivot(measures, index=[*KEY, "flags"], variable_name="measure", value_name="value")
    said = rows.filter(pl.col("value").is_not_null() | (pl.col("flags") != ""))
    return said.select(*KEY, "measure", "value", "flags")
