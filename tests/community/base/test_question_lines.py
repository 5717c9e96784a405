"""Options and conditions of questions, written as lines of text, are read as they were meant."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cluster_observatory.web.base.languages import LANGUAGES
from cluster_observatory.web.base.questions.lines import ConditionLines, OptionLines

CODES = st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True)
WORDS = st.text("aäЖ =[]|.1", min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)


@given(st.dictionaries(CODES, st.dictionaries(st.sampled_from(LANGUAGES), WORDS, min_size=1), max_size=4))
def test_options_written_as_lines_are_read_back_the_same(labels):
    options = [{"value": value, "label": label} for value, label in labels.items()]
    field = OptionLines(required=False)

    assert field.clean(field.prepare_value(options)) == options


ANSWERS = st.one_of(st.booleans(), CODES.filter(lambda code: code not in ("yes", "no")))


@given(st.dictionaries(CODES, st.one_of(ANSWERS, st.lists(ANSWERS, min_size=2, max_size=3)), max_size=4))
def test_conditions_written_as_lines_are_read_back_the_same(condition):
    field = ConditionLines(required=False)

    assert field.clean(field.prepare_value(condition)) == condition


@given(st.text(max_size=60))
def test_whatever_is_written_is_read_or_refused_in_words(text):
    for field in (OptionLines(required=False), ConditionLines(required=False)):
        try:
            field.clean(text)
        except ValidationError as error:
            assert error.messages


@pytest.mark.parametrize("line", ["only words", "= words", "value =", "a [xx] = words"])
def test_a_line_that_is_no_option_is_named(line):
    with pytest.raises(ValidationError, match="Line 2"):
        OptionLines(required=False).clean(f"a = A\n{line}")


@pytest.mark.parametrize("line", ["only words", "= answer", "question =", "question = a |"])
def test_a_line_that_is_no_condition_is_named(line):
    with pytest.raises(ValidationError, match="Line 2"):
        ConditionLines(required=False).clean(f"a = b\n{line}")
