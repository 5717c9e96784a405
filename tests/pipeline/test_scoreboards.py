"""The scoreboards of Invented Europe: every value with where it comes from and what was done to it, ranks and peers."""

import polars as pl
import pytest

from cluster_observatory.publication import catalogue
from cluster_observatory.sources.scoreboards.files import scoreboard_files
from cluster_observatory.sources.scoreboards.rci import MERGED
from cluster_observatory.taxonomy import industrial_change


@pytest.fixture(scope="module")
def edition(invented_home):
    return catalogue.current(invented_home)


@pytest.fixture(scope="module")
def table(edition):
    return lambda name: edition.table(name).collect()


def test_both_scoreboards_are_made_with_all_their_indicators(table):
    assert table("scoreboards")["scoreboard"].to_list() == ["industrial_change", "res"]
    found = table("scoreboard_indicators").filter(kind="indicator").group_by("scoreboard").len("number")
    expected = {
        name: industrial_change.framework(name).filter(kind="indicator").height for name in ("industrial_change", "res")
    }
    assert dict(found.rows()) == expected


def test_every_value_says_of_which_dataset_level_and_year_it_is(table, edition):
    values = table("scoreboard_values").drop_nulls("value")

    assert values.select("dataset", "level_used").null_count().row(0) == (0, 0)
    assert {"NUTS 2", "NUTS 1", "country"} <= set(values["level_used"])
    silent = values.filter(pl.col("reference_year").is_null())["dataset"].unique().to_list()
    assert set(silent) <= {"ris_2023"}  # which does not say of which year its figures are
    datasets = {code for codes in values["dataset"].unique() for code in codes.split(" / ")}
    assert {edition.source(code)["invented"] for code in datasets} == {True}


def test_marks_tell_what_is_missing_and_what_is_copied(table):
    values = table("scoreboard_values")
    marks = pl.col("marks").fill_null("")

    gaps = values.filter(pl.col("value").is_null())
    assert gaps.height > 100
    assert gaps.filter(~marks.str.contains("missing in the source")).is_empty()
    for level, words in (("country", "value of the country"), ("NUTS 1", "value of the NUTS 1 region")):
        copied = values.filter(level_used=level)
        assert copied.height > 500
        assert copied.filter(~marks.str.contains(words)).is_empty()
    in_greater_capitals = [member for members in MERGED.values() for member in members]
    own = values.filter(~pl.col("region").is_in(in_greater_capitals), level_used="NUTS 2")
    assert own.filter(marks.str.contains("value of")).is_empty()


def test_a_national_figure_is_marked_as_its_countrys(table):
    ease = table("scoreboard_values").filter(scoreboard="res", code="ease_of_doing_business", region="DE21")

    assert ease.select("level_used", "marks", "dataset").rows() == [("country", "value of the country", "rci_2022")]


def test_regions_have_ranks_with_the_span_between_which_they_stay(table):
    scores = table("scoreboard_scores").filter(code="industrial_change").drop_nulls("rank")

    assert scores["region"].n_unique() > 230
    assert scores.filter(pl.col("rank_low") > pl.col("rank_high")).is_empty()
    assert scores.filter(pl.col("rank_high") > pl.col("rank_low")).height > 200
    assert scores["rank"].max() <= scores.height


def test_countries_that_are_further_have_the_regions_that_score_best(table):
    """The figures are drawn around how far a country is, so its regions do not lie anywhere."""
    scores = table("scoreboard_scores").filter(scoreboard="res", code="res").drop_nulls("score")
    by_country = scores.group_by(pl.col("region").str.head(2).alias("country")).agg(pl.col("score").mean(), pl.len())

    between = by_country.filter(pl.col("len") > 3)["score"].std()
    assert between > 0.3 * scores["score"].std()


def test_the_published_innovation_index_is_made_anew(edition):
    (outcome,) = [one for one in edition.manifest["checks"] if one["name"] == "innovation-index-as-published"]

    assert outcome["outcome"] == "passed"
    assert outcome["measured"].startswith("700 of 700")


def test_regions_stand_beside_their_peers_and_have_one_bottleneck_or_none(table):
    standing = table("region_standing").filter(scoreboard="res")
    bottlenecks = standing.filter("bottleneck")

    assert standing.filter(region="DE11")["peers_mean"].null_count() == 0
    assert bottlenecks["region"].is_unique().all()
    assert standing["region"].n_unique() > bottlenecks.height > 100


def test_every_file_of_a_scoreboard_is_among_the_sources_and_says_it_is_invented(edition):
    for code in scoreboard_files():
        source = edition.source(code)
        assert source["address"] == f"invented:{code}?seed=2019"
        assert source["title"].startswith("Invented figures in the form of")
