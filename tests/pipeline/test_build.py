"""A build gives the same bytes from the same files, and publishes all or nothing."""

import gzip
import os
import shutil
import signal
import subprocess
import sys
import zipfile

import pytest

from cluster_observatory.lake import shelves
from cluster_observatory.pipeline import refresh
from cluster_observatory.pipeline.build import build
from cluster_observatory.publication import catalogue

HEADER = "nace_r2,indic_sb,geo\\time\t2014 \t2013 \n"
GOOD = (
    HEADER
    + "C29,V16110,DE11\t158012 \t155000 b\nJ62,V16110,DE11\t50000 \t: c\n"
    + "C29,V16110,FR10\t40000 \t41000 \nJ62,V16110,FR10\t190000 \t185000 \n"
)


@pytest.fixture
def folder(tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    return files


def write(folder, text, name="sbs_r_nuts06_r2.tsv.gz"):
    (folder / name).write_bytes(gzip.compress(text.encode(), mtime=0))
    os.utime(folder / name, (1_500_000_000, 1_500_000_000))


def bytes_below(folder):
    return {file.relative_to(folder): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


@pytest.fixture(scope="module")
def built_once(tmp_path_factory):
    """A home folder with the edition of the good figures."""
    home = tmp_path_factory.mktemp("built")
    write(home, GOOD)
    build(home, refresh.inputs_from_folder(home), largest=10**9, progress=lambda *_: None)
    return home


@pytest.fixture
def home(built_once, tmp_path):
    """A home folder of the test's own with the edition of the good figures."""
    return shutil.copytree(built_once, tmp_path / "home")


def test_the_same_files_give_the_same_bytes_in_another_place_and_process(observatory, built_once, folder, tmp_path):
    write(folder, GOOD)

    built = observatory("build", "--from", folder, "--home", tmp_path / "home")

    assert built.returncode == 0, built.stderr
    assert bytes_below(tmp_path / "home" / "editions") == bytes_below(built_once / "editions")


def test_the_manifest_says_what_was_computed_with(invented_home):
    methods = catalogue.current(invented_home).manifest["methods"]

    assert methods["resampling"] == "100 resamplings, seed 2019, dispersion 1"
    assert methods["estimate of gaps"] == "proportional"
    assert methods["series in"].endswith("NUTS 2024")


def test_invented_europe_says_that_it_is_invented(invented_home):
    edition = catalogue.current(invented_home)

    assert edition.invented
    assert [source for source in edition.manifest["sources"] if not source["address"].startswith("invented:")] == []


def test_a_folder_with_the_least_there_can_be_is_enough(built_once):
    rows = catalogue.current(built_once).rows("structure", region="DE11", industry="C29", year=2013)

    assert rows.select("persons", "persons_flags", "nuts_edition").row(0) == (155_000, "b", 2013)


BROKEN = {
    "a broken header": (HEADER.replace("\\time", ""), "line 1"),
    "a cell that is no number": (GOOD.replace("158012 ", "12x "), "12x"),
    "a repeated key": (GOOD + "C29,V16110,DE11\t1 \t1 \n", "C29,V16110,DE11"),
    "an unknown activity": (GOOD.replace("J62", "J99"), "J99"),
    "an unknown region": (GOOD.replace("FR10", "XX10"), "XX10"),
    "a line too short": (GOOD + "C30,V16110,DE11\t1 \n", "line 6"),
    "an empty file": ("", "holds nothing"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_file_ends_the_build_with_a_clear_error_and_nothing_written(observatory, folder, tmp_path, broken):
    text, met = BROKEN[broken]
    write(folder, text)

    ended = observatory("build", "--from", folder, "--home", tmp_path / "home")

    assert ended.returncode == 3, ended.stderr
    assert "sbs_r_nuts06_r2" in ended.stderr and met in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not [file for file in (tmp_path / "home").rglob("*") if file.is_file()]


def test_a_truncated_gzip_and_a_bomb_are_refused(observatory, folder, tmp_path):
    write(folder, GOOD)
    whole = (folder / "sbs_r_nuts06_r2.tsv.gz").read_bytes()

    (folder / "sbs_r_nuts06_r2.tsv.gz").write_bytes(whole[:-9])
    truncated = observatory("build", "--from", folder, "--home", tmp_path / "home")
    (folder / "sbs_r_nuts06_r2.tsv.gz").write_bytes(gzip.compress(b"0" * 3_000_000))
    bomb = observatory(
        "build",
        "--from",
        folder,
        "--home",
        tmp_path / "home",
        env={**os.environ, "OBSERVATORY_LARGEST_FILE": "1000000"},
    )

    assert (truncated.returncode, bomb.returncode) == (3, 3)
    assert "sbs_r_nuts06_r2.tsv.gz" in truncated.stderr
    assert "1,000,000" in bomb.stderr or "1000000" in bomb.stderr


def test_a_zip_archive_in_place_of_a_table_is_refused(observatory, folder, tmp_path):
    with zipfile.ZipFile(folder / "sbs_r_nuts06_r2.tsv.gz", "w") as archive:
        archive.writestr("sbs_r_nuts06_r2.tsv", GOOD)

    ended = observatory("build", "--from", folder, "--home", tmp_path / "home")

    assert ended.returncode == 3, ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_empty_folder_is_answered_with_what_was_expected(observatory, folder, tmp_path):
    ended = observatory("build", "--from", folder, "--home", tmp_path / "home")

    assert ended.returncode == 5
    assert "Expected files such as sbs_r_nuts06_r2.tsv.gz" in ended.stderr


@pytest.mark.parametrize("stage", ["Computing sectors", "Checking", "Laying down"])
def test_a_build_killed_at_any_stage_leaves_the_last_edition_readable(folder, home, stage):
    last = catalogue.current(home).folder
    write(folder, GOOD.replace("40000", "40001"))
    script = f"""
import os, signal
from pathlib import Path
from cluster_observatory.pipeline import refresh
from cluster_observatory.pipeline.build import build

def progress(doing, done, of):
    if doing == {stage!r}:
        os.kill(os.getpid(), signal.SIGKILL)

build(Path({str(home)!r}), refresh.inputs_from_folder(Path({str(folder)!r})), largest=10**9, progress=progress)
"""

    killed = subprocess.run([sys.executable, "-c", script], check=False)

    assert killed.returncode == -signal.SIGKILL
    assert catalogue.current(home).folder == last
    assert (
        catalogue.current(home).rows("structure", region="FR10", industry="C29", year=2014)["persons"].item() == 40_000
    )


def test_a_corrected_source_gives_another_edition_and_the_old_one_stays(folder, home):
    old = catalogue.current(home).folder
    write(folder, GOOD.replace("40000", "40001"))

    new = build(home, refresh.inputs_from_folder(folder), largest=10**9, progress=lambda *_: None)

    assert new != old
    assert shelves.editions(home) == [old, new]
    assert (
        catalogue.Edition(old).rows("structure", region="FR10", industry="C29", year=2014)["persons"].item() == 40_000
    )


def test_verifying_finds_a_table_or_snapshot_that_was_changed(observatory, folder, tmp_path):
    home = tmp_path / "home"
    write(folder, GOOD)
    assert observatory("refresh", "--from", folder, "--home", home).returncode == 0
    assert observatory("build", "--home", home).returncode == 0
    assert observatory("check", "--home", home).returncode == 0

    table = catalogue.current(home).folder / "tables" / "stars.parquet"
    shutil.copyfile(catalogue.current(home).folder / "tables" / "flags.parquet", table)
    changed = observatory("check", "--home", home)

    assert changed.returncode == 7
    assert "the table stars was changed after it was laid down" in changed.stderr
