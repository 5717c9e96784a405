"""The scoreboards of the recorded edition: values with their lineage, scores, peers and standing."""

import json
import re

import polars as pl
import pytest

from cluster_observatory.taxonomy import industrial_change, regions


@pytest.fixture(scope="module")
def table(real_edition):
    """A function from a name to the table of the edition that the recorded files give."""
    return lambda name: real_edition.table(name).collect()


def test_the_published_innovation_index_is_made_anew(real_edition):
    (outcome,) = [one for one in real_edition.manifest["checks"] if one["name"] == "innovation-index-as-published"]

    assert (outcome["outcome"], outcome["measured"]) == ("passed", "1,759 of 1,759 regions and years")


def test_both_scoreboards_are_there_and_say_what_is_not_verified(table):
    found = table("scoreboards")

    assert found.select("scoreboard", "status").rows() == [("industrial_change", "own"), ("res", "reconstructed")]
    assert found["unverified"].is_null().to_list() == [True, False]
    steps = [step["step"] for step in json.loads(found["recipe"][0])]
    assert steps == ["screen", "treat", "normalise", "aggregate"]


def test_every_indicator_says_where_it_comes_from(table):
    found = table("scoreboard_indicators").filter(kind="indicator")

    assert found.filter(pl.col("dataset").is_null() | pl.col("filters").is_null()).is_empty()
    assert found.filter(pl.col("nuts_level").is_null() | pl.col("licence").is_null()).is_empty()
    at_hand = industrial_change.framework("industrial_change").filter(kind="indicator").height
    assert found.filter(scoreboard="industrial_change").height == at_hand


def test_a_value_is_traced_to_its_source_and_tells_how_it_came_about(table):
    """The skills of Burgenland are those of eastern Austria, which is what the Regional Innovation Scoreboard gives."""
    found = table("scoreboard_values").filter(scoreboard="industrial_change", region="AT11", code="digital_skills")

    row = found.row(0, named=True)
    assert (row["dataset"], row["level_used"], row["reference_year"]) == ("ris_2023", "NUTS 1", None)
    assert (row["marks"], row["value"]) == ("value of the NUTS 1 region", 134.32)
    assert 0 <= row["used"] <= 100


def test_the_value_of_a_capital_with_its_belt_says_so(table):
    values = table("scoreboard_values").filter(region="AT13")

    belt = values.filter(pl.col("marks").str.contains("capital"))
    assert set(belt["level_used"]) == {"capital with its commuting belt", "country"}
    assert set(belt.filter(level_used="country")["marks"].str.contains("value of the country")) == {True}
    assert set(belt["dataset"]) == {"rci_2022"}
    assert belt.height > 10


def test_a_zero_that_may_be_missing_says_so(table):
    found = table("scoreboard_values").filter(pl.col("marks").str.contains("minimum or missing"))

    assert found.height > 100
    assert found["value"].null_count() == found.height
    assert set(found["marks"].str.contains("missing in the source")) == {True}


def test_a_computed_value_names_both_of_its_sources(table):
    values = table("scoreboard_values").filter(code="local_unit_density", scoreboard="industrial_change")
    described = table("scoreboard_indicators").filter(code="local_unit_density", scoreboard="industrial_change")

    assert set(values.drop_nulls("value")["dataset"]) == {"sbs_r_nuts06_r2 / i40"}
    assert described.select("dataset", "divisor_dataset").row(0) == ("sbs_r_nuts06_r2", "i40")


def test_what_the_source_does_not_give_stays_empty_and_counts_for_nothing(table):
    values = table("scoreboard_values")

    missing = values.filter(pl.col("value").is_null())
    assert missing["used"].null_count() == missing.height
    assert missing.filter(~pl.col("marks").str.contains("missing in the source")).is_empty()
    given = values.filter(pl.col("value").is_not_null()).group_by("scoreboard", "region").len()
    top = table("scoreboard_scores").filter(code="res").join(given, on=["scoreboard", "region"])
    assert top["indicators_available"].equals(top["len"].cast(pl.Int64))


def test_ranks_stay_within_the_regions_and_around_their_middle(table):
    scores = table("scoreboard_scores").drop_nulls("rank_low")

    assert scores.filter(pl.col("rank_low") > pl.col("rank_median")).is_empty()
    assert scores.filter(pl.col("rank_median") > pl.col("rank_high")).is_empty()
    regions = scores.group_by("scoreboard", "code").agg(pl.col("region").n_unique().alias("regions"))
    above = scores.join(regions, on=["scoreboard", "code"]).filter(pl.col("rank_high") > pl.col("regions"))
    assert above.is_empty()
    wide = scores.filter(pl.col("level") == 3, pl.col("rank").is_between(100, 140))
    assert (wide["rank_high"] - wide["rank_low"]).median() > 10
    outside = scores.filter(
        (pl.col("rank") < pl.col("rank_low") - 1) | (pl.col("rank") > pl.col("rank_high") + 1), pl.col("level") == 3
    )
    assert outside.height < 0.02 * scores.filter(level=3).height


def test_the_regions_tied_with_one_are_as_many_as_its_score_says(table):
    counted = table("scoreboard_ties").group_by("scoreboard", "code", "region").len("met")

    told = table("scoreboard_scores").join(counted, on=["scoreboard", "code", "region"])
    assert told.height > 200
    assert told["tied_with"].equals(told["met"].cast(pl.Int64))


def test_stockholm_leads_industrial_change_and_hardly_any_choice_changes_that(table):
    scores = table("scoreboard_scores").filter(scoreboard="industrial_change", code="industrial_change")

    assert scores.filter(rank=1).select("region", "rank_high").row(0) == ("SE11", 2.0)


def test_peers_are_nearest_in_structure_and_say_why(table):
    peers = table("peers")

    own = peers.filter(region="AT11", basis="structure")
    assert own["place"].to_list() == list(range(1, 16))
    assert own["distance"].is_sorted()
    assert set(own["year"]) == {2014}
    for reasons in own["reasons"]:
        told = re.findall(r"(\w+) (\d+) %", reasons)
        assert {group for group, _ in told} == {"sectors", "manufacturing", "size"}
        assert [int(share) for _, share in told] == sorted(int(share) for _, share in told)
    abroad = peers.filter(region="AT11", basis="structure abroad")
    assert not abroad["peer"].str.starts_with("AT").any()
    assert peers.filter(pl.col("region") == pl.col("peer")).is_empty()


def test_a_region_of_which_a_large_section_is_not_published_has_no_structural_peers(table):
    """Of Berlin no figure of manufacturing is published in 2014."""
    assert table("structure").filter(region="DE30", industry="C", year=2014)["persons"].to_list() == [None]
    assert table("peers").filter(region="DE30", basis="structure").is_empty()


def test_peers_by_output_are_regions_of_the_scoreboards_edition(table):
    peers = table("peers").filter(basis="gdp per head")

    known = set(regions.table().filter(nuts_edition=2021, level=2)["region"])
    assert set(peers["region"]) | set(peers["peer"]) <= known
    assert not peers.filter(region="FRE1").is_empty()  # Nord-Pas-de-Calais, FR30 when the figure was given


def test_a_region_stands_beside_its_structural_peers_and_has_one_bottleneck(table):
    standing = table("region_standing").filter(scoreboard="industrial_change")
    peers = table("peers").filter(basis="structure", region="DE21")["peer"]

    scores = table("scoreboard_scores").filter(scoreboard="industrial_change", code="digitalisation")
    of_peers = scores.filter(pl.col("region").is_in(peers.implode()))["score"]
    row = standing.filter(region="DE21", code="digitalisation").row(0, named=True)
    assert row["peers_mean"] == pytest.approx(of_peers.mean(), rel=1e-9)
    assert row["deviations"] == pytest.approx((row["own"] - of_peers.mean()) / of_peers.std(), rel=1e-9)
    bottlenecks = standing.filter("bottleneck")
    assert bottlenecks.group_by("region").len()["len"].max() == 1
    assert set(bottlenecks["code"]) <= set(
        industrial_change.framework("industrial_change").filter(parent="industrial_change")["code"]
    )
    assert (bottlenecks["deviations"] < 0).all()


def test_a_file_of_a_scoreboard_that_is_there_twice_is_refused(observatory, shared_data, tmp_path):
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "EQI_goth.csv").symlink_to(shared_data / "scoreboard" / "eqi_2021" / "EQI_goth.csv")

    ended = observatory("refresh", "--scoreboards", tmp_path, "--home", tmp_path / "home")

    assert ended.returncode == 4
    assert "holds EQI_goth.csv more than once" in ended.stderr
    assert not (tmp_path / "home" / "snapshots").exists()


def test_the_files_of_scoreboards_are_laid_down_with_their_origin(observatory, shared_data, tmp_path):
    ended = observatory("refresh", "--scoreboards", shared_data / "scoreboard" / "rci_2022", "--home", tmp_path)

    assert ended.returncode == 0, ended.stderr
    assert [line.split()[0] for line in ended.stdout.splitlines()] == ["rci_2022", "rci_2022_indicators"]


def test_data_of_the_competitiveness_index_without_its_metadata_is_refused(observatory, shared_data, tmp_path):
    (tmp_path / "RCI_2022_raw_data.csv").write_text("garbage")

    ended = observatory("refresh", "--scoreboards", tmp_path, "--home", tmp_path / "home")

    assert ended.returncode == 5
    assert "holds RCI_2022_raw_data.csv without RCI_2022_indicators.csv" in ended.stderr
    assert not (tmp_path / "home" / "snapshots").exists()
