"""Counts are rounded so that "over" and "more than" hold."""

from hypothesis import given
from hypothesis import strategies as st

from cluster_observatory.web.base.rounding import rounded_below


def test_what_the_newsletter_rounds_is_rounded_alike():
    assert [rounded_below(number) for number in (58, 101, 10_432, 10_000, 11, 10, 0)] == [
        50, 100, 10_000, 9_000, 10, None, None,
    ]  # fmt: skip


@given(st.integers(11, 10**9))
def test_what_is_said_is_below_and_not_far_below(number):
    said = rounded_below(number)

    assert said < number <= 2 * said
