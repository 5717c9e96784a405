"""The stars of an edition: the profiles a kind of subject has, and each star with how sure it is.

Stars under every profile are by far the largest tables of an edition: only the rows that are asked for are read.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import part
from cluster_observatory.web.atlas import certainty, queries

CRITERIA = (
    *("size", "specialisation", "focus", "productivity"),
    *("growth", "units", "sme_performance", "innovation_leaders"),
)
"""Every criterion of any profile, in the order in which pages name them."""

PREFERRED = "eocic2019"
"""The profile shown where none is asked for, if the edition has it."""


@dataclass(frozen=True)
class Star:
    """One criterion of a profile: met or not, None where it could not be judged, and how probable it is."""

    criterion: str
    met: bool | None
    probability: float | None

    @property
    def is_unsure(self):
        """Return whether the star is got, but less than likely."""
        return bool(self.met) and certainty.is_unsure(self.probability)


@dataclass(frozen=True)
class Stars:
    """The stars of a region in a sector or cluster under one profile; `count` is None where persons is not known."""

    count: int | None = None
    each: tuple = field(default=())
    tier: str | None = None
    tier_at_least: str | None = None
    is_cluster: bool | None = None
    probability: float | None = None
    stands: str | None = None
    has_tiers: bool = False

    @property
    def not_known(self):
        """Return the criteria that could not be judged."""
        return [star.criterion for star in self.each if star.met is None] if self.count is not None else []

    @property
    def judged(self):
        """Return how many criteria could be judged."""
        return sum(star.met is not None for star in self.each)


def profiles(edition, kind):
    """Return the profiles that have stars for a kind of subject, as the manifest describes them."""
    named = _profiles(edition.folder, kind)
    return [profile for profile in edition.manifest["profiles"] if profile["name"] in named]


@lru_cache(maxsize=16)
def _profiles(folder: Path, kind):
    edition = Edition(folder)
    _table, stars, column = queries.TABLES[kind]
    codes = list(queries.subjects(edition, kind))
    if not codes:
        return frozenset()
    # One subject has them all: a profile is defined for a whole kind.
    return frozenset(part(edition, stars, ["profile"], **{column: codes[0]})["profile"])


def preferred(edition, kind):
    """Return the name of the profile that is shown where none is asked for, empty where there are no stars."""
    known = [profile["name"] for profile in profiles(edition, kind)]
    return next((name for name in (PREFERRED, *known) if name in known), "")


def profile(edition, name):
    """Return the manifest's entry of a profile, or None."""
    return next((profile for profile in edition.manifest["profiles"] if profile["name"] == name), None)


def criteria(edition, name):
    """Return the criteria of a profile in the order of pages."""
    found = profile(edition, name)
    return [criterion for criterion in CRITERIA if criterion in found["parameters"]] if found else []


def has_tiers(edition, name):
    """Return whether a profile sorts clusters into tiers."""
    found = profile(edition, name)
    return bool(found) and any(parameter.startswith("tier ") for parameter in found["parameters"])


def of_subject(edition, subject, year, name):
    """Return the published rows of a sector or cluster in a year under one profile: one per region, all columns."""
    return _of_subject(edition.folder, subject, year, name)


@lru_cache(maxsize=64)
def _of_subject(folder: Path, subject, year, name):
    _table, stars, column = queries.TABLES[subject.kind]
    return part(Edition(folder), stars, **{column: subject.code, "year": year, "profile": name})


def of_region(edition, kind, region, year, name):
    """Return the published rows of a region in a year under one profile: one per sector or cluster, all columns."""
    return part(edition, queries.TABLES[kind][1], region=region, year=year, profile=name)


def by_code(edition, rows, column, name):
    """Return the stars of published rows by region, or by the sector or cluster that `column` holds."""
    asked, tiers = criteria(edition, name), has_tiers(edition, name)
    return {row[column]: _stars(row, asked, tiers) for row in rows.iter_rows(named=True)}


def _stars(row, asked, tiers):
    employs = row["stars"] is not None and (row["size_value"] or 0) > 0
    each = [
        Star(name, row[f"{name}_star"] if employs else False, row.get(f"{name}_probability") if employs else None)
        for name in asked
    ]
    return Stars(
        count=row["stars"],
        each=tuple(each),
        tier=row.get("tier"),
        tier_at_least=row.get("tier_at_least"),
        is_cluster=row.get("is_cluster"),
        probability=row.get("cluster_probability"),
        stands=row.get("stands"),
        has_tiers=tiers,
    )
