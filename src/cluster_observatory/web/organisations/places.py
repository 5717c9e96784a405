"""Whether city, region and country of an organisation fit together; answers in words or None."""

import unicodedata
from collections import defaultdict
from functools import cache

from django.utils.translation import gettext as _

from cluster_observatory.taxonomy import regions
from cluster_observatory.web.organisations.vocabularies import country_name

CITIES = {
    "amsterdam": "NL", "antwerp": "BE", "athens": "EL", "athina": "EL", "barcelona": "ES", "belgrade": "RS",
    "beograd": "RS", "berlin": "DE", "bern": "CH", "bratislava": "SK", "brussels": "BE", "bruxelles": "BE",
    "brussel": "BE", "bucharest": "RO", "bucuresti": "RO", "budapest": "HU", "copenhagen": "DK", "kobenhavn": "DK",
    "debrecen": "HU", "dublin": "IE", "florence": "IT", "hannover": "DE", "hanover": "DE", "helsinki": "FI",
    "kyiv": "UA", "krakow": "PL", "lisbon": "PT", "lisboa": "PT", "ljubljana": "SI", "london": "UK", "madrid": "ES",
    "milan": "IT", "munich": "DE", "nicosia": "CY", "lefkosia": "CY", "oradea": "RO", "oslo": "NO", "paris": "FR",
    "podgorica": "ME", "prague": "CZ", "praha": "CZ", "reykjavik": "IS", "riga": "LV", "rome": "IT", "roma": "IT",
    "sarajevo": "BA", "skopje": "MK", "sofia": "BG", "stockholm": "SE", "strasbourg": "FR", "stuttgart": "DE",
    "tallinn": "EE", "the hague": "NL", "tirana": "AL", "turin": "IT", "valletta": "MT", "vienna": "AT", "wien": "AT",
    "vilnius": "LT", "warsaw": "PL", "warszawa": "PL", "zagreb": "HR",
}  # fmt: skip
"""Cities under the names in which they are written to us, and the country each lies in; regions bring more."""

COUNTRY_MISMATCH = "location.country_mismatch"
SMALLEST_LEVEL = 3


def obstacle_to_region(region, country, edition):
    """Return why an organisation of that country cannot lie in that region of an edition of NUTS, or None."""
    if not regions.table().filter(region=region, nuts_edition=edition).height:
        return _("There is no region {region} in NUTS {edition}.").format(region=region, edition=edition)
    if not region.startswith(country):
        return _("The region {region} does not lie in {country}.").format(region=region, country=country_name(country))
    return None


def obstacle_to_city(city, country):
    """Return why the city is not one of that country, or None; also None for cities that are not known here."""
    countries = countries_of(city)
    if not countries or country in countries or not country:
        return None
    names = ", ".join(sorted(country_name(code) for code in countries))
    return _("{city} lies in {countries}, not in {country}: one of the two is wrong.").format(
        city=city, countries=names, country=country_name(country)
    )


def countries_of(city):
    """Return the countries in which a city or a small region of that name is known; none for most villages."""
    return _known().get(_plain(city), frozenset())


@cache
def _known():
    found = defaultdict(set)
    smallest = regions.table().filter(level=SMALLEST_LEVEL).select("name", "country").unique()
    for name, country in smallest.rows():
        for part in {name, *name.split(", ")[:1], *name.split(" (")[:1]}:
            found[_plain(part)].add(country)
    for name, country in CITIES.items():
        found[name].add(country)
    return {name: frozenset(countries) for name, countries in found.items() if name}


def _plain(name):
    letters = unicodedata.normalize("NFKD", name.strip().casefold().replace("ø", "o").replace("ł", "l"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
