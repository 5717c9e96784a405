"""The codes of a profile and what they mean, in the reader's language where it is known there.

Sectors, clusters and emerging industries are those of the atlas, by its codes (C29, 4, E05); their names are
English.  Countries have their code in NUTS: EL and UK, not GR and GB.  Every vocabulary has the name of the field of
`models.ClusterDetails` or `models.Organisation` that holds its codes.
"""

from functools import cache, lru_cache

import polars as pl
from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cluster_observatory.taxonomy import activities, clusters, regions
from cluster_observatory.web.base.languages import FALLBACK, LANGUAGES
from cluster_observatory.web.organisations.folding import folded

EUROPEAN_UNION = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip
"""Members of the European Union since 2020."""

COSME = EUROPEAN_UNION | frozenset(["AL", "AM", "BA", "IS", "MD", "ME", "MK", "RS", "TR", "UA", "UK", "XK"])
"""Countries that took part in COSME, 2014 to 2020: the Union of that time and those that had joined the programme."""

EUROPE = COSME | frozenset(["CH", "LI", "NO"])
"""Countries from which an organisation can present itself."""

ISO_CODES = {"EL": "GR", "UK": "GB"}
NO_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
"""Codes among the territories of the CLDR that stand for no country."""

OTHER_LANGUAGES = ("bs", "is", "mk", "no", "sq", "sr", "tr", "uk")

SERVICES = {
    "innovation_projects": _("innovation projects"),
    "networking": _("networking and matchmaking"),
    "market_intelligence": _("business and market intelligence"),
    "business_environment": _("business environment"),
    "skills": _("training and skills"),
    "internationalisation": _("internationalisation"),
    "legal_framework": _("influence on the legal framework"),
}
ECOSYSTEMS = {
    "aerospace_defence": _("aerospace and defence"),
    "agri_food": _("agri-food"),
    "construction": _("construction"),
    "creative": _("cultural and creative industries"),
    "digital": _("digital"),
    "electronics": _("electronics"),
    "energy_intensive": _("energy-intensive industries"),
    "renewable_energy": _("renewable energy"),
    "health": _("health"),
    "mobility": _("mobility, transport and automotive"),
    "proximity": _("proximity, social economy and civil security"),
    "retail": _("retail"),
    "textiles": _("textiles"),
    "tourism": _("tourism"),
}
TECHNOLOGIES = {
    "advanced_manufacturing": _("advanced manufacturing"),
    "advanced_materials": _("advanced materials"),
    "artificial_intelligence": _("artificial intelligence"),
    "augmented_reality": _("augmented and virtual reality"),
    "big_data": _("big data"),
    "blockchain": _("blockchain"),
    "cloud": _("cloud computing"),
    "connectivity": _("connectivity"),
    "industrial_biotechnology": _("industrial biotechnology"),
    "internet_of_things": _("internet of things"),
    "microelectronics": _("micro- and nanoelectronics"),
    "nanotechnology": _("nanotechnology"),
    "photonics": _("photonics"),
    "robotics": _("robotics"),
    "security": _("cyber-security"),
}
PRIORITIES = {
    "manufacturing": _("manufacturing and materials"),
    "bioeconomy": _("agri-food and bioeconomy"),
    "blue_economy": _("sea and blue economy"),
    "circular_economy": _("circular economy"),
    "energy": _("clean energy"),
    "culture": _("culture and creativity"),
    "digitalisation": _("digital transformation"),
    "life_sciences": _("health and life sciences"),
    "transport": _("sustainable transport"),
    "building": _("sustainable building"),
    "tourism": _("tourism"),
    "security_space": _("security and space"),
    "social_innovation": _("social innovation"),
}

WORDS = {"services": SERVICES, "ecosystems": ECOSYSTEMS, "technologies": TECHNOLOGIES, "priorities": PRIORITIES}
TERRITORIES = {"country": EUROPE, "target_countries": None}
TAXONOMY = ("sectors", "clusters", "emerging_industries")
NAMES = (*WORDS, *TERRITORIES, *TAXONOMY, "languages")
"""Every vocabulary there is."""


def choices(name):
    """Return the codes of a vocabulary with their labels, as (code, label), in an order to choose from.

    Countries and languages are sorted by their name in the page's language, all others are in the order of their list.
    """
    found = _labels(name, _language())
    listed = [(code, str(label)) for code, label in found.items()]
    return sorted(listed, key=lambda pair: folded(pair[1])) if name in (*TERRITORIES, "languages") else listed


def codes(name):
    """Return the codes of a vocabulary."""
    return frozenset(_labels(name, FALLBACK))


def label(name, code):
    """Return what a code means, in the page's language; the code itself where the vocabulary does not have it."""
    return str(_labels(name, _language()).get(code, code))


def country_name(code):
    """Return the name of any country of the world, in the page's language."""
    return label("target_countries", code)


def region_name(code):
    """Return the name of a region of any edition of NUTS, the newest that has it; empty where there is none."""
    return _regions().get(code, "")


def regions_of(country, level=2, edition=2021):
    """Return the regions of a country at a level of an edition of NUTS, as (code, name)."""
    table = regions.table().filter(
        (pl.col("nuts_edition") == edition) & (pl.col("level") == level) & (pl.col("country") == country)
    )
    return table.sort("region").select("region", "name").rows()


def _language():
    return (get_language() or FALLBACK)[:2]


def _labels(name, language):
    if name in WORDS:
        return WORDS[name]
    if name in TAXONOMY:
        return _taxonomy(name)
    if name == "languages":
        return _languages(language)
    return _territories(language, TERRITORIES[name])


@lru_cache(maxsize=64)
def _territories(language, wanted):
    """Return the names of countries by their code in NUTS; of all the world where no codes are wanted."""
    names, english = Locale.parse(language).territories, Locale.parse(FALLBACK).territories
    nuts_codes = {iso: nuts for nuts, iso in ISO_CODES.items()}
    every = {
        nuts_codes.get(iso, iso): names.get(iso, english[iso])
        for iso in english
        if len(iso) == 2 and iso.isalpha() and iso not in NO_COUNTRIES
    }
    return every if wanted is None else {code: every[code] for code in wanted}


@lru_cache(maxsize=32)
def _languages(language):
    names, english = Locale.parse(language).languages, Locale.parse(FALLBACK).languages
    return {code: names.get(code, english[code]) for code in (*LANGUAGES, *OTHER_LANGUAGES)}


@cache
def _taxonomy(name):
    if name == "sectors":
        return dict(activities.table().filter(level=2).select("industry", "label").rows())
    is_emerging = pl.col("kind") == "emerging"
    table = clusters.table().filter(is_emerging if name == "emerging_industries" else ~is_emerging)
    return dict(table.select("cluster", "name").rows())


@cache
def _regions():
    return dict(regions.table().sort("nuts_edition").select("region", "name").rows())
