"""What the options of a step may be."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from difflib import get_close_matches
from typing import Any, TypeVar

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.scoreboard.boards import LARGEST, State

S = TypeVar("S")
T = TypeVar("T")


def expect_choice(name: str, value: Any, known: Iterable[str]) -> None:
    """Raise NotFound, with the nearest name, where an option's value is none of the known words."""
    expect_known(value, known, f"{name} is")


def expect_known(word: Any, known: Iterable[str], what: str) -> None:
    """Raise NotFound, with the nearest one, where a word is none of the known; the message begins with ``what``."""
    known = tuple(known)
    if word not in known:
        near = get_close_matches(str(word), known, n=1, cutoff=0.5)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise NotFound(f"{what} {word!r}.{hint} Known: {', '.join(known)}.")


def expect_number(
    name: str, value: Any, *, least: float = -LARGEST, most: float = LARGEST, above: bool = False, whole: bool = False
) -> None:
    """Raise BadTable where an option's value is no number from ``least`` (or ``above`` it) to ``most``."""
    kinds = (int,) if whole else (int, float)
    fine = type(value) in kinds and (least < value if above else least <= value) and value <= most
    if not fine:
        kind = "a whole number" if whole else "a number"
        bounds = [f"{'above' if above else 'from'} {least:g}"] * (least > -LARGEST) + [f"to {most:g}"] * (
            most < LARGEST
        )
        bounds = bounds or [f"from {-LARGEST:g} to {LARGEST:g}"]
        raise BadTable(f"{name} is {value!r}; expected {' '.join([kind, *bounds])}.")


def expect_flag(name: str, value: Any) -> None:
    """Raise BadTable where an option's value is neither true nor false."""
    if type(value) is not bool:
        raise BadTable(f"{name} is {value!r}; expected true or false.")


def expect_text(name: str, value: Any, what: str) -> None:
    """Raise BadTable, saying what is expected, where an option's value is no text."""
    if not isinstance(value, str):
        raise BadTable(f"{name} is {value!r}; expected {what}.")


def expect_list(name: str, value: Any, what: str) -> None:
    """Raise BadTable, saying what is expected, where an option's value is no list."""
    if not isinstance(value, tuple):
        raise BadTable(f"{name} is {value!r}; expected a list of {what}.")


def expect_texts(name: str, value: Any, what: str) -> None:
    """Raise BadTable, saying what is expected, where an option's value is no list of texts."""
    expect_list(name, value, what)
    for one in value:
        if not isinstance(one, str):
            raise BadTable(f"{name} is {value!r}; expected a list of {what}, but {one!r} is no text.")


def expect_by_code(name: str, value: Any, what: str) -> None:
    """Raise BadTable, saying what is expected, where an option's value does not map codes to something."""
    if not isinstance(value, Mapping) or not all(isinstance(code, str) for code in value):
        raise BadTable(f"{name} is {value!r}; expected {what}.")


def by_level(name: str, value: T | tuple[T, ...]) -> tuple[T, ...]:
    """Return what an option has for the levels, from below; raises BadTable where that is nothing."""
    found = value if isinstance(value, tuple) else (value,)
    if not found:
        raise BadTable(f"{name} is an empty list; expected one entry, or one per level of aggregates from below.")
    return found


def frozen(value: Any) -> Any:
    """Return a value of TOML with tuples for its lists, as the options of steps have them."""
    if isinstance(value, dict):
        return {key: frozen(one) for key, one in value.items()}
    return tuple(frozen(one) for one in value) if isinstance(value, list) else value


def expect_exceptions(step: Any) -> None:
    """Raise BadTable or NotFound, naming the code, where a step's ``only`` does not map codes to its options."""
    what = 'options for each code, such as FDI = { method = "none" }'
    expect_by_code("only", step.only, what)
    for code, options in step.only.items():
        expect_by_code(f"only of {code}", options, what)
    known = [one.name for one in fields(step) if one.name != "only"]
    for code, options in step.only.items():
        for option in options:
            expect_choice(f"An option of {code} in only", option, known)
        try:
            replace(step, **{**options, "only": {}})
        except (BadTable, NotFound) as error:
            raise type(error)(f"only, {code}: {error}") from error


def by_code(step: S, state: State) -> dict[str, S]:
    """Return the step for every code of the board, with the options that its ``only`` has for the code.

    Raises NotFound for a code in ``only`` that the board lacks.
    """
    only: Mapping[str, Mapping[str, Any]] = step.only  # type: ignore[attr-defined]
    for code in only:
        state.framework.element(code)
        expect_choice("A code in only", code, state.board.codes)
    plain: S = replace(step, only={})  # type: ignore[type-var]
    return {code: replace(plain, **only[code]) if code in only else plain for code in state.board.codes}  # type: ignore[type-var]
