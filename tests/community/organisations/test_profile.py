"""The page of an organisation: who sees what of it, in which language, and what machines read."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cluster_observatory.web.base import sections
from cluster_observatory.web.organisations.models import FormerAddress, MemberLink, Organisation


def text(response):
    return response.content.decode()


def machine_readable(page):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])


def link(cluster, member, now, state="confirmed"):
    MemberLink.objects.create(
        cluster=cluster, member=member, state=state, proposed_by="cluster", created_at=now, changed_at=now
    )


def test_it_begins_with_a_sentence_of_name_type_place_and_size(visitor, make_organisation):
    make_organisation(slug="cars", name="Cars", cluster={"members_total": 1200, "members_sme": 1000})

    page = visitor.get("/organisations/cars/")

    assert page.context["portrait"].finding == (
        "Cars: cluster organisation in Stuttgart, Germany; members: 1,200, of these SMEs: 1,000"
    )


def test_texts_are_in_the_language_of_the_reader_else_in_english_and_marked(visitor, make_organisation):
    make_organisation(slug="one", description={"de": "Wir *bauen*.", "en": "We build."}, mission={"bg": "Мисия"})

    german, french = text(visitor.get("/de/organisations/one/")), text(visitor.get("/fr/organisations/one/"))

    assert "<p>Wir <em>bauen</em>.</p>" in german
    assert '<div lang="en"><p>We build.</p>' in french
    assert '<div lang="bg"><p>Мисия</p>' in german


def test_contacts_are_shown_only_where_they_are_public(visitor, make_organisation):
    organisation = make_organisation(slug="one")
    organisation.contacts.create(name="Shown role", email="shown@example.org", is_public=True)
    organisation.contacts.create(name="Hidden role", email="hidden@example.org", is_public=False)

    page = text(visitor.get("/organisations/one/"))

    assert [words in page for words in ("shown@example.org", "hidden@example.org", "Hidden role")] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("state", ["draft", "submitted", "in_review", "info_requested", "rejected"])
def test_what_is_not_public_is_not_there_for_strangers(visitor, signed_in, make_person, make_organisation, state):
    own = make_person()
    make_organisation(slug="one", name="Hidden name", state=state, admin=own)

    strangers = [visitor, signed_in(make_person()), signed_in(make_person("editor"))]
    answers = [browser.get("/organisations/one/") for browser in strangers]
    insiders = [signed_in(own), signed_in(make_person("moderator")), signed_in(make_person("auditor"))]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert not any("Hidden name" in text(answer) for answer in answers)
    for browser in insiders:
        seen = browser.get("/organisations/one/")
        assert seen.status_code == 200
        assert "This profile is not public" in text(seen)
        assert "application/ld+json" not in text(seen)


def test_an_archived_one_answers_with_a_notice_alone(visitor, make_organisation, now):
    organisation = make_organisation(
        slug="gone", name="Gone", state="archived", published_at=now, description={"en": "Secret plans"}
    )
    organisation.contacts.create(name="Role", email="role@example.org", is_public=True)

    page = visitor.get("/organisations/gone/")

    assert page.status_code == 200
    assert "The profile of Gone is archived" in text(page)
    assert ("Secret plans" in text(page), "role@example.org" in text(page)) == (False, False)


def test_an_archived_one_that_never_was_public_stays_a_secret(visitor, signed_in, make_organisation, make_person):
    admin = make_person()
    organisation = make_organisation(name="Never shown", state="archived", admin=admin)
    readers = {"visitor": visitor, "stranger": signed_in(make_person()), "admin": signed_in(admin)}

    pages = {who: browser.get(f"/organisations/{organisation.slug}/") for who, browser in readers.items()}

    assert {who: page.status_code for who, page in pages.items()} == {"visitor": 404, "stranger": 404, "admin": 200}
    assert {who: "Never shown" in text(page) for who, page in pages.items()} == {
        "visitor": False, "stranger": False, "admin": True,
    }  # fmt: skip


def test_a_merged_one_and_a_former_address_lead_on(visitor, make_organisation):
    survivor = make_organisation(slug="survivor")
    make_organisation(slug="merged", state="merged", merged_into=survivor)
    FormerAddress.objects.create(slug="old-name", organisation=survivor)

    for slug in ("merged", "old-name"):
        answer = visitor.get(f"/de/organisations/{slug}/")
        assert (answer.status_code, answer["Location"]) == (301, "/de/organisations/survivor/")
    assert visitor.get("/organisations/never-was/").status_code == 404


def test_the_former_address_of_a_draft_does_not_tell_of_it(visitor, make_organisation):
    FormerAddress.objects.create(slug="old-name", organisation=make_organisation(slug="secret-name", state="draft"))

    answer = visitor.get("/organisations/old-name/")

    assert answer.status_code == 404
    assert "secret-name" not in text(answer)


def test_a_stale_one_says_since_when_it_was_not_confirmed(visitor, make_organisation, now):
    make_organisation(slug="one", state="stale", confirmed_at=now - timedelta(days=400))

    assert "Not confirmed since 13 February 2018." in text(visitor.get("/organisations/one/"))


def test_members_are_those_of_confirmed_links_between_public_ones(visitor, make_organisation, now):
    cluster = make_organisation(slug="cluster")
    for name, state, linked in (
        ("Member", "published", "confirmed"),
        ("Proposed", "published", "proposed"),
        ("Former", "published", "ended"),
        ("Draft", "draft", "confirmed"),
    ):
        link(cluster, make_organisation(slug=name.lower(), name=name, kind="sme", state=state), now, linked)

    page, member = visitor.get("/organisations/cluster/"), visitor.get("/organisations/member/")

    assert [one.name for one in page.context["portrait"].members] == ["Member"]
    assert [one.slug for one in member.context["portrait"].clusters] == ["cluster"]
    listed = visitor.get("/organisations/?member_of=cluster")
    assert [line.organisation.name for line in listed.context["lines"]] == ["Member"]


def test_a_cluster_of_hundreds_shows_the_first_and_leads_to_all(visitor, make_organisation, now):
    cluster = make_organisation(slug="cluster")
    Organisation.objects.bulk_create(
        Organisation(
            slug=f"m-{n}", name=f"M {n:03}", kind="sme", country="DE", state="published", created_at=now, changed_at=now
        )
        for n in range(200)
    )
    MemberLink.objects.bulk_create(
        MemberLink(
            cluster=cluster, member=one, state="confirmed", proposed_by="cluster", created_at=now, changed_at=now
        )
        for one in Organisation.objects.filter(kind="sme")
    )

    page = visitor.get("/organisations/cluster/")

    assert (len(page.context["portrait"].members), page.context["portrait"].members_count) == (60, 200)
    assert "?member_of=cluster" in text(page)


def test_the_page_asks_the_database_as_often_for_many_members_as_for_one(visitor, make_organisation, now):
    cluster = make_organisation(slug="cluster", cluster={"clusters": ["4"]})

    def asked():
        with CaptureQueriesContext(connection) as captured:
            visitor.get("/organisations/cluster/")
        return len(captured)

    link(cluster, make_organisation(kind="sme"), now)
    make_organisation(cluster={"clusters": ["4"]})
    first = asked()
    for _more in range(3):
        link(cluster, make_organisation(kind="sme"), now)
        make_organisation(cluster={"clusters": ["4"]})

    assert asked() == first


def test_codes_lead_to_the_atlas(visitor, make_organisation):
    make_organisation(
        slug="one", region="DE111", cluster={"clusters": ["4"], "sectors": ["C29"], "emerging_industries": ["E05"]}
    )

    page = text(visitor.get("/de/organisations/one/"))

    for address in ("/de/regions/DE11/", "/de/clusters/4/", "/de/sectors/C29/", "/de/clusters/E05/"):
        assert f'href="{address}"' in page


def test_machines_read_the_same(visitor, make_organisation, now):
    cluster = make_organisation(
        slug="one", name="One", acronym="ONE", country="EL", region="EL30", city="Athina", vat="EL094014201",
        pic="123456789", description={"en": "What it does."}, founded_in=1999, latitude=37.98, longitude=23.73,
    )  # fmt: skip
    link(cluster, make_organisation(slug="two", name="Two", kind="sme"), now)

    read = machine_readable(text(visitor.get("/organisations/one/")))

    assert {name: read[name] for name in ("@type", "name", "alternateName", "vatID", "foundingDate")} == {
        "@type": "Organization", "name": "One", "alternateName": ["ONE"], "vatID": "EL094014201",
        "foundingDate": "1999",
    }  # fmt: skip
    assert read["address"]["addressCountry"] == "GR"
    assert read["identifier"] == [{"@type": "PropertyValue", "propertyID": "PIC", "value": "123456789"}]
    assert read["member"] == [{"@type": "Organization", "name": "Two", "url": "http://testserver/organisations/two/"}]
    assert read["geo"] == {"@type": "GeoCoordinates", "latitude": 37.98, "longitude": 23.73}
    assert read["@id"] == "http://testserver/organisations/one/#organisation"


def test_no_name_ends_the_part_for_machines_or_becomes_markup(visitor, make_organisation):
    evil = "</script><script>alert(1)</script>"
    make_organisation(slug="one", name=evil, website="javascript:alert(1)", website_in_english="", city=evil)

    page = text(visitor.get("/organisations/one/"))

    assert machine_readable(page)["name"] == evil
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_what_is_invented_says_so_to_people_and_machines(visitor, make_organisation):
    make_organisation(slug="one", source="demonstration")

    page = text(visitor.get("/organisations/one/"))

    assert "This organisation does not exist" in page
    assert machine_readable(page)["disambiguatingDescription"] == "Invented for demonstration."


def test_it_says_who_entered_it_and_when_it_was_confirmed(visitor, make_organisation):
    make_organisation(slug="one", source="import")

    assert "Imported. Published 20 March 2019. Confirmed up to date 20 March 2019." in text(
        visitor.get("/organisations/one/")
    )


def test_a_higher_app_adds_its_part(visitor, make_organisation, monkeypatch):
    monkeypatch.setattr(sections, "SECTIONS", {})
    sections.register_section("organisations.profile", lambda thing, request: f"Part of {thing.slug}")
    make_organisation(slug="one")

    assert "Part of one" in text(visitor.get("/organisations/one/"))
