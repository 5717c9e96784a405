"""Search forgives one typing error, whatever is searched."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cluster_observatory.publication import catalogue, labels
from cluster_observatory.publication.search import LONGEST, search
from cluster_observatory.publication.search_index import plain

LEAST_LETTERS = 6
FAST = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def edition(invented_home):
    return catalogue.current(invented_home)


@pytest.fixture(scope="module")
def names(edition):
    """Every label that has enough letters."""
    texts = {text for _kind, _code, _language, text in labels.all_labels(edition)}
    return sorted(text for text in texts if len(plain(text).replace(" ", "")) >= LEAST_LETTERS)


def mistyped(draw, text):
    """The text with one letter too many, one missing, two swapped, or one replaced."""
    place = draw(st.integers(0, min(len(text), LONGEST) - 2))
    letter = draw(st.sampled_from(string.ascii_lowercase))
    return draw(
        st.sampled_from(
            [
                text[:place] + letter + text[place:],
                text[:place] + text[place + 1 :],
                text[:place] + text[place + 1] + text[place] + text[place + 2 :],
                text[:place] + letter + text[place + 1 :],
            ]
        )
    )


@FAST
@given(data=st.data())
def test_a_label_with_one_error_is_among_the_first_five(edition, names, data):
    text = data.draw(st.sampled_from(names))
    asked = mistyped(data.draw, text)

    found = search(edition, asked, 5)

    assert plain(text) in {plain(one.label) for one in found}


@FAST
@given(asked=st.text(max_size=300))
def test_no_question_breaks_the_search(edition, asked):
    assert len(search(edition, asked, 5)) <= 5
