"""Where the bytes of files lie: under HOME/files by their checksum, each once, never half-written."""

import hashlib
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from cluster_observatory.web.base.files.kinds import LARGEST, MEGABYTE, Unfit

ARRIVING = "arriving-"


class Arrived(NamedTuple):
    """Bytes that lie beside the others, not yet among them."""

    path: Path
    sha256: str
    size: int


def folder():
    """Return the folder of all files; made where it is missing."""
    whole = Path(settings.HOME) / "files"
    whole.mkdir(parents=True, exist_ok=True)
    return whole


def path_of(sha256):
    """Return where the bytes with that checksum lie."""
    return folder() / sha256[:2] / sha256


@contextmanager
def arriving(chunks):
    """Write chunks of bytes beside the others, and give what arrived; it is gone afterwards unless it was placed.

    Raises Unfit past the largest size.
    """
    handle, name = tempfile.mkstemp(prefix=ARRIVING, dir=folder())
    path, checksum, size = Path(name), hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks:
                size += len(chunk)
                if size > LARGEST:
                    raise Unfit(
                        _(
                            "Once written anew the picture is larger than {number} MB. Make it smaller, then send it."
                        ).format(number=LARGEST // MEGABYTE)
                    )
                checksum.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        yield Arrived(path, checksum.hexdigest(), size)
    finally:
        path.unlink(missing_ok=True)


def place(arrived):
    """Put arrived bytes among the others, where they are not there already."""
    target = path_of(arrived.sha256)
    target.parent.mkdir(exist_ok=True)
    if not target.exists():
        arrived.path.replace(target)
        _settle(target.parent)


def _settle(directory):
    """Let the disk know the new name, so that a power cut after the commit does not lose it."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def take_away(sha256):
    """Remove the bytes with that checksum; nothing where there are none."""
    path_of(sha256).unlink(missing_ok=True)


def all_checksums():
    """Return the checksums of all bytes that lie here, with the moment at which each was last written, in seconds."""
    return {path.name: path.stat().st_mtime for path in folder().glob("??/*") if len(path.name) == 64}


def left_over(before):
    """Return the paths of what arrived before a moment, in seconds, and was never placed: its process ended."""
    return [path for path in folder().glob(f"{ARRIVING}*") if path.stat().st_mtime < before]
