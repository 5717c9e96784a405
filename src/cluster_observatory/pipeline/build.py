"""From snapshots to a published edition: read, harmonise, compute, check, lay down."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from cluster_observatory import __version__
from cluster_observatory.errors import NotFound
from cluster_observatory.lake import shelves
from cluster_observatory.pipeline import checks, compute, demography, scoreboards
from cluster_observatory.pipeline.estimates import RULE, estimates
from cluster_observatory.pipeline.innovation import innovation_tables
from cluster_observatory.pipeline.levels import level_tables
from cluster_observatory.pipeline.peers import PEERS, peer_tables
from cluster_observatory.pipeline.relations import relation_tables
from cluster_observatory.pipeline.series import series, targets
from cluster_observatory.pipeline.structural import structural_tables
from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.sources.crosswalks import read_crosswalk
from cluster_observatory.sources.datasets import Dataset, datasets, needed
from cluster_observatory.sources.eurostat import meanings
from cluster_observatory.sources.eurostat.tsv import read_tsv
from cluster_observatory.sources.scoreboards import supply
from cluster_observatory.sources.scoreboards.files import read_scoreboards, scoreboard_files
from cluster_observatory.sources.scoreboards.ris import ris_indicators
from cluster_observatory.statistics.profiles import Profile, profile, profile_names
from cluster_observatory.tables import flags
from cluster_observatory.tables.origins import Origin
from cluster_observatory.tables.shapes import fit, shape
from cluster_observatory.taxonomy import activities, clusters, regions, versions

CROSSWALK = "nuts_crosswalk_"
"""How the codes of cross-walks between editions of NUTS begin; what follows is the name of the file."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Input:
    """One provider's file: where it came from, and its bytes on demand."""

    origin: Origin
    read: Callable[[], bytes]


def build(
    home: Path, inputs: Iterable[Input], *, largest: int, progress: Progress, accept_shrinkage: bool = False
) -> Path:
    """Build an edition from the given files, publish it under the home folder, and return its folder.

    The same files give the same edition to the byte, whenever and wherever it
    is built.  ``largest`` is the size guard for unpacked files, in bytes;
    ``progress`` is told what is being done and how much of it is behind us.
    Cross-walks between editions of NUTS (codes that begin with `CROSSWALK`) serve
    the table ``series``.  ``accept_shrinkage`` publishes also where a source has far fewer figures
    than in the last edition.

    Raises NotFound where no file tells of regional structure, SourceChanged
    where a file is not what its reader expects, BadTable or CheckFailed where
    the result is not fit to be published.  Nothing is published then.
    """
    known, inputs = datasets(), list(inputs)
    crosswalks = [one for one in inputs if one.origin.dataset.startswith(CROSSWALK)]
    used = sorted((one for one in inputs if one.origin.dataset in needed()), key=lambda one: one.origin.dataset)
    published = [one for one in inputs if one.origin.dataset in scoreboard_files()]
    of_firms = [one for one in inputs if one.origin.dataset in demography.DATASETS]
    steps = len(used) + 9
    files = _files(published)
    cells = read_scoreboards(files)
    harmonised = Harmonised()
    for number, one in enumerate(used):
        progress(f"Reading {one.origin.dataset}", number, steps)
        harmonised.take(known[one.origin.dataset], one, largest)
    if not harmonised.structure:
        expected = ", ".join(code for code, dataset in known.items() if dataset.kind == "structure")
        raise NotFound(
            f"None of the files tells how many people work in which region and industry. Expected one of: {expected}. "
            "Read them with `observatory refresh`, or name a folder that holds them with --from."
        )
    progress("Computing sectors", len(used), steps)
    structure = fit(pl.concat(harmonised.structure), shape("structure"))
    profiles = [profile(name) for name in profile_names()]
    flows = versions.flows(*(read_crosswalk(one.read(), one.origin.file) for one in crosswalks))
    sectors = [compute.sectors(structure, flows)]
    tables = _reference_tables() | {
        "structure": structure,
        "specialisation": compute.figures(sectors, "specialisation"),
        "stars": compute.star_table(
            sectors, profiles, [compute.swept_clusters(one, profiles) for one in sectors], "stars"
        ),
    }
    tables |= level_tables(structure, sectors[0])
    progress("Splitting and computing clusters", len(used) + 1, steps)
    split = compute.split_clusters(structure, flows)
    tables["cluster_specialisation"] = compute.figures(split, "cluster_specialisation")
    swept = [compute.swept_clusters(one, profiles) for one in split]
    tables["cluster_stars"] = compute.star_table(split, profiles, swept, "cluster_stars")
    tables |= compute.sweep_tables(split, profiles, swept)
    tables |= _context_tables(harmonised.context)
    if harmonised.business:
        tables["business_figures"] = pl.concat(harmonised.business)
    progress("Describing structure and relations", len(used) + 2, steps)
    tables |= structural_tables([*sectors, *split], tables.get("business_figures"))
    tables |= relation_tables(sectors[0])
    progress("Estimating gaps", len(used) + 3, steps)
    tables["estimates"] = estimates(structure)
    progress("Making one series of the editions of NUTS", len(used) + 4, steps)
    tables["series"] = series(structure, flows)
    progress("Scoring", len(used) + 5, steps)
    tables |= _scoreboard_tables(files, cells, harmonised.observations, tables, flows)
    progress("Counting firms", len(used) + 6, steps)
    tables |= demography.demography_tables(_files(of_firms), largest=largest)
    progress("Checking", len(used) + 7, steps)
    outcomes = checks.checks(tables, harmonised.rates)
    invented = any(one.origin.invented for one in used)
    if (last := _last(home, invented)) is not None and not accept_shrinkage:
        checks.refuse_shrinkage(structure, last)
    progress("Laying down", len(used) + 8, steps)
    fitted = {name: fit(table, shape(name)) for name, table in sorted(tables.items())}
    folder = shelves.lay_down(
        home, fitted, _manifest([*used, *published, *of_firms, *crosswalks], profiles, structure, outcomes, invented)
    )
    progress("Done", steps, steps)
    return folder


class Harmonised:
    """What the files say in our words, gathered file by file."""

    def __init__(self) -> None:
        self.structure: list[pl.DataFrame] = []
        self.context: list[pl.DataFrame] = []
        self.rates: list[pl.DataFrame] = []
        self.business: list[pl.DataFrame] = []
        self.observations: dict[str, pl.DataFrame] = {}

    def take(self, dataset: Dataset, one: Input, largest: int) -> None:
        """Read one file and add what it says."""
        observations = read_tsv(one.read(), one.origin.file, largest=largest)
        if dataset.code in supply.datasets():
            self.observations[dataset.code] = observations
        if dataset.kind == "structure":
            self.structure.append(meanings.structure(observations, dataset, name=one.origin.file))
            self.rates.append(meanings.published_rates(observations, dataset, name=one.origin.file))
        elif dataset.kind == "context":
            self.context.append(meanings.context(observations, dataset, name=one.origin.file))
        else:
            wide = meanings.measures(observations, dataset, name=one.origin.file)
            self.business += [_figures(wide, measure, dataset.code) for measure in dataset.measures.values()]


def _scoreboard_tables(
    files: dict[str, tuple[bytes, str]],
    cells: dict[str, pl.DataFrame],
    observations: dict[str, pl.DataFrame],
    tables: dict[str, pl.DataFrame],
    flows: pl.DataFrame,
) -> dict[str, pl.DataFrame]:
    """Return the tables of scoreboards and peers, as far as the files at hand allow them."""
    boards = scoreboards.scored({**observations, **cells})
    found = scoreboards.scoreboard_tables(boards)
    found |= peer_tables(tables["structure"], tables.get("context"), flows, boards)
    if "ris_2023" in cells:
        found |= innovation_tables(cells["ris_2023"], ris_indicators(*files["ris_2023"]))
    return found


def _files(inputs: list[Input]) -> dict[str, tuple[bytes, str]]:
    """Return the bytes and the name of each file by its code."""
    return {one.origin.dataset: (one.read(), one.origin.file) for one in inputs}


def _last(home: Path, invented: bool) -> pl.DataFrame | None:
    folder = shelves.current_edition(home)
    if folder is None or (last := Edition(folder)).invented != invented:
        return None
    return last.table("structure").select("dataset", "persons").collect()


def _figures(wide: pl.DataFrame, measure: str, code: str) -> pl.DataFrame:
    said = wide.filter(pl.col(measure).is_not_null() | (pl.col(f"{measure}_flags") != ""))
    return said.select(
        *("region", "industry", "year"),
        dataset=pl.lit(code),
        measure=pl.lit(measure),
        level=pl.col("region").str.len_chars().cast(pl.Int64) - 2,
        value=measure,
        flags=f"{measure}_flags",
    )


def _reference_tables() -> dict[str, pl.DataFrame]:
    return {
        "industries": activities.table(),
        "clusters": clusters.table(),
        "cluster_members": clusters.members(),
        "regions": regions.table(),
        "flags": flags.table(),
    }


def _context_tables(frames: list[pl.DataFrame]) -> dict[str, pl.DataFrame]:
    if not frames:
        return {}
    context = pl.concat(frames)
    described = meanings.indicators().filter(pl.col("indicator").is_in(context["indicator"].unique().implode()))
    return {"context": context, "indicators": described}


def _manifest(
    used: list[Input],
    profiles: list[Profile],
    structure: pl.DataFrame,
    outcomes: list[checks.Outcome],
    invented: bool,
) -> dict[str, Any]:
    editions = structure["nuts_edition"].unique().sort().to_list()
    return {
        "software": {"name": "cluster-observatory", "version": __version__},
        "invented": invented,
        "classifications": {"activities": "NACE Rev. 2", "regions": [f"NUTS {edition}" for edition in editions]},
        "profiles": [_profile(one) for one in profiles],
        "methods": _methods(structure),
        "sources": [one.origin.as_data() for one in used],
        "checks": [outcome.as_data() for outcome in outcomes],
    }


def _methods(structure: pl.DataFrame) -> dict[str, str]:
    """Return the parameters of the computation that no profile sets, in words."""
    return {
        "interval of the location quotient": f"{100 * compute.LEVEL:g} %, local units as the sample, dispersion 1",
        "resampling": f"{compute.RESAMPLES} resamplings, seed {compute.SEED}, dispersion 1",
        "estimate of gaps": RULE,
        "series in": ", ".join(f"NUTS {target}" for target in targets(structure)),
        "weight of divided regions": "population 2018, else area, else equal parts",
        "clusters": "four-digit classes split from the nearest published figure in equal parts",
        "ranks of scoreboards": scoreboards.DOUBTS,
        "firms": demography.SUPPRESSION,
        "peers": f"{PEERS} nearest, by shares of sectors and size of units, each group of variables weighing the same",
        "related sectors": "proximity at or above the 90th percentile of the year's pairs",
    }


def _profile(one: Profile) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "status": one.status,
        "source": one.source,
        "parameters": one.parameters,
        "unverified": list(one.unverified),
    }
