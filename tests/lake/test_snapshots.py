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
    before = {file: file.read_bytes() for file in first.folder.iterdir()}

    again = lay_down(b"one", read_on="2026-12-24")

    assert (again.folder, again.origin, again.read_on) == (first.folder, first.origin, "2026-12-24")
    assert {file: file.read_bytes() for file in first.folder.iterdir()} == before
    assert snapshots.all_snapshots(tmp_path) == [again]


@pytest.mark.parametrize("days", [("2026-01-01", "2026-02-01", "2026-03-01"), ("2026-01-01",) * 3])
def test_a_provider_who_goes_back_to_older_bytes_makes_them_the_newest(lay_down, tmp_path, days):
    for data, day in zip((b"A", b"B", b"A"), days, strict=True):
        lay_down(data, read_on=day)

    newest = snapshots.newest(tmp_path, "sbs_r_nuts06_r2")

    assert (snapshots.read(newest), newest.read_on, newest.origin.read_on) == (b"A", days[2], days[0])
    assert snapshots.all_newest(tmp_path) == [newest]
    assert len(snapshots.all_snapshots(tmp_path)) == 2


def test_a_snapshot_whose_reading_was_not_recorded_counts_as_read_on_its_first_day(lay_down, tmp_path):
    lay_down(b"older", read_on="2017-05-04")
    newer = lay_down(b"newer")
    (newer.folder.parent / "readings").write_text("2017-05-04 2017-05-04-gone\n")

    assert snapshots.newest(tmp_path, "sbs_r_nuts06_r2") == newer


def test_the_day_of_a_reading_may_be_known_where_that_of_the_origin_is_not(lay_down, tmp_path):
    file = tmp_path / "table.tsv.gz"
    file.write_bytes(b"one")

    taken = snapshots.lay_down(tmp_path, origin(b"one", read_on=""), file, read_on="2026-11-22")

    assert (taken.folder.name, taken.origin.read_on, taken.read_on) == ("2026-11-22-7692c3ad3540", "", "2026-11-22")


def test_a_snapshot_that_lost_its_origin_is_laid_down_anew(lay_down):
    laid_down = lay_down(b"one")
    (laid_down.folder / "origin.json").unlink()

    assert lay_down(b"one") == laid_down


def test_readings_that_cannot_be_read_are_refused_by_line(lay_down, tmp_path):
    laid_down = lay_down(b"one")
    (laid_down.folder.parent / "readings").write_text(f"2026-11-22 {laid_down.folder.name}\nyesterday\n")

    with pytest.raises(BadTable, match="readings, line 2: expected a day and a folder, found 'yesterday'"):
        snapshots.newest(tmp_path, "sbs_r_nuts06_r2")


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
    lay_down(b"two")
    assert not half.exists()


def test_an_origin_survives_being_written_and_read():
    written = replace(origin(b"one"), title="Größe, μέγεθος", invented=True)

    assert Origin.from_json(written.to_json(), "here") == written
