"""What search finds, in which order, and why."""

import pytest

from cluster_observatory.publication import catalogue
from cluster_observatory.publication.search import search
from cluster_observatory.publication.search_index import plain

PAGES = (("method", "stars", "en", "Cluster stars"), ("method", "stars", "de", "Sterne für Cluster"))


@pytest.fixture(scope="module")
def edition(invented_home):
    return catalogue.current(invented_home)


def first(edition, words):
    found = search(edition, words, 5, PAGES)
    return (found[0].kind, found[0].code) if found else None


@pytest.mark.parametrize(
    ("words", "kind", "code"),
    [
        ("DE11", "region", "DE11"),
        ("de11", "region", "DE11"),
        ("C29", "sector", "C29"),
        ("29", "sector", "C29"),
        ("29.10", "activity", "C2910"),
        ("C2910", "activity", "C2910"),
        ("E05", "emerging", "E05"),
        ("4", "cluster", "4"),
        ("FRY1", "region", "FRY1"),
    ],
)
def test_a_code_answers_first(edition, words, kind, code):
    assert first(edition, words) == (kind, code)


@pytest.mark.parametrize(
    ("words", "kind", "code"),
    [
        ("Aragon", "region", "ES24"),
        ("Stutgart", "region", "DE11"),
        ("Suttgart", "region", "DE11"),
        ("stutg", "region", "DE11"),
        ("Münster", "region", "DEA3"),
        ("Muenster", "region", "DEA3"),
        ("Munster", "region", "DEA3"),
        ("Ile de France", "region", "FR10"),
        ("motor veh", "sector", "C29"),
        ("moter vehicels", "sector", "C29"),
        ("vehicles motor", "sector", "C29"),
        ("Kraftwagen", "sector", "C29"),
        ("computer programing", "sector", "J62"),
        ("Automobil", "cluster", "4"),
        ("tansportation and logistics", "cluster", "45"),
        ("Allemagne", "country", "DE"),
        ("cluster stras", "method", "stars"),
        ("sterne", "method", "stars"),
    ],
)
def test_a_name_is_found_in_any_language_in_spite_of_errors(edition, words, kind, code):
    assert (kind, code) in [(one.kind, one.code) for one in search(edition, words, 3, PAGES)]


def test_a_code_that_was_replaced_says_in_which_editions_it_stood(edition):
    found = search(edition, "FR71")[0]

    assert (found.code, found.label, found.note, found.detail) == ("FR71", "Rhône-Alpes", "old code", "2006–2013")


def test_a_class_says_to_which_sector_and_clusters_it_belongs(edition):
    found = search(edition, "29.10")[0]

    assert found.part_of[0] == ("sector", "C29")
    assert ("cluster", "4") in found.part_of


def test_a_part_of_a_region_says_which_region_has_the_figures(edition):
    found = search(edition, "Zaragoza")[0]

    assert (found.code, found.part_of) == ("ES243", (("region", "ES24"),))


def test_a_label_of_another_language_says_which(edition):
    found = next(one for one in search(edition, "Kraftwagen") if one.kind == "sector")

    assert (found.label, found.language, found.note) == ("Kraftwagen", "de", "label")


def test_whole_and_part_of_the_same_name_answer_once(edition):
    """Hamburg is DE6, DE60 and DE600; Harburg is another letter away."""
    assert [one.code for one in search(edition, "Hamburg") if one.label == "Hamburg"] == ["DE60"]


def test_better_answers_stand_before_worse_ones_and_no_more_than_asked(edition):
    found = search(edition, "manufacture of", 7)

    assert len(found) == 7
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@pytest.mark.parametrize("words", ["", "   ", "!?", "zzzzqqqq", "\x00", "\ud800", "%00", "🚗"])
def test_what_nothing_is_called_finds_nothing(edition, words):
    assert search(edition, words) == []


def test_a_very_long_question_is_read_at_its_beginning(edition):
    assert search(edition, "Stuttgart" + " " * 300 + "Aragón" * 2000)[0].code == "DE11"


def test_plain_words_have_no_accents_capitals_or_signs():
    assert plain("Île-de-FRANCE") == "ile de france"
    assert plain("Łódzkie  (PL71)") == "lodzkie pl71"
    assert plain("Valle d’Aosta/Vallée d'Aoste") == "valle daosta vallee daoste"
    assert plain("Sjælland, Straße") == "sjaelland strasse"
    assert plain("29.10") == "2910"
