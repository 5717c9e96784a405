"""Files of published scoreboards at hand: laid down and read like any provider's."""

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.lake import locks, snapshots
from cluster_observatory.lake.snapshots import Snapshot
from cluster_observatory.pipeline.build import Input
from cluster_observatory.sources.download import Received
from cluster_observatory.sources.scoreboards.files import ScoreboardFile, read_scoreboards, scoreboard_files
from cluster_observatory.tables.origins import Origin

RCI = ("rci_2022", "rci_2022_indicators")
"""Files that are read together."""


def take_scoreboards(home: Path, folder: Path, *, today: date | None = None) -> list[Snapshot]:
    """Lay down the files of published scoreboards in a folder and below it as snapshots, and return these.

    Raises NotFound where there is none, BadTable where one is there twice,
    SourceChanged where one cannot be read (nothing is laid down then), NotPossible
    while another process writes in the home folder.
    """
    found = _files_in(folder)
    read_scoreboards({one.dataset: (file.read_bytes(), file.name) for one, file in found})
    day = (today or datetime.now(UTC).date()).isoformat()
    with locks.alone(home):
        return [
            snapshots.lay_down(home, _origin(one, came), came.file, read_on=day)
            for one, came in ((one, _at_hand(file)) for one, file in found)
        ]


def scoreboard_inputs(folder: Path) -> list[Input]:
    """Return the files of published scoreboards in a folder and below it, for a build that keeps no copy of them.

    Raises NotFound and BadTable as `take_scoreboards` does.
    """
    return [Input(_origin(one, _at_hand(file)), file.read_bytes) for one, file in _files_in(folder)]


def scoreboard_snapshots(home: Path) -> list[Input]:
    """Return the newest snapshot of every file of a published scoreboard, none where there is none."""
    newest = [one for one in snapshots.all_newest(home) if one.origin.dataset in scoreboard_files()]
    return [Input(one.origin, partial(snapshots.read, one)) for one in newest]


def _files_in(folder: Path) -> list[tuple[ScoreboardFile, Path]]:
    if not folder.is_dir():
        raise NotFound(f"There is no folder {folder}. Name the folder that holds the files.")
    found = [
        (one, file) for one in scoreboard_files().values() for file in sorted(folder.rglob(one.file)) if file.is_file()
    ]
    if not found:
        names = ", ".join(one.file for one in scoreboard_files().values())
        raise NotFound(f"There is no file of a scoreboard in {folder} or below. Expected some of: {names}.")
    codes = [one.dataset for one, _ in found]
    for code, other in (RCI, RCI[::-1]):
        if code in codes and other not in codes:
            raise NotFound(f"{folder} holds {_name(code)} without {_name(other)}, which it is read with. Add that.")
    for one, file in found:
        if codes.count(one.dataset) > 1:
            raise BadTable(f"{folder} holds {one.file} more than once, also as {file}. Leave one of them.")
    return found


def _name(code: str) -> str:
    return scoreboard_files()[code].file


def _at_hand(file: Path) -> Received:
    return Received.whole(f"file:{file.name}", file)


def _origin(one: ScoreboardFile, came: Received) -> Origin:
    return Origin(
        dataset=one.dataset,
        title=one.title,
        producer=one.producer,
        file=one.file,
        address=came.address,
        read_on="",
        sha256=came.sha256,
        bytes=came.bytes,
        licence=one.licence,
        licence_address=one.licence_address,
        citation=one.citation,
        notice=one.notice,
    )
