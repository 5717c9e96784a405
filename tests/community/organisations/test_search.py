"""Organisations are found by words, public ones alone."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cluster_observatory.web.organisations import search
from cluster_observatory.web.organisations.folding import folded
from cluster_observatory.web.organisations.models import ClusterDetails, Organisation


def found(question):
    return {one.slug for one in search.matching(Organisation.objects.all(), question)}


def test_accents_and_letters_of_other_alphabets_are_forgiven(make_organisation):
    make_organisation(slug="lodz", name="Klaster Łódź", description={"de": "Straßenbau für Åland"})

    assert [found(words) for words in ("lodz", "ŁÓDŹ", "strassenbau", "aland")] == [{"lodz"}] * 4
    assert found("lodz warszawa") == set()


def test_the_last_word_may_be_a_beginning(make_organisation):
    make_organisation(slug="photons", cluster={"technologies": ["photonics"]})

    assert found("phot") == {"photons"}
    assert found("otonics") == set()


def test_fields_of_a_cluster_are_found_by_their_names(make_organisation):
    make_organisation(
        slug="cars", city="Esslingen", cluster={"clusters": ["4"], "sectors": ["C29"], "offers": {"en": "Test tracks"}}
    )

    for words in ("automotive", "motor vehicles", "test tracks", "germany", "stuttgart", "esslingen"):
        assert found(words) == {"cars"}


@pytest.mark.parametrize("state", ["draft", "submitted", "rejected", "archived", "merged"])
def test_what_is_not_public_is_not_in_the_index(make_organisation, state):
    organisation = make_organisation(name="Zirkular")
    assert found("zirkular") == {organisation.slug}

    organisation.state = state
    organisation.save()

    assert found("zirkular") == set()


def test_a_change_is_found_and_what_it_replaced_is_not(make_organisation):
    organisation = make_organisation(name="Alpha", slug="one")

    organisation.name = "Omega"
    organisation.save()
    ClusterDetails.objects.get(organisation=organisation).save()

    assert (found("omega"), found("alpha")) == ({"one"}, set())


def test_what_was_written_past_the_models_is_found_after_rebuilding(make_organisation):
    public, draft = make_organisation(slug="public"), make_organisation(slug="draft", state="draft")
    Organisation.objects.filter(pk__in=[public.pk, draft.pk]).update(name="Quasar")

    assert found("quasar") == set()
    assert search.rebuild() == 1
    assert found("quasar") == {"public"}


@given(question=st.text(max_size=60))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_question_has_an_answer(db, question):
    assert found(question) == set()


def test_a_question_without_a_word_leaves_everything(make_organisation):
    make_organisation(slug="one")

    assert found(' "*( ') == {"one"}


@given(text=st.text())
def test_folding_what_is_folded_changes_nothing(text):
    assert folded(folded(text)) == folded(text)
