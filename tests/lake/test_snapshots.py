"""Snapshots: laid down whole and once, dated, and refused when someone edited them."""

import hashlib
import json
from dataclasses import replace

import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.lake import snapshots
from cluster_observatory.tables.origins import Origin


def origin(data, read_on="2026-11-22", dataset="sbs_r_nuts06_r2"):
    return Origin(
        dataset=dataset,
        title="Employment",
        producer="Eurostat",
        file="table.tsv.gz",
        address="https://provider.example/table",
        read_on=read_on,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        licence="CC BY 4.0",
        licence_address="https://creativecommons.org/licenses/by/4.0/",
        citation="Eurostat (table)",
        notice="Source: Eurostat",
    )


@pytest.fixture
def lay_down(tmp_path):
    def lay_down(data, **facts):
        file = tmp_path / "came"
        file.write_bytes(data)
        return snapshots.lay_down(tmp_path, origin(data, **facts), file)

    return lay_down


def test_a_snapshot_is_the_bytes_as_they_came_beside_their_origin(lay_down, tmp_path):
    laid_down = lay_down(b"one")

    assert laid_down.folder == tmp_path / "snapshots" / "sbs_r_nuts06_r2" / "2026-11-22-7692c3ad3540"
    assert sorted(file.name for file in laid_down.folder.iterdir()) == ["origin.json", "table.tsv.gz"]
    assert snapshots.read(laid_down) == b"one"
    assert snapshots.newest(tmp_path, "sbs_r_nuts06_r2") == laid_down


def test_the_same_bytes_make_no_second_snapshot(lay_down, tmp_path):
    first = lay_down(b"one")

    assert lay_down(b"one", read_on="2026-12-24") == first
    assert snapshots.all_snapshots(tmp_path) == [first]


def test_the_newest_is_the_one_read_last_whatever_was_laid_down_last(lay_down, tmp_path):
    newer = lay_down(b"newer", read_on="2026-11-22")
    older = lay_down(b"older", read_on="2017-05-04")
    other = lay_down(b"other", dataset="nama_10r_2gdp")

    assert snapshots.all_snapshots(tmp_path) == [other, older, newer]
    assert snapshots.all_newest(tmp_path) == [other, newer]
    assert snapshots.newest(tmp_path, "unread") is None


def test_an_empty_home_has_no_snapshots(tmp_path):
    assert (snapshots.all_snapshots(tmp_path), snapshots.all_newest(tmp_path)) == ([], [])


@pytest.mark.parametrize("change", [lambda file: file.write_bytes(b"two"), lambda file: file.unlink()])
def test_an_edited_or_lost_snapshot_is_refused(lay_down, change):
    laid_down = lay_down(b"one")
    change(laid_down.file)

    with pytest.raises(BadTable, match="observatory refresh"):
        snapshots.read(laid_down)


def test_an_origin_that_cannot_be_read_is_refused_by_name(lay_down, tmp_path):
    laid_down = lay_down(b"one")
    for text, words in (("{", "is not JSON"), ('{"dataset": "x"}', "does not describe an origin")):
        (laid_down.folder / "origin.json").write_text(text)

        with pytest.raises(BadTable, match=words) as refusal:
            snapshots.all_snapshots(tmp_path)
        assert "origin.json" in str(refusal.value)


@pytest.mark.parametrize("field", ["dataset", "file"])
@pytest.mark.parametrize("name", ["../elsewhere", "..", "/etc/passwd", "a/b", "a\\b", ".hidden", "", 5])
def test_an_origin_that_points_out_of_its_folder_is_refused(lay_down, tmp_path, field, name):
    laid_down = lay_down(b"one")
    facts = laid_down.origin.as_data() | {field: name}
    (laid_down.folder / "origin.json").write_text(json.dumps(facts))

    with pytest.raises(BadTable, match=rf"origin\.json: {field} .* is no plain name"):
        snapshots.newest(tmp_path, "sbs_r_nuts06_r2")


def test_what_a_killed_process_left_half_written_is_no_snapshot(lay_down, tmp_path):
    laid_down = lay_down(b"one")
    half = tmp_path / "snapshots" / ".laying-killed"
    half.mkdir()
    (half / "table.tsv.gz").write_bytes(b"hal")

    assert snapshots.all_snapshots(tmp_path) == [laid_down]


def test_an_origin_survives_being_written_and_read():
    written = replace(origin(b"one"), title="Größe, μέγεθος", invented=True)

    assert Origin.from_json(written.to_json(), "here") == written
