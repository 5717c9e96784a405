"""The clusters and the classes that make them up."""

import csv

import polars as pl
import pytest

from cluster_observatory.errors import NotFound
from cluster_observatory.tables.shapes import fit, shape
from cluster_observatory.taxonomy import activities, clusters


def members_of(kind):
    return clusters.members().join(clusters.table().filter(kind=kind).select("cluster"), on="cluster")


def test_there_are_51_traded_16_local_and_10_emerging():
    kinds = clusters.table()["kind"].value_counts().sort("kind")

    assert kinds.rows() == [("emerging", 10), ("local", 16), ("traded", 51)]


def test_the_codes_run_without_gaps():
    codes = clusters.table()["cluster"].to_list()

    assert codes == [*map(str, range(1, 52)), *map(str, range(101, 117)), *(f"E{number:02}" for number in range(1, 11))]


def test_emerging_industries_are_coded_in_the_order_of_their_names():
    names = clusters.table().filter(kind="emerging").sort("cluster")["name"].to_list()

    assert names == sorted(names)
    assert (names[0], names[-1]) == ("Advanced Packaging", "Mobility Technologies")


@pytest.mark.parametrize(
    ("kind", "memberships", "classes"), [("traded", 417, 417), ("local", 158, 158), ("emerging", 281, 193)]
)
def test_memberships_and_classes_are_as_many_as_the_methodology_counts(kind, memberships, classes):
    members = members_of(kind)

    assert (members.height, members["nace"].n_unique()) == (memberships, classes)


def test_a_class_is_in_at_most_one_traded_or_local_cluster():
    members = pl.concat([members_of("traded"), members_of("local")])

    assert members["industry"].is_duplicated().sum() == 0


def test_every_member_is_a_class_of_nace():
    classes = activities.table().filter(level=4).select("industry", "nace")

    assert clusters.members().join(classes, on=["industry", "nace"], how="anti").is_empty()


def test_motor_vehicles_are_in_automotive_and_in_mobility_technologies():
    found = clusters.members().filter(industry="C2910").select("cluster", "nace", "confidence").rows()

    assert found == [("4", "29.10", "A"), ("E10", "29.10", "A")]
    assert clusters.find("4").name == "Automotive"
    assert clusters.find("e10").name == "Mobility Technologies"


def test_european_names_stand_beside_those_of_the_united_states():
    appliances = clusters.find("44")

    assert (appliances.name, appliances.name_us) == ("Appliances", "Trailers, Motor Homes, and Appliances")
    assert clusters.find("101").name == "Local Food and Beverage Processing and Distribution"
    assert clusters.find("E01").name_us is None


def test_confidence_says_what_was_read_what_was_filled_and_what_is_uncertain():
    counts = members_of("traded")["confidence"].value_counts().sort("confidence").rows()
    amended = members_of("traded").filter(pl.col("note").str.contains("European amendment"))

    assert counts == [("A", 383), ("B", 24), ("C", 10)]
    assert (amended.height, set(amended["confidence"])) == (11, {"A"})
    assert set(members_of("local")["confidence"]) == {"C"}
    assert set(members_of("local")["note"]) == {"derived through the concordance, not official"}
    assert set(members_of("emerging")["confidence"]) == {"A"}


def test_a_membership_that_was_not_read_says_so():
    filled = clusters.members().filter(pl.col("confidence") != "A")

    assert filled.filter(pl.col("note") == "").is_empty()
    assert clusters.members().filter(cluster="43").select("nace", "confidence").rows() == [("12.00", "B")]


def test_what_is_missing_from_the_source_is_noted_at_the_cluster():
    assert "21.20" in clusters.find("E02").note
    assert "fishing" in clusters.find("E03").note
    assert clusters.members().filter(cluster="E02", nace="21.20").is_empty()


def test_a_cluster_without_members_says_why():
    empty = clusters.table().join(clusters.members(), on="cluster", how="anti")

    assert empty["cluster"].to_list() == ["116"]
    assert "No NACE class" in empty["note"].item()


@pytest.mark.parametrize("code", ["52", "0", "117", "E11", "automotive", ""])
def test_an_unknown_cluster_is_refused(code):
    with pytest.raises(NotFound, match="is no cluster; expected 1 to 51"):
        clusters.find(code)


def test_the_tables_fit_their_published_shapes_and_every_row_has_its_origin():
    assert fit(clusters.table(), shape("clusters")).height == 77
    assert fit(clusters.members(), shape("cluster_members")).height == 856
    assert clusters.table().filter(pl.col("origin") == "").is_empty()
    assert clusters.members().filter(pl.col("origin") == "").is_empty()


def rows(file):
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_traded_memberships_agree_with_the_list(shared_data):
    listed = {
        (row["cluster_code"], row["nace_rev2"], row["confidence"][0])
        for row in rows(shared_data / "taxonomy" / "EU_traded_clusters_51_nace_rev2.csv")
    }

    assert set(members_of("traded").select("cluster", "nace", "confidence").iter_rows()) == listed


def test_names_of_traded_clusters_agree_with_the_list(shared_data):
    listed = {
        (row["cluster_code"], row["cluster_name_eu"], row["cluster_name_us"])
        for row in rows(shared_data / "taxonomy" / "EU_traded_clusters_51_nace_rev2.csv")
    }

    assert set(clusters.table().filter(kind="traded").select("cluster", "name", "name_us").iter_rows()) == listed


def test_emerging_memberships_agree_with_the_list(shared_data):
    listed = {
        (row["emerging_industry"], row["nace_rev2"])
        for row in rows(shared_data / "taxonomy" / "EU_emerging_industries_10_nace_rev2.csv")
    }

    ours = members_of("emerging").join(clusters.table().select("cluster", "name"), on="cluster")

    assert set(ours.select("name", "nace").iter_rows()) == listed


def test_local_memberships_agree_with_the_list(shared_data):
    listed = {
        (row["local_cluster_code"], row["local_cluster_name"], row["nace_rev2"])
        for row in rows(shared_data / "taxonomy" / "NACE_rev2_remaining_local_clusters_derived.csv")
        if row["local_cluster_code"]
    }

    ours = members_of("local").join(clusters.table().select("cluster", "name"), on="cluster")

    assert set(ours.select("cluster", "name", "nace").iter_rows()) == listed
