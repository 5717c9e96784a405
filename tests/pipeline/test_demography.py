"""Births, deaths, survival and growth in an edition: what is counted, what is hidden, and that it stays hidden."""

import gzip
import io
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from cluster_observatory.errors import BadTable, SourceChanged
from cluster_observatory.pipeline import demography
from cluster_observatory.publication import catalogue
from cluster_observatory.sources.registers.invented import Invention, invented_firms, planted
from cluster_observatory.tables.shapes import shapes

LARGEST = 1_000_000_000
COHORT = 2018
AT_ONCE = ("births", "survivors_1", "survivors_3", "survivors_5")
INVENTION = Invention(
    firms=9_000,
    first=2016,
    last=2023,
    regions=("AT11", "AT12", "AT13", "AT21"),
    industries=("C28", "G47", "J62"),
    seed=3,
)


@pytest.fixture(scope="module")
def told():
    """What is told of a register whose rates are planted."""
    return demography.of_register(invented_firms(INVENTION))


@pytest.fixture(scope="module")
def truth():
    return planted(INVENTION)


def in_file(register, name="register.parquet"):
    written = io.BytesIO()
    register.write_parquet(written)
    return {"register": (written.getvalue(), name)}


def wide(told, *measures):
    chosen = told.filter(pl.col("measure").is_in(measures))
    return chosen.pivot("measure", index=["region", "industry", "year"], values="value")


def shown(told, measure):
    return told.filter(pl.col("value").is_not_null(), measure=measure)


@pytest.mark.parametrize("measure", ["active", "births", "deaths"])
def test_what_is_shown_of_a_cell_is_what_was_planted(told, truth, measure):
    both = shown(told, measure).join(truth, on=["region", "industry", "year"])

    assert both.height > 20
    assert both["value"].equals(both[measure].cast(pl.Float64))


def test_survivors_stand_in_the_year_in_which_they_survive(told, truth):
    born = truth.group_by("year").agg(pl.col("births", "deaths").sum()).sort("year")
    total = told.filter(region="TOTAL", industry="TOTAL", year=2021)
    value = dict(total.select("measure", "value").rows())
    survivors = truth.filter(year=2021).select(pl.col("survivors_3", "survivors_5").sum()).row(0)

    assert (value["survivors_3"], value["survivors_5"]) == survivors
    assert value["followed_3"] == born.filter(year=2018)["births"].item()
    assert value["survival_rate_3"] == pytest.approx(100 * survivors[0] / value["followed_3"])


def test_growth_counts_those_planted_and_scale_ups_those_by_turnover_too(told, truth):
    total = dict(told.filter(region="TOTAL", industry="TOTAL", year=2022).select("measure", "value").rows())
    sums = truth.filter(year=2022).select(pl.col("high_growth_10", "high_growth_20", "turnover_growth_20").sum())

    assert (total["high_growth"], total["high_growth_20"]) == sums.row(0)[:2]
    assert total["high_growth_20"] <= total["scale_ups"] <= sums["turnover_growth_20"].item()
    assert total["high_growth_share"] == pytest.approx(100 * total["high_growth"] / total["active_ten_or_more"])


def test_no_count_of_one_or_two_firms_is_shown(told):
    counts = [one.measure for one in demography.MEASURES if one.unit == "enterprises"]

    few = told.filter(pl.col("measure").is_in(counts), pl.col("value").is_between(1, 2))
    assert few.is_empty()
    assert told.filter(pl.col("measure").is_in(counts), flags="c").height > 100


def test_what_is_hidden_is_marked_and_has_no_rate(told):
    hidden = told.filter(flags="c")

    assert hidden["value"].null_count() == hidden.height
    assert told.filter(pl.col("value").is_null(), flags="").is_empty()
    births = hidden.filter(measure="births").select("region", "industry", "year")
    rates = told.filter(pl.col("measure").is_in(["birth_rate", "death_rate", "churn"]))
    assert rates.join(births, on=births.columns)["value"].null_count() == 3 * births.height


def test_births_and_what_became_of_them_are_hidden_together():
    told = demography.of_register(invented_firms(replace(INVENTION, firms=3_000)))
    births = told.filter(measure="births", flags="c").select("region", "industry", pl.col("year") + 1)

    followed = told.filter(measure="followed_1", flags="c").select(births.columns)

    assert followed.height > 10
    assert followed.sort(births.columns).equals(births.filter(pl.col("year") < 2024).sort(births.columns))


def test_who_is_left_over_is_not_told_either(told):
    """Ended are births less survivors: one or two of them are hidden though survivors and births are many."""
    lived = wide(told, "followed_1", "survivors_1", "high_growth", "active_ten_or_more").drop_nulls()
    ended = lived["followed_1"] - lived["survivors_1"]
    slower = lived["active_ten_or_more"] - lived["high_growth"]

    assert lived.height > 20
    assert not ended.is_between(1, 2).any()
    assert not slower.is_between(1, 2).any()


def test_nothing_small_follows_from_totals_and_from_what_else_is_shown_of_the_same_births(told, truth):
    """Every count of one or two, and every difference of two counts, fits all that is shown with another value too."""
    regions, industries = [*INVENTION.regions, "TOTAL"], [*INVENTION.industries, "TOTAL"]
    known = np.full((len(AT_ONCE), len(regions), len(industries)), np.nan)
    true = np.zeros(known.shape)
    of_cohort = truth.filter(year=COHORT).select("region", "industry", "births")
    for age, name in zip((0, 1, 3, 5), AT_ONCE, strict=True):
        for row in shown(told, name).filter(year=COHORT + age).iter_rows(named=True):
            known[AT_ONCE.index(name), regions.index(row["region"]), industries.index(row["industry"])] = row["value"]
        column = "births" if age == 0 else name
        of_age = of_cohort if age == 0 else truth.filter(year=COHORT + age)
        for row in of_age.iter_rows(named=True):
            true[AT_ONCE.index(name), regions.index(row["region"]), industries.index(row["industry"])] = row[column]
    questions = [{number: 1} for number in range(len(AT_ONCE))]
    questions += [{number: 1, number + 1: -1} for number in range(len(AT_ONCE) - 1)]

    asked = 0
    for place in np.ndindex(len(regions) - 1, len(industries) - 1):
        for question in questions:
            answer = sum(sign * true[(number, *place)] for number, sign in question.items())
            if 1 <= answer <= 2:
                asked += 1
                least, most = (bound(known, question, place, sign) for sign in (1, -1))
                assert least <= answer <= most
                assert most - least >= 1, (place, question)
    assert asked > 5


def bound(known, question, place, sign):
    """The least or the largest whole answer that fits what is shown; no age has more than the one before."""
    at = np.arange(known.size).reshape(known.shape)
    rows, most = [], []
    for line in [line for table in at for line in (*table, *table.T)]:
        adds_up = np.zeros(known.size)
        adds_up[line[:-1]], adds_up[line[-1]] = 1, -1
        rows.append(adds_up)
        most.append(0)
    for earlier, later in zip(at[:-1].ravel(), at[1:].ravel(), strict=True):
        fewer = np.zeros(known.size)
        fewer[earlier], fewer[later] = 1, -1
        rows.append(fewer)
        most.append(np.inf)
    values = known.ravel()
    low, high = np.nan_to_num(values, nan=0), np.nan_to_num(values, nan=10_000)
    goal = np.zeros(known.size)
    for number, factor in question.items():
        goal[at[(number, *place)]] = sign * factor
    whole = np.ones(known.size)
    found = milp(
        goal, constraints=LinearConstraint(np.array(rows), 0, most), integrality=whole, bounds=Bounds(low, high)
    )
    assert found.success, found.message
    return round(sign * found.fun)


def test_measures_have_their_names_and_units(told):
    tables = demography.demography_tables(in_file(invented_firms(INVENTION)), largest=LARGEST)

    described = tables["demography_measures"]
    assert set(described["measure"]) == set(tables["demography"]["measure"])
    units = dict(described.select("measure", "unit").rows())
    assert (units["births"], units["birth_rate"]) == ("enterprises", "%")
    known = {one.measure for one in demography.MEASURES}
    assert {name for table in demography.eurostat.TABLES.values() for name in table.measures.values()} <= known


def test_without_a_file_that_tells_of_firms_there_is_no_table():
    assert demography.demography_tables({}, largest=LARGEST) == {}


def test_what_eurostat_publishes_stands_as_it_is_with_its_flags():
    text = (
        "indic_sb,nace_r2,geo\\time\t2020 \t2019 \n"
        "V11920,B-S_X_K642,AT13\t9876 \t2 p\n"
        "V97020,B-S_X_K642,AT13\t: c\t8.25 \n"
    )
    file = (gzip.compress(text.encode(), mtime=0), "bd_hgnace2_r3.tsv.gz")

    found = demography.demography_tables({"bd_hgnace2_r3": file}, largest=LARGEST)["demography"]

    assert found.rows() == [
        ("AT13", "B-S_X_K642", 2019, "birth_rate", 8.25, "", "bd_hgnace2_r3"),
        ("AT13", "B-S_X_K642", 2019, "births", 2.0, "p", "bd_hgnace2_r3"),
        ("AT13", "B-S_X_K642", 2020, "birth_rate", None, "c", "bd_hgnace2_r3"),
        ("AT13", "B-S_X_K642", 2020, "births", 9876.0, "", "bd_hgnace2_r3"),
    ]


def test_a_register_that_cannot_be_is_refused():
    register = invented_firms(INVENTION)

    with pytest.raises(BadTable, match="born"):
        demography.demography_tables(in_file(register.with_columns(born=pl.lit(2024))), largest=LARGEST)
    with pytest.raises(SourceChanged, match="lacks employees"):
        demography.demography_tables(in_file(register.drop("employees")), largest=LARGEST)


def test_the_invented_edition_tells_of_its_firms_and_where_they_are_from(invented_home):
    edition = catalogue.current(invented_home)
    found = edition.table("demography").collect()

    assert set(found["dataset"]) == {"register"}
    assert edition.source("register")["address"] == "invented:register?seed=2019"
    assert edition.source("register")["invented"]
    counts = edition.table("demography_measures").filter(unit="enterprises").select("measure").collect()
    few = found.join(counts, on="measure", how="semi").filter(pl.col("value").is_between(1, 2))
    assert few.is_empty()
    births = found.filter(measure="births")
    assert births.filter(flags="c").height > 50
    assert births["value"].count() > 100
    assert "below 3" in edition.manifest["methods"]["firms"]
    assert {"demography", "demography_measures"} <= set(shapes())
