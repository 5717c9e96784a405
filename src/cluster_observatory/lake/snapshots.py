"""Snapshots: the bytes that a provider gave, as they came, dated, with their origin; never edited.

    <home>/snapshots/<dataset>/<first day>-<first 12 of the SHA-256>/<file>
    <home>/snapshots/<dataset>/<first day>-<first 12 of the SHA-256>/origin.json
    <home>/snapshots/<dataset>/readings         one line per reading: day, folder

A snapshot is written into a folder of its own and renamed into place, so it is
whole or not there.  The same bytes have one folder, and every reading that gave
them has its line: a provider who goes back to older bytes makes these the newest.
A folder without a line (its process was killed) counts as read on its first day.
"""

import hashlib
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cluster_observatory.errors import BadTable
from cluster_observatory.lake.folders import put_in_place, to_disk
from cluster_observatory.tables.origins import Origin

_READING = re.compile(r"(\d{4}-\d{2}-\d{2}) (\S+)")


@dataclass(frozen=True)
class Snapshot:
    """One file as a provider gave it, with its origin and the ISO date on which it was read last."""

    folder: Path
    origin: Origin
    read_on: str

    @property
    def file(self) -> Path:
        """Return where the bytes lie."""
        return self.folder / self.origin.file


def lay_down(home: Path, origin: Origin, file: Path, *, read_on: str = "") -> Snapshot:
    """Copy a file among the snapshots, with its origin, in one rename, and return the snapshot.

    Bytes that lie there already make no second snapshot: only the reading is
    recorded, and the one there is returned with the origin of its first reading.
    ``read_on`` is the day of this reading, by default that of the origin.  The
    caller holds the lock of the home folder (`locks.alone`).
    """
    day = read_on or origin.read_on
    shelf = home / "snapshots" / origin.dataset
    shelf.mkdir(parents=True, exist_ok=True)
    there = [one.folder for one in _of(home, origin.dataset) if one.origin.sha256 == origin.sha256]
    folder = there[0] if there else shelf / f"{day}-{origin.sha256[:12]}"
    if not there:
        _put(home / "snapshots", folder, origin, file)
    _record(shelf, f"{day} {folder.name}\n")
    return next(one for one in _of(home, origin.dataset) if one.folder == folder)


def all_snapshots(home: Path) -> list[Snapshot]:
    """Return every snapshot, dataset by dataset, the one read last at the end."""
    shelf = home / "snapshots"
    datasets = sorted(folder.name for folder in shelf.iterdir()) if shelf.is_dir() else []
    return [snapshot for dataset in datasets if not dataset.startswith(".") for snapshot in _of(home, dataset)]


def newest(home: Path, dataset: str) -> Snapshot | None:
    """Return the snapshot of a dataset that was read last, or None where there is none."""
    return next(reversed(_of(home, dataset)), None)


def all_newest(home: Path) -> list[Snapshot]:
    """Return the snapshot of every dataset that was read last, in the order of their codes."""
    return list({snapshot.origin.dataset: snapshot for snapshot in all_snapshots(home)}.values())


def read(snapshot: Snapshot) -> bytes:
    """Return the bytes of a snapshot; raises BadTable where they are gone or no longer those that were laid down."""
    if not snapshot.file.is_file():
        raise BadTable(f"The snapshot {snapshot.file} is gone. Delete its folder and run `observatory refresh`.")
    data = snapshot.file.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != snapshot.origin.sha256:
        raise BadTable(
            f"The snapshot {snapshot.file} was changed after it was laid down: expected SHA-256 "
            f"{snapshot.origin.sha256[:12]}…, found {found[:12]}…. Delete its folder and run `observatory refresh`."
        )
    return data


def _of(home: Path, dataset: str) -> list[Snapshot]:
    shelf = home / "snapshots" / dataset
    described = shelf.glob("*/origin.json") if shelf.is_dir() else ()
    readings = _readings(shelf)
    last = {folder: (day, line) for line, (day, folder) in sorted(enumerate(readings), key=lambda one: one[1][0])}
    found = []
    for file in described:
        folder = file.parent
        if not folder.name.startswith("."):
            day, line = last.get(folder.name, (folder.name[:10], len(readings)))
            origin = Origin.from_json(file.read_text("utf-8"), str(file))
            found.append((day, line, folder.name, Snapshot(folder, origin, day)))
    return [snapshot for *_, snapshot in sorted(found, key=lambda one: one[:3])]


def _readings(shelf: Path) -> list[tuple[str, str]]:
    file = shelf / "readings"
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    found = [_READING.fullmatch(line) for line in lines]
    if None in found:
        met = lines[found.index(None)]
        raise BadTable(
            f"{file}, line {found.index(None) + 1}: expected a day and a folder, found {met!r}. Delete the line."
        )
    return [(reading[1], reading[2]) for reading in found if reading]


def _record(shelf: Path, line: str) -> None:
    file, draft = shelf / "readings", shelf / ".readings"
    before = file.read_text("utf-8") if file.is_file() else ""
    if not before.endswith(line):
        draft.write_text(before + line, "utf-8")
        to_disk(draft)
        draft.replace(file)


def _put(shelf: Path, folder: Path, origin: Origin, file: Path) -> None:
    for left in shelf.glob(".laying-*"):
        shutil.rmtree(left, ignore_errors=True)
    workplace = Path(tempfile.mkdtemp(prefix=".laying-", dir=shelf))
    shutil.copyfile(file, workplace / origin.file)
    (workplace / "origin.json").write_text(origin.to_json(), "utf-8")
    for written in workplace.iterdir():
        to_disk(written)
    workplace.chmod(0o755)
    if folder.is_dir() and not (folder / "origin.json").is_file():
        shutil.rmtree(folder)
    put_in_place(workplace, folder)
