"""How a folder is laid down whole or not at all: written aside, brought to disk, renamed into place."""

import os
import shutil
from pathlib import Path


def to_disk(file: Path) -> None:
    """Return once the file's bytes are on the disk."""
    with file.open("rb") as handle:
        os.fsync(handle.fileno())


def put_in_place(workplace: Path, final: Path) -> None:
    """Rename a folder written aside to its final name, or drop it where another process was faster.

    The final name stands for the contents, so the folder that is there is as good.
    """
    try:
        workplace.rename(final)
    except OSError:
        if not final.is_dir():
            raise
        shutil.rmtree(workplace)
