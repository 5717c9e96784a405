"""Reads what a provider's answer says of itself, and believes no more of it than can be checked."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests

from cluster_observatory.errors import DownloadFailed

MOST_DIGITS = 15


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
