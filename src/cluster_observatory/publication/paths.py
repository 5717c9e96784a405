"""Rings and lines on the sheet as the `d` of an SVG path, in few characters."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Positions = NDArray[np.float64]


def closed(rings: Iterable[Positions]) -> str:
    """Return a path of closed rings, rounded to a tenth of a unit; rings that round to less than a triangle go."""
    return "".join(_line(ring, least=3) + "z" for ring in rings if len(_rounded(ring)) >= 3)


def open_(lines: Iterable[Positions]) -> str:
    """Return a path of open lines, rounded to a tenth of a unit."""
    return "".join(_line(line, least=2) for line in lines if len(_rounded(line)) >= 2)


def _rounded(line: Positions) -> NDArray[np.int64]:
    tenths = np.rint(line * 10).astype(np.int64)
    moved = np.append(True, (np.diff(tenths, axis=0) != 0).any(axis=1))
    kept: NDArray[np.int64] = tenths[moved]
    return kept


def _line(line: Positions, least: int) -> str:
    tenths = _rounded(line)
    if len(tenths) < least:
        return ""
    first, steps = tenths[0], np.diff(tenths, axis=0)
    return f"M{_pair(*first.tolist())}l" + _joined(steps.tolist())


def _joined(steps: list[list[int]]) -> str:
    written = ""
    for x, y in steps:
        pair = _pair(x, y)
        written += pair if not written or pair.startswith("-") else f" {pair}"
    return written


def _pair(x: int, y: int) -> str:
    second = _number(y)
    return _number(x) + (second if second.startswith("-") else f" {second}")


def _number(tenths: int) -> str:
    sign = "-" if tenths < 0 else ""
    whole, tenth = divmod(abs(tenths), 10)
    if not tenth:
        return f"{sign}{whole}"
    return f"{sign}{whole or ''}.{tenth}"
