"""Unpacks what a provider sent: gzip or plain, within a guard of size."""

import gzip
import io
import zlib

from cluster_observatory.errors import SourceChanged

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
CHUNK = 1 << 20


def unpack(data: bytes, name: str, *, largest: int) -> bytes:
    """Return the text inside gzip data, or plain data as it is.

    Unpacks in chunks and stops at the first byte past ``largest``, so a bomb
    never fills the memory.  Raises SourceChanged for an empty, cut or damaged
    file, a ZIP archive, and one larger than ``largest`` bytes.
    """
    if not data:
        raise SourceChanged(f"{name} is empty: 0 bytes. Expected a table; get the file again.")
    if data.startswith(ZIP):
        raise SourceChanged(f"{name} is a ZIP archive. Expected plain text or gzip: unpack the archive first.")
    if data.startswith(GZIP):
        return _gunzip(data, name, largest)
    if len(data) > largest:
        raise SourceChanged(_too_large(name, largest))
    return data


def _gunzip(data: bytes, name: str, largest: int) -> bytes:
    text = io.BytesIO()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            while chunk := stream.read(CHUNK):
                text.write(chunk)
                if text.tell() > largest:
                    raise SourceChanged(_too_large(name, largest))
    except (EOFError, OSError, zlib.error) as error:
        raise SourceChanged(
            f"{name}: the gzip data is cut or damaged after {text.tell()} unpacked bytes ({error}). Get the file again."
        ) from error
    if not text.tell():
        raise SourceChanged(f"{name} holds nothing: it unpacks to 0 bytes. Expected a table; get the file again.")
    return text.getvalue()


def _too_large(name: str, largest: int) -> str:
    return (
        f"{name} is larger than the size guard of {largest} bytes when unpacked. "
        "If it should be that large, raise OBSERVATORY_LARGEST_FILE."
    )
