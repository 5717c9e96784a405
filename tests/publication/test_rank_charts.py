"""The picture of a ranking: dots, lines over intervals, where the axis ends."""

from cluster_observatory.publication import drawing
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
