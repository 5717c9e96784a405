"""The command line: help with examples, one exit code per kind of error, no traceback for a user's error."""

import csv
import io
import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from cluster_observatory.commands.main import observatory as group
from cluster_observatory.publication import catalogue

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
    "a stray quote": (CELLS.replace(",610", ',"oops'), 4, ["cells.csv", "line"]),
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


@pytest.fixture
def out_of_reach(monkeypatch):
    """Base addresses at which nobody listens."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        for service in ("EUROSTAT", "GISCO"):
            monkeypatch.setenv(f"OBSERVATORY_{service}", f"http://127.0.0.1:{closed.getsockname()[1]}")
        monkeypatch.setenv("OBSERVATORY_TIMEOUT", "1")
        yield


def bytes_below(folder):
    return {file.relative_to(folder): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_the_demo_without_a_network_shows_invented_europe_to_the_byte(
    observatory, invented_home, tmp_path, out_of_reach
):
    ended = observatory("demo", "--once", "--home", tmp_path)

    assert ended.returncode == 0, ended.stderr
    assert "Invented Europe" in ended.stderr
    assert ended.stdout.rstrip().endswith("/ 200")
    edition = catalogue.current(tmp_path).folder
    assert bytes_below(edition) == bytes_below(catalogue.current(invented_home).folder)


REAL = "freq,nace_r2,indic_sbs,geo\\TIME_PERIOD\t2022 \nA,C29,EMP_LOC_NR,DE11\t150000 \nA,J62,EMP_LOC_NR,DE11\t9 \n"


@pytest.fixture(scope="module")
def built_once(observatory, tmp_path_factory):
    """A home folder with an edition of real figures."""
    home = tmp_path_factory.mktemp("built")
    (home / "sbs_r_nuts2021.tsv").write_text(REAL)
    built = observatory("build", "--from", home, "--home", home)
    assert built.returncode == 0, built.stderr
    return home


@pytest.fixture
def home(built_once, tmp_path):
    """A home folder of the test's own with an edition of real figures."""
    return shutil.copytree(built_once, tmp_path / "home")


def test_the_demo_keeps_real_figures_that_were_built_before(observatory, home, out_of_reach):
    before = catalogue.current(home).folder

    ended = observatory("demo", "--once", "--home", home)

    assert ended.returncode == 0, ended.stderr
    assert catalogue.current(home).folder == before


def test_a_file_cut_in_half_is_not_published_unless_the_loss_is_accepted(observatory, home, tmp_path):
    file = tmp_path / "files" / "sbs_r_nuts2021.tsv"
    file.parent.mkdir()
    before = catalogue.current(home).folder
    file.write_text("".join(REAL.splitlines(keepends=True)[:2]))

    refused = observatory("build", "--from", file.parent, "--home", home)

    assert refused.returncode == 7
    assert "1 cells with a value where the last edition had 2" in refused.stderr
    assert catalogue.current(home).folder == before
    assert observatory("build", "--from", file.parent, "--accept-shrinkage", "--home", home).returncode == 0
    assert catalogue.current(home).folder != before


def test_a_provider_out_of_reach_gives_its_own_exit_code(observatory, tmp_path, out_of_reach, monkeypatch):
    monkeypatch.setenv("OBSERVATORY_TIMEOUT", "0.2")

    ended = observatory("refresh", "sbs_r_nuts2021", "--home", tmp_path)

    assert ended.returncode == 6
    assert "sbs_r_nuts2021" in ended.stderr
    assert not [file for file in tmp_path.rglob("*.tsv*") if file.is_file()]


@pytest.mark.parametrize(("name", "value"), [("LARGEST_FILE", "2GB"), ("LARGEST_FILE", "-1"), ("TIMEOUT", "soon")])
def test_a_setting_that_is_no_number_is_refused(observatory, tmp_path, monkeypatch, name, value):
    monkeypatch.setenv(f"OBSERVATORY_{name}", value)
    (tmp_path / "sbs_r_nuts2021.tsv").write_text(REAL)

    words = ("build", "--from", tmp_path) if name == "LARGEST_FILE" else ("refresh", "sbs_r_nuts2021")
    ended = observatory(*words, "--home", tmp_path / "home")

    assert ended.returncode == 9
    assert f"OBSERVATORY_{name} is '{value}'" in ended.stderr


def test_what_the_machine_refuses_is_said_without_a_traceback(observatory, invented_home, tmp_path):
    (tmp_path / "home").write_text("a file where a folder belongs")
    (tmp_path / "sbs_r_nuts2021.tsv").write_text(REAL)

    no_folder = observatory("build", "--from", tmp_path, "--home", tmp_path / "home" / "below")
    with Path("/dev/full").open("w") as full:
        command = [
            sys.executable,
            "-m",
            "cluster_observatory",
            "query",
            "flags",
            "--format",
            "csv",
            "--home",
            invented_home,
        ]
        no_room = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert (no_folder.returncode, no_room.returncode) == (10, 10)
    assert "Traceback" not in no_folder.stderr + no_room.stderr


def test_the_reader_of_the_output_may_go_away(observatory, invented_home):
    command = f"{sys.executable} -m cluster_observatory query regions --format csv --home {invented_home} | head -1"

    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)

    assert ended.stdout.startswith("region,")
    assert "Traceback" not in ended.stderr


def test_a_damaged_edition_is_said_to_be_damaged(observatory, home):
    folder = catalogue.current(home).folder

    (folder / "tables" / "stars.parquet").write_bytes(b"PAR1 no more")
    table = observatory("query", "stars", "--home", home)
    (folder / "manifest.json").write_text("{")
    manifest = observatory("query", "stars", "--home", home)

    assert (table.returncode, manifest.returncode) == (4, 4)
    assert "damaged" in table.stderr and "damaged" in manifest.stderr
    assert "Traceback" not in table.stderr + manifest.stderr


def test_a_port_that_is_taken_is_said(observatory, invented_home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        ended = observatory("serve", "--port", port, "--home", invented_home)

    assert ended.returncode == 8
    assert f"Cannot listen on 127.0.0.1:{port}" in ended.stderr


def test_analyse_writes_through_no_link_and_past_what_lies_beside(observatory, cells, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("of someone else")
    (tmp_path / ".linked.csv.draft").symlink_to(other)
    (tmp_path / ".folder.csv.draft").mkdir()
    names = ("linked.csv", "folder.csv", "s" * 251 + ".csv")

    for name in names:
        ended = observatory("analyse", cells, "--profile", "eocic2019", "--out", tmp_path / name)
        assert ended.returncode == 0, ended.stderr

    assert other.read_text() == "of someone else"
    assert (tmp_path / ".linked.csv.draft").is_symlink()
    assert all((tmp_path / name).stat().st_mode == other.stat().st_mode for name in names)


def test_a_name_too_long_for_the_machine_is_said_and_leaves_nothing(observatory, cells, tmp_path):
    ended = observatory("analyse", cells, "--profile", "eocic2019", "--out", tmp_path / ("s" * 252 + ".csv"))

    assert ended.returncode == 10
    assert "Traceback" not in ended.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["cells.csv"]


@pytest.mark.parametrize("profile", ["eco1_2007", "eocic2019"])
def test_analyse_refuses_persons_too_many_to_add_up(observatory, cells, tmp_path, profile):
    cells.write_text(CELLS.replace(",12000,", ",1e308,").replace(",300,", ",1e308,"))

    ended = observatory("analyse", cells, "--profile", profile, "--out", tmp_path / "stars.csv")

    assert ended.returncode == 4, ended.stderr
    assert "At region='North', industry='01.10', year=2024: region_persons comes out as inf" in ended.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["cells.csv"]


def test_analyse_carries_along_what_is_no_number_in_other_columns(observatory, tmp_path):
    rows = {"region": ["A", "B"], "industry": ["x", "x"], "year": [2024, 2024], "persons": [0.0, 3.0]}
    pl.DataFrame(rows | {"remark": [float("nan"), float("inf")]}).write_parquet(tmp_path / "cells.parquet")

    ended = observatory(
        "analyse", tmp_path / "cells.parquet", "--profile", "eco1_2007", "--out", tmp_path / "out.parquet"
    )

    assert ended.returncode == 0, ended.stderr
    assert str(pl.read_parquet(tmp_path / "out.parquet")["remark"].to_list()) == "[nan, inf]"


def test_the_help_of_analyse_says_that_formulas_stay_formulas(observatory):
    assert "takes for a formula" in " ".join(observatory("analyse", "--help").stdout.split())
