"""The terms of European and international lists that a catalogue in DCAT-AP uses, with the words it says for them."""

from rdflib import Namespace, URIRef

AUTHORITY = "http://publications.europa.eu/resource/authority/"
ADMS = Namespace("http://www.w3.org/ns/adms#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
DCAT_AP_3 = URIRef("https://semiceu.github.io/DCAT-AP/releases/3.0.0/")

Words = dict[str, str]
"""The same words by language."""


def term(place: str) -> URIRef:
    """Return the name of a term of the authority lists of the Publications Office of the EU."""
    return URIRef(AUTHORITY + place)


def media_type(name: str) -> URIRef:
    """Return the name of a media type as IANA registers it."""
    return URIRef(f"https://www.iana.org/assignments/media-types/{name}")


EUROPE = term("continent/EUROPE")
PUBLIC = term("access-right/PUBLIC")
THEME_LIST = term("data-theme")
SHA256 = SPDX.checksumAlgorithm_sha256
OPENAPI = URIRef("https://spec.openapis.org/oas/v3.1.0")

LANGUAGES = {"en": term("language/ENG"), "de": term("language/DEU"), "fr": term("language/FRA")}
LICENCES = {"https://creativecommons.org/licenses/by/4.0/": term("licence/CC_BY_4_0")}
"""Licences that the authority list has, by the address that sources give."""

ATTRIBUTION = URIRef("http://purl.org/adms/licencetype/Attribution")

THEMES: dict[URIRef, Words] = {
    term("data-theme/ECON"): {
        "en": "Economy and finance",
        "de": "Wirtschaft und Finanzen",
        "fr": "Économie et finances",
    },
    term("data-theme/REGI"): {"en": "Regions and cities", "de": "Regionen und Städte", "fr": "Régions et villes"},
    term("data-theme/TECH"): {
        "en": "Science and technology",
        "de": "Wissenschaft und Technologie",
        "fr": "Science et technologie",
    },
}
STABLE: tuple[URIRef, Words] = (
    term("planned-availability/STABLE"),
    {"en": "stable", "de": "stabil", "fr": "stable"},
)
STATISTICAL: tuple[URIRef, Words] = (
    term("dataset-type/STATISTICAL"),
    {"en": "Statistical data", "de": "Statistische Daten", "fr": "Données statistiques"},
)
SYNTHETIC: tuple[URIRef, Words] = (
    term("dataset-type/SYNTHETIC"),
    {"en": "Synthetic data", "de": "Synthetische Daten", "fr": "Données synthétiques"},
)
KEYWORDS: Words = {
    "en": "clusters; regions; NUTS; industries; employment; specialisation; smart specialisation",
    "de": "Cluster; Regionen; NUTS; Branchen; Beschäftigung; Spezialisierung; intelligente Spezialisierung",
    "fr": "clusters; régions; NUTS; secteurs; emploi; spécialisation; spécialisation intelligente",
}
TITLE: Words = {
    "en": "Cluster Observatory: industries and clusters in Europe's regions",
    "de": "Cluster Observatory: Branchen und Cluster in Europas Regionen",
    "fr": "Cluster Observatory : secteurs et clusters dans les régions d'Europe",
}
DESCRIPTION: Words = {
    "en": "Where industries and clusters are concentrated in Europe, computed from official statistics; every figure "
    "can be traced to its source, its method and its edition.",
    "de": "Wo Branchen und Cluster in Europa konzentriert sind, berechnet aus amtlichen Statistiken; jede Zahl lässt "
    "sich zu ihrer Quelle, ihrer Methode und ihrer Ausgabe zurückverfolgen.",
    "fr": "Où les secteurs et les clusters se concentrent en Europe, d'après les statistiques officielles ; chaque "
    "chiffre mène à sa source, à sa méthode et à son édition.",
}
INVENTED: Words = {
    "en": "The figures of the current edition are invented to show how the observatory works; never quote them.",
    "de": "Die Zahlen der aktuellen Ausgabe sind erfunden, um zu zeigen, wie das Observatorium arbeitet; zitieren Sie "
    "sie nie.",
    "fr": "Les chiffres de l'édition actuelle sont inventés pour montrer comment fonctionne l'observatoire ; ne les "
    "citez jamais.",
}
INVENTED_TITLE: Words = {"en": "(invented figures)", "de": "(erfundene Zahlen)", "fr": "(chiffres inventés)"}
