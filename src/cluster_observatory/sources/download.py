"""Fetches a provider's file over HTTP: tries again, resumes, guards the size, lays it down whole or not at all."""

import gzip
import hashlib
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import requests
import urllib3

from cluster_observatory import __version__
from cluster_observatory.errors import DownloadFailed
from cluster_observatory.sources.answers import (
    Session,
    announced_length,
    ask,
    asked_pause,
    length_with_rest,
    mark_of,
    plain,
)
from cluster_observatory.sources.unpacking import GZIP

CHUNK = 1 << 16
LONGEST_PAUSE = 120.0
USER_AGENT = f"cluster-observatory/{__version__}"

Progress = Callable[[str, int, int | None], None]


class Unreachable(DownloadFailed):
    """The provider did not answer at all, so asking it for another file is of no use now."""


class _AttemptError(Exception):
    """An attempt failed in a way that another may not; carries what was met and how long to wait."""

    def __init__(self, met: str, *, wait: float | None = None, answered: bool = True) -> None:
        super().__init__(met)
        self.wait = wait
        self.answered = answered


@dataclass(frozen=True)
class _Limits:
    """What an attempt may take: seconds without a byte, seconds in all, bytes in all."""

    timeout: float
    deadline: float
    largest: int


@dataclass(frozen=True)
class Received:
    """A file that arrived whole: where from in the end, where it lies, how large it is, its SHA-256 in hexadecimal."""

    address: str
    file: Path
    bytes: int
    sha256: str

    @classmethod
    def whole(cls, address: str, file: Path) -> "Received":
        """Return the description of a file that lies there whole, downloaded or at hand."""
        with file.open("rb") as handle:
            sha256 = hashlib.file_digest(handle, "sha256").hexdigest()
        return cls(address, file, file.stat().st_size, sha256)


def download(
    address: str,
    target: Path,
    *,
    timeout: float,
    largest: int,
    deadline: float = 3600,
    attempts: int = 5,
    pause: Callable[[float], None] = time.sleep,
    progress: Progress | None = None,
) -> Received:
    """Fetch an address into the file ``target`` and return what was received.

    Tries ``attempts`` times where the provider does not answer within
    ``timeout`` seconds, answers 429 or 5xx, or the body is cut, not as long as
    announced, or not whole ``deadline`` seconds after it was asked for; between
    attempts it calls ``pause`` with 1, 2, 4 … seconds, or what Retry-After asks
    for.  What has arrived stays beside the target as ``.part`` and is resumed
    where the provider lets it.  A gzip body is unpacked to its end once, to see
    that it is whole.  A redirect is followed within the same host, and never
    from https to http.  ``progress`` is told the name of the target, the bytes
    received and the bytes announced (None where unknown).

    Raises DownloadFailed for any other answer, for more than ``largest`` bytes,
    and when the attempts are used up; `Unreachable` where nothing ever answered.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = _Part(target)
    for attempt in range(1, attempts + 1):
        try:
            final = _fetch(address, part, _Limits(timeout, deadline, largest), progress or _silent)
            _check_whole(part, largest)
            return part.finish(final)
        except _AttemptError as failure:
            if attempt == attempts:
                raise _given_up(address, failure, attempts) from failure
            pause(min(LONGEST_PAUSE, 2.0 ** (attempt - 1) if failure.wait is None else failure.wait))
    raise ValueError(f"attempts must be at least 1, not {attempts}")


def _silent(name: str, received: int, announced: int | None) -> None:
    pass


def _given_up(address: str, failure: _AttemptError, attempts: int) -> DownloadFailed:
    kind = DownloadFailed if failure.answered else Unreachable
    times = "one attempt" if attempts == 1 else f"{attempts} attempts"
    return kind(
        f"{address}: {failure} ({times}). Try again later with `observatory refresh`: it goes on where it stopped."
    )


class _Part:
    """The file under way: bytes so far, and the mark by which the provider tells whether it is still the same file."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.file = target.with_name(target.name + ".part")
        self.mark = target.with_name(target.name + ".part.mark")

    def resumable(self) -> tuple[int, str]:
        """Return the bytes so far and their mark; 0 where there is nothing to resume."""
        if not (self.file.is_file() and self.mark.is_file()):
            return 0, ""
        return self.file.stat().st_size, self.mark.read_text("utf-8")

    def remember(self, mark: str) -> None:
        self.mark.write_text(mark, "utf-8") if mark else self.mark.unlink(missing_ok=True)

    def drop(self) -> None:
        self.file.unlink(missing_ok=True)
        self.mark.unlink(missing_ok=True)

    def finish(self, address: str) -> Received:
        self.file.replace(self.target)
        self.mark.unlink(missing_ok=True)
        return Received.whole(address, self.target)


def _fetch(address: str, part: _Part, limits: _Limits, progress: Progress) -> str:
    """Bring the file under way to its end, and return the address from which it came."""
    held, mark = part.resumable()
    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity"}
    if held:
        headers |= {"Range": f"bytes={held}-", "If-Range": mark}
    ends = time.monotonic() + limits.deadline
    try:
        with Session() as session:
            answer, final = ask(session, address, headers, limits.timeout)
            with answer:
                _check_answer(answer, address, part)
                _receive(answer, address, part, held, limits, ends, progress)
    except requests.ConnectionError as error:
        raise _AttemptError(f"no connection ({plain(error)})", answered=False) from error
    except requests.Timeout as error:
        raise _AttemptError(f"no answer within {limits.timeout:g} seconds", answered=False) from error
    except requests.RequestException as error:
        raise DownloadFailed(
            f"{address} cannot be asked for: {plain(error)}. Check the address in the settings."
        ) from error
    except ValueError as error:
        raise DownloadFailed(
            f"{address}: the provider's answer cannot be read ({plain(error)}). "
            "It may have moved the file: see docs/how-to/mend-a-reader.md."
        ) from error
    except urllib3.exceptions.HTTPError as error:
        raise _AttemptError(f"the body was cut ({plain(error)})") from error
    return final


def _receive(
    answer: requests.Response, address: str, part: _Part, held: int, limits: _Limits, ends: float, progress: Progress
) -> None:
    if answer.status_code == 206:
        announced = length_with_rest(answer, held)
    else:
        announced, held = announced_length(answer, address), 0
    if announced is not None and announced > limits.largest:
        raise _too_large(address, announced, limits.largest, part)
    part.remember(mark_of(answer))
    received = held
    with part.file.open("ab" if held else "wb") as handle:
        while chunk := answer.raw.read1(CHUNK, decode_content=False):
            handle.write(chunk)
            received += len(chunk)
            if received > limits.largest:
                raise _too_large(address, received, limits.largest, part)
            progress(part.target.name, received, announced)
            if received != announced and time.monotonic() >= ends:
                raise _AttemptError(f"the body was still arriving after {limits.deadline:g} seconds")
    if announced is not None and received != announced:
        if received > announced:
            part.drop()
        raise _AttemptError(f"{received} bytes arrived of {announced} announced")


def _check_answer(answer: requests.Response, address: str, part: _Part) -> None:
    status = f"{answer.status_code} {plain(answer.reason)}"
    if answer.status_code == 416:
        part.drop()
        raise _AttemptError(f"the provider cannot resume ({status})", wait=0)
    if answer.status_code == 429 or answer.status_code >= 500:
        raise _AttemptError(f"the provider answered {status}", wait=asked_pause(answer))
    if answer.status_code == 206 and length_with_rest(answer, part.resumable()[0]) is None:
        part.drop()
        raise _AttemptError(f"the provider gave another part of the file than asked for ({status})", wait=0)
    if answer.status_code not in (200, 206):
        raise DownloadFailed(
            f"{address}: the provider answered {status}. It may have renamed or withdrawn the file: "
            "see docs/how-to/mend-a-reader.md."
        )


def _too_large(address: str, size: int, largest: int, part: _Part) -> DownloadFailed:
    part.drop()
    return DownloadFailed(
        f"{address}: {size} bytes are more than the size guard of {largest}. "
        "If the file should be that large, raise OBSERVATORY_LARGEST_FILE."
    )


def _check_whole(part: _Part, largest: int) -> None:
    with part.file.open("rb") as handle:
        start = handle.read(len(GZIP))
    if not start:
        raise _AttemptError("the answer was empty")
    if start != GZIP:
        return
    unpacked = 0
    try:
        with gzip.open(part.file) as stream:
            while unpacked <= largest and (chunk := stream.read(1 << 20)):
                unpacked += len(chunk)
    except (EOFError, OSError, zlib.error) as error:
        part.drop()
        raise _AttemptError(f"the gzip data is cut or damaged ({plain(error)})") from error
