"""How answers name things of higher apps: base knows no organisations, so the app that does registers them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Things:
    """Ways to a sort of things: `find(typed)` returns a number or None; `name(number)` what it is called now;
    `shown(number)` a text that `find` takes.
    """

    find: Callable
    name: Callable
    shown: Callable


_KNOWN: dict[str, Things] = {}
NONE = Things(find=lambda _typed: None, name=str, shown=str)


def register_organisations(things):
    """Make known how organisations are found; called by their app when it is ready."""
    _KNOWN["organisation"] = things


def organisations():
    """Return the ways to organisations; to none where no app registered them."""
    return _KNOWN.get("organisation", NONE)
