"""Names in many languages: official labels, the observatory's own, countries, and what stands where one is missing."""

import csv
from importlib import resources
from pathlib import Path

import pytest

from cluster_observatory.publication import labels
from cluster_observatory.publication.catalogue import current
from cluster_observatory.taxonomy import activities, clusters

DATA = resources.files("cluster_observatory.publication") / "data"
FRAMEWORK = resources.files("cluster_observatory.taxonomy") / "data" / "industrial_change.csv"
INDICATORS = list(csv.DictReader(FRAMEWORK.read_text("utf-8").splitlines()))


def lines(file):
    with (DATA / file).open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def test_an_industry_has_its_official_label():
    assert labels.name("industry", "C29", "de", "x") == "Herstellung von Kraftwagen und Kraftwagenteilen"
    assert labels.name("industry", "C29", "fr", "x") == "Industrie automobile"
    assert labels.name("industry", "C291", "de", "x") == "Herstellung von Kraftwagen und Kraftwagenmotoren"
    assert labels.name("industry", "C29", "pl", "x") == "Produkcja pojazdów samochodowych, przyczep i naczep"


def test_where_a_language_has_no_name_the_english_one_stands():
    assert labels.name("industry", "C291", "pl", "Manufacture of motor vehicles") == "Manufacture of motor vehicles"
    assert labels.name("cluster", "4", "pl", "Automotive") == "Automotive"
    assert labels.short_name("C29", "x", "pl") == "Produkcja pojazdów samochodowych, przyczep i naczep"
    assert labels.short_name("C99", "Making of Things") == "making of Things"


def test_countries_are_found_by_their_code_in_nuts():
    assert [labels.country_name(code) for code in ("EL", "UK", "XK", "ZZ")] == [
        *("Greece", "United Kingdom", "Kosovo", "ZZ")
    ]
    assert labels.country_name("EL", "de") == "Griechenland"
    assert labels.country_name("UK", "fr") == "Royaume-Uni"
    assert labels.country_name("ZZ", "de") == "ZZ"


@pytest.mark.parametrize("language", ["de", "fr"])
def test_every_industry_and_cluster_has_a_name(language):
    industries = activities.table()["industry"].to_list()
    divisions = activities.table().filter(activities.table()["level"] == 2)["industry"].to_list()

    assert [code for code in industries if labels.name("industry", code, language, "") == ""] == []
    assert [code for code in divisions if ("short", code) not in names(language)] == []
    assert [code for code in clusters.table()["cluster"] if labels.name("cluster", code, language, "") == ""] == []


@pytest.mark.parametrize("language", ["de", "fr"])
def test_notes_on_classes_and_years_in_words_have_a_translation(language):
    notes = set(clusters.members()["note"]) - {""}
    years = {row["reference_year"] for row in INDICATORS if row["reference_year"].strip("0123456789")}

    assert len(notes) >= 4
    assert len(years) >= 6
    assert [note for note in notes if labels.name("member_note", note, language, "") == ""] == []
    assert [words for words in years if labels.name("reference_year", words, language, "") == ""] == []


def names(language):
    return {("short", row["industry"]) for row in lines("short_names.csv") if row["language"] == language}


@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("industry_labels.csv", ("industry", "language")),
        ("short_names.csv", ("industry", "language")),
        ("labels.csv", ("kind", "code", "language")),
    ],
)
def test_no_name_stands_twice_and_none_is_empty(file, key):
    rows = lines(file)

    keys = [tuple(row[column] for column in key) for row in rows]
    assert len(keys) == len(set(keys))
    assert [row for row in rows if any(value != value.strip() or not value for value in row.values())] == []


def test_official_labels_are_of_codes_that_there_are_and_say_where_they_come_from():
    known = set(activities.table()["industry"])
    rows = lines("industry_labels.csv")

    assert {row["industry"] for row in rows} == known
    assert all("NACE Rev. 2" in row["origin"] for row in rows)


def test_all_labels_hold_every_kind_of_name(invented_home):
    found = list(labels.all_labels(current(Path(invented_home))))

    assert ("short", "C29", "de", "Kraftwagen") in found
    assert ("industry", "C29", "en", "Manufacture of motor vehicles, trailers and semi-trailers") in found
    assert ("cluster", "4", "fr", "Automobile") in found
    assert ("country", "DE", "es", "Alemania") in found
    assert ("region", "DE11", "", "Stuttgart") in found
    assert len(found) == len(set(found))
