"""A register is read as it lies, and refused with the very words met."""

import polars as pl
import pytest

from cluster_observatory.errors import NotFound, SourceChanged
from cluster_observatory.sources.registers.files import COLUMNS, read_register

HEADER = "firm,region,industry,year,employees,turnover,born,ended,event\n"
ROWS = "007,AT11,01.10,2020,5,1000000,2001,,\n008,AT11,01.10,2020,,,2001,2020,merger\n"


@pytest.fixture
def csv(tmp_path):
    """A function from text to a CSV file."""

    def write(text, name="firms.csv"):
        (tmp_path / name).write_text(text, "utf-8")
        return tmp_path / name

    return write


def test_codes_stay_text_and_an_empty_cell_is_missing(csv):
    found = read_register(csv(HEADER + ROWS)).collect()

    assert found.schema == COLUMNS
    assert found.rows() == [
        ("007", "AT11", "01.10", 2020, 5, 1_000_000, 2001, None, None),
        ("008", "AT11", "01.10", 2020, None, None, 2001, 2020, "merger"),
    ]


def test_a_folder_is_one_register_in_either_form(csv, tmp_path):
    csv(HEADER + ROWS, "2020.csv")
    csv(HEADER + ROWS.replace("2020,", "2021,", 2), "2021.csv")
    whole = read_register(tmp_path).collect()
    (tmp_path / "parquet").mkdir()
    for year in (2020, 2021):
        whole.filter(year=year).write_parquet(tmp_path / "parquet" / f"{year}.parquet")

    again = read_register(tmp_path / "parquet")

    assert whole.height == 4
    assert again.collect().equals(whole)


def test_narrow_numbers_a_numbered_firm_and_further_columns_are_welcome(tmp_path):
    table = pl.DataFrame({"firm": [7], "region": ["AT11"], "industry": ["C29"], "year": [2020], "born": [2001]})
    table = table.with_columns(employees=pl.lit(5, pl.Int16), turnover=5, ended=None, event=None, cluster=pl.lit("4"))
    table.write_parquet(tmp_path / "firms.parquet")

    found = read_register(tmp_path / "firms.parquet").collect()

    assert found.row(0, named=True) == table.row(0, named=True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            HEADER + ROWS + "9,AT11,01.10,2020,ten,1,2001,,\n",
            "line 4: employees is 'ten'; expected a whole number or an",
        ),
        (HEADER + "9,AT11,01.10,2020,5.5,1,2001,,\n", "line 2: employees is '5.5'; expected a whole number"),
        (HEADER + "9,AT11,01.10,MMXX,5,1,2001,,\n", "line 2: year is 'MMXX'; expected a whole number"),
        (HEADER.replace("born", "birth") + ROWS, "firms.csv lacks born; it has firm, region, .*, birth, ended, event"),
    ],
)
def test_what_does_not_read_is_refused_with_line_and_words(csv, text, message):
    with pytest.raises(SourceChanged, match=message):
        read_register(csv(text))


def test_a_column_of_parquet_of_another_type_is_refused(tmp_path, csv):
    table = read_register(csv(HEADER + ROWS)).with_columns(pl.col("turnover").cast(pl.Float64)).collect()
    table.write_parquet(tmp_path / "firms.parquet")

    with pytest.raises(
        SourceChanged, match=r"firms\.parquet: the column turnover holds Float64; expected whole numbers"
    ):
        read_register(tmp_path / "firms.parquet")


def test_nothing_there_is_said(tmp_path):
    (tmp_path / "firms.xlsx").write_text("", "utf-8")

    with pytest.raises(NotFound, match=r"The folder .* has neither \.parquet nor \.csv files"):
        read_register(tmp_path)
    for name in ("none.csv", "firms.xlsx"):
        with pytest.raises(NotFound, match=f"There is no register .*{name}"):
            read_register(tmp_path / name)
