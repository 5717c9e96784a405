"""The command line: help with examples, one exit code per kind of error, no traceback for a user's error."""

import csv
import io
import json
import socket

import polars as pl
import pytest

from cluster_observatory.commands.main import observatory as group

CELLS = """region,industry,year,persons,wages
North,29.10,2024,12000,610
North,01.10,2024,300,
South,29.10,2024,,
South,01.10,2024,4000,72
"""


@pytest.fixture
def cells(tmp_path):
    file = tmp_path / "cells.csv"
    file.write_text(CELLS)
    return file


@pytest.mark.parametrize("name", sorted(group.commands))
def test_the_help_of_every_command_shows_examples_and_takes_home(observatory, name):
    shown = observatory(name, "--help")

    assert shown.returncode == 0
    assert f"  observatory {name}" in shown.stdout.split("Examples:")[1]
    assert "--home" in shown.stdout


def test_an_unknown_command_or_option_is_a_wrong_call(observatory):
    assert observatory("nonsense").returncode == 2
    assert observatory("build", "--nonsense").returncode == 2
    assert observatory("query", "stars", "--where", "region").returncode == 2


def test_without_an_edition_the_reader_is_told_what_to_do(observatory, tmp_path):
    ended = observatory("query", "stars", "--home", tmp_path)

    assert ended.returncode == 5
    assert "observatory build" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_query_without_a_name_lists_every_table_with_units(observatory, invented_home):
    listed = observatory("query", "--home", invented_home)

    for word in ("specialisation", "cluster_stars", "location_quotient", "ratio", "thousand EUR", "INVENTED"):
        assert word in listed.stdout


def test_query_gives_the_same_rows_as_json_csv_and_table(observatory, invented_home):
    words = ("query", "specialisation", "--home", invented_home, "--where", "region=DE11", "industry=C29", "year=2014")

    (as_json,) = json.loads(observatory(*words, "--format", "json").stdout)
    (as_csv,) = csv.DictReader(io.StringIO(observatory(*words, "--format", "csv").stdout))
    as_table = observatory(*words).stdout

    assert float(as_csv["location_quotient"]) == as_json["location_quotient"]
    assert f"{as_json['location_quotient']:.4f}" in as_table
    assert list(as_csv) == list(as_json)


def test_conditions_may_stand_in_any_order(observatory, invented_home):
    one = observatory(
        "query", "--home", invented_home, "--where", "year=2014", "region=DE11", "stars", "--format", "csv"
    )
    other = observatory(
        "query", "stars", "--where", "region=DE11", "--where", "year=2014", "--format", "csv", "--home", invented_home
    )

    assert one.returncode == other.returncode == 0
    assert one.stdout == other.stdout


@pytest.mark.parametrize(
    ("words", "code", "met"),
    [
        (("stars", "--where", "place=DE11"), 5, "no column 'place'"),
        (("stars", "--where", "year=soon"), 4, "year='soon'"),
        (("star",), 5, "no table 'star'"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(observatory, invented_home, words, code, met):
    ended = observatory("query", *words, "--home", invented_home)

    assert ended.returncode == code
    assert met in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_analyse_runs_a_profile_on_ones_own_table_with_no_lake(observatory, cells, tmp_path, ending):
    out = tmp_path / f"stars.{ending}"

    ended = observatory("analyse", cells, "--profile", "eocic2019", "--out", out, cwd=tmp_path)

    assert ended.returncode == 0, ended.stderr
    stars = pl.read_csv(out, schema_overrides={"industry": pl.String}) if ending == "csv" else pl.read_parquet(out)
    assert stars["industry"].to_list() == ["29.10", "01.10", "29.10", "01.10"]
    assert stars["stars"].to_list() == [3, 0, None, 3]
    assert stars["location_quotient"].to_list()[0] == pytest.approx((12000 / 12300) / (12000 / 16300))


BAD_CELLS = {
    "a word for a number": (CELLS.replace("12000", "12x"), 4, ["line 2", "persons", "'12x'"]),
    "a line too short": (CELLS + "West,29.10,2024\n", 4, ["line 6", "5 cells", "3"]),
    "a repeated key": (CELLS + "North,29.10,2024,1,1\n", 4, ["North", "29.10"]),
    "a negative count": (CELLS.replace("12000", "-1"), 4, ["-1"]),
    "no number": (CELLS.replace("12000", "NaN"), 4, ["North"]),
    "infinite": (CELLS.replace("12000", "inf"), 4, ["North"]),
    "a missing column": (CELLS.replace("persons", "people"), 4, ["persons"]),
    "the wages missing": (CELLS.replace("wages", "pay"), 4, ["wages"]),
    "a column twice": (CELLS.replace("wages", "year"), 4, ["year"]),
    "nothing at all": ("", 4, ["region"]),
}


@pytest.mark.parametrize("bad", BAD_CELLS)
def test_analyse_refuses_a_bad_table_and_writes_nothing(observatory, cells, tmp_path, bad):
    text, code, met = BAD_CELLS[bad]
    cells.write_text(text)

    ended = observatory("analyse", cells, "--profile", "eocic2019", "--out", tmp_path / "stars.csv")

    assert ended.returncode == code, ended.stderr
    assert [word for word in met if word not in ended.stderr] == []
    assert "Traceback" not in ended.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["cells.csv"]


def test_analyse_names_the_profiles_there_are(observatory, cells, tmp_path):
    ended = observatory("analyse", cells, "--profile", "eco", "--out", tmp_path / "stars.csv")

    assert ended.returncode == 5
    assert "eco1_2007, eocic2019" in ended.stderr


def test_analyse_reads_parquet_and_refuses_what_only_looks_like_it(observatory, tmp_path):
    good, bad = tmp_path / "good.parquet", tmp_path / "bad.parquet"
    rows = {"region": ["A", "B"], "industry": ["x", "x"], "year": [2024, 2024], "persons": [1.0, 3.0]}
    pl.DataFrame(rows).write_parquet(good)
    bad.write_bytes(b"no parquet")

    fine = observatory("analyse", good, "--profile", "eco1_2007", "--out", tmp_path / "out.csv")
    refused = observatory("analyse", bad, "--profile", "eco1_2007", "--out", tmp_path / "out2.csv")

    assert fine.returncode == 0, fine.stderr
    assert refused.returncode == 4
    assert "bad.parquet" in refused.stderr


def test_refresh_from_a_folder_then_build_and_query(observatory, tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    text = (
        "freq,nace_r2,indic_sbs,geo\\TIME_PERIOD\t2022 \nA,C29,EMP_LOC_NR,DE11\t150000 \nA,J62,EMP_LOC_NR,DE11\t: c\n"
    )
    (files / "sbs_r_nuts2021.tsv").write_text(text)
    home = tmp_path / "home"

    refreshed = observatory("refresh", "--from", files, "--home", home)
    again = observatory("refresh", "--from", files, "--home", home)
    built = observatory("build", "--home", home)

    assert refreshed.returncode == again.returncode == built.returncode == 0, built.stderr
    assert refreshed.stdout == again.stdout
    laid_down = list((home / "snapshots" / "sbs_r_nuts2021").glob("*/sbs_r_nuts2021.tsv"))
    assert [file.read_text() for file in laid_down] == [text]
    rows = observatory("query", "structure", "--home", home, "--format", "json").stdout
    assert [(row["persons"], row["persons_flags"], row["nuts_edition"]) for row in json.loads(rows)] == [
        (150_000, "", 2021),
        (None, "c", 2021),
    ]


def test_a_provider_out_of_reach_gives_its_own_exit_code(observatory, tmp_path, monkeypatch):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv("OBSERVATORY_EUROSTAT", f"http://127.0.0.1:{closed.getsockname()[1]}")
        monkeypatch.setenv("OBSERVATORY_TIMEOUT", "1")

        ended = observatory("demo", "--once", "--home", tmp_path)

    assert ended.returncode == 0, ended.stderr
    assert "Invented Europe" in ended.stderr
    assert ended.stdout.rstrip().endswith("/ 200")


def test_a_port_that_is_taken_is_said(observatory, invented_home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        ended = observatory("serve", "--port", port, "--home", invented_home)

    assert ended.returncode == 8
    assert f"Cannot listen on 127.0.0.1:{port}" in ended.stderr
