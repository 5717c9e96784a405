"""The registry: what it counts, how it is filtered and taken away, and that its numbers are never typed."""

import csv
import io
import xml.etree.ElementTree as ET

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cluster_observatory.web.partnerships import queries
from cluster_observatory.web.partnerships.models import Generation, Partner

COUNTRIES = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL",
)  # fmt: skip
"""Twenty-one of them."""


@pytest.fixture
def newsletter(make_partnership, make_organisation):
    """The partnerships of 25 October 2018: 45 of COSME and 13 of Horizon 2020, of three organisations each."""
    three = [make_organisation(country=country, region="") for country in ("DE", "FR", "IT")]

    def make(initiative, programme, count):
        for _place in range(count):
            partnership = make_partnership(initiative, countries="", programme=programme)
            Partner.objects.bulk_create(
                Partner(
                    partnership=partnership, organisation=one, role="partner" if place else "coordinator",
                    state="active", created_at=partnership.created_at, changed_at=partnership.created_at,
                )
                for place, one in enumerate(three)
            )  # fmt: skip

    for initiative, count in (("ESCP-4i", 27), ("ESCP-S3", 9), ("CLUSTER-EXCELLENCE", 9)):
        make(initiative, "COSME", count)
    make("INNOSUP-1", "H2020", 13)


def test_forty_five_and_thirteen_are_fifty_eight_and_over_fifty(newsletter, visitor):
    page = visitor.get("/partnerships/")

    assert page.context["finding"] == "Over 50 partnerships: 58, of 3 organisations from 3 countries"
    assert page.context["programmes"] == [("COSME", 45), ("Horizon 2020", 13)]
    assert page.context["page"].paginator.count == 58


def test_thirteen_of_sixty_nine_organisations_from_twenty_one_countries(
    make_partnership, make_organisation, visitor, now
):
    members = [make_organisation(country=COUNTRIES[place % 21], region="") for place in range(69)]
    made = [make_partnership("ESCP-4x", countries="") for _place in range(13)]
    for place, organisation in enumerate(members):
        made[place % 13].partners.create(
            organisation=organisation, role="partner", state="active", created_at=now, changed_at=now
        )
    made[0].partners.create(organisation=members[1], role="partner", state="active", created_at=now, changed_at=now)
    made[0].partners.create(
        organisation=make_organisation(), role="partner", state="left", created_at=now, changed_at=now
    )

    page = visitor.get("/partnerships/statistics/")

    figures = {initiative.code: figures for initiative, _name, figures, _share in page.context["rows"]}["ESCP-4x"]
    assert (figures.partnerships, figures.organisations, figures.countries) == (13, 69, 21)
    whole = page.context["whole"]
    assert (whole.partnerships, whole.organisations, whole.countries) == (13, 69, 21)


def test_only_what_was_selected_counts_and_what_ended_early_is_shown_when_asked_for(make_partnership, visitor):
    for state in ("proposed", "withdrawn", "terminated", "selected", "active", "completed", "archived"):
        make_partnership(state=state, acronym=state.upper())

    def shown(query):
        return [one.acronym for one in visitor.get(f"/partnerships/{query}").context["page"]]

    assert shown("") == ["ACTIVE", "ARCHIVED", "COMPLETED", "SELECTED"]
    assert shown("?state=terminated") == ["TERMINATED"]
    assert visitor.get("/partnerships/?state=proposed").status_code == 400


def test_each_filter_leaves_what_it_says(make_partnership, visitor):
    first = make_partnership(
        "ESCP-4i", acronym="ALPHA", countries="ES FR IT", sectors=["C29"], funding="voluntary", is_dual_use=True
    )
    first.generation = Generation.objects.create(initiative=first.initiative, number=2, programme_year=2018)
    first.save()
    make_partnership("INNOSUP-1", acronym="BETA", countries="DE FR IT", sectors=["C30", "C2"])

    def shown(query):
        return [one.acronym for one in visitor.get(f"/partnerships/?{query}").context["page"]]

    asked = (
        "initiative=ESCP-4i", "generation=ESCP-4i:2", "country=ES", "sector=C29", "funding=voluntary", "dual_use=yes",
        "q=alph", "country=FR&dual_use=yes",
    )  # fmt: skip
    assert [shown(query) for query in asked] == [["ALPHA"]] * len(asked)
    assert shown("country=FR") == ["ALPHA", "BETA"]
    assert shown("country=PT") == []


def test_filters_are_offered_with_their_counts(make_partnership, visitor):
    make_partnership("ESCP-4i", countries="ES FR IT")
    make_partnership("ESCP-4i", countries="DE FR IT", is_dual_use=True)
    make_partnership("ESCP-S3", state="terminated")

    facets = {facet.name: facet.options for facet in visitor.get("/partnerships/").context["facets"]}

    def counts(name):
        return {option.label: option.count for option in facets[name]}

    assert counts("initiative") == {"ESCP-4i": 2}
    assert counts("country") == {"France": 2, "Germany": 1, "Italy": 2, "Spain": 1}
    assert counts("dual_use") == {"civil use alone": 1, "dual use": 1}
    assert counts("state") == {"active": 2, "terminated early": 1}


@pytest.mark.parametrize(
    "query", ["country=XX", "initiative=NONE", "generation=ESCP-4i:9", "sector=' OR 1=1", "funding=x"]
)
def test_a_filter_there_is_not_is_refused_in_words(visitor, db, query):
    page = visitor.get(f"/partnerships/?{query}")

    assert page.status_code == 400
    assert "The registry has no filter" in page.content.decode()


def test_queries_do_not_grow_with_partnerships(make_partnership, visitor):
    def asked(address):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert visitor.get(address).status_code == 200
        return len(captured)

    pages = ("/partnerships/", "/partnerships/network/", "/partnerships/statistics/", "/partnerships/partnerships.csv")
    make_partnership()
    one = [asked(address) for address in pages]
    make_partnership()
    make_partnership(countries="DE FR IT ES PT")

    assert [asked(address) for address in pages] == one


def test_the_list_is_taken_away_as_it_is_shown(make_partnership, visitor):
    make_partnership("ESCP-4i", acronym="=1+1", countries="ES FR", target_countries=["JP", "US"])
    make_partnership("ESCP-S3", acronym="BETA")

    lines = list(
        csv.DictReader(io.StringIO(visitor.get("/partnerships/partnerships.csv?initiative=ESCP-4i").content.decode()))
    )
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(visitor.get("/partnerships/partnerships.xlsx").streaming_content))
    )

    assert [(line["acronym"], line["countries"], line["target_countries"]) for line in lines] == [
        ("'=1+1", "ES; FR", "JP; US")
    ]
    assert [cell.value for cell in book.active["B"]] == ["acronym", "=1+1", "BETA"]
    assert book.active["B2"].data_type == "s"
    assert visitor.get("/partnerships/partnerships.pdf").status_code == 404


def test_the_feed_tells_of_public_partnerships_alone(make_partnership, visitor):
    make_partnership(acronym="SEEN")
    make_partnership(acronym="SECRET", state="proposed")

    feed = ET.fromstring(visitor.get("/partnerships/feed.atom").content)

    names = {"atom": "http://www.w3.org/2005/Atom"}
    assert [
        entry.findtext("atom:title", namespaces=names).split(":")[0] for entry in feed.findall("atom:entry", names)
    ] == ["SEEN"]


def test_an_empty_registry_says_what_will_be_here(visitor, db):
    page = visitor.get("/partnerships/")

    assert page.status_code == 200
    assert "No partnership is registered here yet" in page.content.decode()


def test_invented_partnerships_say_so(make_partnership, visitor):
    made = make_partnership(source="demonstration")

    for address in ("/partnerships/", f"/partnerships/{made.slug}/"):
        assert "Invented for demonstration." in visitor.get(address).content.decode()


def test_totals_count_each_organisation_once(make_partnership, make_organisation):
    shared = make_organisation(country="DE", region="")
    make_partnership(coordinator=shared)
    make_partnership(coordinator=shared, countries="DE FR ES")

    assert queries.totals(queries.public()) == {"partnerships": 2, "organisations": 5, "countries": 4}
