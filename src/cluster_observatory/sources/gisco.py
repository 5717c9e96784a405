"""GISCO, Eurostat's geographical service: addresses and terms of the outlines of NUTS regions."""

import re
from typing import NamedTuple

EDITIONS = (2006, 2010, 2013, 2016, 2021, 2024)
LEVELS = (0, 2)
SCALE = "10M"
PRODUCER = "Eurostat GISCO"
PAGE = "https://ec.europa.eu/eurostat/web/gisco/geodata/statistical-units/territorial-units-statistics"
LICENCE = "© EuroGeographics, non-commercial use"
NOTICE = "© EuroGeographics for the administrative boundaries"

_NAME = re.compile(r"NUTS_RG_(\d{2}M)_(\d{4})_4326_LEVL_([0-3])\.(?:geojson|topo\.json|topojson|json)")


class Outlines(NamedTuple):
    """Which outlines a file holds: the edition of NUTS, the level and the scale."""

    edition: int
    level: int
    scale: str = SCALE

    @property
    def code(self) -> str:
        """Return the name under which the outlines are kept."""
        return f"gisco_nuts_{self.edition}_{self.level}"

    @property
    def title(self) -> str:
        """Return what the outlines are, in words."""
        return f"Outlines of NUTS {self.edition} regions, level {self.level}, 1:{self.scale[:2]} million"

    @property
    def file_name(self) -> str:
        """Return GISCO's name of the file: longitude and latitude (EPSG:4326), GeoJSON."""
        return f"NUTS_RG_{self.scale}_{self.edition}_4326_LEVL_{self.level}.geojson"


def all_outlines() -> tuple[Outlines, ...]:
    """Return the outlines that are read: every edition, countries and NUTS-2 regions."""
    return tuple(Outlines(edition, level) for edition in EDITIONS for level in LEVELS)


def address(base: str, outlines: Outlines) -> str:
    """Return where GISCO gives the outlines; ``base`` is the service's base address."""
    return f"{base.rstrip('/')}/nuts/geojson/{outlines.file_name}"


def outlines_of_file(name: str) -> Outlines | None:
    """Return which outlines a file of that name holds; None for another name or a level that is not used."""
    found = _NAME.fullmatch(name)
    if not found or int(found[3]) not in LEVELS:
        return None
    return Outlines(int(found[2]), int(found[3]), found[1])
