"""The archive of a backup: a ZIP file with a manifest that has the checksum of everything else in it."""

import hashlib
import json
import re
import zipfile
from contextlib import contextmanager
from pathlib import Path
from zlib import error as BadData  # noqa: N812 - its name says nothing

from cluster_observatory.errors import CheckFailed

FORMAT = 1
MANIFEST = "manifest.json"
KEY = "secret_key"
NAMES = re.compile(r"tables/\w+\.\w+\.jsonl|files/[0-9a-f]{2}/[0-9a-f]{64}|secret_key")
"""All that an archive may hold besides its manifest: no path leads out of a folder."""

PART = 1024 * 1024
DAMAGE = (
    zipfile.BadZipFile, BadData, EOFError, OSError, RuntimeError,
    LookupError, TypeError, ValueError,
)  # fmt: skip
"""What reading a damaged ZIP file raises."""


class Writing:
    """An archive that is being written; `parts` collects what the manifest says of each member."""

    def __init__(self, file):
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self.parts = {}

    def add(self, name, chunks):
        """Write chunks of bytes as one member; return how many chunks there were."""
        checksum, size, count = hashlib.sha256(), 0, 0
        with self._zip.open(name, "w", force_zip64=True) as member:
            for chunk in chunks:
                member.write(chunk)
                checksum.update(chunk)
                size += len(chunk)
                count += 1
        self.parts[name] = {"bytes": size, "sha256": checksum.hexdigest()}
        return count

    def close(self, **said):
        """Write the manifest, with what else is said in it, and end the archive."""
        manifest = {"format": FORMAT, **said, "parts": self.parts}
        self._zip.writestr(MANIFEST, json.dumps(manifest, indent=1))
        self._zip.close()


class Reading:
    """An archive that was checked: its manifest, and its members as they were written."""

    def __init__(self, whole, manifest):
        self._zip, self.manifest = whole, manifest

    def lines(self, name):
        """Yield the lines of a member."""
        with self._zip.open(name) as member:
            yield from member

    def chunks(self, name):
        """Yield the bytes of a member in parts."""
        yield from _chunks(self._zip, name)

    def names(self, start):
        """Return the names of the members below a folder."""
        return [name for name in self.manifest["parts"] if name.startswith(start)]


@contextmanager
def checked(file):
    """Give the archive in a file once all of it was read and is as it was written; raises CheckFailed else."""
    with Path(file).open("rb") as opened:
        try:
            whole = zipfile.ZipFile(opened)
            manifest = _checked(whole)
        except DAMAGE as error:
            raise CheckFailed(f"{file} is no whole backup: {error}. Nothing was restored; take another.") from error
        yield Reading(whole, manifest)


def _checked(whole):
    manifest = json.loads(whole.read(MANIFEST))
    if manifest["format"] != FORMAT:
        raise ValueError(f"its format is {manifest['format']}, expected {FORMAT}")
    parts = manifest["parts"]
    if sorted(whole.namelist()) != sorted([*parts, MANIFEST]):
        raise ValueError("it does not hold what its manifest lists")
    for name, part in parts.items():
        if not NAMES.fullmatch(name):
            raise ValueError(f"{name[:80]!r} is no name that a backup has")
        checksum = hashlib.sha256()
        for chunk in _chunks(whole, name):
            checksum.update(chunk)
        if checksum.hexdigest() != part["sha256"]:
            raise ValueError(f"{name} is not as it was written")
    return manifest


def _chunks(whole, name):
    with whole.open(name) as member:
        while chunk := member.read(PART):
            yield chunk
