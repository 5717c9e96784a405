"""The catalogue as portals ask the site for it."""

import pytest
from django.core.cache import caches
from django.test import Client
from rdflib import DCTERMS, FOAF, RDF, Graph, Literal, Namespace, URIRef

from cluster_observatory.lake import shelves
from cluster_observatory.publication import catalogue

from .conftest import manifest

DCAT = Namespace("http://www.w3.org/ns/dcat#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
FORMS = {"ttl": "text/turtle", "rdf": "application/rdf+xml", "jsonld": "application/ld+json"}


def read(response, form="ttl"):
    return Graph().parse(data=response.content, format={"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld"}[form])


@pytest.mark.parametrize("form", FORMS)
def test_each_form_has_its_media_type_and_tells_the_same(site, form):
    response = site.get(f"/catalogue.{form}")

    assert response.headers["Content-Type"] == f"{FORMS[form]}; charset=utf-8"
    assert set(read(response, form)) == set(read(site.get("/catalogue.ttl")))


def test_every_address_of_the_catalogue_is_one_that_answers(site):
    graph = read(site.get("/catalogue.ttl"))
    kinds = (DCAT.downloadURL, DCAT.landingPage, DCAT.endpointURL, DCAT.endpointDescription, FOAF.page, FOAF.homepage)
    pages = {str(address).partition("#")[0] for kind in kinds for address in graph.objects(None, kind)}
    pages |= {str(node) for node in graph.objects(None, DCTERMS.conformsTo) if "testserver" in node}
    pages |= {str(node).partition("#")[0] for node in graph.subjects(RDF.type, DCAT.Dataset)}

    assert len(pages) > 20
    for page in pages:
        assert page.startswith("http://testserver/")
        response = site.get(page.removeprefix("http://testserver"))
        assert response.status_code == 200, page
        response.close()


def test_what_lies_at_a_file_is_of_the_size_and_kind_that_the_catalogue_tells(site):
    graph = read(site.get("/catalogue.ttl"))
    for file in graph.subjects(RDF.type, DCAT.Distribution):
        response = site.get(str(graph.value(file, DCAT.downloadURL)).removeprefix("http://testserver"))
        content = b"".join(response.streaming_content) if response.streaming else response.content

        kind = str(graph.value(file, DCAT.mediaType)).rpartition("media-types/")[2]
        assert response.headers["Content-Type"].partition(";")[0] == kind
        assert graph.value(file, DCAT.byteSize, default=Literal(len(content))).toPython() == len(content)


def test_a_portal_that_has_the_catalogue_is_told_that_it_is_the_same(site):
    tag = site.get("/catalogue.ttl").headers["ETag"]

    assert site.get("/catalogue.ttl", headers={"If-None-Match": tag}).status_code == 304


@pytest.fixture
def nothing_kept():
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.mark.usefixtures("nothing_kept")
def test_the_address_of_the_site_and_who_answers_questions_can_be_set(site, monkeypatch):
    monkeypatch.setenv("OBSERVATORY_PUBLIC_ADDRESS", "https://clusters.example/")
    monkeypatch.setenv("OBSERVATORY_PUBLISHER", "Ministry of Examples")
    monkeypatch.setenv("OBSERVATORY_CONTACT", "data@clusters.example")
    graph = read(site.get("/catalogue.ttl"))
    root = URIRef("https://clusters.example/#catalogue")

    assert graph.value(graph.value(root, DCTERMS.publisher), FOAF.name) == Literal("Ministry of Examples")
    assert set(graph.objects(None, VCARD.hasEmail)) == {URIRef("mailto:data@clusters.example")}
    assert not any("testserver" in node for triple in graph for node in triple)


def test_who_asks_another_host_gets_addresses_there(site, settings):
    settings.ALLOWED_HOSTS = ["testserver", "clusters.example"]
    for host in ("testserver", "clusters.example"):
        graph = read(site.get("/catalogue.ttl", headers={"Host": host}))

        assert set(graph.subjects(RDF.type, DCAT.Catalog)) == {URIRef(f"http://{host}/#catalogue")}


def test_older_editions_are_in_it_and_each_has_one_of_its_own(tmp_path, small_tables, settings):
    for software in ("1", "2"):
        shelves.lay_down(
            tmp_path, small_tables, manifest(invented=False) | {"software": {"name": "x", "version": software}}
        )
    settings.HOME, settings.ALLOWED_HOSTS = tmp_path, ["testserver"]
    old, new = (edition.name for edition in catalogue.editions(tmp_path))
    site = Client(raise_request_exception=False)

    def editions(address):
        return {str(version) for version in read(site.get(address)).objects(None, DCAT.version)}

    assert editions("/catalogue.ttl") == {old, new}
    assert editions(f"/editions/{old}/de/catalogue.ttl") == {old}
    assert not any("/de/" in node for triple in read(site.get("/de/catalogue.ttl")) for node in triple)


def test_an_unknown_form_is_refused_with_those_there_are(site):
    response = site.get(f"/catalogue.{'x' * 200}")

    assert response.status_code == 404
    assert f"There is no catalogue as “{'x' * 40}”. There are: ttl, rdf, jsonld." in response.content.decode()


def test_the_page_about_the_data_points_to_the_catalogue(site):
    page = site.get("/about-the-data/").content.decode()

    for form, kind in FORMS.items():
        assert f'<link rel="alternate" type="{kind}" href="/catalogue.{form}">' in page
