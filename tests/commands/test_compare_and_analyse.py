"""The commands that judge: what `compare` prints adds up, and what `analyse` takes beside the cells."""

import gzip
import re

import polars as pl
import pytest

STATES = """region,industry,year,persons,establishments
R1,A,2016,60,6
R1,B,2016,40,4
R2,A,2016,10,1
R2,B,2016,90,9
"""
NATIONAL = "industry,year,persons\nA,2016,100\nB,2016,300\n"
OWN = """name = "mine"
title = "My own rules"
status = "reconstructed"
source = "None."
reference_area = "my regions"
denominator = "total employment"
minimum_persons = 0
ties = "min"
regions_counted = "with_data"
unverified = ["all of it"]

[[criteria]]
name = "size"
value = "persons"
above = 50
"""


@pytest.fixture
def cells(tmp_path):
    file = tmp_path / "cells.csv"
    file.write_text(STATES)
    return file


@pytest.fixture
def out(tmp_path):
    return tmp_path / "stars.csv"


def test_analyse_takes_the_reference_areas_own_totals(observatory, cells, out, tmp_path):
    totals = tmp_path / "national.csv"
    totals.write_text(NATIONAL)

    ended = observatory("analyse", cells, "--profile", "uscm", "--totals", totals, "--out", out)

    assert ended.returncode == 0, ended.stderr
    rows = pl.read_csv(out)
    assert dict(rows.filter(industry="A").select("region", "location_quotient").rows()) == {"R1": 2.4, "R2": 0.4}
    assert rows.filter("strong").select("region", "industry").rows() == [("R1", "A"), ("R2", "B")]


def test_analyse_refuses_totals_below_a_cell_and_writes_nothing(observatory, cells, out, tmp_path):
    totals = tmp_path / "national.csv"
    totals.write_text(NATIONAL.replace("100", "59"))

    ended = observatory("analyse", cells, "--profile", "uscm", "--totals", totals, "--out", out)

    assert ended.returncode == 4
    assert "60.0 persons are more than the total of industry and year" in ended.stderr
    assert list(tmp_path.glob("*stars*")) == []


def test_analyse_takes_all_jobs_of_the_regions(observatory, cells, out, tmp_path):
    whole = tmp_path / "whole.csv"
    whole.write_text("region,year,persons\nR1,2016,1000\nR2,2016,500\n")

    ended = observatory("analyse", cells, "--profile", "eco1_2007", "--region-totals", whole, "--out", out)

    assert ended.returncode == 0, ended.stderr
    quotients = dict(pl.read_csv(out).filter(industry="A").select("region", "location_quotient").rows())
    assert quotients["R1"] == pytest.approx((60 / 1000) / (70 / 1500), rel=1e-12)


def test_a_parameter_set_anew_stands_in_every_row(observatory, cells, out):
    words = "--set", "size.top_percent=50", "--set", "ties=max"

    ended = observatory("analyse", cells, "--profile", "eco1_2007", *words, "--out", out)

    assert ended.returncode == 0, ended.stderr
    assert set(pl.read_csv(out)["profile"]) == {"eco1_2007 (size.top_percent=50, ties=max)"}


@pytest.mark.parametrize(
    ("word", "code", "message"),
    [
        ("size.top_precent=10", 5, "near it: size.top_percent"),
        ("size.top_percent=none", 4, "expected a whole number from 1 to 100"),
        ("size.top_percent", 2, "Expected NAME=VALUE after --set"),
    ],
)
def test_a_parameter_that_is_none_is_refused(observatory, cells, out, word, code, message):
    ended = observatory("analyse", cells, "--profile", "eco1_2007", "--set", word, "--out", out)

    assert ended.returncode == code
    assert message in ended.stderr
    assert not out.exists()


def test_rules_of_ones_own_are_a_file_and_say_what_is_not_verified(observatory, cells, out, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(OWN)

    ended = observatory("analyse", cells, "--profile", file, "--out", out)

    assert ended.returncode == 0, ended.stderr
    assert "mine is reconstructed. Not verified:\n- all of it\n" in ended.stderr
    assert pl.read_csv(out).select("stars").sum().item() == 2
    assert set(pl.read_csv(out)["profile_status"]) == {"reconstructed"}


def test_further_tables_go_to_a_folder(observatory, cells, out, tmp_path):
    """Two regions are too few for complexity: its columns are there, without a value."""
    ended = observatory("analyse", cells, "--profile", "uscm", "--out", out, "--tables", tmp_path / "more")

    assert ended.returncode == 0, ended.stderr
    written = {file.stem: pl.read_csv(file) for file in (tmp_path / "more").iterdir()}
    assert {"structure", "sweep", "sweep_variants", "concentration", "diversity", "proximity"} <= set(written)
    assert "shift_share" not in written  # one year has no change
    assert written["structure"].filter(region="R1", industry="A")["average_size"].item() == 10
    assert written["sweep"].height == 4


def test_a_table_that_cannot_be_is_named_with_the_reason(observatory, cells, out, tmp_path):
    cells.write_text("\n".join(line.rpartition(",")[0] for line in STATES.splitlines()) + "\n")

    ended = observatory("analyse", cells, "--profile", "eco1_2007", "--out", out, "--tables", tmp_path / "more")

    assert ended.returncode == 0, ended.stderr
    assert "No table agglomeration: The table has no column local_units" in ended.stderr
    assert not (tmp_path / "more" / "agglomeration.csv").exists()


def test_further_tables_fall_on_no_file_that_the_command_reads_or_writes(observatory, cells, tmp_path):
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "structure.csv").write_text(STATES)

    over_result = observatory("analyse", cells, "--profile", "uscm", "--out", folder / "sweep.csv", "--tables", folder)
    over_cells = observatory(
        *("analyse", folder / "structure.csv", "--profile", "uscm", "--out", tmp_path / "o.csv", "--tables", folder)
    )

    assert over_result.returncode == over_cells.returncode == 2
    assert "would write sweep.csv over a file of this command" in over_result.stderr
    assert (folder / "structure.csv").read_text() == STATES
    assert [file.name for file in folder.iterdir()] == ["structure.csv"]


def test_a_table_of_an_earlier_run_does_not_stay_where_there_is_none_now(observatory, cells, out, tmp_path):
    cells.write_text("\n".join(line.rpartition(",")[0] for line in STATES.splitlines()) + "\n")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "agglomeration.csv").write_text("old")

    observatory("analyse", cells, "--profile", "eco1_2007", "--out", out, "--tables", tmp_path / "more")

    assert not (tmp_path / "more" / "agglomeration.csv").exists()


def test_cells_beyond_the_totals_of_their_region_are_remarked_on(observatory, cells, out, tmp_path):
    """Each cell fits, both together do not: industries that overlap may add up to more, others may not."""
    whole = tmp_path / "whole.csv"
    whole.write_text("region,year,persons\nR1,2016,70\nR2,2016,500\n")

    ended = observatory("analyse", cells, "--profile", "eco1_2007", "--region-totals", whole, "--out", out)

    assert ended.returncode == 0
    assert "In 1 regions and years the cells add up to more persons than --region-totals" in ended.stderr


def test_columns_of_any_name_are_carried_along_and_years_can_be_before_christ(observatory, cells, out, tmp_path):
    cells.write_text(
        STATES.replace("establishments", "establishments,line of the file")
        .replace("\n", ",x\n", 5)
        .replace("file,x", "file")
        .replace("2016", "-44")
    )

    ended = observatory("analyse", cells, "--profile", "uscm", "--out", out)

    assert ended.returncode == 0, ended.stderr
    assert set(pl.read_csv(out)["line of the file"]) == {"x"}


def test_value_added_of_a_csv_is_a_number(observatory, cells, out, tmp_path):
    cells.write_text(STATES.replace("establishments", "value_added").replace(",6\n", ",6.5\n"))

    ended = observatory("analyse", cells, "--profile", "eco1_2007", "--out", out, "--tables", tmp_path / "more")

    assert ended.returncode == 0, ended.stderr
    found = pl.read_csv(tmp_path / "more" / "structure.csv").filter(region="R1", industry="A")
    assert found["labour_productivity"].item() == pytest.approx(6.5 * 1000 / 60)


def test_a_side_names_each_thing_once(observatory, invented_home):
    ended = observatory("compare", "2013:2014", "eocic2019", "--home", invented_home)

    assert ended.returncode == 8
    assert "'2013:2014' names year twice" in ended.stderr


def test_what_compare_prints_adds_up(observatory, invented_home, tmp_path):
    words = "eocic2019", "eco1_2007", "--of", "clusters", "--home", invented_home

    shown = observatory("compare", *words, "--out", tmp_path / "changes.csv")

    assert shown.returncode == 0, shown.stderr
    numbers = re.search(r"all\W+([\d,]+)\W+([\d,]+)\W+([\d,]+)\W+([\d,]+)", shown.stdout).groups()
    first, gained, lost, last = (int(number.replace(",", "")) for number in numbers)
    assert first + gained - lost == last
    changes = pl.read_csv(tmp_path / "changes.csv")
    assert dict(changes["change"].value_counts().rows()) == {"gained": gained, "lost": lost}
    assert set(changes["cause"]) == {"method"}


def test_compare_refuses_what_is_not_there(observatory, invented_home, tmp_path):
    ended = observatory("compare", "eocic2019", "nonsense", "--home", invented_home)

    assert ended.returncode == 5
    assert "'nonsense' is no year, no profile" in ended.stderr
    assert observatory("compare", "2014", "--home", invented_home).returncode == 2


STRUCTURE = "nace_r2,indic_sb,geo\\time\t2014 \t2010 \nC29,V16110,AT11\t100 \t90 \nC29,V16110,DE41\t: \t30 \n"
CROSSWALK = "from_region,to_region,from_edition,to_edition,population_2018\nDE41,DE40,2006,2013,1\n"


def test_a_cross_walk_is_one_of_the_sources_of_an_edition(observatory, tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "sbs_r_nuts06_r2.tsv.gz").write_bytes(gzip.compress(STRUCTURE.encode(), mtime=0))
    (tmp_path / "mine.csv").write_text(CROSSWALK)
    home = tmp_path / "home"

    laid = observatory("refresh", "--from", folder, "--crosswalk", tmp_path / "mine.csv", "--home", home)
    built = observatory("build", "--home", home)

    assert laid.returncode == built.returncode == 0, laid.stderr + built.stderr
    listed = observatory("query", "series", "--where", "year=2010", "--format", "csv", "--home", home)
    rows = pl.read_csv(listed.stdout.encode()).filter(nuts_edition=2013)
    assert dict(rows.select("region", "persons").rows()) == {"AT11": 90, "DE40": 30}
    (manifest,) = home.glob("editions/*/manifest.json")
    assert '"dataset": "nuts_crosswalk_mine"' in manifest.read_text()


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [("mine.csv", "from_region,to\n", 3), ("mine.txt", CROSSWALK, 5), (".csv", CROSSWALK, 5), (None, "", 5)],
)
def test_a_cross_walk_that_is_none_is_refused_and_nothing_laid_down(observatory, tmp_path, name, text, code):
    file = tmp_path / (name or "nowhere.csv")
    if name:
        file.write_text(text)

    ended = observatory("refresh", "--crosswalk", file, "--home", tmp_path / "home")

    assert ended.returncode == code, ended.stderr
    assert not list((tmp_path / "home").rglob("origin.json"))
