"""A whole edition as one archive, written while it is read: never more than a piece of one file in memory."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.dictionary import described

PIECE = 1 << 20
MADE_AT = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP archive knows: the same edition gives the same bytes."""

COLUMNS = ("table", "column", "type", "unit", "may_be_empty", "is_key", "description")


class _Pipe(io.RawIOBase):
    """Takes what is written and gives it away; it cannot go back."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        """Return that it can be written to."""
        return True

    def write(self, piece) -> int:  # type: ignore[no-untyped-def]
        """Keep the bytes until they are taken."""
        self.pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        whole = b"".join(self.pieces)
        self.pieces.clear()
        return whole


def archive(edition: Edition, address: str) -> Iterator[bytes]:
    """Return the edition as a ZIP archive, piece by piece: README, manifest, data dictionary, tables as Parquet.

    `address` is where the archive is found.  Files lie in a folder of the edition's
    name and are stored as they are: Parquet is compressed already.
    """
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as made:
        for name, content in _texts(edition, address):
            made.writestr(_entry(edition, name), content)
            yield pipe.taken()
        for table in edition.tables:
            file = edition.folder / "tables" / f"{table}.parquet"
            with made.open(_entry(edition, f"tables/{table}.parquet", file), "w") as entry, file.open("rb") as bytes_:
                while piece := bytes_.read(PIECE):
                    entry.write(piece)
                    yield pipe.taken()
    yield pipe.taken()


def _entry(edition: Edition, name: str, file: Path | None = None) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(f"observatory-edition-{edition.name}/{name}", MADE_AT)
    entry.external_attr = 0o644 << 16
    if file is not None:
        entry.file_size = file.stat().st_size
    return entry


def _texts(edition: Edition, address: str) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", readme(edition, address).encode()
    yield "manifest.json", (edition.folder / "manifest.json").read_bytes()
    yield "dictionary.json", json.dumps(described(edition), ensure_ascii=False, indent=1).encode()
    yield "dictionary.csv", _dictionary(edition).encode()


def _dictionary(edition: Edition) -> str:
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    for table in described(edition):
        for column in table["columns"]:
            facts = (column["name"], column["type"], column["unit"], column["missing"], column["is_key"])
            writer.writerow((table["name"], *facts, column["description"]))
    return lines.getvalue()


def readme(edition: Edition, address: str) -> str:
    """Return what the archive says of itself: edition, files, sources with licence and citation, how to cite."""
    manifest = edition.manifest
    title = f"Cluster Observatory, edition {edition.name}"
    lines = [title, "=" * len(title), ""]
    if edition.invented:
        lines += ["ALL FIGURES OF THIS EDITION ARE INVENTED. They describe no real region; never quote them.", ""]
    lines += [
        f"Taken from {address}",
        f"Computed by {manifest['software']['name']} {manifest['software']['version']}.",
        "",
        "manifest.json    sources, classifications, method profiles, checks, and the SHA-256 of every table",
        "dictionary.csv   every column of every table: type, unit, meaning (dictionary.json holds the same)",
        "tables/          the tables, as Parquet",
        "",
        "Cite as",
        "-------",
        f"{title}, {address}",
        "and the sources below.",
        "",
        "Sources and their licences",
        "--------------------------",
    ]
    for source in manifest["sources"]:
        licence = " ".join(filter(None, (source.get("licence"), source.get("licence_address"))))
        cited = source.get("citation") or f"{source['producer']}, {source['title']}"
        lines += [f"{source['dataset']}: {cited}. Licence: {licence or 'not recorded'}. {source.get('notice') or ''}"]
    return "\n".join(line.rstrip() for line in lines) + "\n"
