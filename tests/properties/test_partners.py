"""What must hold of partners whatever the figures are."""

import polars as pl
import pytest
from hypothesis import given

from cluster_observatory.errors import NotFound
from cluster_observatory.statistics.partners import partner_parts, partner_ranking

from .test_relatedness import FEW, INDUSTRIES, REGIONS, cells

AROUND = ("shared", "added", "given")


def pairs(figures, topic):
    """The parts of all pairs of regions that the figures allow."""
    found = []
    for region in REGIONS:
        try:
            found.append(partner_parts(figures, region, topic))
        except NotFound:
            return pl.DataFrame(schema={"region": pl.String})
    return pl.concat(found)


@FEW
@given(cells())
def test_what_one_adds_is_what_the_other_is_given(figures):
    for topic in INDUSTRIES:
        found = pairs(figures, topic)
        if found.is_empty():
            continue
        turned = found.rename({"region": "partner", "partner": "region", "added": "given", "given": "added"})
        both = found.join(turned, on=["region", "partner", "year"], suffix="_turned")

        assert both.height == found.height
        for part in (*AROUND, "same_strength", "likeness"):
            assert both[part].is_null().to_list() == both[f"{part}_turned"].is_null().to_list()
            assert both[part].to_list() == pytest.approx(both[f"{part}_turned"].to_list())


@FEW
@given(cells())
def test_parts_are_shares_and_those_around_the_topic_make_no_more_than_one(figures):
    found = pairs(figures, "C29")
    if found.is_empty():
        return

    for part in (*AROUND, "same_strength", "likeness"):
        assert found.filter(~pl.col(part).is_between(-1e-9, 1 + 1e-9)).is_empty()
    assert found.filter(pl.sum_horizontal(AROUND) > 1 + 1e-9).is_empty()


@FEW
@given(cells())
def test_scores_are_shares_and_ranks_begin_with_one(figures):
    found = pairs(figures, "C29")
    if found.is_empty():
        return

    for (_region,), parts in found.group_by("region"):
        for mode in ("matching", "complementary", "both"):
            ranked = partner_ranking(parts, mode)
            assert ranked.filter(~pl.col("score").is_between(0, 1)).is_empty()
            assert set(ranked.group_by("year").agg(pl.col("rank").min())["rank"]) <= {1}
            assert ranked.filter(pl.col("parts_ahead") > pl.col("parts_known")).is_empty()
