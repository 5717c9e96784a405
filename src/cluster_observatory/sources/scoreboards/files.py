"""Which files of published scoreboards are read, where they come from, and by which reader."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import polars as pl

from cluster_observatory.sources.scoreboards.eqi import read_eqi
from cluster_observatory.sources.scoreboards.panel import read_panel
from cluster_observatory.sources.scoreboards.rci import read_rci
from cluster_observatory.sources.scoreboards.ris import read_ris


@dataclass(frozen=True)
class ScoreboardFile:
    """A file of a published scoreboard: its code, the name it is laid down under, and where it comes from."""

    dataset: str
    file: str
    title: str
    producer: str
    licence: str
    licence_address: str

    @property
    def citation(self) -> str:
        """Return how to cite it."""
        return f"{self.producer}, {self.title}"

    @property
    def notice(self) -> str:
        """Return what must stand beside everything made from it."""
        return f"Source: {self.producer} ({self.title}; {self.licence}); scores made from it are the observatory's own."


@cache
def scoreboard_files() -> dict[str, ScoreboardFile]:
    """Return every file by its code, in the order of files.toml."""
    text = (resources.files("cluster_observatory.sources.scoreboards") / "files.toml").read_text("utf-8")
    return {code: ScoreboardFile(dataset=code, **facts) for code, facts in tomllib.loads(text).items()}


def read_scoreboards(files: Mapping[str, tuple[bytes, str]]) -> dict[str, pl.DataFrame]:
    """Return the observations of every scoreboard whose files are all there, by its code.

    Takes the bytes and the name of each file by its code; the competitiveness index
    needs its metadata beside the data.  Unpacked, a file may have 100 million bytes
    (`observations.LARGEST`), far more than any has.  Raises SourceChanged as the
    readers do.
    """
    found = {}
    if {"rci_2022", "rci_2022_indicators"} <= files.keys():
        (data, name), (metadata, its_name) = files["rci_2022"], files["rci_2022_indicators"]
        found["rci_2022"] = read_rci(data, name, metadata=metadata, metadata_name=its_name)
    for code, read in (("ris_2023", read_ris), ("eqi_2021", read_eqi), ("i40", read_panel)):
        if code in files:
            found[code] = read(*files[code])
    return found
