r"""The grammar of a bulk TSV file: its header, and which line of a refused file breaks the grammar first."""

import math
import re
from typing import NamedTuple

from cluster_observatory.errors import SourceChanged
from cluster_observatory.tables import flags as known

HOW_TO_MEND = "Eurostat may have changed the format: see docs/how-to/mend-a-reader.md."
LETTERS = "".join(flag.flag for flag in known.FLAGS)
FLAGS = re.compile(rf"[{LETTERS}]+|[{LETTERS}]*@[CNP]+")
PERIOD = re.compile(r"\d{4}(-?[A-Z]?\d{1,3}(-\d{2})?)?")
OWN_COLUMNS = ("time", "value", "flags")
SHOWN = 60


class Header(NamedTuple):
    """What the first line says: the names of the dimensions and the periods, in the order of the file."""

    dimensions: tuple[str, ...]
    periods: tuple[str, ...]


def shown(words: str) -> str:
    """Return words met in a file as they stand in a message: quoted, and cut where they are long."""
    return repr(words if len(words) <= SHOWN else words[:SHOWN] + "…")


def check_unicode(text: bytes, name: str) -> None:
    """Raise SourceChanged with the line where text is not UTF-8."""
    try:
        text.decode("utf-8")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise SourceChanged(
            f"{name}, line {line}: byte {text[error.start]:#04x} is not UTF-8 text. {HOW_TO_MEND}"
        ) from error


def read_header(text: bytes, name: str) -> Header:
    """Return the header of a file; raises SourceChanged where it is not one of a bulk TSV file."""
    first, *labels = text.partition(b"\n")[0].decode("utf-8").split("\t")
    keys, backslash, time = first.strip(" ").rpartition("\\")
    if not backslash or time not in ("time", "TIME_PERIOD"):
        raise _broken(name, rf"expected a header ending in \time or \TIME_PERIOD, found {shown(first)}")
    dimensions = tuple(keys.split(","))
    periods = tuple(label.strip(" ") for label in labels)
    for kind, names in (("dimension", dimensions), ("period", periods)):
        twice = next((word for word in names if names.count(word) > 1), None)
        if twice is not None:
            raise _broken(name, f"the {kind} {shown(twice)} stands twice in the header")
    unfit = next((word for word in dimensions if not re.fullmatch(r"\w+", word) or word in OWN_COLUMNS), None)
    if unfit is not None:
        raise _broken(name, f"{shown(unfit)} cannot be the name of a dimension")
    if not periods:
        raise _broken(name, "the header names no period")
    unfit = next((word for word in periods if not PERIOD.fullmatch(word)), None)
    if unfit is not None:
        raise _broken(name, f"expected a period such as 2014 in the header, found {shown(unfit)}")
    return Header(dimensions, periods)


def _broken(name: str, what: str) -> SourceChanged:
    return SourceChanged(f"{name}, line 1: {what}. {HOW_TO_MEND}")


def first_fault(text: bytes, name: str, complaint: str) -> SourceChanged:
    """Return the refusal of the first line that breaks the grammar, with line number and the words met.

    Slow: it goes line by line.  ``complaint`` is what the fast reader met, for
    the case that the file is of a kind this grammar does not describe.
    """
    header = read_header(text, name)
    met: dict[str, int] = {}
    for number, line in enumerate(text.decode("utf-8").removesuffix("\n").split("\n")[1:], start=2):
        key, *cells = line.split("\t")
        fault = _fault_of_key(key, header, met) or _fault_of_cells(key, cells, header)
        if fault:
            return SourceChanged(f"{name}, line {number}: {fault}. {HOW_TO_MEND}")
        met[key] = number
    return SourceChanged(f"{name} cannot be read: {complaint}. {HOW_TO_MEND}")


def _fault_of_key(key: str, header: Header, met: dict[str, int]) -> str:
    parts = key.split(",")
    if len(parts) != len(header.dimensions) or "" in parts:
        return f"expected a key of {len(header.dimensions)} parts ({','.join(header.dimensions)}), found {shown(key)}"
    if key in met:
        return f"the key {shown(key)} repeats that of line {met[key]}"
    return ""


def _fault_of_cells(key: str, cells: list[str], header: Header) -> str:
    if len(cells) != len(header.periods):
        return f"expected {len(header.periods)} cells, found {len(cells)} in the series {shown(key)}"
    for period, cell in zip(header.periods, cells, strict=True):
        number, _, flags = cell.strip(" ").partition(" ")
        met = f"the cell {shown(cell)} (series {key[:SHOWN]}, {period})"
        if number != ":" and not _is_number(number):
            return f"{met} is neither a number nor ':', alone or followed by flags"
        if flags and not FLAGS.fullmatch(flags):
            return f"{met} has flags {shown(flags)}; expected letters of {LETTERS}, or C, N, P behind @"
    return ""


def _is_number(word: str) -> bool:
    try:
        return bool(re.fullmatch(r"[-+.0-9eE]+", word)) and math.isfinite(float(word))
    except ValueError:
        return False
