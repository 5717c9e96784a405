"""How the parts of a scoreboard go together."""

import pytest

from cluster_observatory.publication import catalogue, going_together


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
