"""Whether what lies in the home folder is still what was laid down."""

from pathlib import Path

import polars as pl

from cluster_observatory.errors import ObservatoryError
from cluster_observatory.lake import shelves, snapshots
from cluster_observatory.publication.catalogue import Edition, editions
from cluster_observatory.tables.shapes import fit, shape


def faults(home: Path) -> list[str]:
    """Return a sentence for every snapshot or table that is not as it was laid down; none where all is well."""
    found = []
    for snapshot in snapshots.all_snapshots(home):
        try:
            snapshots.read(snapshot)
        except ObservatoryError as error:
            found.append(str(error))
    for edition in editions(home):
        found += _faults_of(edition)
    return found


def _faults_of(edition: Edition) -> list[str]:
    found = []
    for table in edition.manifest["tables"]:
        file = edition.folder / "tables" / f"{table['name']}.parquet"
        if not file.is_file():
            found.append(f"Edition {edition.name}: the table {table['name']} is gone.")
        elif shelves.checksum(file) != table["sha256"]:
            found.append(f"Edition {edition.name}: the table {table['name']} was changed after it was laid down.")
        else:
            try:
                fit(pl.read_parquet(file), shape(table["name"]))
            except ObservatoryError as error:
                found.append(f"Edition {edition.name}: {error}")
    return found
