"""Eurostat's business demography in our words; the present table is marked as a new series."""

import polars as pl
import pytest

from cluster_observatory.errors import NotFound, SourceChanged
from cluster_observatory.sources.eurostat.tsv import read_tsv
from cluster_observatory.sources.registers.eurostat import TABLES, published_demography, table
from cluster_observatory.statistics.demography import business_rates

OLDER = "freq,indic_sb,nace_r2,geo\\TIME_PERIOD\t2019 \t2020 \n"
PRESENT = "freq,indic_sbs,nace_r2,geo\\TIME_PERIOD\t2020 \t2021 \t2022 \n"


def published(text, code="bd_hgnace2_r3"):
    return published_demography(read_tsv(text.encode(), "file.tsv"), table(code), name="file.tsv")


def test_every_measure_is_a_row_with_its_flags_and_a_confidential_one_is_missing():
    found = published(
        f"{OLDER}A,V11910,C29,DE11\t120 \t118 p\nA,V11920,C29,DE11\t7 \t: c\nA,V97020,B-S_X_K642,DE11\t8.1 \t: \n"
    )

    assert found.rows() == [
        ("DE11", table("bd_hgnace2_r3").whole_economy, 2019, "birth_rate", 8.1, "", "bd_hgnace2_r3"),
        ("DE11", "C29", 2019, "active", 120.0, "", "bd_hgnace2_r3"),
        ("DE11", "C29", 2019, "births", 7.0, "", "bd_hgnace2_r3"),
        ("DE11", "C29", 2020, "active", 118.0, "p", "bd_hgnace2_r3"),
        ("DE11", "C29", 2020, "births", None, "c", "bd_hgnace2_r3"),
    ]


def test_the_first_year_of_the_new_series_is_marked_wherever_it_starts():
    """Finland's figures start before 2021, Austria's births later; what is marked already is not marked twice."""
    found = published(
        f"{PRESENT}A,ENT_NR,C29,DE11\t: \t50 \t51 \nA,ENT_BRTH_NR,C29,AT11\t: \t: @C\t4 \n"
        "A,ENT_NR,C29,FI20\t7 \t8 \t9 \nA,ENT_NR,C29,FR10\t: \t30 b\t31 \n",
        "bd_hgnace_r",
    )

    assert found.select("region", "year", "value", "flags").rows() == [
        ("AT11", 2021, None, "c"),
        ("AT11", 2022, 4.0, "b"),
        ("DE11", 2021, 50.0, "b"),
        ("DE11", 2022, 51.0, ""),
        ("FI20", 2020, 7.0, "b"),
        ("FI20", 2021, 8.0, ""),
        ("FI20", 2022, 9.0, ""),
        ("FR10", 2021, 30.0, "b"),
        ("FR10", 2022, 31.0, ""),
    ]


def test_both_tables_stand_in_one_as_two_datasets():
    older = published(f"{OLDER}A,V11910,C29,DE11\t120 \t118 \n")
    present = published(f"{PRESENT}A,ENT_NR,C29,DE11\t: \t50 \t51 \n", "bd_hgnace_r")

    both = pl.concat([older, present])

    assert both.schema == older.schema
    assert both.filter(pl.col("flags") == "b").select("dataset", "year").rows() == [("bd_hgnace_r", 2021)]


def test_groups_of_countries_and_further_indicators_are_left_out():
    found = published(f"{OLDER}A,V11910,C29,DE11\t120 \t118 \nA,V11910,C29,EU28\t1 \t1 \nA,V97122,C29,DE11\t1 \t1 \n")

    assert found.select("region", "measure").unique().rows() == [("DE11", "active")]


def test_rates_are_computed_from_the_counts_as_eurostat_computes_them():
    found = published(
        f"{OLDER}A,V11910,C29,DE11\t200 \t210 \nA,V11920,C29,DE11\t20 \t21 \nA,V11930,C29,DE11\t10 \t21 \n"
    )

    wide = found.pivot("measure", index=["region", "industry", "year"], values="value")

    rates = business_rates(wide).sort("year").select("birth_rate", "death_rate", "churn", "net_growth").rows()
    assert rates == [(10, 5, 15, None), (10, 10, 20, 5)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            f"{OLDER}A,V11910,C29,DE11\t-5 \t1 \n",
            "the cell -5 of region DE11, industry C29, year 2019, measure active is",
        ),
        (f"{OLDER}A,V11910,C29,DEXX\t5 \t1 \n", "file.tsv: geo 'DEXX' is no known NUTS region"),
        (f"{OLDER}A,V11910,C999,DE11\t5 \t1 \n", "file.tsv: nace_r2 'C999' is no known activity"),
        (f"{OLDER}Q,V11910,C29,DE11\t5 \t1 \n", "file.tsv: expected yearly figures, found freq 'Q'"),
        (f"{OLDER}A,W1,C29,DE11\t5 \t1 \n", "expected indicators such as V11910, V11920, V11930 in indic_sb, found W1"),
        (
            OLDER.replace("indic_sb", "indic"),
            "expected the dimensions geo, indic_sb, nace_r2, found geo, indic, nace_r2",
        ),
    ],
)
def test_what_is_not_known_is_refused_with_the_words_met(text, message):
    with pytest.raises(SourceChanged, match=message):
        published(text)


def test_a_table_that_is_not_there_is_said_with_those_that_are():
    with pytest.raises(NotFound, match="no table of business demography 'bd_size'"):
        table("bd_size")
    assert set(TABLES) == {"bd_hgnace2_r3", "bd_hgnace_r"}
