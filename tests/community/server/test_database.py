"""The commands that need the community's database, where it is not as it should be."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

EMPTY = {"OBSERVATORY_DATABASE_URL": "", "DATABASE_URL": ""}


@pytest.fixture
def command():
    """command("migrate", "--home", folder, OBSERVATORY_…="…") → how it ended."""

    def run(*words, **environment):
        call = [sys.executable, "-m", "cluster_observatory", *map(str, words)]
        surroundings = os.environ | EMPTY | environment
        return subprocess.run(call, env=surroundings, capture_output=True, text=True, check=False, timeout=120)

    return run


def test_the_database_lies_in_the_home_folder_that_is_named(command, tmp_path):
    first = command("migrate", "--home", tmp_path / "home", OBSERVATORY_HOME=str(tmp_path / "elsewhere"))
    second = command("migrate", "--home", tmp_path / "home")

    assert re.fullmatch(r"[0-9]+ steps taken; the database is up to date\.\n", first.stdout)
    assert second.stdout == "The database was up to date.\n"
    assert not (tmp_path / "elsewhere").exists()
    with closing(sqlite3.connect(tmp_path / "home" / "site.sqlite3")) as database:
        assert database.execute("pragma journal_mode").fetchone() == ("wal",)
        assert database.execute("select count(*) from base_shared_cache").fetchone() == (0,)


def test_a_server_that_cannot_be_reached_is_said_without_the_password(command, tmp_path):
    address = "postgresql://observatory:sesame@127.0.0.1:1/community"

    ended = command("migrate", "--home", tmp_path, OBSERVATORY_DATABASE_URL=address)

    assert ended.returncode == 11
    assert "The community's database community at 127.0.0.1 does not do what is asked" in ended.stderr
    assert "sesame" not in ended.stderr and "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("place", "code"), [("/dev/null/home", 10), ("/proc/home", 10)], ids=["below a file", "where nobody may write"]
)
def test_a_folder_that_cannot_be_made_is_said(command, place, code):
    ended = command("migrate", "--home", place)

    assert (ended.returncode, "Traceback" in ended.stderr) == (code, False)


def test_a_file_that_is_no_database_is_said(command, tmp_path):
    (tmp_path / "site.sqlite3").write_text("no database " * 1000)

    ended = command("migrate", "--home", tmp_path)

    assert (ended.returncode, "file is not a database" in ended.stderr) == (11, True)
