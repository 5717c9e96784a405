"""The picture of a ranking, and the correlations of a scoreboard's parts."""

import pytest

from cluster_observatory.publication import catalogue, drawing, going_together
from cluster_observatory.publication.rank_charts import Ranked, ranking

ROWS = (Ranked("Wien", 1, 1.0, 4.0), Ranked("Steiermark", 2, 1.0, 9.0, hollow=True), Ranked("Tirol", 3, None, None))


def test_the_axis_ends_where_the_widest_interval_does():
    svg = drawing.svg(ranking(ROWS, "rank", 560))

    assert ">9</text>" in svg
    assert ">10</text>" not in svg


def test_a_region_that_rests_on_others_figures_has_a_hollow_dot():
    svg = drawing.svg(ranking(ROWS, "rank", 560))
    alone = drawing.svg(ranking(ROWS[:1], "rank", 560))

    assert svg.count("var(--ground)") - alone.count("var(--ground)") == 1


def test_names_stand_in_the_order_of_ranks():
    svg = drawing.svg(ranking(ROWS, "rank", 560))

    assert svg.index("Wien") < svg.index("Steiermark") < svg.index("Tirol")


@pytest.fixture(scope="module")
def invented(invented_home):
    return catalogue.current(invented_home)


def test_what_two_parts_have_in_common_is_the_same_both_ways(invented):
    found = going_together.of_aggregates(invented, "res", 2023)
    known = {(code, other): (value, pairs) for code, other, value, pairs in found.iter_rows()}

    assert known
    assert all(known[code, other][1] == known[other, code][1] for code, other in known)
    assert all(known[code, other][0] == pytest.approx(known[other, code][0]) for code, other in known)


def test_a_year_without_scores_has_no_correlations(invented):
    assert going_together.of_indicators(invented, "res", 1990).is_empty()
