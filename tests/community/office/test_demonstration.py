"""The demonstration data say what the newsletter says, and pass every rule of the community."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db.models import Count, Sum

from cluster_observatory.web.base import audit
from cluster_observatory.web.base.models import AuditEvent
from cluster_observatory.web.office import demonstration
from cluster_observatory.web.organisations import vocabularies
from cluster_observatory.web.organisations.models import ClusterDetails, Organisation
from cluster_observatory.web.partnerships.models import Certificate, Generation, Partner, Partnership
from cluster_observatory.web.people.models import Person

INVENTED = {"source": "demonstration", "kind": "cluster_organisation", "state": "published"}


@pytest.fixture
def loaded(db, now):
    """What the demonstration loaded."""
    return demonstration.load(now)


def test_114_cluster_organisations_of_21_countries_declare_more_than_10_000_enterprises(loaded):
    public = Organisation.objects.filter(kind="cluster_organisation", state__in=["published", "stale"])

    countries = public.values("country").distinct().count()
    enterprises = public.aggregate(sum=Sum("cluster__members_sme"))["sum"]

    assert (public.count(), countries, 10_000 < enterprises < 11_000) == (114, 21, True)


def test_45_and_13_make_58_partnerships(loaded):
    by_programme = Counter(Partnership.objects.values_list("initiative__programme", flat=True))

    assert by_programme == {"COSME": 45, "H2020": 13}
    assert loaded.partnerships == 58


def test_the_first_generation_going_international_has_15_paid_and_10_voluntary_ones(loaded):
    first = Partnership.objects.filter(initiative__code="ESCP-4i", generation__number=1)

    assert Counter(first.values_list("funding", flat=True)) == {"co_funded": 15, "voluntary": 10}


def test_certificates_of_25_october_2018_are_9_of_smart_specialisation_and_2_of_dual_use(loaded):
    handed_over = Certificate.objects.filter(issued_on=date(2018, 10, 25), state="issued")

    kinds = Counter(handed_over.values_list("partnership__initiative__code", "partnership__is_dual_use"))

    assert kinds == {("ESCP-S3", False): 9, ("ESCP-4i", True): 2}
    assert handed_over.values("code").distinct().count() == 11


def test_the_programme_of_2018_need_not_end_in_2018(loaded):
    excellence = Generation.objects.get(initiative__code="ESCP-4x")

    assert (excellence.programme_year, excellence.call) == (2018, "COS-CLUSTER-2018-03-02")


def test_every_partnership_has_one_coordinator_and_three_members_or_more_of_as_many_countries(loaded):
    counted = Partnership.objects.annotate(
        members=Count("partners__organisation", distinct=True),
        countries=Count("partners__organisation__country", distinct=True),
    )

    assert [one for one in counted if one.members < 3 or one.countries != one.members] == []
    assert Partner.objects.filter(role="coordinator", state="active").count() == 58
    assert set(Partner.objects.values_list("organisation__kind", "organisation__state")) == {
        ("cluster_organisation", "published")
    }


def test_a_partnership_going_international_names_a_third_country(loaded):
    going_out = Partnership.objects.filter(initiative__needs_third_country=True)

    named = {country for one in going_out for country in one.target_countries}

    assert [one.acronym for one in going_out if not one.target_countries] == []
    assert named & vocabularies.COSME == set()


@pytest.mark.parametrize(
    "name", ["sectors", "clusters", "emerging_industries", "ecosystems", "technologies", "priorities", "services",
             "target_countries"],
)  # fmt: skip
def test_every_code_is_known(loaded, name):
    used = {code for codes in ClusterDetails.objects.values_list(name, flat=True) for code in codes}

    assert used - vocabularies.codes(name) == set()


def test_every_region_is_one_of_the_country(loaded):
    invented = Organisation.objects.filter(source="demonstration").values_list("country", "region")

    assert [
        (country, region)
        for country, region in invented
        if region not in dict(vocabularies.regions_of(country))
    ] == []  # fmt: skip


def test_members_add_up_and_there_are_no_more_enterprises_than_members(loaded):
    details = ClusterDetails.objects.all()

    wrong = [
        one.organisation.name
        for one in details
        if one.members_total
        != one.members_sme + one.members_large + one.members_research + one.members_public + one.members_other
    ]

    assert wrong == []


def test_names_of_invented_ones_say_that_they_are_invented(loaded):
    organisations = Organisation.objects.filter(source="demonstration").values_list("name", flat=True)
    partnerships = Partnership.objects.values_list("acronym", flat=True)

    assert [name for name in [*organisations, *partnerships] if "invented" not in name.lower()] == []


def test_organisations_that_the_newsletter_names_are_imported_and_none_of_the_114(loaded):
    named = Organisation.objects.filter(source="import")

    assert named.count() == 13
    assert named.filter(kind="cluster_organisation").count() == 0
    assert sorted(named.filter(country="").values_list("slug", "state")) == [("deloitte", "draft"), ("vva", "draft")]


def test_loading_twice_changes_nothing(loaded, now):
    entries = AuditEvent.objects.count()

    again = demonstration.load(now + timedelta(days=1))

    assert again == (0, 0, 0, 0, 0)
    assert AuditEvent.objects.count() == entries
    assert Organisation.objects.filter(**INVENTED).count() == 114


def test_every_thing_loaded_has_one_entry_in_a_trail_that_verifies(loaded):
    entries = AuditEvent.objects.filter(act="load")

    whole = sum([loaded.organisations, loaded.partnerships, loaded.certificates, loaded.persons]) + 1

    assert entries.count() == whole == entries.values("thing", "thing_id").distinct().count()
    assert audit.verify() == audit.Verdict(whole)


def test_nobody_can_sign_in_unless_a_password_is_given(db, now):
    demonstration.load(now)

    assert [person.email for person in Person.objects.all() if person.has_usable_password()] == []


def test_everybody_signs_in_with_the_password_that_was_given(db, now):
    demonstration.load(now, password="a password for the demonstration")

    moderator = Person.objects.get(email="moderator@example.org")

    assert moderator.check_password("a password for the demonstration")
    assert moderator.offices == {"moderator"}


def test_some_profiles_wait_for_a_moderator_or_are_out_of_date(loaded):
    states = Counter(Organisation.objects.filter(source="demonstration", kind__in=["cluster_organisation",
                     "business_network"]).values_list("state", flat=True))  # fmt: skip

    assert states == {
        "published": 114, "submitted": 2, "info_requested": 1, "draft": 1, "stale": 1, "archived": 1,
    }  # fmt: skip


def test_every_public_invented_organisation_has_an_administrator(loaded):
    without = Organisation.objects.filter(source="demonstration").exclude(
        memberships__role="admin", memberships__state="active"
    )

    assert list(without) == []
