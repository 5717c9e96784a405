"""What the options of a step may be."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from cluster_observatory.errors import BadTable, NotFound


def expect_choice(name: str, value: Any, known: Iterable[str]) -> None:
    """Raise NotFound, with the nearest name, where an option's value is none of the known words."""
    known = tuple(known)
    if value not in known:
        near = get_close_matches(str(value), known, n=1, cutoff=0.5)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise NotFound(f"{name} is {value!r}.{hint} Known: {', '.join(known)}.")


def expect_number(
    name: str, value: Any, *, least: float = float("-inf"), most: float = float("inf"), whole: bool = False
) -> None:
    """Raise BadTable where an option's value is no finite number from ``least`` to ``most``."""
    kinds = (int,) if whole else (int, float)
    fine = type(value) in kinds and value - value == 0 and least <= value <= most
    if not fine:
        kind = "a whole number" if whole else "a number"
        bounds = [f"from {least:g}"] * (least > float("-inf")) + [f"to {most:g}"] * (most < float("inf"))
        raise BadTable(f"{name} is {value!r}; expected {' '.join([kind, *bounds])}.")


def expect_flag(name: str, value: Any) -> None:
    """Raise BadTable where an option's value is neither true nor false."""
    if type(value) is not bool:
        raise BadTable(f"{name} is {value!r}; expected true or false.")
