"""The site speaks every language it offers: nothing is missing, stale or broken in the catalogues."""

import importlib.util
from pathlib import Path

import pytest
from babel.messages.catalog import Message

FILE = Path(__file__).parents[2] / "tools" / "words.py"
spec = importlib.util.spec_from_file_location("words", FILE)
words = importlib.util.module_from_spec(spec)
spec.loader.exec_module(words)


@pytest.mark.parametrize("language", words.OFFERED)
def test_every_sentence_is_translated_and_whole(language):
    assert words.faults(language) == []


@pytest.mark.parametrize(
    ("english", "translated", "fault"),
    [
        ("{n} of {all}", "{n} von {alle}", "other placeholders"),
        ("in %(year)s", "im Jahr", "other placeholders"),
        ("edition <code>%(name)s</code>", "Ausgabe %(name)s", "other tags"),
        ("more than 10%% in %(year)s", "mehr als 10 % in %(year)s", "a per cent sign that must be doubled"),
        (" people", "Menschen", "other blanks at its ends"),
        ("Country", "", "not translated"),
    ],
)
def test_a_broken_translation_is_found(english, translated, fault):
    assert words.faults_of(Message(english, translated), 2) == [fault]


def test_each_form_of_a_number_is_there_with_its_placeholders():
    english = ("{n} region of {country}", "{n} regions of {country}")

    assert words.faults_of(Message(english, ("eine Region von {country}", "{n} Regionen von {country}")), 2) == [
        "other placeholders"
    ]
    assert words.faults_of(Message(english, ("{n} Region von {country}",)), 2) == [
        "1 forms of the number where there are 2"
    ]
    assert words.faults_of(Message(("One region", "{n} regions"), ("Eine Region", "{n} Regionen")), 2) == []


def test_words_are_gathered_from_code_and_from_templates():
    found = {message.id for message in words.gathered("de") if message.id}

    assert "almost certain" in found  # code, gettext_lazy
    assert ("{n} star", "{n} stars") in found  # code, ngettext
    assert "Skip to the content" in found  # template, translate
    assert "edition <code>%(name)s</code>" in found  # template, blocktranslate
    assert ("%(n)s class", "%(n)s classes") in found  # template, blocktranslate with plural
    assert "Lines over the years" in found  # template, _() in a tag
