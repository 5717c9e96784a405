"""Snapshots: the bytes that a provider gave, as they came, dated, with their origin; never edited.

    <home>/snapshots/<dataset>/<read_on>-<first 12 of the SHA-256>/<file>
    <home>/snapshots/<dataset>/<read_on>-<first 12 of the SHA-256>/origin.json

A snapshot is written into a folder of its own and renamed into place, so it is
whole or not there.
"""

import hashlib
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from cluster_observatory.errors import BadTable
from cluster_observatory.tables.origins import Origin

DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Snapshot:
    """One file as a provider gave it on a day, with its origin."""

    folder: Path
    origin: Origin

    @property
    def file(self) -> Path:
        """Return where the bytes lie."""
        return self.folder / self.origin.file


def lay_down(home: Path, origin: Origin, file: Path) -> Snapshot:
    """Copy a file among the snapshots, with its origin, in one rename, and return the snapshot.

    Bytes that lie there already make no second snapshot: the one there is returned.
    """
    for snapshot in _of(home, origin.dataset):
        if snapshot.origin.sha256 == origin.sha256:
            return snapshot
    shelf = home / "snapshots"
    final = shelf / origin.dataset / f"{origin.read_on}-{origin.sha256[:12]}"
    final.parent.mkdir(parents=True, exist_ok=True)
    _sweep(shelf)
    workplace = Path(tempfile.mkdtemp(prefix=".laying-", dir=shelf))
    shutil.copyfile(file, workplace / origin.file)
    (workplace / "origin.json").write_text(origin.to_json(), "utf-8")
    for written in workplace.iterdir():
        with written.open("rb") as handle:
            os.fsync(handle.fileno())
    workplace.chmod(0o755)
    workplace.rename(final)
    return Snapshot(final, origin)


def all_snapshots(home: Path) -> list[Snapshot]:
    """Return every snapshot, dataset by dataset, oldest first."""
    shelf = home / "snapshots"
    datasets = sorted(folder.name for folder in shelf.iterdir()) if shelf.is_dir() else []
    return [snapshot for dataset in datasets if not dataset.startswith(".") for snapshot in _of(home, dataset)]


def newest(home: Path, dataset: str) -> Snapshot | None:
    """Return the newest snapshot of a dataset, or None where there is none."""
    return next(reversed(_of(home, dataset)), None)


def all_newest(home: Path) -> list[Snapshot]:
    """Return the newest snapshot of every dataset, in the order of their codes."""
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
    found = [
        Snapshot(file.parent, Origin.from_json(file.read_text("utf-8"), str(file)))
        for file in described
        if not file.parent.name.startswith(".")
    ]
    return sorted(found, key=lambda one: (one.origin.read_on, one.folder.stat().st_mtime_ns, one.folder.name))


def _sweep(shelf: Path) -> None:
    for left in shelf.glob(".laying-*"):
        if time.time() - left.stat().st_mtime > DAY:
            shutil.rmtree(left, ignore_errors=True)
