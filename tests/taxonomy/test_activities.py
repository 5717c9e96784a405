"""NACE Rev. 2 as the observatory holds it."""

import csv
import gzip

import polars as pl
import pytest

from cluster_observatory.errors import NotFound
from cluster_observatory.tables.shapes import fit, shape
from cluster_observatory.taxonomy import activities, lists


def test_there_are_21_sections_88_divisions_272_groups_and_615_classes():
    levels = activities.table()["level"].value_counts().sort("level")

    assert levels.rows() == [(1, 21), (2, 88), (3, 272), (4, 615)]


def test_every_activity_stands_under_one_a_level_above():
    table = activities.table()
    parents = table.select(parent="industry", level_above="level")

    below = table.filter(pl.col("level") > 1).join(parents, on="parent", how="left")

    assert below.filter(pl.col("level_above") != pl.col("level") - 1).is_empty()
    assert below["level_above"].null_count() == 0
    assert table.filter(level=1)["parent"].null_count() == 21


def test_the_parent_derived_from_the_code_is_the_one_of_the_list():
    listed = lists.read("activities").select("nace", "parent")
    nace_of = activities.table().select(parent="industry", parent_nace="nace")

    derived = activities.table().join(nace_of, on="parent", how="left").join(listed, on="nace", suffix="_listed")

    assert derived.height == 996
    assert derived.filter(pl.col("parent_nace").fill_null("") != pl.col("parent_listed")).is_empty()


def test_an_activity_has_the_codes_of_all_that_is_above_it():
    motor_vehicles = activities.find("C2910")

    assert (motor_vehicles.section, motor_vehicles.division, motor_vehicles.group) == ("C", "C29", "C291")
    assert (motor_vehicles.level, motor_vehicles.parent) == (4, "C291")
    assert motor_vehicles.label == "Manufacture of motor vehicles"
    assert (activities.find("C29").division, activities.find("C29").group) == ("C29", None)


@pytest.mark.parametrize(
    ("code", "industry"), [("29.10", "C2910"), ("C2910", "C2910"), ("01", "A01"), ("45.1", "G451"), (" c ", "C")]
)
def test_an_activity_is_found_by_either_way_of_writing_its_code(code, industry):
    assert activities.find(code).industry == industry


def test_codes_are_text_and_keep_their_zeros():
    codes = activities.table()

    assert codes.schema["nace"] == codes.schema["industry"] == pl.String
    assert {"01", "01.50", "02.10", "10.20", "20.20", "90.0"} <= set(codes["nace"])
    assert {"1", "1.5", "01.5.0"}.isdisjoint(codes["nace"])
    assert activities.find("02.10").industry == "A0210"


def test_an_unknown_activity_is_refused_with_codes_that_come_near():
    with pytest.raises(NotFound, match=r"'29\.11' is no NACE Rev\. 2 activity.*Did you mean .*29\.1"):
        activities.find("29.11")
    with pytest.raises(NotFound, match="is no NACE Rev"):
        activities.find("")


def test_an_aggregate_is_not_taken_for_an_activity():
    with pytest.raises(NotFound, match="'TOTAL' is an aggregate"):
        activities.find("TOTAL")
    assert set(activities.aggregates()["code"]).isdisjoint(activities.table()["industry"])


def test_a_caller_who_changes_the_table_changes_only_their_own():
    mine = activities.table()
    mine[0, "label"] = "changed"

    assert activities.table()[0, "label"] == "Agriculture, forestry and fishing"


def test_the_table_fits_its_published_shape_and_every_row_has_its_origin():
    assert fit(activities.table(), shape("industries")).height == 996
    assert activities.table().filter(pl.col("origin") == "").is_empty()
    assert activities.aggregates().filter(pl.col("origin") == "").is_empty()


def test_codes_and_labels_agree_with_the_official_list(shared_data):
    with (shared_data / "classifications" / "Nace2_long.csv").open(encoding="utf-8-sig", newline="") as file:
        official = {row["nace2"]: row["Name"].strip() for row in csv.DictReader(file)}

    ours = dict(activities.table().select("nace", "label").iter_rows())

    differing = {code for code in official if ours[code].casefold() != official[code].casefold()}
    assert ours.keys() == official.keys()
    assert differing == {"28.1"}  # the list has a broken hyphen: "general — purpose"


def test_every_industry_code_in_the_recorded_files_is_an_activity_or_a_known_aggregate(shared_data):
    met = set()
    for name in ("sbs_r_nuts06_r2", "sbs_na_sca_r2", "sbs_r_3k_my_r2", "lfst_r_lfe2en2"):
        with gzip.open(shared_data / "eurostat" / f"{name}.tsv.gz", "rt") as file:
            column = next(file).split("\\")[0].split(",").index("nace_r2")
            met |= {line.split("\t")[0].split(",")[column] for line in file}

    assert len(met) > 100
    assert met <= {*activities.table()["industry"], *activities.aggregates()["code"]}
