"""The figures of all regions for a choice: values, ranks, words, in the order asked for."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.urls import reverse
from django.utils.translation import gettext as _

from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.labels import country_name
from cluster_observatory.web.atlas import findings, numbers, queries

TOP = 15
MOST_STARS = 3


@dataclass(frozen=True)
class Row:
    """One region's figures, numbers and words side by side."""

    region: str
    name: str
    country: str
    value: float | None
    rank: int | None
    persons: float | None
    location_quotient: float | None
    focus: float | None
    european_share: float | None
    average_wage: float | None
    stars: dict
    not_known: str
    flags: str
    modelled: bool
    address: str
    modelled_share: float | None
    coverage: float | None

    @property
    def country_name(self):
        """Return the country in words."""
        return country_name(self.country)

    @property
    def is_small(self):
        """Return whether so few people work here that averages and quotients say little."""
        return self.persons is not None and self.persons < findings.WORTH_NAMING


def rows(edition, choice):
    """Return a row per region, best value first, regions without a value last."""
    return _rows(edition.folder, choice.subject, choice.year, choice.measure.column, choice.profile)


@lru_cache(maxsize=128)
def _rows(folder: Path, subject, year, column, profile):
    edition = Edition(folder)
    frame = queries.figures(edition, subject, year)
    profiles = [profile["name"] for profile in queries.profiles(edition)]
    starred = column == "stars"
    column = f"stars_{profile}" if starred else column
    found = frame.to_dicts()
    values = sorted((row[column] for row in found if row[column] is not None), reverse=True)
    rank_of = {}
    for place, value in enumerate(values, start=1):
        rank_of.setdefault(value, place)
    made = [_row(edition, row, column, rank_of, profiles, profile) for row in found]

    def place(row):
        second = row.location_quotient if starred else row.persons
        return row.value is None, -(row.value or 0), -(second or 0), row.region

    return sorted(made, key=place)


def _row(edition, row, column, rank_of, profiles, chosen):
    return Row(
        region=row["region"],
        name=row["name"],
        country=row["region"][:2],
        value=row[column],
        rank=rank_of.get(row[column]),
        persons=row["persons"],
        location_quotient=row["location_quotient"],
        focus=row["focus"],
        european_share=row["european_share"],
        average_wage=row["average_wage"],
        stars={profile: row[f"stars_{profile}"] for profile in profiles},
        not_known=row.get(f"not_known_{chosen}") or "",
        flags=queries.flags_in_words(edition, row["flags"]),
        modelled=bool(row.get("modelled")) and row["persons"] is not None,
        address=reverse("atlas:region", args=[row["region"]]),
        modelled_share=row.get("modelled_share"),
        coverage=row.get("coverage"),
    )


def ordered(found, choice):
    """Return the rows in the order the visitor asked for; missing values come last either way."""
    key = choice.sort.removeprefix("-")
    if not key:
        return found

    def value(row):
        return row.stars.get(choice.profile) if key == "stars" else getattr(row, key)

    known = [row for row in found if value(row) is not None]
    missing = [row for row in found if value(row) is None]
    return sorted(known, key=value, reverse=choice.sort.startswith("-")) + missing


def bars(found, choice, europe):
    """Return the first regions of the ranking with the length of each bar, and Europe's, in per cent of the longest.

    Three stars are the longest bar of stars, whether any region has them or not.
    Regions that the finding names are marked.
    """
    top = [row for row in found if row.value is not None][:TOP]
    starred = choice.measure.key == "stars"
    longest = MOST_STARS if starred else max((row.value for row in top), default=0) or 1
    headline = {row.region for row in findings.named(choice, found)}
    return [
        {
            "row": row,
            "written": choice.measure.say(row.value, row.modelled),
            "marked": row.region in headline,
            "length": f"{100 * row.value / longest:.1f}",
            "europe": f"{100 * europe / longest:.1f}" if europe and europe <= longest else "",
        }
        for row in top
    ]


def europe(found, choice):
    """Return Europe's value of the measure over the regions that have one, or None where there is no such value."""
    key = choice.measure.key
    if key == "location_quotient":
        return 1.0
    known = [row for row in found if row.persons is not None and row.value is not None]
    people = sum(row.persons for row in known)
    if key == "average_wage" and people:
        return sum(row.persons * row.value for row in known) / people
    if key == "focus":
        denominator = sum(row.persons / row.value for row in known if row.value)
        return sum(row.persons for row in known if row.value) / denominator if denominator else None
    return None


def table(found, choice, classes=0):
    """Return the cells of the whole table, already in words; `classes` is how many make up a cluster."""
    return [
        {
            "row": row,
            "value": choice.measure.write(row.value),
            "persons": (numbers.about if row.modelled else numbers.count)(row.persons),
            "location_quotient": numbers.quotient(row.location_quotient),
            "focus": numbers.share(row.focus),
            "european_share": numbers.share(row.european_share),
            "average_wage": numbers.thousand_euro(row.average_wage),
            "stars": row.stars.get(choice.profile),
            "not_known": row.not_known,
            "covered": _covered(row, classes),
        }
        for row in ordered(found, choice)
    ]


def _covered(row, classes):
    """Return for how many classes of the cluster the source allows a figure, empty where for all or not known."""
    if not classes or row.value is None or row.coverage is None or row.coverage == 1:
        return ""
    return _("{n} of {all} classes").format(n=round(row.coverage * classes), all=classes)
