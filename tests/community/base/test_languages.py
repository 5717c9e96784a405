"""Texts in 24 languages: what is kept, what a reader gets, and the form in which they are typed."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template import Context, Template
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster_observatory.web.base import languages
from cluster_observatory.web.base.languages import LANGUAGES, TextsFormField, TextsInput, checked, said

TEXTS = st.dictionaries(st.sampled_from(LANGUAGES), st.text(max_size=30))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


class Form(forms.Form):
    """A form with one text."""

    what = TextsFormField(label="What it does", required=False)


def shown(template, **context):
    return Template("{% load texts %}" + template).render(Context(context))


@settings(deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_a_reader_gets_their_language_else_english_else_any(texts, language):
    text, found = said(texts, language)

    written = {code: text for code, text in texts.items() if text}
    best = next((code for code in (language, "en", *sorted(written)) if code in written), "")
    assert (text, found) == (written.get(best, ""), best)


@settings(deadline=None)
@given(TEXTS)
def test_what_was_checked_is_whole_and_checks_again_equal(texts):
    try:
        kept = checked(texts)
    except ValidationError:
        assert any("\x00" in text for text in texts.values())
        return

    assert kept == {code: text.strip() for code, text in texts.items() if text.strip()}
    assert checked(kept) == kept


@settings(deadline=None)
@given(ANYTHING)
def test_what_is_no_text_by_language_is_refused_with_words(value):
    try:
        kept = checked(value)
    except ValidationError as error:
        assert error.messages[0]
        return

    assert set(kept) <= set(LANGUAGES)
    assert all(isinstance(text, str) for text in kept.values())


def test_a_text_longer_than_the_bound_is_refused():
    with pytest.raises(ValidationError, match="at most 20000 characters"):
        checked({"en": "a" * 20_001})


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(LANGUAGES), st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"))))
def test_what_was_typed_is_what_is_kept(texts):
    form = Form({f"what_{code}": text.replace("\n", "\r\n") for code, text in texts.items()})

    assert form.is_valid()
    assert form.cleaned_data["what"] == {code: text.strip() for code, text in texts.items() if text.strip()}


def test_every_language_has_a_place_and_only_those_with_a_text_are_open():
    with translation.override("de"):
        drawn = str(Form(initial={"what": {"fi": "Metsä"}})["what"])

    head, folded = drawn.split("<details", 1)
    assert [code for code in LANGUAGES if f'name="what_{code}"' in head] == ["de", "fi"]
    assert sum(f'name="what_{code}"' in folded for code in LANGUAGES) == 22
    assert '<label for="id_what_fi">Finnisch</label>' in head


def test_an_error_names_the_language_and_keeps_what_was_typed():
    form = Form(QueryDict("what_de=gut&what_en=" + "a" * 20_001))

    assert form.errors == {"what": ["English: Expected at most 20000 characters in a language."]}
    assert ">\ngut</textarea>" in str(form["what"])


def test_a_required_text_must_have_one_language():
    field = TextsFormField(required=True)

    with pytest.raises(ValidationError, match="required"):
        field.clean({})
    assert field.clean({"mt": "Iva"}) == {"mt": "Iva"}


def test_a_text_that_was_not_asked_for_counts_as_left_out():
    assert TextsInput().value_omitted_from_data({"what_xx": "a"}, {}, "what")
    assert not TextsInput().value_omitted_from_data({"what_sv": ""}, {}, "what")


def test_a_text_in_another_language_is_marked_and_says_so():
    assert shown("{% said texts %}", texts={"en": "Wood"}) == "Wood"
    assert shown("{% said texts %}", texts={"fi": "<Metsä>"}) == (
        '<span lang="fi">&lt;Metsä&gt;</span> <span class="which-language">(in Finnish)</span>'
    )
    assert shown("{% said_formatted texts %}", texts={"fi": "*Metsä*"}) == (
        '<p><span class="which-language">(in Finnish)</span></p><div lang="fi"><p><em>Metsä</em></p>\n</div>'
    )
    assert shown("{% said texts %}|{% said_formatted texts %}", texts={}) == "|"


def test_languages_have_names_in_the_language_of_the_page():
    with translation.override("fr"):
        assert shown("{{ 'de'|language_name }}") == "allemand"

    assert {languages.name(code, code) for code in LANGUAGES} >= {"Deutsch", "Malti", "Gaeilge", "български"}
