"""The map of organisations: one circle for each NUTS-2 region, or country where no region is told; area is number."""

from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import Substr
from django.urls import reverse

from cluster_observatory.publication.map_source import region_map
from cluster_observatory.taxonomy import regions
from cluster_observatory.web.organisations import facets, vocabularies

NUTS_EDITION = 2021
NUTS_2 = 4
LARGEST, OF_ONE = 34.0, 8.0
"""Radius of the largest circle that may be, and of the circle of one organisation while there is room."""


@dataclass(frozen=True)
class Place:
    """A region or country with organisations: where its circle stands, where it leads; x is None without a place."""

    code: str
    name: str
    country: str
    count: int
    address: str
    x: float | None = None
    y: float | None = None
    radius: float = 0.0


def map_of(choice):
    """Return the drawn map and the places of the organisations that a choice leaves, most first."""
    counted = _counted(facets.filtered(choice))
    # The whole map shows, whatever is chosen on it.
    drawn = region_map(Path(settings.HOME), NUTS_EDITION, _all_regions())
    middles = _middles(drawn)
    unit = min(OF_ONE, LARGEST / sqrt(max(counted.values(), default=1)))
    places = [_place(code, number, unit, middles, choice) for code, number in counted.items()]
    return drawn, sorted(places, key=lambda place: (-place.count, place.code))


def insets_of(drawn, places):
    """Return the boxes of outermost regions in which there are organisations."""
    shown = {place.code for place in places}
    return [inset for inset in drawn.insets if inset.region in shown]


def _counted(organisations):
    """Return how many organisations there are by NUTS-2 region, by country where no such region is told."""
    found = {}
    rows = organisations.order_by().annotate(level_2=Substr("region", 1, NUTS_2)).values_list("country", "level_2")
    for country, region, number in rows.annotate(Count("pk")):
        code = region if len(region) == NUTS_2 else country
        found[code] = found.get(code, 0) + number
    return found


def _place(code, number, unit, middles, choice):
    is_country = len(code) < NUTS_2
    changes = {"country": code} if is_country else {"region": code}
    x, y = middles.get(code, (None, None))
    return Place(
        code=code,
        name=vocabularies.country_name(code) if is_country else vocabularies.region_name(code) or code,
        country=vocabularies.country_name(code[:2]),
        count=number,
        address=f"{reverse('organisations:directory')}{choice.query(**changes)}",
        x=x,
        y=y,
        radius=round(unit * sqrt(number), 1),
    )


def _middles(drawn):
    """Return the middle of every region on the map, and of every country: the mean of its regions outside insets."""
    inset = {label.region for label in drawn.insets}
    middles = {code: (box.x + box.width / 2, box.y + box.height / 2) for code, box in drawn.boxes.items()}
    of_countries = {}
    for code, middle in middles.items():
        if code not in inset:
            of_countries.setdefault(code[:2], []).append(middle)
    means = {
        country: tuple(sum(values) / len(values) for values in zip(*each, strict=True))
        for country, each in of_countries.items()
    }
    return {code: (round(x, 1), round(y, 1)) for code, (x, y) in (middles | means).items()}


def _all_regions():
    table = regions.table().filter(nuts_edition=NUTS_EDITION, level=2)
    return frozenset(code for code in table["region"] if not code.endswith("ZZ"))
