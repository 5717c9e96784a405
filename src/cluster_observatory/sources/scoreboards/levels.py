"""Reads what a scoreboard says of the level its figures are of, with the exceptions by country and region."""

import re
from dataclasses import dataclass, field

from cluster_observatory.errors import SourceChanged
from cluster_observatory.sources.scoreboards.observations import COUNTRY, HOW_TO_MEND, NUTS_1, NUTS_2, plain

_LEVELS = {"nuts 2": NUTS_2, "nuts 1": NUTS_1, "nuts 0": COUNTRY, "country": COUNTRY, "national": COUNTRY}
_COUNTRIES = re.compile(r"(NUTS [012]) level: ([A-Z]{2}(?:, [A-Z]{2})*)")
_FORMER = re.compile(
    r"([A-Z]{2}[A-Z0-9_]{2}(?:, [A-Z]{2}[A-Z0-9_]{2})*): value of the former ([A-Z]{2}[A-Z0-9]{2}) region"
)


@dataclass(frozen=True)
class GeographicalLevel:
    """The level of an indicator, of the countries that differ, and the former region whose value others have."""

    level: str
    countries: dict[str, str] = field(default_factory=dict)
    former: dict[str, str] = field(default_factory=dict)

    def of(self, region: str) -> str:
        """Return the level that the value of a region is of."""
        return self.countries.get(region[:2], self.level)


def geographical_level(text: str, place: str) -> GeographicalLevel:
    """Return what a text such as ``NUTS 2; NUTS 1 level: AT, BE, FR; NUTS 0 level: NL`` says.

    The first part is the level of all regions, those after it say which countries
    or regions differ.  ``place`` stands in messages.  Raises SourceChanged for a
    part of any other form and for a country or region that is named twice.
    """
    first, *others = [plain(part) for part in text.split(";")]
    if first.lower() not in _LEVELS:
        raise SourceChanged(_unread(place, first))
    countries: dict[str, str] = {}
    former: dict[str, str] = {}
    for part in others:
        if found := _COUNTRIES.fullmatch(part):
            added, into = dict.fromkeys(found[2].split(", "), _LEVELS[found[1].lower()]), countries
        elif found := _FORMER.fullmatch(part):
            added, into = dict.fromkeys(found[1].split(", "), found[2]), former
        else:
            raise SourceChanged(_unread(place, part))
        if into.keys() & added.keys():
            raise SourceChanged(_unread(place, part))
        into.update(added)
    return GeographicalLevel(_LEVELS[first.lower()], countries, former)


def _unread(place: str, part: str) -> str:
    return (
        f"{place}: found the geographical level {part[:80]!r}; expected NUTS 2, NUTS 1, Country, or behind a semicolon "
        f"'NUTS 1 level: AT, BE' or 'HR02, HR_C: value of the former HR04 region'. {HOW_TO_MEND}"
    )
