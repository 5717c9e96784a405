"""Invented Europe as files with their origins: what stands in for the providers where there is no network."""

import hashlib
import io
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl

from cluster_observatory.sources.datasets import dataset
from cluster_observatory.sources.eurostat.addresses import file_name
from cluster_observatory.sources.registers.invented import Invention, invented_firms
from cluster_observatory.sources.sample import innovation, scoreboards, writing
from cluster_observatory.sources.sample.development import development
from cluster_observatory.sources.sample.figures import Year, figures
from cluster_observatory.sources.sample.scoreboards import INHABITANTS_PER_PERSON
from cluster_observatory.sources.sample.world import World, regions_of, world
from cluster_observatory.sources.scoreboards.files import scoreboard_files
from cluster_observatory.tables.origins import Origin

SEED = 2019
OLDER_YEARS = range(2008, 2016)
PRESENT_YEARS = range(2021, 2024)
LAID_DOWN_ON = "2026-11-22"
NOTICE = "These figures are invented. They tell nothing about any real region or industry."
OUTPUT_PER_PERSON = 68_000

REGISTER = "register"
"""Code of the register of firms among the files of an edition; its file is Parquet."""

REGISTERED = Invention(
    firms=12_000,
    first=2016,
    last=2023,
    regions=tuple(code for code in regions_of(2021) if code[:2] == "AT"),
    industries=("C28", "G47", "J62", "M71"),
)


class File(NamedTuple):
    """One invented file: its bytes, and an origin that says what it is."""

    origin: Origin
    data: bytes


def files(seed: int = SEED) -> list[File]:
    """Return Invented Europe, each file with an origin that says it is invented."""
    return [File(_origin(code, data, seed), data) for code, data in generate(seed).items()]


def generate(seed: int = SEED) -> dict[str, bytes]:
    """Return the invented files by dataset, the same bytes for the same seed.

    sbs_r_nuts06_r2 in the older form (2008-2015), sbs_r_nuts2021 in the present
    one (2021-2023), nama_10r_2gdp in the older form.  Regions and activities
    are real codes of the edition of each year; figures have heavy tails and add
    up from NUTS 2 and division to NUTS 0 and section; about 6 % are
    confidential; the clusters of planted.toml are there.

    rci_2022 with its metadata, ris_2023, eqi_2021 and i40, with the indicators that
    the observatory's scoreboards take, and a register of firms of nine regions and
    four divisions (`REGISTERED`).  These are drawn by generators of their own.
    """
    random = np.random.default_rng(seed)
    older, present = dataset("sbs_r_nuts06_r2"), dataset("sbs_r_nuts2021")
    editions = {year: older.nuts_edition(year) for year in OLDER_YEARS}
    editions |= {year: present.nuts_edition(year) for year in PRESENT_YEARS}
    there = world(random, tuple(sorted(set(editions.values()))))
    years = {
        year: figures(
            there,
            random,
            year,
            edition,
            groups=year in OLDER_YEARS,
            last=year in (OLDER_YEARS[-1], PRESENT_YEARS[-1]),
        )
        for year, edition in editions.items()
    }
    in_older = {year: years[year] for year in OLDER_YEARS}
    in_present = {year: years[year] for year in PRESENT_YEARS}
    return {
        older.code: writing.structure_file(in_older, older.measures, writing.OLDER),
        present.code: writing.structure_file(in_present, present.measures, writing.PRESENT),
        "nama_10r_2gdp": _output(there, in_older),
        **_scoreboards(there, seed),
        REGISTER: _register(seed),
    }


def _scoreboards(there: World, seed: int) -> dict[str, bytes]:
    far = development(there, np.random.default_rng([seed, 1]))
    data, metadata = scoreboards.competitiveness(far)
    return {
        "rci_2022": data,
        "rci_2022_indicators": metadata,
        "ris_2023": innovation.innovation_scoreboard(there, far),
        "eqi_2021": scoreboards.quality_of_government(far),
        "i40": scoreboards.panel(there, far),
    }


def _register(seed: int) -> bytes:
    written = io.BytesIO()
    invented_firms(replace(REGISTERED, seed=seed)).sort("year", "firm").write_parquet(written)
    return written.getvalue()


def _output(there: World, years: dict[int, Year]) -> bytes:
    regions = sorted({region for year in years.values() for region in year.regions})
    units = ("MIO_EUR", "EUR_HAB", "PPS_HAB", "PPS_HAB_EU")
    cells = {number: pl.concat(_output_cells(there, year, regions)) for number, year in years.items()}
    return writing.write(writing.OLDER_CONTEXT, [f"{unit},{region}" for unit in units for region in regions], cells)


def _output_cells(there: World, year: Year, regions: list[str]) -> list[pl.Series]:
    sections = [len(industry) == 1 for industry in year.industries]
    persons = dict(zip(year.regions, year.values["persons"][:, sections].sum(axis=1), strict=True))
    average = float(np.mean(list(there.country_wage.values())))
    level = np.array([there.country_wage[region[:2]] / average for region in regions])
    working = np.array([persons.get(region, np.nan) for region in regions])
    output = np.rint(working * level * OUTPUT_PER_PERSON / 1e6)
    per_head = np.rint(output * 1e6 / (working * INHABITANTS_PER_PERSON) / 100) * 100
    in_standards = np.rint(per_head / np.sqrt(level) / 100) * 100
    europe = np.nansum(in_standards * working) / np.nansum(working)
    no_flags = np.full(len(regions), "", dtype="<U1")
    series = (output, per_head, in_standards, np.rint(100 * in_standards / europe))
    return [writing.cells_of(values, no_flags, 0) for values in series]


def _named(code: str) -> tuple[str, str]:
    """Return the title and the file of what stands in for a dataset."""
    if code == REGISTER:
        return "Invented register of firms", "register.parquet"
    if code in scoreboard_files():
        published = scoreboard_files()[code]
        return f"Invented figures in the form of: {published.title}", published.file
    return f"Invented figures in the form of: {dataset(code).title}", file_name(code)


def _origin(code: str, data: bytes, seed: int) -> Origin:
    title, file = _named(code)
    return Origin(
        dataset=code,
        title=title,
        producer="Cluster Observatory, generator of Invented Europe",
        file=file,
        address=f"invented:{code}?seed={seed}",
        read_on=LAID_DOWN_ON,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        licence="none needed: invented",
        licence_address="",
        citation="Invented Europe, the observatory's sample of invented figures",
        notice=NOTICE,
        invented=True,
    )
