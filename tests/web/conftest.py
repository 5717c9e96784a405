"""A small edition with figures one can add up by hand, and a client that asks the site for it."""

import polars as pl
import pytest
from django.test import Client

from cluster_observatory.lake import shelves
from cluster_observatory.statistics.profiles import profile
from cluster_observatory.statistics.recent_growth import recent_growth
from cluster_observatory.statistics.resampling import star_probabilities
from cluster_observatory.statistics.specialisation import specialisation
from cluster_observatory.statistics.stars import stars
from cluster_observatory.statistics.uncertainty import quotient_interval, shrunken_quotient
from cluster_observatory.tables.flags import FLAGS
from cluster_observatory.tables.shapes import TYPES, fit, shape
from cluster_observatory.taxonomy import activities, clusters, regions

DATASET = "sbs_r_nuts06_r2"
YEARS = {2010: 2006, 2013: 2013, 2014: 2013}
PROFILES = ("eccp2021", "eco1_2007", "eocic2019", "eocic2020", "uscm")
PERSONS = {
    "DE11": {"C10": 100.0, "C29": 600.0, "J62": 300.0},
    "DE12": {"C10": 200.0, "C29": 150.0, "J62": 250.0},
    "CZ02": {"C10": 50.0, "C29": 150.0, "J62": 20.0},
    "ES24": {"C10": 120.0, "C29": 90.0, "J62": 40.0},
    "FR10": {"C10": 500.0, "C29": None, "J62": 900.0},
    "PT11": {"C10": 300.0, "C29": 10.0, "J62": 80.0},
    "ITC1": {"C10": 180.0, "C29": 160.0, "J62": 90.0},
}
"""Persons employed in 2014; a tenth less in each year before."""

SIZE = 5
"""Persons in each local unit; in 2010 local units were not published."""

WITHOUT_WAGES = {("ITC1", "C29")}


def structure():
    """The figures of the small edition in the shape of the table structure."""
    rows = []
    for year, nuts_edition in YEARS.items():
        for region, by_industry in PERSONS.items():
            for industry, persons in by_industry.items():
                value = None if persons is None else persons * (1 - 0.1 * (2014 - year))
                flags = "c" if persons is None else "b" if (region, year) == ("CZ02", 2013) else ""
                rows.append(_structure_row(region, industry, year, 2, nuts_edition, value, flags))
        for country in ("DE", "CZ", "ES", "FR", "PT"):
            rows.append(_structure_row(country, "C29", year, 0, nuts_edition, 1000.0 + year, ""))
    return pl.DataFrame(rows, infer_schema_length=None)


def _structure_row(region, industry, year, level, nuts_edition, persons, flags):
    wages = None if persons is None or (region, industry) in WITHOUT_WAGES else persons * 0.04
    return {
        "region": region, "industry": industry, "year": year, "level": level, "nuts_edition": nuts_edition,
        "persons": persons, "persons_flags": flags,
        "local_units": None if persons is None or year == 2010 else persons / SIZE, "local_units_flags": "",
        "wages": wages, "wages_flags": "", "dataset": DATASET,
    }  # fmt: skip


def measured(cells, category, region_totals=None):
    """The cells with every measure of the tables of specialisation."""
    against = {"category": category, "region_totals": region_totals}
    found = recent_growth(specialisation(cells, **against), category=category)
    return shrunken_quotient(quotient_interval(found, **against), **against)


def judged(cells, category, name, region_totals=None):
    """The stars of the cells under a profile, with how probable they are, in the shape of their table."""
    rules = profile(name)
    probable = star_probabilities(cells, [rules], category=category, region_totals=region_totals, resamples=20, seed=1)
    key = ["region", category, "year", "profile"]
    whole = stars(cells, rules, category=category).join(probable.drop("resamples"), on=key, how="left")
    share = [] if "modelled_share" in whole.columns else [pl.lit(0.0).alias("modelled_share")]
    whole = whole.with_columns(*share, profile_status=pl.lit(rules.status))
    return fitted(whole, "stars" if category == "industry" else "cluster_stars")


def fitted(table, name):
    """The table in the shape of that name; columns that may be missing and are not there are empty."""
    described = shape(name)
    absent = [
        pl.lit(None, TYPES[column.type]).alias(column.name)
        for column in described.columns
        if column.missing and column.name not in table.columns
    ]
    return fit(table.with_columns(*absent), described)


def tables():
    """Every table that the site reads, computed by the real functions from the small figures."""
    regional = structure().filter(pl.col("level") == 2).rename({"persons_flags": "flags"})
    sectors = measured(regional, "industry")
    totals = sectors.select("region", "year", "region_persons").unique()
    traded = measured(split(regional, "C29", "4"), "cluster", totals)
    alone = measured(split(regional, "C29", "4"), "cluster")
    emerging = measured(split(regional, "J62", "E05"), "cluster", totals)
    by_total = [name for name in PROFILES if name != "uscm"]
    made = {
        "regions": regions.table(),
        "industries": activities.table(),
        "clusters": clusters.table(),
        "cluster_members": clusters.members(),
        "flags": pl.DataFrame(FLAGS, schema=["flag", "name", "description"], orient="row"),
        "structure": structure(),
        "specialisation": sectors,
        "cluster_specialisation": pl.concat([traded, emerging], how="diagonal_relaxed"),
        "stars": pl.concat([judged(sectors, "industry", name) for name in by_total]),
        "cluster_stars": pl.concat(
            [
                *(judged(traded, "cluster", name, totals) for name in by_total),
                *(judged(emerging, "cluster", name, totals) for name in by_total),
                judged(alone, "cluster", "uscm"),
            ]
        ),
        "context": pl.DataFrame(
            [("DE11", "gdp", 2013, 2, 170_000.0, "", "nama_10r_2gdp")],
            schema=["region", "indicator", "year", "level", "value", "flags", "dataset"],
            orient="row",
        ),
        "indicators": pl.DataFrame(
            [("gdp", "Gross domestic product", "million EUR", "nama_10r_2gdp", "")],
            schema=["indicator", "name", "unit", "dataset", "selection"],
            orient="row",
        ),
    }
    return {name: fitted(table, name) for name, table in made.items()}


def split(regional, industry, cluster):
    """The figures of an industry as if they had been split into those of a cluster."""
    return (
        regional.filter(pl.col("industry") == industry)
        .with_columns(
            cluster=pl.lit(cluster),
            modelled_share=pl.lit(1.0),
            modelled=pl.lit(True),
            coverage=pl.lit(1.0),
            negative_residual=pl.lit(False),
        )
        .drop("industry")
    )


def manifest(invented):
    """What the small edition says of itself."""
    return {
        "invented": invented,
        "software": {"name": "cluster-observatory", "version": "test"},
        "classifications": {"activities": "NACE Rev. 2", "regions": ["NUTS 2006", "NUTS 2013"]},
        "profiles": [
            {"name": name, "title": profile(name).title, "status": profile(name).status,
             "source": profile(name).source, "parameters": profile(name).parameters,
             "unverified": ["the cut-off of one criterion"]}
            for name in PROFILES
        ],
        "sources": [
            {"dataset": DATASET, "title": "SBS data by NUTS 2 regions", "producer": "Eurostat", "file": "x.tsv.gz",
             "address": "https://ec.europa.eu/eurostat/x", "read_on": "2026-11-22", "sha256": "ab" * 32, "bytes": 1234,
             "licence": "CC BY 4.0", "licence_address": "https://creativecommons.org/licenses/by/4.0/",
             "citation": "Eurostat, SBS data", "notice": "Source: Eurostat."}
        ],
        "checks": [
            {"name": "keys", "description": "Every key stands once.", "measured": "12 tables", "outcome": "passed"}
        ],
    }  # fmt: skip


def empty(name):
    """A table of that name without rows."""
    return pl.DataFrame(schema={column.name: TYPES[column.type] for column in shape(name).columns})


@pytest.fixture(scope="session")
def small_tables():
    return tables()


@pytest.fixture(scope="session")
def small_manifest():
    return manifest


@pytest.fixture(scope="session")
def small_home(tmp_path_factory, small_tables):
    home = tmp_path_factory.mktemp("home")
    shelves.lay_down(home, small_tables, manifest(invented=False))
    return home


def visitor(home, settings):
    """A browser without a script, on the site of the current edition of a home folder."""
    settings.HOME = home
    settings.ALLOWED_HOSTS = ["testserver"]
    return Client(raise_request_exception=False)


@pytest.fixture
def site(small_home, settings):
    """A browser without a script, on the site of the small edition."""
    return visitor(small_home, settings)


@pytest.fixture
def invented_site(tmp_path, small_tables, settings):
    shelves.lay_down(tmp_path, small_tables, manifest(invented=True))
    return visitor(tmp_path, settings)


@pytest.fixture
def site_without_edition(tmp_path, settings):
    return visitor(tmp_path, settings)


@pytest.fixture
def invented(invented_home, settings):
    """A browser without a script, on the site of Invented Europe."""
    return visitor(invented_home, settings)


@pytest.fixture
def real(real_home, settings):
    """A browser without a script, on the site of the edition that the recorded files give."""
    return visitor(real_home, settings)
