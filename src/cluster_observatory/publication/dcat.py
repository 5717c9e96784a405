"""The catalogue of editions as linked data, by DCAT-AP 3, the profile of Europe's data portals.

A table of an edition is a dataset; the same table through editions is a series
of datasets, each a version with the one before it; an edition as a whole is a
dataset too, with its archive.  No node is blank, so that catalogues of different
days can be compared line by line.  What figures are derived from is described
as an entity and not as a dataset: portals that collect every dataset they meet
would else list the providers' tables as ours.

Profile: https://semiceu.github.io/DCAT-AP/releases/3.0.0/
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rdflib import DCTERMS, FOAF, PROV, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from cluster_observatory.publication import dcat_terms as terms
from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.dcat_facts import facts, laid_down
from cluster_observatory.publication.dcat_graph import Telling, iri, said, titled
from cluster_observatory.publication.dcat_terms import ADMS, DCAT, DCATAP, SPDX, VCARD
from cluster_observatory.publication.dictionary import described

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Addresses:
    """Where the site has what the catalogue names; each address is whole and lasting.

    `home` is the first page, `service` where a program begins with the API and `openapi`
    the API's description.  The functions take an edition's name first: `about` gives the
    page on its data, `method` a method's page, `edition` the API's answer on it,
    `archive` all of it as one file, `table` the dictionary of a table, and `file` the
    table in a form (csv, xlsx, json, parquet).
    """

    home: str
    service: str
    openapi: str
    about: Callable[[str], str]
    method: Callable[[str, str], str]
    edition: Callable[[str], str]
    archive: Callable[[str], str]
    table: Callable[[str, str], str]
    file: Callable[[str, str, str], str]


@dataclass(frozen=True)
class Publisher:
    """Who publishes the catalogue, and the address of mail for questions, empty where none is told."""

    name: str
    mail: str = ""


@dataclass(frozen=True)
class FileForm:
    """A form in which tables are given: its term in the list of file types, its media type, and its name."""

    term: str
    media_type: str
    name: str


FORMS = {
    "csv": FileForm("CSV", "text/csv", "CSV"),
    "parquet": FileForm("PARQUET", "application/vnd.apache.parquet", "Parquet"),
    "xlsx": FileForm("XLSX", XLSX, "Excel"),
    "json": FileForm("JSON", "application/json", "JSON-stat 2.0"),
}
ZIP = FileForm("ZIP", "application/zip", "ZIP archive")


def catalogue(editions: Sequence[Edition], addresses: Addresses, publisher: Publisher) -> Graph:
    """Return the catalogue of the editions, given oldest first; the last is the current one.

    Whatever an address holds that a URI must not is percent-encoded.  Raises BadTable
    for a damaged edition.
    """
    return _Catalogue(addresses, publisher).of(editions)


class _Catalogue(Telling):
    def __init__(self, addresses: Addresses, publisher: Publisher) -> None:
        super().__init__()
        self.addresses = addresses
        self.home = iri(addresses.home)
        self.root, self.agent = self.part("catalogue"), self.part("publisher")
        self.service, self.contact = self.part("service"), self.part("contact") if publisher.mail else None
        self.tell(self.agent, FOAF.Agent, {FOAF.name: publisher.name, FOAF.homepage: self.document(addresses.home)})
        if self.contact is not None:
            mail = iri(f"mailto:{publisher.mail}")
            self.tell(self.contact, VCARD.Kind, {VCARD.fn: publisher.name, VCARD.hasEmail: mail})
            self.graph.add((self.contact, RDF.type, VCARD.Organization))

    def of(self, editions: Sequence[Edition]) -> Graph:
        """Return the graph with the catalogue of the editions."""
        before: dict[str, URIRef] = {}
        datasets: list[URIRef] = []
        for edition in editions:
            made = {entry["name"]: self.table(edition, entry, before) for entry in described(edition)}
            before |= made
            datasets += [self.whole(edition, list(made.values())), *made.values()]
        days = [laid_down(edition) for edition in editions]
        invented = bool(editions) and editions[-1].invented
        self.tell(self.root, DCAT.Catalog, {
            DCTERMS.title: said(terms.TITLE, terms.INVENTED_TITLE if invented else {}),
            DCTERMS.description: said(terms.DESCRIPTION, terms.INVENTED if invented else {}),
            DCTERMS.publisher: self.agent,
            DCTERMS.language: [self.typed(one, DCTERMS.LinguisticSystem) for one in terms.LANGUAGES.values()],
            DCTERMS.spatial: self.typed(terms.EUROPE, DCTERMS.Location),
            DCTERMS.issued: min(days, default=None),
            DCTERMS.modified: max(days, default=None),
            DCTERMS.conformsTo: self.standard(terms.DCAT_AP_3, "DCAT-AP 3.0.0"),
            DCAT.themeTaxonomy: self.theme_list(),
            FOAF.homepage: self.document(self.addresses.home),
            DCAT.dataset: datasets,
            DCAT.service: self.api(datasets),
        })  # fmt: skip
        return self.graph

    def api(self, datasets: Sequence[URIRef]) -> URIRef:
        """Tell of the API that serves the datasets."""
        self.tell(self.service, DCAT.DataService, {
            DCTERMS.title: Literal("API of the Cluster Observatory", lang="en"),
            DCTERMS.description: Literal("Editions, tables, rows by condition and files; no key is needed.", lang="en"),
            DCAT.endpointURL: self.typed(iri(self.addresses.service), RDFS.Resource),
            DCAT.endpointDescription: self.typed(iri(self.addresses.openapi), RDFS.Resource),
            DCTERMS.conformsTo: self.standard(terms.OPENAPI, "OpenAPI 3.1"),
            DCAT.servesDataset: list(datasets),
            **self.common(),
        })  # fmt: skip
        return self.service

    def common(self) -> dict[URIRef, Any]:
        """Return what is said of every dataset and of the service."""
        return {
            DCTERMS.publisher: self.agent,
            DCTERMS.accessRights: self.typed(terms.PUBLIC, DCTERMS.RightsStatement),
            DCAT.contactPoint: self.contact,
            DCAT.theme: [self.concept(theme, words) for theme, words in terms.THEMES.items()],
            DCAT.keyword: [
                Literal(word, lang=language) for language, words in terms.KEYWORDS.items() for word in words.split("; ")
            ],
        }

    def of_edition(self, edition: Edition) -> dict[URIRef, Any]:
        """Return what is said of every dataset of an edition."""
        kind = terms.SYNTHETIC if edition.invented else terms.STATISTICAL
        software = edition.manifest["software"]
        return self.common() | {
            DCTERMS.issued: laid_down(edition),
            DCTERMS.language: self.typed(terms.LANGUAGES["en"], DCTERMS.LinguisticSystem),
            DCTERMS.spatial: self.typed(terms.EUROPE, DCTERMS.Location),
            DCTERMS.type: self.concept(*kind),
            DCAT.version: edition.name,
            ADMS.versionNotes: Literal(
                f"Edition {edition.name}, made with {software['name']} {software['version']}.", lang="en"
            ),
        }

    def whole(self, edition: Edition, tables: Sequence[URIRef]) -> URIRef:
        """Tell of an edition as a whole, and of its archive."""
        dataset = iri(self.addresses.edition(edition.name))
        archive, about = self.addresses.archive(edition.name), self.addresses.about(edition.name)
        years = [year for entry in described(edition) for year in facts(edition, entry["name"]).years]
        self.tell(dataset, DCAT.Dataset, self.of_edition(edition) | {
            DCTERMS.title: Literal(_marked(edition, f"Cluster Observatory, edition {edition.name}"), lang="en"),
            DCTERMS.description: Literal(
                _warned(edition, f"All {len(tables)} tables of the edition, with its manifest."), lang="en"
            ),
            DCTERMS.identifier: str(dataset),
            DCTERMS.hasPart: list(tables),
            DCTERMS.temporal: self.period(dataset, years),
            DCTERMS.provenance: self.provenance(dataset, edition, "The whole edition"),
            PROV.wasDerivedFrom: [self.source(edition, source) for source in edition.manifest["sources"]],
            DCAT.landingPage: self.document(about),
            DCAT.distribution: self.distribution(edition, dataset, "zip", archive, ZIP, edition.manifest["sources"]),
        })  # fmt: skip
        return dataset

    def table(self, edition: Edition, entry: dict[str, Any], before: dict[str, URIRef]) -> URIRef:
        """Tell of a table of an edition, of its files, and of the series it is in."""
        name = entry["name"]
        dataset, known = iri(self.addresses.table(edition.name, name)), facts(edition, name)
        codes = set(known.datasets) or {source["dataset"] for source in edition.manifest["sources"]}
        sources = [source for source in edition.manifest["sources"] if source["dataset"] in codes]
        files = [
            self.distribution(
                edition, dataset, form, self.addresses.file(edition.name, name, form), FORMS[form], sources,
                entry if form == "parquet" else {},
            )
            for form in known.forms
        ]  # fmt: skip
        method = iri(self.addresses.method(edition.name, entry["method"])) if entry["method"] else None
        keys = [column["name"] for column in entry["columns"] if column["is_key"]]
        self.tell(dataset, DCAT.Dataset, self.of_edition(edition) | {
            DCTERMS.title: Literal(_marked(edition, f"{titled(name)}, edition {edition.name}"), lang="en"),
            DCTERMS.description: Literal(_warned(edition, entry["description"]), lang="en"),
            DCTERMS.identifier: str(dataset),
            DCTERMS.isPartOf: iri(self.addresses.edition(edition.name)),
            DCTERMS.temporal: self.period(dataset, known.years),
            DCAT.temporalResolution: Literal("P1Y", datatype=XSD.duration) if "year" in keys else None,
            DCTERMS.conformsTo: self.standard(method, f"Method: {titled(entry['method'])}") if method else None,
            DCTERMS.provenance: self.provenance(dataset, edition, titled(name)),
            PROV.wasDerivedFrom: [self.source(edition, source) for source in sources],
            DCAT.landingPage: self.document(f"{self.addresses.about(edition.name)}#table-{name}"),
            FOAF.page: self.document(str(dataset)),
            DCAT.inSeries: self.series(edition, entry),
            DCAT.previousVersion: before.get(name),
            DCAT.prev: before.get(name),
            DCAT.distribution: files,
        })  # fmt: skip
        return dataset

    def series(self, edition: Edition, entry: dict[str, Any]) -> URIRef:
        """Tell of a table through all editions."""
        series = self.part(f"series-{entry['name']}")
        if (series, RDF.type, DCAT.DatasetSeries) not in self.graph:
            self.tell(series, DCAT.DatasetSeries, {
                DCTERMS.title: Literal(f"{titled(entry['name'])}, all editions", lang="en"),
                DCTERMS.description: Literal(entry["description"], lang="en"),
                DCTERMS.publisher: self.agent,
                DCAT.contactPoint: self.contact,
                DCTERMS.spatial: self.typed(terms.EUROPE, DCTERMS.Location),
            })  # fmt: skip
        return series

    def distribution(
        self,
        edition: Edition,
        dataset: URIRef,
        key: str,
        address: str,
        form: FileForm,
        sources: Sequence[dict[str, Any]],
        entry: dict[str, Any] | None = None,
    ) -> URIRef:
        """Tell of a file; `entry` has its size and checksum where they are known."""
        node, file = URIRef(f"{dataset}#{key}"), self.typed(iri(address), RDFS.Resource)
        packed = form is ZIP
        self.tell(node, DCAT.Distribution, {
            DCTERMS.title: Literal(form.name, lang="en"),
            DCTERMS.description: Literal(_warned(edition, f"The figures as {form.name}."), lang="en"),
            DCAT.accessURL: file,
            DCAT.downloadURL: file,
            DCAT.mediaType: self.typed(terms.media_type(form.media_type), DCTERMS.MediaType),
            DCAT.packageFormat: self.typed(terms.media_type(form.media_type), DCTERMS.MediaType) if packed else None,
            DCTERMS.format: self.typed(terms.term(f"file-type/{form.term}"), DCTERMS.MediaTypeOrExtent),
            DCTERMS.issued: laid_down(edition),
            DCTERMS.language: self.typed(terms.LANGUAGES["en"], DCTERMS.LinguisticSystem),
            DCTERMS.license: self.licence(sources),
            DCTERMS.rights: self.rights(node, sources),
            DCATAP.availability: self.concept(*terms.STABLE),
            DCAT.accessService: self.service,
        })  # fmt: skip
        if entry:
            self.graph.add((node, DCAT.byteSize, Literal(entry["bytes"], datatype=XSD.nonNegativeInteger)))
            sum_ = URIRef(f"{dataset}#{key}-checksum")
            value = Literal(entry["sha256"], datatype=XSD.hexBinary, normalize=False)
            algorithm = self.typed(terms.SHA256, SPDX.ChecksumAlgorithm)
            self.tell(sum_, SPDX.Checksum, {SPDX.algorithm: algorithm, SPDX.checksumValue: value})
            self.graph.add((node, SPDX.checksum, sum_))
        return node

    def licence(self, sources: Sequence[dict[str, Any]]) -> URIRef | None:
        """Tell of the licence that all sources have, which is then that of the file; None where they differ."""
        addresses = {source["licence_address"] for source in sources}
        if len(addresses) != 1 or not (address := addresses.pop()):
            return None
        licence = self.typed(terms.LICENCES.get(address, iri(address)), DCTERMS.LicenseDocument)
        if address in terms.LICENCES:
            words = {"en": "Attribution", "de": "Namensnennung", "fr": "Attribution"}
            self.graph.add((licence, DCTERMS.type, self.concept(terms.ATTRIBUTION, words)))
        return licence

    def rights(self, node: URIRef, sources: Sequence[dict[str, Any]]) -> URIRef | None:
        """Tell how each source is to be named and under which licence it may be used; None where there is none."""
        if not sources:
            return None
        words = "; ".join(f"{source['citation']}: {source['licence'] or 'no licence told'}" for source in sources)
        statement = URIRef(f"{node}-rights")
        return self.tell(statement, DCTERMS.RightsStatement, {RDFS.label: Literal(words, lang="en")})

    def provenance(self, dataset: URIRef, edition: Edition, what: str) -> URIRef:
        """Tell how figures came about."""
        classes = edition.manifest["classifications"]
        words = (
            f"{what}: computed by the open software {edition.manifest['software']['name']} "
            f"{edition.manifest['software']['version']} from the tables named as what it was derived from, by "
            f"{classes['activities']} and {', '.join(classes['regions'])}. The manifest of edition {edition.name} "
            "holds sources with checksums, parameters and the outcome of every check."
        )
        return self.tell(
            URIRef(f"{dataset}#provenance"),
            DCTERMS.ProvenanceStatement,
            {RDFS.label: Literal(_warned(edition, words), lang="en")},
        )

    def source(self, edition: Edition, source: dict[str, Any]) -> URIRef:
        """Tell of a provider's table."""
        node = iri(f"{self.addresses.about(edition.name)}#source-{source['dataset']}")
        return self.tell(node, PROV.Entity, {
            DCTERMS.title: Literal(source["title"], lang="en"),
            DCTERMS.identifier: source["dataset"],
            DCTERMS.bibliographicCitation: source["citation"],
            RDFS.seeAlso: iri(source["address"]) if source["address"].startswith(("http://", "https://")) else None,
        })  # fmt: skip

    def theme_list(self) -> URIRef:
        """Tell of the list that the themes are taken from."""
        return self.tell(terms.THEME_LIST, SKOS.ConceptScheme, {DCTERMS.title: Literal("Data theme", lang="en")})

    def part(self, name: str) -> URIRef:
        """Return the name of a thing that has no page of its own."""
        return URIRef(f"{self.home}#{name}")


def _marked(edition: Edition, title: str) -> str:
    return f"{title} {terms.INVENTED_TITLE['en']}" if edition.invented else title


def _warned(edition: Edition, words: str) -> str:
    return f"{words} The figures are invented; never quote them." if edition.invented else words
