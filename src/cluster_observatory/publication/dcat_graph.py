"""Facts told to a graph of linked data: nodes with their kinds, terms of lists with their words."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from rdflib import DCTERMS, FOAF, RDF, SKOS, Graph, Literal, URIRef

from cluster_observatory.publication.dcat_terms import ADMS, DCAT, DCATAP, SPDX, VCARD, Words
from cluster_observatory.publication.xml_words import plain

PREFIXES = {"adms": ADMS, "dcat": DCAT, "dcatap": DCATAP, "dcterms": DCTERMS, "spdx": SPDX, "vcard": VCARD}


class Telling:
    """A graph, and ways to tell it what catalogues say; each returns the node that it told of."""

    def __init__(self) -> None:
        self.graph = Graph()
        for name, space in PREFIXES.items():
            self.graph.bind(name, space, replace=True)

    def concept(self, node: URIRef, words: Words) -> URIRef:
        """Tell of a term of a list, with its words."""
        return self.tell(node, SKOS.Concept, {SKOS.prefLabel: said(words)})

    def standard(self, node: URIRef, title: str) -> URIRef:
        """Tell of what something conforms to."""
        return self.tell(node, DCTERMS.Standard, {DCTERMS.title: Literal(title, lang="en")})

    def document(self, address: str) -> URIRef:
        """Tell of a page."""
        return self.typed(iri(address), FOAF.Document)

    def typed(self, node: URIRef, kind: URIRef) -> URIRef:
        """Tell of what kind a node is, and return it."""
        self.graph.add((node, RDF.type, kind))
        return node

    def tell(self, node: URIRef, kind: URIRef, facts: dict[URIRef, Any]) -> URIRef:
        """Tell the kind of a node and its facts, each a node, a value or several; None is passed over."""
        self.typed(node, kind)
        for predicate, found in facts.items():
            for one in found if isinstance(found, list) else [found]:
                if one is not None:
                    self.graph.add((node, predicate, _object(one)))
        return node

    def period(self, dataset: URIRef, years: Sequence[int]) -> URIRef | None:
        """Tell from the start of the first year to the end of the last; None where there are no years."""
        if not years:
            return None
        return self.tell(
            URIRef(f"{dataset}#period"),
            DCTERMS.PeriodOfTime,
            {DCAT.startDate: date(min(years), 1, 1), DCAT.endDate: date(max(years), 12, 31)},
        )


def iri(address: str) -> URIRef:
    """Return an address as the name of a node; what has no place in a URI is percent-encoded."""
    return URIRef(quote(address, safe="!#$%&'()*+,/:;=?@[]~"))


def titled(name: str) -> str:
    """Return the name of a table or method as a title: "Cluster specialisation"."""
    return name.replace("_", " ").replace("-", " ").capitalize()


def said(words: Words, more: Words | None = None) -> list[Literal]:
    """Return words in every language, followed by others where there are some."""
    more = more or {}
    return [Literal(f"{text} {more.get(language, '')}".strip(), lang=language) for language, text in words.items()]


def _object(value: Any) -> URIRef | Literal:
    """Return a value as the graph holds it; words lose the characters that RDF/XML has no place for."""
    if isinstance(value, URIRef):
        return value
    literal = value if isinstance(value, Literal) else Literal(value)
    words = str(literal)
    return literal if plain(words) == words else Literal(plain(words), lang=literal.language)
