"""Where reading goes on: the place of a row in a table that never changes, bound to the question it came from."""

import base64
import hashlib
import struct

from cluster_observatory.errors import NotPossible

PLACE, CHECK = struct.Struct(">Q"), 6
"""A cursor is a place of eight bytes and so many bytes that check question and place."""


def written(place, question):
    """Return the cursor that begins at a place in the answer to a question, a text that says all of it."""
    packed = PLACE.pack(place)
    return base64.urlsafe_b64encode(packed + _check(packed, question)).decode().rstrip("=")


def read(cursor, question):
    """Return the place of a cursor; raises NotPossible for one that was not given for the question."""
    try:
        whole = base64.b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except ValueError:
        whole = b""
    packed = whole[: PLACE.size]
    if len(whole) != PLACE.size + CHECK or whole[PLACE.size :] != _check(packed, question):
        raise NotPossible(
            f"The cursor “{cursor[:40]}” was not given for this question. Take the address in `next` as it is, "
            "or leave the cursor out to begin anew."
        )
    return PLACE.unpack(packed)[0]


def _check(packed, question):
    return hashlib.sha256(packed + question.encode()).digest()[:CHECK]
