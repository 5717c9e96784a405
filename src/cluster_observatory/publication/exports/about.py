"""What a table that is taken away says of itself: columns, flags, sources, licence, citation, edition, address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.publication.frames import frame
from cluster_observatory.tables.shapes import Column, shapes

TYPE_OF = {pl.Boolean: "boolean", pl.Float32: "float", pl.Float64: "float"}
"""The types of columns that the shapes know; whole numbers are integers, all else is text."""


@dataclass(frozen=True)
class Source:
    """A provider's table that figures rest on."""

    dataset: str
    title: str
    producer: str
    address: str
    read_on: str
    licence: str
    licence_address: str
    citation: str


@dataclass(frozen=True)
class About:
    """Everything a file says beside its figures; `address` is where the same table is found as CSV, in its edition.

    `key` names the columns that tell rows apart, `flags` gives letter, name and
    meaning, `licences` name and address of each licence of the sources.
    """

    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sources: tuple[Source, ...]
    flags: tuple[tuple[str, str, str], ...]
    licences: tuple[tuple[str, str], ...]
    citation: str
    edition: str
    invented: bool
    address: str

    @property
    def licence(self) -> str:
        """Return the licences as a line, with their addresses."""
        return "; ".join(f"{name} ({address})" if address else name for name, address in self.licences)

    @property
    def updated(self) -> str:
        """Return the last day on which a source was read, as 2026-11-22; empty where none was recorded."""
        return max((source.read_on for source in self.sources), default="")

    def column(self, name: str) -> Column:
        """Return what is known of a column."""
        return next(column for column in self.columns if column.name == name)


def about(
    edition: Edition,
    table: pl.DataFrame | pl.LazyFrame,
    *,
    title: str,
    description: str,
    datasets: Sequence[str],
    address: str,
    key: Sequence[str] | None = None,
    columns: Mapping[str, str | Column] | None = None,
) -> About:
    """Return what a file of the table says of it.

    Unit and meaning of a column come from the published table that has one of its
    name, or from `columns`: a description, or a whole Column.  Types are those of
    the table at hand.  `datasets` are the codes of the providers' tables it rests
    on; those that the edition does not name are left out.  `key` names the columns
    that tell rows apart; None takes those that are keys of published tables.
    """
    schema = table.collect_schema()
    sources = tuple(_source(entry) for entry in map(edition.source, dict.fromkeys(datasets)) if entry)
    licences = dict.fromkeys((source.licence, source.licence_address) for source in sources if source.licence)
    return About(
        title=title,
        description=description,
        columns=tuple(_column(name, type_, (columns or {}).get(name)) for name, type_ in schema.items()),
        key=tuple(key) if key is not None else tuple(name for name in schema if name in _key_columns()),
        sources=sources,
        flags=_flags(edition),
        licences=tuple(licences),
        citation=_citation(edition, title, address, sources),
        edition=edition.name,
        invented=edition.invented,
        address=address,
    )


def _column(name: str, type_: Any, own: str | Column | None) -> Column:
    if isinstance(own, Column):
        return own
    known = _columns().get(name)
    described = own or (known.description if known else "")
    typed = TYPE_OF.get(type(type_) if isinstance(type_, pl.DataType) else type_) or (
        "integer" if type_.is_integer() else "text"
    )
    return Column(name, typed, described, known.unit if known else "", missing=True)


@cache
def _columns() -> dict[str, Column]:
    """Return each column by its name, as the published table that is nearest to the measures describes it."""
    found: dict[str, Column] = {}
    first = ("specialisation", "cluster_specialisation", "structural_indicators", "stars", "cluster_stars", "regions")
    known = shapes()
    for shape in [known[name] for name in first if name in known] + list(known.values()):
        for column in shape.columns:
            found.setdefault(column.name, column)
    return found


@cache
def _key_columns() -> frozenset[str]:
    return frozenset(name for shape in shapes().values() for name in shape.key)


def _flags(edition: Edition) -> tuple[tuple[str, str, str], ...]:
    if "flags" not in edition.tables:
        return ()
    return tuple(frame(edition, "flags").select("flag", "name", "description").iter_rows())


def _source(entry: dict[str, Any]) -> Source:
    fields = ("title", "producer", "address", "read_on", "licence", "licence_address", "citation")
    return Source(entry["dataset"], **{name: entry.get(name) or "" for name in fields})


def _citation(edition: Edition, title: str, address: str, sources: Sequence[Source]) -> str:
    parts = [f"Cluster Observatory, {title}, edition {edition.name}, {address}."]
    cited = "; ".join(source.citation or f"{source.producer}, {source.title}" for source in sources)
    if cited:
        parts.append(f"Computed from: {cited}.")
    if edition.invented:
        parts.append("All figures are invented; never quote them.")
    return " ".join(parts)
