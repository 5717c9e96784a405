"""Asks a provider, and reads what its answer says of itself: believes no more of it than can be checked."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import requests
import urllib3

from cluster_observatory.errors import DownloadFailed

MOST_DIGITS = 15
MOST_LETTERS = 160
MOST_REDIRECTS = 10

_PART = re.compile(r"bytes ([0-9]{1,15})-([0-9]{1,15})/([0-9]{1,15})")


class Session(requests.Session):
    """A session that leaves redirects to `ask`: `requests` would read the whole body of each, however long."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        return None


def ask(session: Session, address: str, headers: dict[str, str], timeout: float) -> tuple[requests.Response, str]:
    """Return the answer, its body not read yet, and the address that gave it in the end.

    Raises DownloadFailed for a redirect that is not followed (see `way_onward`)
    and for too many; what `requests` raises, and ValueError for no address.
    """
    onward = address
    for _ in range(1 + MOST_REDIRECTS):
        answer = session.get(onward, headers=headers, stream=True, timeout=timeout)
        if not answer.is_redirect:
            return answer, onward
        with answer:
            onward = way_onward(answer, onward)
    raise DownloadFailed(
        f"{address}: the provider sent us on more than {MOST_REDIRECTS} times, last to {plain(onward)}. "
        "Try again later, or see docs/how-to/mend-a-reader.md."
    )


def plain(words: object) -> str:
    """Return what a provider said as it may stand in a message: printable, and at most 160 letters."""
    text = "".join(letter for letter in str(words) if letter.isprintable())
    return text if len(text) <= MOST_LETTERS else text[:MOST_LETTERS] + "…"


def way_onward(answer: requests.Response, address: str) -> str:
    """Return the address to which a redirect leads.

    Raises DownloadFailed where it is at another host, or not encrypted where ``address`` is; ValueError for none.
    """
    onward = urljoin(address, answer.headers["Location"])
    here, there = urllib3.util.parse_url(address), urllib3.util.parse_url(onward)
    schemes = ("https",) if here.scheme == "https" else ("http", "https")
    if there.host != here.host or there.scheme not in schemes:
        raise DownloadFailed(
            f"{address}: the provider sends us on to {plain(onward)}; "
            "expected the same host, and https where we asked by it. "
            "If the provider moved, set its new address: see docs/reference/settings.md."
        )
    return onward


def announced_length(answer: requests.Response, address: str) -> int | None:
    """Return the announced bytes of the body; None where none are, DownloadFailed where they are beyond any file."""
    length = answer.headers.get("Content-Length", "")
    if not length.isdecimal():
        return None
    if len(length) > MOST_DIGITS:
        raise DownloadFailed(
            f"{address}: the provider announces a length of {len(length)} digits; expected at most {MOST_DIGITS}. "
            "What answers there is not the file: see docs/how-to/mend-a-reader.md."
        )
    return int(length)


def length_with_rest(answer: requests.Response, held: int) -> int | None:
    """Return the length of the whole file where a partial answer (206) is all that follows the bytes held, else None.

    Nobody asked for a part while no bytes are held, so then it is None.
    """
    found = _PART.fullmatch(answer.headers.get("Content-Range", ""))
    if not (found and held):
        return None
    start, end, whole = (int(number) for number in found.groups())
    return whole if start == held and held <= end == whole - 1 else None


def mark_of(answer: requests.Response) -> str:
    """Return the mark by which the provider tells whether a file is still the same; "" where it gives none."""
    tag = answer.headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else answer.headers.get("Last-Modified", "")


def asked_pause(answer: requests.Response) -> float | None:
    """Return the seconds that Retry-After asks for, 0 or more; None where it asks for nothing that can be read."""
    wish = answer.headers.get("Retry-After", "")
    if wish.isdecimal():
        return float(wish)
    try:
        return max(0.0, (parsedate_to_datetime(wish) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
