"""Editions are laid down whole, once, and the last one stays readable."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound, NotPossible
from cluster_observatory.lake import folders, locks, shelves
from cluster_observatory.publication import catalogue

FLAGS = pl.DataFrame({"flag": ["b"], "name": ["break"], "description": ["Not comparable with the year before."]})


def bytes_below(folder):
    return {file.relative_to(folder): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def test_the_same_tables_and_manifest_give_the_same_name_and_bytes(tmp_path):
    first = shelves.lay_down(tmp_path / "one", {"flags": FLAGS}, {"invented": True})
    second = shelves.lay_down(tmp_path / "two", {"flags": FLAGS}, {"invented": True})

    assert first.name == second.name
    assert bytes_below(first) == bytes_below(second)


def test_another_figure_gives_another_name_and_both_stay(tmp_path):
    first = shelves.lay_down(tmp_path, {"flags": FLAGS}, {"invented": True})
    second = shelves.lay_down(tmp_path, {"flags": FLAGS.with_columns(name=pl.lit("gap"))}, {"invented": True})

    assert first != second
    assert shelves.editions(tmp_path) == [first, second]
    assert shelves.current_edition(tmp_path) == second


def test_building_the_older_one_again_makes_it_current_without_writing_it_again(tmp_path):
    first = shelves.lay_down(tmp_path, {"flags": FLAGS}, {"invented": True})
    written_at = (first / "manifest.json").stat().st_mtime_ns
    shelves.lay_down(tmp_path, {"flags": FLAGS}, {"invented": False})

    shelves.lay_down(tmp_path, {"flags": FLAGS}, {"invented": True})

    assert shelves.current_edition(tmp_path) == first
    assert (first / "manifest.json").stat().st_mtime_ns == written_at


def test_the_manifest_holds_the_checksum_of_every_table(tmp_path):
    folder = shelves.lay_down(tmp_path, {"flags": FLAGS}, {"invented": True})

    manifest = json.loads((folder / "manifest.json").read_text())

    table = folder / "tables" / "flags.parquet"
    assert manifest["tables"] == [
        {"name": "flags", "rows": 1, "bytes": table.stat().st_size, "sha256": shelves.checksum(table)}
    ]


@pytest.mark.parametrize("step", ["write_parquet", "fsync", "rename", "replace"])
def test_a_build_killed_at_any_step_leaves_the_last_edition_and_the_next_build_cleans_up(tmp_path, step):
    last = shelves.lay_down(tmp_path, {"flags": FLAGS}, {"invented": True})
    script = textwrap.dedent(f"""
        import os, signal, pathlib
        import polars as pl
        from cluster_observatory.lake import shelves

        def die(*args, **kwargs):
            os.kill(os.getpid(), signal.SIGKILL)

        for owner in (pl.DataFrame, os, pathlib.Path):
            if hasattr(owner, "{step}"):
                setattr(owner, "{step}", die)
        frame = pl.DataFrame({{"flag": ["c"], "name": ["confidential"], "description": ["Not published."]}})
        shelves.lay_down(pathlib.Path({str(tmp_path)!r}), {{"flags": frame}}, {{"invented": True}})
    """)

    ended = subprocess.run([sys.executable, "-c", script], check=False, env={**os.environ})

    assert ended.returncode == -signal.SIGKILL
    assert catalogue.current(tmp_path).folder == last
    assert catalogue.current(tmp_path).rows("flags").to_dicts() == FLAGS.to_dicts()
    shelves.lay_down(tmp_path, {"flags": FLAGS}, {"invented": True})
    assert [file for file in (tmp_path / "editions").iterdir() if file.name.startswith(".")] == []


@pytest.mark.parametrize("damage", [lambda file: file.write_bytes(b"torn"), lambda file: file.unlink()])
@pytest.mark.parametrize("name", ["manifest.json", "tables/flags.parquet"])
def test_an_edition_damaged_since_is_laid_down_anew(tmp_path, damage, name):
    folder = shelves.lay_down(tmp_path, {"flags": FLAGS}, {"invented": True})
    whole = bytes_below(folder)
    damage(folder / name)

    assert shelves.lay_down(tmp_path, {"flags": FLAGS}, {"invented": True}) == folder

    assert bytes_below(folder) == whole
    assert sorted(file.name for file in folder.parent.iterdir()) == sorted([folder.name, "current"])


def test_folders_that_are_no_edition_are_passed_over_and_leftovers_of_any_name_removed(tmp_path):
    folder = shelves.lay_down(tmp_path, {"flags": FLAGS}, {"invented": True})
    for name in (".building-x", ".building-1", "notes"):
        (folder.parent / name).mkdir()
    (folder.parent / ".current-1").write_text("half")

    assert shelves.editions(tmp_path) == [folder]
    shelves.lay_down(tmp_path, {"flags": FLAGS}, {"invented": True})
    assert sorted(file.name for file in folder.parent.iterdir()) == sorted([folder.name, "current", "notes"])


def test_while_another_writes_in_the_home_folder_nothing_is_laid_down(tmp_path):
    with locks.alone(tmp_path), pytest.raises(NotPossible, match="Another refresh or build is at work"):
        shelves.lay_down(tmp_path, {"flags": FLAGS}, {"invented": True})

    assert shelves.editions(tmp_path) == []


def test_a_folder_that_another_process_put_in_place_first_counts_as_laid_down(tmp_path):
    for name in ("mine", "final"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)

    folders.put_in_place(tmp_path / "mine", tmp_path / "final")

    assert bytes_below(tmp_path) == {Path("final/file"): b"final"}
    with pytest.raises(FileNotFoundError):
        folders.put_in_place(tmp_path / "mine", tmp_path / "other")


def test_rows_are_found_by_condition_with_values_as_text(tmp_path):
    frame = pl.DataFrame({"flag": ["b", "c"], "name": ["break", "confidential"], "description": ["x", "y"]})
    shelves.lay_down(tmp_path, {"flags": frame}, {"invented": True})
    edition = catalogue.current(tmp_path)

    assert edition.rows("flags", flag="c").to_dicts() == [{"flag": "c", "name": "confidential", "description": "y"}]
    with pytest.raises(NotFound, match=r"no column 'letter'\. It has: flag, name, description"):
        edition.rows("flags", letter="c")
    with pytest.raises(NotFound, match=r"no table 'flag'\. Its tables are: flags"):
        edition.rows("flag")


def test_a_condition_that_is_not_of_the_column_s_type_is_refused(tmp_path):
    frame = pl.DataFrame(
        {"industry": ["C"], "nace": ["C"], "level": [1], "parent": [None], "label": ["M"], "origin": ["o"]}
    )
    shelves.lay_down(tmp_path, {"industries": frame}, {"invented": True})

    with pytest.raises(BadTable, match="level='two': expected a value of type integer"):
        catalogue.current(tmp_path).rows("industries", level="two")


def test_without_an_edition_the_reader_is_told_how_to_build_one(tmp_path):
    with pytest.raises(NotFound, match="Build one with `observatory build`"):
        catalogue.current(tmp_path)
