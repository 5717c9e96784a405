"""The shelves of published editions: laid down whole, never changed, the current one named by one file.

    <home>/editions/<name>/manifest.json
    <home>/editions/<name>/tables/<table>.parquet
    <home>/editions/current            holds the name of the edition published now

An edition is written into a folder of its own and renamed into place; then the
file `current` is replaced in one rename.  Whoever reads sees the edition before
or the edition after, and a build that is killed leaves only a folder whose name
starts with a dot, which the next build removes.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from cluster_observatory.lake import locks
from cluster_observatory.lake.folders import put_in_place, to_disk

CHUNK = 1 << 20


def editions(home: Path) -> list[Path]:
    """Return the folders of all editions under the home folder, oldest first."""
    shelf = home / "editions"
    if not shelf.is_dir():
        return []
    manifests = [file for file in shelf.glob("*/manifest.json") if not file.parent.name.startswith(".")]
    return [file.parent for file in sorted(manifests, key=lambda file: (file.stat().st_mtime_ns, file.parent.name))]


def current_edition(home: Path) -> Path | None:
    """Return the folder of the edition published now, or None where there is none."""
    pointer = home / "editions" / "current"
    if not pointer.is_file():
        return None
    folder = home / "editions" / pointer.read_text("utf-8").strip()
    return folder if (folder / "manifest.json").is_file() else None


def lay_down(home: Path, tables: Mapping[str, pl.DataFrame], manifest: Mapping[str, Any]) -> Path:
    """Write an edition and publish it in one rename; return its folder.

    The name is the start of the SHA-256 of the manifest, which holds the
    checksum of every table: the same tables and manifest give the same name and
    the same bytes, and are laid down once; only where the folder of that name
    was damaged since is it laid down anew.  Raises NotPossible while another
    process writes in the home folder.
    """
    with locks.alone(home):
        return _lay_down(home / "editions", tables, manifest)


def checksum(file: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with file.open("rb") as bytes_:
        return hashlib.file_digest(bytes_, "sha256").hexdigest()


def _lay_down(shelf: Path, tables: Mapping[str, pl.DataFrame], manifest: Mapping[str, Any]) -> Path:
    shelf.mkdir(exist_ok=True)
    _sweep(shelf)
    workplace = shelf / f".building-{os.getpid()}"
    (workplace / "tables").mkdir(parents=True)
    described = [_write_table(workplace / "tables" / f"{name}.parquet", name, table) for name, table in tables.items()]
    whole = json.dumps({**manifest, "tables": described}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    name = hashlib.sha256(whole.encode()).hexdigest()[:12]
    (workplace / "manifest.json").write_text(whole, "utf-8")
    to_disk(workplace / "manifest.json")
    final = shelf / name
    if final.exists() and not _is_whole(final, whole, described):
        final.rename(shelf / f".damaged-{name}")
    put_in_place(workplace, final)
    _sweep(shelf)
    _publish(shelf, name)
    return final


def _is_whole(folder: Path, manifest: str, described: list[dict[str, Any]]) -> bool:
    files = {folder / "tables" / f"{table['name']}.parquet": table["sha256"] for table in described}
    files[folder / "manifest.json"] = hashlib.sha256(manifest.encode()).hexdigest()
    return all(file.is_file() and checksum(file) == expected for file, expected in files.items())


def _write_table(file: Path, name: str, table: pl.DataFrame) -> dict[str, Any]:
    table.write_parquet(file, compression="zstd", statistics=True, row_group_size=100_000)
    to_disk(file)
    return {"name": name, "rows": table.height, "bytes": file.stat().st_size, "sha256": checksum(file)}


def _publish(shelf: Path, name: str) -> None:
    draft = shelf / f".current-{os.getpid()}"
    draft.write_text(name + "\n", "utf-8")
    to_disk(draft)
    draft.replace(shelf / "current")


def _sweep(shelf: Path) -> None:
    """Remove what killed builds left, and what was put away: whoever holds the lock is alone here."""
    for kind in (".building-*", ".damaged-*", ".current-*"):
        for left in shelf.glob(kind):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink()
