"""Codes and what they mean."""

import pytest
from django.utils import translation

from cluster_observatory.taxonomy import regions
from cluster_observatory.web.organisations import vocabularies
from cluster_observatory.web.organisations.models import ClusterDetails, Organisation


def test_greece_and_the_united_kingdom_have_their_code_in_nuts_and_no_other():
    countries = vocabularies.codes("country")

    assert {"EL", "UK"} & countries == {"EL", "UK"}
    assert {"GR", "GB"} & vocabularies.codes("target_countries") == set()


def test_countries_are_named_and_sorted_in_the_language_of_the_page():
    with translation.override("de"):
        german = vocabularies.choices("country")

    assert ("EL", "Griechenland") in german
    assert [code for code, _label in german if code in ("AT", "PL", "NO")] == ["NO", "AT", "PL"]
    assert vocabularies.label("country", "EL") == "Greece"


def test_an_organisation_may_reach_for_any_country_of_the_world_but_presents_itself_from_europe():
    everywhere, here = vocabularies.codes("target_countries"), vocabularies.codes("country")

    assert {"JP", "BR", "US"} - everywhere == set()
    assert {"JP", "BR", "US"} & here == set()
    assert here - everywhere == set()


@pytest.mark.parametrize(
    ("name", "size"),
    [("services", 7), ("ecosystems", 14), ("clusters", 67), ("emerging_industries", 10), ("sectors", 88)],
)
def test_each_vocabulary_is_whole(name, size):
    assert len(vocabularies.choices(name)) == size


def test_sectors_and_clusters_have_the_codes_of_the_atlas():
    assert vocabularies.label("sectors", "C29") == "Manufacture of motor vehicles, trailers and semi-trailers"
    assert vocabularies.label("clusters", "4") == "Automotive"
    assert vocabularies.label("clusters", "E01") == "E01"


def test_a_code_without_meaning_is_shown_as_it_is():
    assert vocabularies.label("services", "alchemy") == "alchemy"
    assert vocabularies.region_name("XX99") == ""


def test_every_vocabulary_belongs_to_a_field_of_the_profile():
    fields = {field.name for model in (Organisation, ClusterDetails) for field in model._meta.get_fields()}

    assert set(vocabularies.NAMES) - fields == set()


def test_every_country_with_statistical_regions_can_be_chosen():
    of_the_atlas = set(regions.table()["country"])

    assert of_the_atlas - vocabularies.codes("country") == set()


def test_a_country_has_its_regions_of_one_edition():
    assert ("DE11", "Stuttgart") in vocabularies.regions_of("DE")
    assert all(code.startswith("DE") and len(code) == 4 for code, _name in vocabularies.regions_of("DE"))
