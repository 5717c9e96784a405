"""The directory: what it counts, how it is filtered, sorted and paged."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.organisations import facets, queries
from cluster_observatory.web.organisations.findings import of_list


def names(response):
    return [line.organisation.name for line in response.context["lines"]]


def counted(choice, name):
    found = {facet.name: facet for facet in facets.facets(choice)}
    return {option.code: option.count for option in found[name].options} if name in found else {}


def test_it_says_how_many_there_are_of_how_many_countries_with_how_many_enterprises(visitor, make_organisation):
    for country, enterprises in (("DE", 6_000), ("FR", 4_000), ("FR", 1)):
        make_organisation(
            country=country, region="", cluster={"members_total": enterprises, "members_sme": enterprises}
        )
    make_organisation(kind="sme", country="PL", region="")

    found = visitor.get("/organisations/")

    assert found.status_code == 200
    assert found.context["finding"] == "3 cluster organisations of 2 countries, more than 10,000 SMEs"
    assert "declare 10,001 of them" in found.content.decode()
    assert "With other kinds of organisations there are 4." in found.content.decode()


@pytest.mark.parametrize(
    "state", ["draft", "submitted", "in_review", "info_requested", "rejected", "archived", "merged"]
)
def test_what_is_not_public_is_neither_listed_nor_counted(visitor, make_organisation, state):
    make_organisation(name="Shown", state="stale")
    make_organisation(name="Hidden", state=state)

    found = visitor.get("/organisations/")

    assert names(found) == ["Shown"]
    assert found.context["counts"].organisations == 1
    assert "Hidden" not in found.content.decode()


def test_who_was_not_confirmed_for_a_year_says_since_when(visitor, make_organisation, now):
    make_organisation(state="stale", confirmed_at=now - timedelta(days=400))

    page = visitor.get("/organisations/").content.decode()

    assert "not confirmed since 13 February 2018" in page


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("country=FR", ["Beta"]),
        ("country=fr", ["Beta"]),
        ("kind=sme", ["Gamma"]),
        ("region=DE1", ["Alpha"]),
        ("region=DE11", ["Alpha"]),
        ("cluster=4", ["Alpha"]),
        ("cluster=E05", ["Beta"]),
        ("sector=C29", ["Alpha"]),
        ("technology=photonics", ["Alpha", "Beta"]),
        ("service=skills", ["Beta"]),
        ("state=stale", ["Beta"]),
        ("technology=photonics&country=DE", ["Alpha"]),
        ("q=alpha", ["Alpha"]),
        ("q=nothing+like+it", []),
    ],
)
def test_a_choice_in_the_address_leaves_those_that_have_it(visitor, make_organisation, asked, left):
    make_organisation(
        name="Alpha",
        region="DE111",
        cluster={"clusters": ["4", "14"], "sectors": ["C29"], "technologies": ["photonics"]},
    )
    make_organisation(
        name="Beta", country="FR", region="FRK2", state="stale",
        cluster={"emerging_industries": ["E05"], "technologies": ["photonics", "cloud"], "services": ["skills"]},
    )  # fmt: skip
    make_organisation(name="Gamma", kind="sme", country="ES", region="ES11")

    assert names(visitor.get(f"/organisations/?{asked}")) == left


@pytest.mark.parametrize(
    "asked",
    [
        "country=GR",
        "country=XX",
        "kind=club",
        "state=draft",
        "cluster=99",
        "technology=magic",
        "sort=luck",
        "region=QQ1",
    ],
)
def test_a_value_that_there_is_not_is_refused_in_words(visitor, make_organisation, asked):
    make_organisation()

    found = visitor.get(f"/organisations/?{asked}")

    assert found.status_code == 400
    assert asked.partition("=")[2] in found.content.decode()


def test_each_value_of_a_filter_says_how_many_it_would_leave_beside_the_other_filters(make_organisation):
    make_organisation(country="DE", cluster={"technologies": ["photonics", "cloud"], "clusters": ["4"]})
    make_organisation(country="DE", cluster={"technologies": ["photonics"], "emerging_industries": ["E05"]})
    make_organisation(country="FR", region="FRK2", cluster={"technologies": ["cloud"]})
    make_organisation(country="IT", region="", state="draft", cluster={"technologies": ["cloud"]})

    photonics = facets.read({"technology": "photonics"})
    assert counted(facets.read({}), "country") == {"DE": 2, "FR": 1}
    assert counted(photonics, "technology") == {"photonics": 2, "cloud": 2}
    assert counted(photonics, "cluster") == {"4": 1, "E05": 1}
    assert counted(facets.read({"country": "FR"}), "country") == {"DE": 2, "FR": 1}
    assert counted(facets.read({"country": "FR"}), "technology") == {}


def test_a_code_that_no_vocabulary_has_is_no_filter(make_organisation):
    make_organisation(cluster={"technologies": ["alchemy", "cloud", "photonics"]})

    assert counted(facets.read({}), "technology") == {"cloud": 1, "photonics": 1}


def test_regions_are_offered_within_one_country_at_level_2(make_organisation):
    make_organisation(country="DE", region="DE111")
    make_organisation(country="DE", region="DE11")
    make_organisation(country="DE", region="DE212")
    make_organisation(country="DE", region="")

    assert counted(facets.read({}), "region") == {}
    assert counted(facets.read({"country": "DE"}), "region") == {"DE11": 2, "DE21": 1}


def test_the_order_is_the_one_asked_for(visitor, make_organisation, now):
    make_organisation(name="beta", country="AT", region="", cluster={"members_total": 90}, published_at=now)
    make_organisation(
        name="Alpha",
        country="SE",
        region="",
        cluster={"members_total": 20, "members_sme": 9},
        published_at=now + timedelta(1),
    )
    make_organisation(name="Gamma", kind="sme", country="EL", region="", published_at=now - timedelta(1))

    def ordered(sort, language="en"):
        prefix = "" if language == "en" else f"/{language}"
        return names(visitor.get(f"{prefix}/organisations/?sort={sort}"))

    assert ordered("name") == ["Alpha", "beta", "Gamma"]
    assert ordered("members") == ["beta", "Alpha", "Gamma"]
    assert ordered("newest") == ["Alpha", "beta", "Gamma"]
    assert ordered("country") == ["beta", "Gamma", "Alpha"]
    assert ordered("country", "de") == ["Gamma", "beta", "Alpha"]


def test_pages_hold_fifty_and_together_everyone_once(visitor, make_organisation):
    for number in range(120):
        make_organisation(name="The same name", kind="sme", slug=f"one-{number}")

    pages = [visitor.get(f"/organisations/?page={number}") for number in (1, 2, 3)]

    slugs = [line.organisation.slug for page in pages for line in page.context["lines"]]
    assert [len(page.context["lines"]) for page in pages] == [50, 50, 20]
    assert len(set(slugs)) == 120
    assert "51 to 100 of 120" in pages[1].content.decode()


def test_the_list_asks_the_database_as_often_for_three_as_for_one(visitor, make_organisation):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            visitor.get("/organisations/?country=DE")
        return len(captured)

    make_organisation(cluster={"clusters": ["4"]})
    first = asked()
    make_organisation(cluster={"clusters": ["4", "5"]})
    make_organisation(kind="sme")

    assert asked() == first


def test_an_empty_directory_says_what_will_be_here(visitor, db):
    found = visitor.get("/organisations/")

    assert found.status_code == 200
    assert "Here will be the cluster organisations of Europe" in found.content.decode()


def test_what_is_invented_says_so(visitor, make_organisation):
    make_organisation(source="demonstration")
    make_organisation(source="self")

    page = visitor.get("/organisations/").content.decode()

    assert "1 organisation here is invented" in page
    assert page.count("· invented") == 1


def test_names_of_organisations_are_shown_as_text(visitor, make_organisation):
    make_organisation(name="<script>alert(1)</script>")

    assert "<script>alert" not in visitor.get("/organisations/").content.decode()


def test_a_choice_reads_back_from_the_address_it_writes():
    choice = facets.read({"country": "FR", "q": "solar & wind", "sort": "newest"})

    assert choice.query() == "?q=solar+%26+wind&country=FR&sort=newest"
    assert choice.query(country="") == "?q=solar+%26+wind&sort=newest"
    assert choice.without() == [
        ("“solar & wind”", "?country=FR&sort=newest"),
        ("France", "?q=solar+%26+wind&sort=newest"),
    ]


def test_a_stranger_country_is_refused_before_the_database_is_asked():
    with pytest.raises(NotPossible) as refused:
        facets.read({"country": "XX"})

    assert str(refused.value) == "The directory has no filter country=XX."


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((0, 0, 0, 0), "No organisation is like that"),
        ((1, 0, 0, 0), "1 organisation"),
        ((5, 1, 1, 5), "1 cluster organisation of one country, Spain"),
        ((5, 4, 1, 5), "4 cluster organisations of one country, Spain"),
        ((5, 4, 1, 58), "4 cluster organisations of one country, Spain, more than 50 SMEs"),
        ((5, 4, 2, 10), "4 cluster organisations of 2 countries"),
        ((130, 114, 21, 10_260), "114 cluster organisations of 21 countries, more than 10,000 SMEs"),
        ((130, 114, 21, 10_000), "114 cluster organisations of 21 countries, more than 9,000 SMEs"),
    ],
)
def test_the_finding_holds_whatever_is_counted(numbers, said):
    assert of_list(queries.Counts(*numbers, invented=0), "Spain") == said


def test_counts_by_a_column_are_computed_by_the_database(make_organisation):
    make_organisation(country="DE")
    make_organisation(country="DE", kind="sme")
    make_organisation(country="FR", region="")

    assert queries.by(queries.public(), "country") == {"DE": 2, "FR": 1}
    assert queries.by(queries.public(), "kind") == {"cluster_organisation": 2, "sme": 1}


def test_organisations_side_by_side_show_what_they_share(visitor, make_organisation):
    make_organisation(slug="one", name="One", cluster={"clusters": ["4", "5"], "technologies": ["cloud"]})
    make_organisation(slug="two", name="Two", cluster={"clusters": ["4"], "technologies": ["photonics"]})
    make_organisation(slug="three", kind="sme", name="Three")

    found = visitor.get("/organisations/compare/?o=two&o=one")

    lines = {line.title: line for line in found.context["lines"]}
    assert [one.name for one in found.context["organisations"]] == ["Two", "One"]
    assert lines["Clusters"].shared == {"Automotive"}
    assert lines["Technologies"].shared == frozenset()
    assert visitor.get("/organisations/compare/?o=one&o=three").status_code == 200
    assert visitor.get("/organisations/compare/").status_code == 200


def test_at_most_four_public_ones_are_compared(visitor, make_organisation):
    for number in range(5):
        make_organisation(slug=f"one-{number}")
    make_organisation(slug="secret", state="draft", name="Secret")

    five = visitor.get("/organisations/compare/?" + "&".join(f"o=one-{number}" for number in range(5)))
    secret = visitor.get("/organisations/compare/?o=one-1&o=secret")

    assert five.status_code == 400
    assert secret.status_code == 404
    assert "Secret" not in secret.content.decode()


@pytest.mark.parametrize("sign", ["%00", "%ED%A0%80", "'", "%22%2A"])
def test_no_sign_in_an_address_is_a_fault_of_ours(visitor, make_organisation, sign):
    make_organisation()
    names = (
        "q",
        "country",
        "region",
        "kind",
        "cluster",
        "sector",
        "technology",
        "service",
        "state",
        "member_of",
        "page",
    )

    answers = [visitor.get(f"/organisations/?{name}={sign}").status_code for name in names]
    compared = visitor.get(f"/organisations/compare/?o={sign}").status_code

    assert {*answers, compared} - {200, 400, 404} == set()
