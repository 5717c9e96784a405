"""Getting the providers' files: over HTTP under the API's own paths, from a folder, from snapshots, invented."""

import gzip
import json
import os
import shutil
from datetime import date

import pytest

from cluster_observatory.errors import BadTable, DownloadFailed, NotFound, NotPossible, SourceChanged
from cluster_observatory.lake import locks, snapshots
from cluster_observatory.pipeline import refresh as refreshing
from cluster_observatory.sources.gisco import Outlines

STRUCTURE = gzip.compress(b"nace_r2,indic_sb,geo\\time\t2014 \nC29,V16110,DE11\t158012 b\n")
SUCCESSOR = gzip.compress(b"freq,nace_r2,indic_sbs,geo\\TIME_PERIOD\t2022 \r\nA,C29,EMP_LOC_NR,DE11\t160000 \r\n")
REGION = {
    "type": "Feature",
    "properties": {"NUTS_ID": "DE11", "NUTS_NAME": "Stuttgart"},
    "geometry": {"type": "Polygon", "coordinates": [[[9, 48], [10, 48], [10, 49], [9, 48]]]},
}
OUTLINES = json.dumps({"type": "FeatureCollection", "features": [REGION]}).encode()
TODAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 23)
PATHS = {
    "sbs_r_nuts06_r2": "/sdmx/2.1/data/sbs_r_nuts06_r2?format=TSV&compressed=true",
    "sbs_r_nuts2021": "/sdmx/2.1/data/sbs_r_nuts2021?format=TSV&compressed=true",
    "outlines": "/nuts/geojson/NUTS_RG_10M_2013_4326_LEVL_2.geojson",
}


@pytest.fixture
def refresh(provider, tmp_path):
    def refresh(*codes, today=TODAY, **choices):
        choices = {"timeout": 5, "largest": 10_000_000, "attempts": 1, "pause": lambda seconds: None} | choices
        bases = {"eurostat": provider.address, "gisco_base": provider.address}
        return refreshing.refresh(tmp_path, codes, today=today, **(bases | choices))

    provider.plan(PATHS["sbs_r_nuts06_r2"], provider.answer(STRUCTURE))
    provider.plan(PATHS["sbs_r_nuts2021"], provider.answer(SUCCESSOR))
    provider.plan(PATHS["outlines"], provider.answer(OUTLINES))
    return refresh


def test_tables_and_outlines_are_asked_for_under_the_providers_own_paths_and_laid_down_unchanged(refresh, provider):
    table, outlines = refresh("sbs_r_nuts06_r2", outlines=[Outlines(2013, 2)])

    assert [path for path, _ in provider.asked] == [PATHS["sbs_r_nuts06_r2"], PATHS["outlines"]]
    assert (snapshots.read(table), snapshots.read(outlines)) == (STRUCTURE, OUTLINES)
    assert table.origin.address == provider.address + PATHS["sbs_r_nuts06_r2"]
    assert (table.origin.read_on, table.origin.licence) == ("2026-11-22", "CC BY 4.0")
    assert (outlines.origin.dataset, outlines.origin.notice) == (
        "gisco_nuts_2013_2",
        "© EuroGeographics for the administrative boundaries",
    )


def test_what_was_read_today_is_not_asked_for_again_unless_one_wants_it(refresh, provider):
    first = refresh("sbs_r_nuts06_r2")

    assert refresh("sbs_r_nuts06_r2") == first
    assert len(provider.asked) == 1
    refresh("sbs_r_nuts06_r2", again=True)
    refresh("sbs_r_nuts06_r2", today=TOMORROW)
    assert len(provider.asked) == 3


def test_unchanged_bytes_count_as_read_on_the_day_they_were_met_again(refresh, provider):
    (first,) = refresh("sbs_r_nuts06_r2")

    refresh("sbs_r_nuts06_r2", today=TOMORROW)
    (again,) = refresh("sbs_r_nuts06_r2", today=TOMORROW)

    assert (again.folder, again.origin, again.read_on) == (first.folder, first.origin, "2026-11-23")
    assert len(provider.asked) == 2


def test_a_table_that_fails_does_not_keep_the_others_away(refresh, provider, tmp_path):
    provider.plan(PATHS["sbs_r_nuts06_r2"], provider.answer(status=500))

    with pytest.raises(DownloadFailed, match=r"1 of 2 files are laid down.*\n- .*sbs_r_nuts06_r2.*500"):
        refresh("sbs_r_nuts06_r2", "sbs_r_nuts2021")

    assert [one.origin.dataset for one in snapshots.all_newest(tmp_path)] == ["sbs_r_nuts2021"]


def test_an_answer_that_is_no_table_is_not_laid_down(refresh, provider, tmp_path):
    provider.plan(PATHS["sbs_r_nuts06_r2"], provider.answer(b"<html>Back soon</html>"))

    with pytest.raises(SourceChanged, match=r"sbs_r_nuts06_r2\.tsv\.gz, line 1: expected a header"):
        refresh("sbs_r_nuts06_r2")

    assert snapshots.all_snapshots(tmp_path) == []
    assert list((tmp_path / "snapshots" / ".incoming").iterdir()) == []


def test_a_provider_that_does_not_answer_is_not_asked_for_its_other_files(refresh, provider):
    for path in (PATHS["sbs_r_nuts06_r2"], PATHS["sbs_r_nuts2021"]):
        provider.plan(path, provider.answer(silent=True))

    with pytest.raises(DownloadFailed, match="0 of 2 files"):
        refresh("sbs_r_nuts06_r2", "sbs_r_nuts2021", timeout=0.2)

    assert len(provider.asked) == 1


def test_a_table_nobody_knows_is_not_asked_for(refresh, provider):
    with pytest.raises(NotFound, match="There is no dataset 'nonsense'"):
        refresh("nonsense")

    assert provider.asked == []


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "at hand"
    folder.mkdir()
    (folder / "sbs_r_nuts06_r2.tsv.gz").write_bytes(STRUCTURE)
    (folder / "estat_sbs_r_nuts2021.tsv").write_bytes(gzip.decompress(SUCCESSOR))
    (folder / "NUTS_RG_20M_2024_4326_LEVL_2.geojson").write_bytes(OUTLINES)
    (folder / "NUTS_RG_20M_2024_4326_LEVL_3.geojson").write_bytes(OUTLINES)
    (folder / "notes.txt").write_bytes(b"not a table")
    return folder


def test_files_at_hand_become_snapshots_read_today_whose_origin_has_no_date(folder, tmp_path):
    laid_down = refreshing.take_from(tmp_path, folder, today=TODAY)

    assert [(one.origin.dataset, one.origin.read_on, one.origin.address) for one in laid_down] == [
        ("sbs_r_nuts06_r2", "", "file:sbs_r_nuts06_r2.tsv.gz"),
        ("sbs_r_nuts2021", "", "file:estat_sbs_r_nuts2021.tsv"),
    ]
    assert [one.origin for one in refreshing.inputs_from_folder(folder)] == [one.origin for one in laid_down]
    assert [one.origin for one in refreshing.inputs_from_snapshots(tmp_path)] == [one.origin for one in laid_down]
    assert refreshing.inputs_from_snapshots(tmp_path)[0].read() == STRUCTURE
    assert refreshing.has_snapshots(tmp_path)
    assert {one.read_on for one in snapshots.all_snapshots(tmp_path)} == {"2026-11-22"}
    assert {one.folder.name[:10] for one in snapshots.all_snapshots(tmp_path)} == {"2026-11-22"}


def test_the_time_of_a_file_changes_nothing(folder):
    before = refreshing.inputs_from_folder(folder)
    for file in folder.iterdir():
        os.utime(file, (1_500_000_000, 1_500_000_000))

    assert [one.origin for one in refreshing.inputs_from_folder(folder)] == [one.origin for one in before]


def test_an_origin_beside_a_file_gives_its_date_where_it_tells_of_the_same_bytes(refresh, folder, tmp_path):
    (snapshot,) = refresh("sbs_r_nuts06_r2")
    shutil.copy(snapshot.folder / "origin.json", folder)

    known = {one.origin.dataset: one.origin.read_on for one in refreshing.inputs_from_folder(folder)}
    taken = {one.origin.dataset: one.origin.read_on for one in refreshing.take_from(tmp_path / "other", folder)}

    assert known == taken == {"sbs_r_nuts06_r2": "2026-11-22", "sbs_r_nuts2021": ""}


@pytest.mark.parametrize("take", ["take_from", "inputs_from_folder"])
def test_a_table_in_two_forms_is_refused_naming_both(folder, tmp_path, take):
    (folder / "sbs_r_nuts06_r2.tsv").write_bytes(gzip.decompress(STRUCTURE))
    arguments = {"take_from": (tmp_path, folder), "inputs_from_folder": (folder,)}[take]

    with pytest.raises(BadTable, match=r"more than once: sbs_r_nuts06_r2\.tsv\.gz and sbs_r_nuts06_r2\.tsv\. Leave"):
        getattr(refreshing, take)(*arguments)

    assert snapshots.all_snapshots(tmp_path) == []


def test_while_another_writes_in_the_home_folder_nothing_is_asked_for_or_taken(refresh, provider, folder, tmp_path):
    with locks.alone(tmp_path):
        for take in (
            lambda: refresh("sbs_r_nuts06_r2"),
            lambda: refreshing.take_from(tmp_path, folder),
            lambda: refreshing.take_outlines(tmp_path, folder),
        ):
            with pytest.raises(NotPossible, match="Another refresh or build is at work"):
                take()

    assert (provider.asked, snapshots.all_snapshots(tmp_path)) == ([], [])


def test_outlines_at_hand_are_known_by_their_names(folder, tmp_path):
    (taken,) = refreshing.take_outlines(tmp_path, folder)

    assert (taken.origin.dataset, taken.origin.file) == ("gisco_nuts_2024_2", "NUTS_RG_20M_2024_4326_LEVL_2.geojson")
    assert taken.origin.title == "Outlines of NUTS 2024 regions, level 2, 1:20 million"


def test_a_folder_without_known_files_says_what_was_expected(tmp_path):
    for take, example in (
        (lambda: refreshing.take_from(tmp_path, tmp_path), "sbs_r_nuts06_r2.tsv.gz"),
        (lambda: refreshing.inputs_from_folder(tmp_path), "sbs_r_nuts06_r2.tsv.gz"),
        (lambda: refreshing.take_outlines(tmp_path, tmp_path), "NUTS_RG_10M_2024_4326_LEVL_2.geojson"),
        (lambda: refreshing.inputs_from_folder(tmp_path / "nowhere"), "There is no folder"),
        (lambda: refreshing.inputs_from_snapshots(tmp_path), "observatory refresh"),
    ):
        with pytest.raises(NotFound) as refusal:
            take()
        assert example in str(refusal.value)
    assert not refreshing.has_snapshots(tmp_path)


def test_a_damaged_file_at_hand_is_refused_and_not_laid_down(folder, tmp_path):
    (folder / "sbs_r_nuts06_r2.tsv.gz").write_bytes(STRUCTURE[:-5])

    with pytest.raises(SourceChanged, match=r"sbs_r_nuts06_r2\.tsv\.gz: the gzip data is cut"):
        refreshing.take_from(tmp_path, folder)

    assert snapshots.all_snapshots(tmp_path) == []
