"""The world behind Invented Europe: how large its countries, regions and industries are, and where its clusters lie."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import polars as pl
from numpy.typing import NDArray

from cluster_observatory.taxonomy import activities, regions

COUNTRIES = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT"),
    *("LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "UK"),
)
SECTIONS = "BCDEFGHIJLMN"
BEYOND_SECTIONS = ("S95",)
TRADE = ("G45", "G46", "G47")
PERSONS_PER_REGION = 470_000

Figures = NDArray[np.float64]


@dataclass(frozen=True)
class Planted:
    """One cluster that the generator puts there on purpose."""

    region: str
    industry: str
    location_quotient: float


@dataclass(frozen=True)
class World:
    """What stays the same from year to year; arrays follow the order of regions and divisions."""

    regions: tuple[str, ...]
    divisions: tuple[str, ...]
    weight: Figures  # size of each region beside the others of its country
    country_persons: dict[str, float]
    country_growth: dict[str, float]
    country_wage: dict[str, float]  # thousand EUR a year per person employed
    share: Figures  # of each division in all persons employed
    affinity: Figures  # region x division: 1 where the region has its share
    unit_size: Figures  # persons per local unit of each division
    wage_factor: Figures  # of each division beside its country's wage
    group_shares: dict[str, Figures]  # of the groups of trade in their divisions


@cache
def planted() -> tuple[Planted, ...]:
    """Return the planted clusters, as planted.toml lists them."""
    text = (resources.files("cluster_observatory.sources.sample") / "planted.toml").read_text("utf-8")
    return tuple(Planted(**cluster) for cluster in tomllib.loads(text)["planted"])


@cache
def regions_of(edition: int) -> tuple[str, ...]:
    """Return the NUTS-2 codes of an edition in the countries that the files cover."""
    here = (pl.col("nuts_edition") == edition) & (pl.col("level") == 2) & pl.col("country").is_in(COUNTRIES)
    codes = regions.table().filter(here)["region"]
    return tuple(sorted(code for code in codes if not regions.is_no_region(code)))


def world(random: np.random.Generator, editions: tuple[int, ...]) -> World:
    """Return a world drawn by ``random``, with the regions of all the given editions of NUTS.

    Regions and industries have heavy tails (log-normal); some industries are
    found in few regions only.
    """
    codes = tuple(sorted({code for edition in editions for code in regions_of(edition)}))
    divisions = _divisions()
    shape = (len(codes), len(divisions))
    count = {
        country: max(sum(code[:2] == country for code in regions_of(edition)) for edition in editions)
        for country in COUNTRIES
    }
    share = random.lognormal(0, 1.2, len(divisions))
    presence = random.beta(6, 1, len(divisions))
    found = random.random(shape) < presence
    return World(
        regions=codes,
        divisions=divisions,
        weight=random.lognormal(0, 0.7, len(codes)),
        country_persons={
            country: number * PERSONS_PER_REGION * float(random.lognormal(0, 0.3)) for country, number in count.items()
        },
        country_growth={country: float(random.normal(0.006, 0.008)) for country in COUNTRIES},
        country_wage={country: float(random.lognormal(np.log(24), 0.5)) for country in COUNTRIES},
        share=share / share.sum(),
        affinity=random.lognormal(0, 0.75, shape) * found,
        unit_size=1 + random.lognormal(np.log(7), 0.8, len(divisions)),
        wage_factor=random.lognormal(0, 0.3, len(divisions)),
        group_shares={division: random.dirichlet(np.full(number, 2.0)) for division, number in _trade_groups().items()},
    )


def groups_of(division: str) -> tuple[str, ...]:
    """Return the codes of the groups of a division."""
    return tuple(activities.table().filter(level=3, division=division)["industry"])


def _trade_groups() -> dict[str, int]:
    return {division: len(groups_of(division)) for division in TRADE}


def _divisions() -> tuple[str, ...]:
    here = (pl.col("level") == 2) & (
        pl.col("section").is_in(list(SECTIONS)) | pl.col("industry").is_in(BEYOND_SECTIONS)
    )
    return tuple(sorted(activities.table().filter(here)["industry"]))
