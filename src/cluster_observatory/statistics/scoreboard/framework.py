"""What a scoreboard is made of: indicators, the aggregates above them, and what is known of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from typing import Any

import polars as pl
from narwhals.typing import IntoFrame

from cluster_observatory.errors import BadTable, NotFound, NotPossible
from cluster_observatory.statistics.matrices import collected

COINR = {
    "Level": "level",
    "iCode": "code",
    "iName": "name",
    "Parent": "parent",
    "Direction": "direction",
    "Weight": "weight",
    "Unit": "unit",
    "Target": "target",
    "Denominator": "denominator",
    "Type": "kind",
}
"""Columns of COINr's iMeta, and what they are called here."""

KINDS = ("indicator", "aggregate", "group", "denominator", "other")
RESERVED = ("unit", "year", "uCode", "Time")
"""Columns of the table of units, which no indicator can be called."""

MOST_LEVELS = 20
PARAMETERS = (
    *("target", "minmax_lower", "minmax_upper", "zscore_mean", "zscore_sd", "scaled_lower", "scaled_upper"),
    *("goalpost_lower", "goalpost_upper", "goalpost_scale", "goalpost_trunc2posts", "dist2ref"),
)
"""Numbers of one indicator that a step may ask for."""


@dataclass(frozen=True)
class Element:
    """An indicator, or an aggregate of what has it as its parent.

    ``level`` is 1 for indicators and rises; ``direction`` is -1 where less is
    better.  ``denominator`` names what the indicator is to be divided by.
    """

    code: str
    name: str
    kind: str
    parent: str | None
    level: int
    direction: int = 1
    weight: float = 1.0
    unit: str = ""
    denominator: str | None = None
    parameters: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Framework:
    """The elements of a scoreboard in the order of their codes, and the columns of data beside them.

    What is drawn at random goes by that order, so that the same seed gives the same
    draws however the table was sorted.
    """

    elements: tuple[Element, ...]
    groups: tuple[str, ...] = ()
    denominators: tuple[str, ...] = ()

    @cached_property
    def _by_code(self) -> dict[str, Element]:
        return {one.code: one for one in self.elements}

    def element(self, code: str) -> Element:
        """Return the element of a code; raises NotFound, with near codes, where there is none."""
        if (found := self._by_code.get(code)) is None:
            near = get_close_matches(code, self._by_code, n=3)
            hint = f" Near ones: {', '.join(near)}." if near else ""
            raise NotFound(f"The scoreboard has no indicator or aggregate {code!r}.{hint}")
        return found

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """Return the codes of the indicators."""
        return tuple(one.code for one in self.elements if one.kind == "indicator")

    @cached_property
    def aggregates(self) -> tuple[str, ...]:
        """Return the codes of the aggregates, children before parents."""
        return tuple(one.code for one in sorted(self.elements, key=lambda one: one.level) if one.kind == "aggregate")

    @cached_property
    def tops(self) -> tuple[str, ...]:
        """Return the codes of the elements without a parent."""
        return tuple(one.code for one in self.elements if one.parent is None)

    @cached_property
    def index(self) -> str:
        """Return the code of the whole: of the aggregates without a parent, that of the highest level.

        Raises NotPossible where several stand as high, or there is none.
        """
        highest = max((self.element(code).level for code in self.tops), default=1)
        found = [code for code in self.tops if self.element(code).level == highest and highest > 1]
        if len(found) != 1:
            there = ", ".join(found) or "none"
            raise NotPossible(
                f"The scoreboard has no one aggregate above all others, but: {there}. Name one by its code."
            )
        return found[0]

    @cached_property
    def levels(self) -> tuple[int, ...]:
        """Return the levels of the aggregates, from below."""
        return tuple(sorted({one.level for one in self.elements if one.kind == "aggregate"}))

    @cached_property
    def _children(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {one.code: [] for one in self.elements}
        for one in self.elements:
            if one.parent is not None:
                found[one.parent].append(one.code)
        return {code: tuple(children) for code, children in found.items()}

    def children(self, code: str) -> tuple[str, ...]:
        """Return the codes directly below an element."""
        return self._children[code]

    def indicators_under(self, code: str) -> tuple[str, ...]:
        """Return the codes of all indicators below an element; of an indicator, its own."""
        if self.element(code).kind == "indicator":
            return (code,)
        return tuple(found for child in self.children(code) for found in self.indicators_under(child))

    def ancestor(self, code: str, level: int) -> str | None:
        """Return the aggregate of a level above an element, or None where it has none there."""
        found: str | None = code
        while found is not None and self.element(found).level < level:
            found = self.element(found).parent
        return found if found is not None and self.element(found).level == level else None

    def without(self, *codes: str) -> "Framework":
        """Return the framework without the elements, what is below them, and parents that are left without a child."""
        gone = {self.element(code).code for code in codes}
        while more := {
            one.code
            for one in self.elements
            if one.code not in gone
            and (
                one.parent in gone
                or (one.kind == "aggregate" and all(child in gone for child in self.children(one.code)))
            )
        }:
            gone |= more
        return replace(self, elements=tuple(one for one in self.elements if one.code not in gone))


def read_framework(table: IntoFrame) -> Framework:
    """Return the framework that a table describes, one row per indicator or aggregate.

    Takes a frame of any engine with ``code``, ``parent`` (empty at the top) and,
    where they are there, ``name``, ``kind`` (indicator, aggregate, group,
    denominator, other; by default an aggregate is what has children), ``level``,
    ``direction`` (1 or -1; by default 1), ``weight`` (by default 1), ``unit``,
    ``denominator`` and the `PARAMETERS`.  COINr's iMeta is taken as it is.  An
    indicator may stand below an aggregate of any level; without ``level``, an
    aggregate stands one above its highest child.

    Raises BadTable, naming the row, for a code that stands twice, an unknown kind
    or parent, a parent that is an indicator, a circle, an aggregate without
    children, a column whose name is nearly one of these, a direction other than 1
    and -1, a weight that is negative or no number, siblings whose weights sum to 0,
    and a level that is not above those of the children.
    """
    found = collected(table) if not isinstance(table, pl.DataFrame) else table
    found = in_our_words(found, COINR, "the table of indicators")
    _refuse_misspelt(found.columns)
    if "code" not in found.columns or "parent" not in found.columns:
        raise BadTable(
            f"The table of indicators has the columns {', '.join(found.columns)}; expected code and parent, "
            "or iCode and Parent. See docs/how-to/score-your-own-table.md."
        )
    rows = [_row(one, number) for number, one in enumerate(found.iter_rows(named=True), 1)]
    _refuse_twice([row["code"] for row in rows])
    parents = {row["parent"] for row in rows if row["parent"] is not None}
    for row in rows:
        row["kind"] = row["kind"] or ("aggregate" if row["code"] in parents else "indicator")
    tree = {row["code"]: row for row in rows if row["kind"] in ("indicator", "aggregate")}
    _check_tree(tree)
    _set_levels(tree)
    elements = tuple(Element(**row) for _, row in sorted(tree.items()))
    _check_weights(elements)
    beside = {kind: tuple(row["code"] for row in rows if row["kind"] == kind) for kind in ("group", "denominator")}
    asked = {one.denominator for one in elements if one.denominator}
    denominators = (*beside["denominator"], *sorted(asked - set(beside["denominator"])))
    return Framework(elements, beside["group"], denominators)


def in_our_words(table: pl.DataFrame, names: Mapping[str, str], what: str) -> pl.DataFrame:
    """Return a table with its columns called as they are here; raises BadTable where two would have one name."""
    for theirs, ours in names.items():
        if theirs in table.columns and ours in table.columns:
            raise BadTable(f"{what} has the columns {ours} and {theirs}, which mean the same; expected one of them.")
    return table.rename({theirs: ours for theirs, ours in names.items() if theirs in table.columns})


def _refuse_misspelt(columns: list[str]) -> None:
    known = (*COINR.values(), *PARAMETERS)
    for name in columns:
        near = get_close_matches(name.lower(), [one for one in known if one not in columns], n=1, cutoff=0.8)
        if name not in known and near:
            raise BadTable(
                f"The table of indicators has the column {name!r}. Did you mean {near[0]}? Rename or drop it."
            )


def _row(one: Mapping[str, Any], number: int) -> dict[str, Any]:
    code = _text(one.get("code"))
    if not code:
        raise BadTable(f"Row {number} of the table of indicators has no code; expected one in every row.")
    kind = (_text(one.get("kind")) or "").lower()
    if kind and kind not in KINDS:
        near = get_close_matches(kind, KINDS, n=1)
        raise BadTable(
            f"{code} is of kind {one['kind']!r}; expected {', '.join(KINDS)}."
            + (f" Did you mean {near[0]}?" if near else "")
        )
    inside = kind in ("", "indicator", "aggregate")
    direction = _number(one.get("direction"), code, "direction", 1.0) if inside else 1.0
    if direction not in (1, -1):
        raise BadTable(f"{code} has the direction {direction:g}; expected 1 (more is better) or -1 (less is better).")
    weight = _number(one.get("weight"), code, "weight", 1.0) if inside else 1.0
    if weight < 0:
        raise BadTable(f"{code} has the weight {weight:g}; expected 0 or more.")
    level = _number(one.get("level"), code, "level", 0.0) if inside else 0.0
    if level != int(level) or not 0 <= level <= MOST_LEVELS:
        raise BadTable(f"{code} is of level {level:g}; expected a whole number from 1 to {MOST_LEVELS}.")
    if code in RESERVED:
        raise BadTable(f"An indicator or aggregate is called {code}, as a column of the units; expected another name.")
    given = {name: _number(one.get(name), code, name, float("nan")) for name in PARAMETERS if name in one}
    return {
        "code": code,
        "name": _text(one.get("name")) or code,
        "kind": kind,
        "parent": _text(one.get("parent")),
        "level": int(level),
        "direction": int(direction),
        "weight": weight,
        "unit": _text(one.get("unit")) or "",
        "denominator": _text(one.get("denominator")),
        "parameters": {name: value for name, value in given.items() if value == value} if inside else {},
    }


def _text(value: Any) -> str | None:
    text = "" if value is None else str(value).strip()
    return text if text and text != "NA" else None


def _number(value: Any, code: str, column: str, default: float) -> float:
    text = _text(value)
    if text is None or value != value:
        return default
    try:
        found = float(text)
    except ValueError:
        found = float("nan")
    if found - found != 0:
        raise BadTable(f"{code} has {column} {value!r}; expected a number with a decimal point.")
    return found


def _refuse_twice(codes: list[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise BadTable(f"The code {code} stands twice in the table of indicators; expected each once.")
        seen.add(code)


def _check_tree(tree: dict[str, dict[str, Any]]) -> None:
    for kind in ("indicator", "aggregate"):
        if not any(row["kind"] == kind for row in tree.values()):
            raise BadTable(
                f"The table of indicators has no {kind}; expected at least one. An aggregate has a row of its own, and "
                "its code is the parent of what is below it."
            )
    for code, row in tree.items():
        parent = row["parent"]
        if parent is None:
            continue
        if parent not in tree:
            near = get_close_matches(parent, tree, n=1)
            hint = f" Did you mean {near[0]}?" if near else " Add a row for it."
            raise BadTable(f"The parent of {code} is {parent!r}, which is no code of the table.{hint}")
        if tree[parent]["kind"] == "indicator":
            raise BadTable(f"The parent of {code} is {parent}, which is an indicator; expected an aggregate.")
        met = [code]
        while parent is not None:
            if parent in met:
                raise BadTable(f"The parents go in a circle: {' → '.join([*met, parent])}. Break it.")
            if len(met) == MOST_LEVELS:
                raise BadTable(f"{code} has more than {MOST_LEVELS} levels above it; expected as many at most.")
            met.append(parent)
            parent = tree[parent]["parent"] if parent in tree else None
    parents = {row["parent"] for row in tree.values()}
    for code, row in tree.items():
        if row["kind"] == "aggregate" and code not in parents:
            raise BadTable(f"The aggregate {code} has no children; expected at least one row with parent {code}.")


def _set_levels(tree: dict[str, dict[str, Any]]) -> None:
    children: dict[str, list[str]] = {code: [] for code in tree}
    for code, row in tree.items():
        if row["parent"] is not None:
            children[row["parent"]].append(code)
    deepest_first = sorted(tree, key=lambda code: -_depth(tree, code))
    for code in deepest_first:
        row = tree[code]
        least = 1 + max((tree[child]["level"] for child in children[code]), default=0)
        if (row["level"] and row["level"] < least) or (row["kind"] == "indicator" and row["level"] > 1):
            expected = "1, as it is an indicator" if row["kind"] == "indicator" else f"{least} or more, by its children"
            raise BadTable(f"{code} is of level {row['level']}; expected {expected}.")
        row["level"] = row["level"] or least


def _depth(tree: dict[str, dict[str, Any]], code: str) -> int:
    depth, parent = 0, tree[code]["parent"]
    while parent is not None:
        depth, parent = depth + 1, tree[parent]["parent"]
    return depth


def _check_weights(elements: tuple[Element, ...]) -> None:
    sums: dict[str, float] = {}
    for one in elements:
        if one.parent is not None:
            sums[one.parent] = sums.get(one.parent, 0.0) + one.weight
    for parent, total in sums.items():
        if total == 0:
            raise BadTable(f"The weights below {parent} sum to 0; expected one above 0. Drop {parent} instead.")
