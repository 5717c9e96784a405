"""What the invented register plants, the methods find again, to the last firm."""

import polars as pl
import pytest

from cluster_observatory.errors import NotPossible
from cluster_observatory.sources.registers.files import COLUMNS, read_register
from cluster_observatory.sources.registers.invented import Invention, invented_firms, invented_register, planted
from cluster_observatory.statistics.demography import business_demography
from cluster_observatory.statistics.high_growth import high_growth, scale_ups
from cluster_observatory.statistics.registers import refuse_register
from cluster_observatory.statistics.survival import survival

KEY = ["region", "industry", "year"]
ONE_CELL = {"regions": ("AT11",), "industries": ("C29",), "first": 2014, "last": 2020}
SOME_CELLS = {"regions": ("AT11", "DE11", "FR10"), "industries": ("C10", "C29", "J62"), "first": 2012, "last": 2020}
RESTRUCTURED = Invention(firms=9_000, restructured=20, **SOME_CELLS)


def found_and_planted(invention, found, *columns):
    """Return two tables of the same cells: what a method found, and what was planted there."""
    there = planted(invention).select(*KEY, *columns)
    both = there.join(found, on=KEY, how="left", suffix="_found")
    same = [pl.col(f"{name}_found").fill_null(0).cast(pl.Int64).alias(name) for name in columns]
    return both.select(*KEY, *same), there


def test_the_rates_of_the_european_union_are_planted_exactly():
    """1800 births a year among 20,000 firms (19,995, as the few of a high age are rounded)."""
    firms = invented_firms(Invention(firms=20_000, **ONE_CELL))

    cohort = survival(firms).filter(year=2015).row(0, named=True)
    rates = business_demography(firms).filter(year=2017).row(0, named=True)

    assert (cohort["births"], cohort["followed_5"]) == (1800, 1800)
    assert [cohort[f"survival_rate_{age}"] for age in (1, 3, 5)] == [80, 58.5, 45]
    assert (rates["active"], rates["births"], rates["deaths"]) == (19_995, 1800, 1800)
    assert rates["birth_rate"] == 100 * 1800 / 19_995


@pytest.mark.parametrize("invention", [RESTRUCTURED, Invention(firms=9_000, **SOME_CELLS)], ids=["events", "no events"])
def test_births_deaths_and_survivors_are_those_planted(invention):
    firms = invented_firms(invention)
    lived = survival(firms)

    found, there = found_and_planted(invention, business_demography(firms), "active", "births", "deaths")
    assert found.equals(there)
    for age in (1, 2, 3, 4, 5):
        name = f"survivors_{age}"
        later = lived.select("region", "industry", pl.col("year") + age, name).drop_nulls()
        found, there = found_and_planted(invention, later, name)
        assert found.equals(there)
    assert there["survivors_5"].sum() > 100


def test_growth_is_that_planted_on_both_sides_of_the_thresholds():
    """Firms grow to the smallest number of employees that reaches 1.331 or 1.728, and to one less."""
    firms = invented_firms(RESTRUCTURED)

    ten = high_growth(firms).rename({"high_growth": "high_growth_10", "young_high_growth": "young_high_growth_10"})
    found, there = found_and_planted(RESTRUCTURED, ten, "high_growth_10", "young_high_growth_10")
    assert found.equals(there)
    assert there["young_high_growth_10"].sum() > 10
    for column, measure in (("high_growth_20", "employees"), ("turnover_growth_20", "turnover")):
        twenty = high_growth(firms, threshold=20, measure=measure).rename({"high_growth": column})
        found, there = found_and_planted(RESTRUCTURED, twenty, column)
        assert found.equals(there)
    either = scale_ups(firms, inclusive=True).rename({"scale_ups": "turnover_growth_20"})
    found, there = found_and_planted(RESTRUCTURED, either, "turnover_growth_20")
    assert found.equals(there)


def test_the_files_hold_the_register_and_the_same_bytes_each_time(tmp_path):
    invention = Invention(firms=2_000, restructured=50, **SOME_CELLS)

    paths = invented_register(invention, tmp_path / "one")
    again = invented_register(invention, tmp_path / "two")

    read = read_register(tmp_path / "one")
    assert [path.name for path in paths] == [f"{year}-0000.parquet" for year in range(2012, 2021)]
    assert [path.read_bytes() for path in paths] == [path.read_bytes() for path in again]
    assert read.collect().equals(invented_firms(invention))
    assert set(read.collect_schema()) == set(COLUMNS)
    refuse_register(read, measures=["employees", "turnover"])


def test_the_seed_changes_the_cells_and_no_rate():
    one, other = (invented_firms(Invention(firms=9_000, seed=seed, **SOME_CELLS)) for seed in (1, 2))

    sizes = [business_demography(firms).filter(year=2015).sort(KEY)["active"].to_list() for firms in (one, other)]
    rates = [business_demography(firms, by=[]).filter(year=2015)["birth_rate"].item() for firms in (one, other)]
    assert sizes[0] != sizes[1]
    assert rates == [pytest.approx(9, rel=0.01)] * 2


def test_many_small_cells_together_keep_the_rates():
    """A cell with two births has one survivor or two, never 1.6; the cells are rounded at different heights."""
    cells = {"regions": tuple(f"R{number}" for number in range(100)), "industries": tuple("ABCDEFGHIJ")}
    there = planted(Invention(firms=22_000, first=2015, last=2020, **cells)).filter(year=2020)

    assert there["births"].sum() == 1980
    for age, rate in ((1, 0.8), (3, 0.585), (5, 0.45)):
        assert there[f"survivors_{age}"].sum() / 1980 == pytest.approx(rate, abs=0.02)


def test_too_few_firms_for_the_cells_are_refused():
    with pytest.raises(
        NotPossible, match="3 firms in 9 cells of region and industry have no births; ask for more firms"
    ):
        invented_firms(Invention(firms=3, **SOME_CELLS))
