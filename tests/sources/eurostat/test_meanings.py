"""Eurostat's codes in our words: measures side by side, aggregates left out by name, unknown codes refused."""

from dataclasses import replace

import polars as pl
import pytest

from cluster_observatory.errors import NotFound, SourceChanged
from cluster_observatory.sources.datasets import dataset, datasets, needed
from cluster_observatory.sources.eurostat import meanings
from cluster_observatory.sources.eurostat.tsv import read_tsv
from cluster_observatory.sources.registers.eurostat import TABLES
from cluster_observatory.tables.shapes import shape
from cluster_observatory.taxonomy import regions

OLDER = "nace_r2,indic_sb,geo\\time\t2014 \t2010 \n"
PRESENT = "freq,nace_r2,indic_sbs,geo\\TIME_PERIOD\t2022 \n"
GDP = "unit,geo\\time\t2014 \n"


def structure(text, code="sbs_r_nuts06_r2"):
    return meanings.structure(read_tsv(text.encode(), "file.tsv"), dataset(code), name="file.tsv")


def rows(frame, *columns):
    return set(frame.select(columns).iter_rows())


def test_measures_stand_side_by_side_with_their_own_flags():
    table = structure(
        OLDER + "C29,V16110,DE11\t158012 b\t: c\nC29,V11210,DE11\t320 \t310 \nC29,V13320,DE11\t10071.5 \t: c\n"
    )

    assert table.columns == [column.name for column in shape("structure").columns]
    assert table.rows() == [
        ("DE11", "C29", 2010, 2, 2006, None, "c", 310.0, "", None, "c", "sbs_r_nuts06_r2"),
        ("DE11", "C29", 2014, 2, 2013, 158012.0, "b", 320.0, "", 10071.5, "", "sbs_r_nuts06_r2"),
    ]


def test_rows_that_say_nothing_are_left_out_but_a_flag_says_something():
    table = structure(OLDER + "C29,V16110,DE11\t: \t: u\nC29,V11210,DE11\t: \t: \n")

    assert rows(table, "region", "year", "persons", "persons_flags", "local_units_flags") == {
        ("DE11", 2010, None, "u", "")
    }


def test_groups_of_countries_and_territory_outside_regions_are_no_regions():
    codes = ("DE", "DE1", "DE11", "EU28", "EU27_2020", "EA19", "EU15", "FRZ", "FRZZ")
    table = structure(OLDER + "".join(f"C29,V16110,{code}\t1 \t1 \n" for code in codes))

    assert rows(table.filter(year=2014), "region", "level") == {("DE", 0), ("DE1", 1), ("DE11", 2)}


def test_groups_of_trade_stay_and_sums_over_activities_go():
    codes = ("G", "G45", "G451", "B-N_X_K", "B-S_X_O_S94", "C10-C12", "M_N", "R_S95", "C_HTC", "TOTAL")
    table = structure(OLDER + "".join(f"{code},V16110,DE11\t1 \t1 \n" for code in codes))

    assert rows(table, "industry") == {("G",), ("G45",), ("G451",)}


def test_the_present_form_means_the_same_and_its_confidentiality_is_ours():
    table = structure(
        PRESENT + "A,C29,EMP_LOC_NR,DE11\t160000 p\nA,C29,LC_EMP_LOC_TEUR,DE11\t70 \nA,C30,EMP_LOC_NR,DE11\t: p@C\n",
        "sbs_r_nuts2021",
    )

    assert rows(table, "industry", "nuts_edition", "persons", "persons_flags", "wages", "wages_flags") == {
        ("C29", 2021, 160000.0, "p", None, ""),
        ("C30", 2021, None, "pc", None, ""),
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (OLDER + "C29,V16110,DE11\t1 \t1 \nC34,V16110,DE11\t1 \t1 \n", "file.tsv, line 3: nace_r2 'C34' is no known"),
        (OLDER + "C77-99_BOGUS,V16110,DE11\t1 \t1 \n", "file.tsv, line 2: nace_r2 'C77-99_BOGUS' is no known activity"),
        (OLDER + "Q_nonsense,V16110,DE11\t1 \t1 \n", "file.tsv, line 2: nace_r2 'Q_nonsense' is no known activity"),
        (OLDER + "B-N_X_,V16110,DE11\t1 \t1 \n", "file.tsv, line 2: nace_r2 'B-N_X_' is no known activity"),
        (OLDER + "C29,V16110,DE11\t1 \t1 \nC29,V16110,GR30\t1 \t1 \n", "file.tsv, line 3: geo 'GR30' is no known"),
        (OLDER + "C29,V16110,DE11\t1 \t1 \nC29,V16110,XX1\t: \t: \n", "file.tsv, line 3: geo 'XX1' is no known"),
        (OLDER + "C29,W16110,DE11\t1 \t1 \n", "expected indicators such as V16110, V11210, V13320 in indic_sb"),
        (OLDER.replace("nace_r2", "nace_r21") + "C29,V16110,DE11\t1 \t1 \n", "expected the dimensions geo, indic_sb"),
        (
            OLDER.replace("2010", "2010-Q1") + "C29,V16110,DE11\t1 \t1 \n",
            "expected yearly figures, found time '2010-Q1'",
        ),
        (OLDER.replace("nace", "freq,nace") + "Q,C29,V16110,DE11\t1 \t1 \n", "found freq 'Q'"),
    ],
)
def test_codes_that_nobody_knows_are_refused_with_file_line_and_code(text, words):
    with pytest.raises(SourceChanged) as refusal:
        structure(text)

    assert words in str(refusal.value)


def test_a_year_whose_edition_of_nuts_is_not_known_is_refused():
    with pytest.raises(
        SourceChanged, match=r"file\.tsv, line 1: found figures of 2030\. .* which edition of NUTS sbs_r_nuts06_r2 uses"
    ):
        structure(OLDER.replace("2014", "2030") + "C29,V16110,DE11\t1 \t1 \n")


def test_a_negative_count_is_refused_with_file_line_and_cell_and_negative_wages_are_not():
    text = OLDER + "C29,V13320,DE11\t-1.5 \t1 \nC29,V16110,DE11\t1 \t-5 b\n"

    with pytest.raises(
        SourceChanged, match=r"file\.tsv, line 3: the cell '-5' \(series C29,V16110,DE11, 2010\) is neg"
    ):
        structure(text)

    assert structure(text.replace("-5", "5"))["wages"].to_list() == [1, -1.5]


def industry_in_2010(*codes):
    return "".join(f"C,V16110,{code}\t: \t10 \n" for code in codes)


def test_a_region_given_twice_in_two_editions_of_nuts_counts_once():
    own = regions.table().filter(pl.col("level") < 3, nuts_edition=2006, country="FI")["region"].to_list()
    others = regions.table().filter(nuts_edition=2006, level=2, country="DE")["region"].to_list()

    table = structure(OLDER + industry_in_2010(*own, *others, "FI1B"))

    assert set(table["region"]) == {*own, *others}


def test_a_year_that_the_provider_recoded_is_taken_in_the_edition_of_its_codes():
    codes = regions.table().filter(nuts_edition=2021, level=2)["region"].to_list()

    table = structure(OLDER + "".join(f"C29,V16110,{code}\t1 \t: \n" for code in codes))

    assert rows(table, "nuts_edition") == {(2021,)}
    assert table.height == len(codes)


def test_a_year_whose_regions_are_of_no_one_edition_of_nuts_is_refused():
    with pytest.raises(
        SourceChanged, match=r"the regions of 2010 in one edition of NUTS, found 1 .* in 2006, such as FI1B"
    ):
        structure(OLDER + "C29,V16110,FI13\t: \t1 \nC29,V16110,FI1B\t: \t1 \n")


def test_a_header_alone_is_an_empty_table():
    assert structure(OLDER).height == 0


def test_the_providers_own_rates_stand_side_by_side():
    text = OLDER + "C29,V16110,DE11\t10 \t9 \nC29,V91290,DE11\t3.2 \t: c\nC29,V94310,DE11\t28.1 \t27.3 \n"

    rates = meanings.published_rates(read_tsv(text.encode(), "file.tsv"), dataset("sbs_r_nuts06_r2"))

    assert rates.columns == ["region", "industry", "year", "growth", "share"]
    assert rates.rows() == [("DE11", "C29", 2010, None, 27.3), ("DE11", "C29", 2014, 3.2, 28.1)]


def test_a_table_without_rates_has_none():
    text = PRESENT + "A,C29,EMP_LOC_NR,DE11\t160000 p\n"

    rates = meanings.published_rates(read_tsv(text.encode(), "file.tsv"), dataset("sbs_r_nuts2021"))

    assert (rates.height, rates.columns) == (0, ["region", "industry", "year"])


def context(text, code):
    return meanings.context(read_tsv(text.encode(), "file.tsv"), dataset(code), name="file.tsv")


GDP_SERIES = (
    "EUR_HAB,DE11\t45000 \nMIO_EUR,DE11\t180000 e\nMIO_PPS,DE11\t1 \n"
    "{pps},DE11\t: \n{index},DE11\t150 \nMIO_EUR,EU28\t9 \n"
)


@pytest.mark.parametrize(("pps", "index"), [("PPS_HAB", "PPS_HAB_EU"), ("PPS_EU27_2020_HAB", "PPS_HAB_EU27_2020")])
def test_context_keeps_the_selected_series_of_both_forms(pps, index):
    table = context(GDP + GDP_SERIES.format(pps=pps, index=index), "nama_10r_2gdp")

    assert table.rows() == [
        ("DE11", "gdp", 2014, 2, 180000.0, "e", "nama_10r_2gdp"),
        ("DE11", "gdp_per_head", 2014, 2, 45000.0, "", "nama_10r_2gdp"),
        ("DE11", "gdp_per_head_of_european", 2014, 2, 150.0, "", "nama_10r_2gdp"),
    ]


def test_context_is_in_our_unit_and_takes_the_totals_of_the_present_forms_new_dimensions():
    header = "freq,isced11,unit,age,sex,geo\\TIME_PERIOD\t2014 \n"
    series = "A,{},THS_PER,{},T,DE11\t{} \n"
    text = header + series.format("TOTAL", "Y_GE15", 71.5) + series.format("ED0-2", "Y_GE15", 20)

    table = context(text + series.format("TOTAL", "Y15-24", 9), "lfst_r_lfu3pers")

    assert rows(table, "indicator", "value") == {("unemployed", 71500.0), ("unemployed_young", 9000.0)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (GDP + "EUR_HAB,DE11\t1 \n", "the indicator gdp needs unit MIO_EUR, found EUR_HAB"),
        ("geo\\time\t2014 \nDE11\t1 \n", "expected the dimensions geo, unit, found geo"),
        (
            GDP.replace("unit", "unit,sex") + "EUR_HAB,T,DE11\t1 \n",
            "expected the dimensions geo, unit, found geo, sex, unit",
        ),
        (GDP + GDP_SERIES.format(pps="PPS_HAB", index="PPS_HAB_EU").replace("EU28", "QQ"), "line 7: geo 'QQ'"),
    ],
)
def test_context_that_lacks_what_is_selected_is_refused(text, words):
    with pytest.raises(SourceChanged) as refusal:
        context(text, "nama_10r_2gdp")

    assert words in str(refusal.value)


def test_every_indicator_is_described_once():
    table = meanings.indicators()

    assert table["indicator"].is_unique().all()
    assert table.filter(indicator="unemployed").rows(named=True) == [
        {
            "indicator": "unemployed",
            "name": "Unemployed persons aged 15 and over",
            "unit": "persons",
            "dataset": "lfst_r_lfu3pers",
            "selection": "unit=THS or THS_PER; age=Y_GE15; sex=T; isced11=TOTAL",
        }
    ]


def test_a_measure_may_be_read_without_the_structure():
    national = replace(dataset("sbs_na_sca_r2"), measures={"V11110": "enterprises"})
    text = OLDER + "C29,V11110,DE\t2800 \t2700 e\n"

    table = meanings.measures(read_tsv(text.encode(), "file.tsv"), national)

    assert rows(table, "region", "industry", "year", "enterprises", "enterprises_flags") == {
        ("DE", "C29", 2014, 2800.0, ""),
        ("DE", "C29", 2010, 2700.0, "e"),
    }


def test_every_dataset_says_what_it_is_and_under_which_licence():
    assert len(datasets()) == 12
    for code, one in datasets().items():
        assert (one.code, one.licence) == (code, "CC BY 4.0")
        assert code in one.citation
        assert one.measures or one.indicators or one.kind == "demography"
    with pytest.raises(NotFound, match=r"There is no dataset 'x'\. The datasets are: sbs_r_nuts06_r2"):
        dataset("x")


def test_demography_is_read_by_name_only_and_its_reader_knows_its_tables():
    by_name = {code: one.title for code, one in datasets().items() if code not in needed()}

    assert by_name == {code: table.title for code, table in TABLES.items()}


def test_measures_are_columns_of_the_shape_they_fill():
    columns = {column.name for column in shape("structure").columns}

    for one in datasets().values():
        if one.kind == "structure":
            assert set(one.measures.values()) == {"persons", "local_units", "wages"} <= columns
