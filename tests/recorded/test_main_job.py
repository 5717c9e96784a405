"""From Eurostat's bulk files to stars, with the figures that must come out."""

import json

import polars as pl
import pytest

QUOTIENTS_2014 = {
    ("DE11", "C29"): 5.9636,
    ("CZ02", "C29"): 6.7073,
    ("ES24", "C29"): 2.5515,
    ("RO42", "C29"): 7.7435,
    ("ITI3", "C15"): 20.4474,
    ("PT11", "C14"): 10.1618,
    ("ITH5", "C28"): 3.3038,
    ("BE31", "C21"): 29.8114,
    ("FR62", "C30"): 12.2239,
    ("FR10", "J62"): 1.9178,
    ("DK01", "C21"): 11.3909,
}


@pytest.mark.parametrize(("place", "expected"), QUOTIENTS_2014.items(), ids=lambda value: str(value))
def test_a_query_gives_the_location_quotient_to_four_decimals(observatory, real_home, place, expected):
    region, industry = place

    answer = observatory(
        *("query", "specialisation", "--home", real_home, "--format", "json"),
        *("--where", f"region={region}", f"industry={industry}", "year=2014"),
    )

    (row,) = json.loads(answer.stdout)
    assert round(row["location_quotient"], 4) == expected
    assert row["dataset"] == "sbs_r_nuts06_r2"


def test_totals_are_sums_over_the_cells_that_have_a_value(real_edition):
    cells = real_edition.rows("specialisation", year=2014).drop_nulls("persons")

    assert cells["persons"].sum() == 133_361_628
    assert cells["region"].n_unique() == 282
    assert cells["industry"].n_unique() == 68
    assert cells["reference_persons"].unique().to_list() == [133_361_628]


def test_aggregates_and_territory_outside_regions_are_no_regions(real_edition):
    regions = real_edition.table("structure").select(pl.col("region").unique()).collect()["region"]

    assert regions.filter(regions.str.contains("^(EU|EA)[0-9]") | regions.str.contains("^.{2,}Z$")).to_list() == []


def test_a_confidential_cell_has_no_value_and_is_not_zero(real_edition):
    confidential = real_edition.table("structure").filter(pl.col("persons_flags") == "c").collect()

    assert confidential.height > 10_000
    assert confidential["persons"].null_count() == confidential.height


def test_growth_and_shares_agree_with_those_eurostat_published(real_edition):
    outcomes = {check["name"]: check for check in real_edition.manifest["checks"]}

    assert outcomes["growth-as-published"]["outcome"] == "passed", outcomes
    assert outcomes["manufacturing-share-as-published"]["outcome"] == "passed", outcomes


def test_the_manifest_names_every_source_with_address_checksum_and_licence_and_no_invented_date(real_edition):
    sources = real_edition.manifest["sources"]

    assert "sbs_r_nuts06_r2" in [source["dataset"] for source in sources]
    for source in sources:
        assert len(source["sha256"]) == 64
        assert source["address"] and source["licence"] and source["bytes"]
        assert source["read_on"] == ""
    assert real_edition.invented is False


def test_every_split_cluster_figure_says_that_it_is_modelled(real_edition):
    clusters = real_edition.rows("cluster_specialisation", year=2014).drop_nulls("persons")

    assert clusters.filter(~pl.col("modelled") & (pl.col("modelled_share") > 0)).height == 0
    shares = dict(clusters.filter(pl.col("persons") > 0).group_by("cluster").agg(pl.col("modelled_share").min()).rows())
    assert shares["4"] > 0  # Automotive takes casting and engines from divisions that hold more
    assert min(shares.values()) == shares["43"] == 0  # Tobacco is the only class of its division


def test_every_star_of_a_cluster_says_how_much_of_the_cluster_has_a_figure(real_edition):
    stars = real_edition.rows("cluster_stars", year=2014, profile="eocic2019")
    measured = real_edition.rows("cluster_specialisation", year=2014)

    both = stars.join(measured, on=["region", "cluster", "year"], suffix="_measured")

    assert both.height == stars.height == measured.height
    assert (both["coverage"] == both["coverage_measured"]).all()
    assert 0 < stars["coverage"].min() < stars["coverage"].max() == 1


def test_a_cluster_with_a_negative_remainder_says_so(real_edition):
    marked = real_edition.table("cluster_specialisation").filter("negative_residual").collect()

    assert 0 < marked.height < real_edition.table("cluster_specialisation").collect().height / 10
    assert marked["modelled"].all()


def test_clusters_rest_on_all_classes_with_a_figure_so_none_outgrows_its_region(real_edition):
    traded = real_edition.table("clusters").filter(pl.col("kind") == "traded")
    clusters = real_edition.table("cluster_specialisation").drop_nulls("persons").join(traded, on="cluster", how="semi")
    clusters = clusters.collect()
    in_traded = clusters.group_by("region", "year").agg(
        traded=pl.col("persons").sum() / pl.col("region_persons").first()
    )

    assert in_traded["traded"].max() < 1
    automotive = real_edition.rows("cluster_specialisation", region="DE11", cluster="4", year=2014)
    assert round(automotive["location_quotient"].item(), 3) == 5.398


def test_stuttgart_has_every_star_in_motor_vehicles_that_public_figures_can_give(real_edition):
    """Growth is not its strength, and what the 2020 rules ask of small enterprises and leaders nobody publishes."""
    rows = real_edition.rows("stars", region="DE11", industry="C29", year=2014)

    assert {row[0]: row[1:] for row in rows.select("profile", "stars", "criteria_known", "tier_at_least").rows()} == {
        "eccp2021": (2, 2, "high"),
        "eco1_2007": (3, 3, None),
        "eocic2019": (3, 3, None),
        "eocic2020": (3, 3, "medium"),
        "eu10_2008": (3, 3, None),
        "panorama2016": (3, 4, None),
    }
    assert rows["cluster_probability"].to_list() == [1.0] * 6
    assert dict(rows.select("profile", "tier").rows())["eocic2020"] is None  # two unknown stars could make it high


def test_every_star_row_says_what_it_rests_on(real_edition):
    for table, category in (("stars", "industry"), ("cluster_stars", "cluster")):
        rows = real_edition.table(table).filter(pl.col("year") == 2014, pl.col("stars") > 0).collect()

        for column in ("profile", "profile_status", "reference_area", "denominator", "modelled_share"):
            assert rows[column].null_count() == 0, (table, column)
        starred = rows.filter("specialisation_star")
        assert starred["specialisation_value"].null_count() == starred["specialisation_cutoff"].null_count() == 0
        ranked = starred.filter(pl.col("profile") == "eocic2019")
        assert ranked["specialisation_rank"].null_count() == ranked["specialisation_regions"].null_count() == 0
        assert ranked[category].n_unique() > 50
        for column in ("location_quotient_low", "location_quotient_high", "cluster_probability"):
            assert starred[column].null_count() < 0.05 * starred.height, (table, column)
        assert (starred["location_quotient_low"] <= starred["specialisation_value"] + 1e-9).all()


def test_the_us_rules_divide_by_traded_employment_and_judge_traded_clusters_alone(real_edition):
    rows = real_edition.rows("cluster_stars", year=2014, profile="uscm")

    assert set(rows["denominator"]) == {"traded employment"}
    assert rows["cluster"].n_unique() == 47  # four traded clusters have no class with a figure in any region
    assert real_edition.rows("stars", profile="uscm").height == 0


def test_emerging_industries_overlap_and_are_not_in_the_totals_of_clusters(real_edition):
    rows = real_edition.rows("cluster_stars", year=2014, profile="eocic2019")

    assert rows.filter(pl.col("cluster").str.starts_with("E"))["cluster"].n_unique() == 10
    figures = real_edition.rows("cluster_specialisation", year=2014, region="DE11")
    of_all = figures.select(pl.col("persons").sum(), pl.col("region_persons").first()).row(0)
    assert of_all[0] > of_all[1]  # added up with the emerging industries, people would count more than once


def test_a_gap_lies_between_what_is_published_around_it(real_edition):
    gaps = real_edition.rows("estimates", year=2014)

    known = gaps.drop_nulls("persons")
    assert known.height > 1_000
    inside = known.filter(~pl.col("contradictory"))
    assert (inside["persons"] >= inside["persons_low"] - 1e-6).all()
    bounded = inside.drop_nulls("persons_high")
    assert bounded.height > 500
    assert (bounded["persons_low"] <= bounded["persons_high"] + 1e-6).all()
    published = real_edition.rows("specialisation", year=2014).drop_nulls("persons")
    assert gaps.join(published, on=["region", "industry"], how="semi").height == 0


def test_turnover_of_a_region_is_modelled_and_says_so(real_edition):
    rows = real_edition.rows("structural_indicators", year=2014).drop_nulls("turnover")

    assert rows.height > 10_000
    assert rows["turnover_modelled"].all()
    assert (
        not real_edition.rows("structural_indicators", year=2014)
        .drop_nulls("local_units")["local_units"]
        .is_null()
        .any()
    )


def test_a_star_of_2019_goes_to_a_fifth_of_the_regions_with_a_value(real_edition):
    rows = real_edition.rows("stars", industry="C29", year=2014, profile="eocic2019").drop_nulls("stars")

    starred = rows.filter("specialisation_star")
    assert rows["regions_compared"].unique().to_list() == [rows.height]
    assert starred.height == -(-rows.height // 5)
    assert starred["specialisation_value"].min() == rows["specialisation_cutoff"].unique().item()
