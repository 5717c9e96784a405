"""What the newsletter of 2019 says of the community, read on the pages of the site with the demonstration loaded."""

import html
import re

import pytest

from cluster_observatory.web.base import audit
from cluster_observatory.web.office import demonstration
from cluster_observatory.web.organisations.actions import changes, profiles
from cluster_observatory.web.organisations.identifiers import flaw_of_address
from cluster_observatory.web.organisations.models import Organisation
from cluster_observatory.web.partnerships.models import Certificate, Initiative
from cluster_observatory.web.partnerships.process import CERTIFICATE
from cluster_observatory.web.people.models import Person


@pytest.fixture
def read(visitor, now):
    """read(address) → (status, the words of its main part), with the demonstration loaded."""
    demonstration.load(now)

    def reading(address):
        answer = visitor.get(address)
        main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
        return answer.status_code, " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())

    return reading


def test_the_directory_says_114_of_21_countries_and_more_than_10_000_enterprises(read):
    status, words = read("/organisations/")

    assert status == 200
    assert "114 cluster organisations of 21 countries, more than 10,000 SMEs" in words


def test_the_registry_says_58_and_over_50_45_of_cosme_and_13_of_horizon_2020(read):
    status, words = read("/partnerships/")

    assert status == 200
    assert re.search(r"\b58\b.*[Oo]ver 50|[Oo]ver 50.*\b58\b", words)
    assert re.search(r"COSME 45 ?, Horizon 2020 13", words)


def test_the_eleven_certificates_of_25_october_2018_verify(read):
    pages = [read(f"/verify/{code}/") for code in Certificate.objects.values_list("code", flat=True)]

    assert [status for status, _words in pages] == [200] * 11
    assert sum("25 October 2018" in words and "Valid:" in words for _status, words in pages) == 11
    assert sum("ESCP-S3" in words for _status, words in pages) == 9
    assert sum("dual use" in words for _status, words in pages) == 2


def test_a_revoked_certificate_says_so_and_the_other_ten_hold(read, make_person, now):
    first, *others = Certificate.objects.select_related("partnership").all()

    CERTIFICATE.move(first, "revoke", person=make_person("initiative_owner"), now=now, reason="Handed over in error.")

    assert "Revoked on 20 March 2019" in read(f"/verify/{first.code}/")[1]
    assert sum("Valid:" in read(f"/verify/{one.code}/")[1] for one in others) == 10


def test_a_code_that_nobody_was_given_is_not_found(read):
    assert read("/verify/AAAAAAAAAAAAAAAAAAAAAAAA/")[0] == 404


def test_the_statistics_say_the_same_as_directory_and_registry(read):
    status, words = read("/statistics/")

    assert status == 200
    assert "Cluster organisations: 114; countries: 21;" in words
    assert "partnerships: 58." in words
    assert "more than 10,000 small and medium-sized enterprises" in words


def test_the_counts_follow_what_there_is(read, make_organisation):
    make_organisation(country="IE", region="")

    assert "115 cluster organisations of 22 countries" in read("/organisations/")[1]


def test_drafts_and_what_waits_are_in_no_list_and_at_no_address(read):
    hidden = Organisation.objects.filter(state__in=["draft", "submitted", "info_requested"])

    statuses = {read(f"/organisations/{slug}/")[0] for slug in hidden.values_list("slug", flat=True)}

    assert hidden.count() == 6
    assert statuses == {404}


def test_a_profile_not_confirmed_for_a_year_says_since_when_and_an_archived_one_only_that_it_is(read):
    stale, archived = (Organisation.objects.get(state=state) for state in ("stale", "archived"))

    stale_words = read(f"/organisations/{stale.slug}/")[1]
    status, archived_words = read(f"/organisations/{archived.slug}/")

    assert "Not confirmed since" in stale_words
    assert (status, "is archived" in archived_words, "It offers" in archived_words) == (200, True, False)
    assert archived.name not in read("/organisations/?q=archived")[1]


def test_invented_ones_say_so_on_their_pages_and_named_ones_do_not(read):
    invented = read("/organisations/invented-017/")[1]
    named = read("/organisations/cluster-excellence-denmark/")[1]

    assert ("Invented for demonstration" in invented, "Invented for demonstration" in named) == (True, False)


def test_the_programme_year_of_an_initiative_is_not_the_year_of_its_deadline(read):
    excellence = Initiative.objects.get(code="ESCP-4x").generations.get()

    assert (excellence.programme_year, excellence.call) == (2018, "COS-CLUSTER-2018-03-02")


def test_a_title_with_a_typing_error_is_corrected_and_the_trail_keeps_the_first(
    read, make_organisation, make_person, now
):
    person, moderator = make_person(), make_person("moderator")
    organisation = make_organisation(name="Promoing cooperation", admin=person)

    change = profiles.save(
        organisation=organisation, values={"name": "Promoting cooperation"}, person=person, now=now,
        expected_version=organisation.version,
    )  # fmt: skip
    changes.accept_change(change=change, person=moderator, now=now)

    words = read(f"/organisations/{organisation.slug}/")[1]
    written = [event.changes for event in audit.history(organisation)]
    assert ("Promoting cooperation" in words, "Promoing" in words) == (True, False)
    assert {"name": ["Promoing cooperation", "Promoting cooperation"]} in written


def test_an_address_broken_at_the_end_of_a_line_is_flagged():
    assert flaw_of_address("GROW-CLUSTERS@ec.europa.eu") is None
    assert "GROW-CLUSTERS" in flaw_of_address("GROWCLUSTERS@ec.europa.eu").upper()


def test_the_demonstration_leaves_a_trail_that_verifies(read):
    assert audit.verify().broken_at is None
    assert Person.objects.filter(email__endswith="@example.org").count() == Person.objects.count()
