"""Which tables of providers are read, and what their codes mean to us: the contents of datasets.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from cluster_observatory.errors import NotFound


@dataclass(frozen=True)
class Indicator:
    """One series of a context table: our code, name and unit, and the provider's codes that select it.

    ``selection`` gives, for each dimension, the codes that mean the same in the
    older and the present form of the file; the first that the file has is taken.
    ``factor`` turns the provider's unit into ours.
    """

    code: str
    name: str
    unit: str
    selection: Mapping[str, tuple[str, ...]]
    factor: float = 1


@dataclass(frozen=True)
class Edition:
    """The edition of NUTS in which a provider gives the years from first to last."""

    first: int
    last: int
    edition: int


@dataclass(frozen=True)
class Dataset:
    """One table of a provider: where it is described, under which licence, and what its codes mean to us."""

    code: str
    kind: str
    title: str
    producer: str
    page: str
    licence: str
    licence_address: str
    citation: str
    notice: str
    dimensions: Mapping[str, str]
    measures: Mapping[str, str] = field(default_factory=dict)
    rates: Mapping[str, str] = field(default_factory=dict)
    nuts_editions: tuple[Edition, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    optional: tuple[str, ...] = ()

    def nuts_edition(self, year: int) -> int:
        """Return the edition of NUTS of a year; raises NotFound for a year the table is not known to cover."""
        for period in self.nuts_editions:
            if period.first <= year <= period.last:
                return period.edition
        raise NotFound(f"It is not known which edition of NUTS {self.code} uses in {year}: see sources/datasets.toml.")


@cache
def datasets() -> dict[str, Dataset]:
    """Return every dataset by its code, in the order of datasets.toml."""
    text = (resources.files("cluster_observatory.sources") / "datasets.toml").read_text("utf-8")
    contents = tomllib.loads(text)
    producer = contents["producers"]["eurostat"]
    return {code: _dataset(code, facts, producer) for code, facts in contents["datasets"].items()}


def needed() -> tuple[str, ...]:
    """Return the codes of the datasets that every edition is made of: all but the large ones of demography."""
    return tuple(code for code, one in datasets().items() if one.kind != "demography")


def dataset(code: str) -> Dataset:
    """Return the dataset of that code; raises NotFound with the codes there are."""
    if code not in datasets():
        raise NotFound(f"There is no dataset {code!r}. The datasets are: {', '.join(datasets())}.")
    return datasets()[code]


def of_kind(kind: str) -> tuple[Dataset, ...]:
    """Return the datasets of a kind: structure, context, trade, national or demography."""
    return tuple(dataset for dataset in datasets().values() if dataset.kind == kind)


def _dataset(code: str, facts: dict[str, Any], producer: Mapping[str, str]) -> Dataset:
    every = facts.pop("every", {})
    described = {key: words.format(code=code, title=facts["title"]) for key, words in producer.items()}
    return Dataset(
        **described,
        code=code,
        kind=facts["kind"],
        title=facts["title"],
        dimensions=facts["dimensions"],
        measures=facts.get("measures", {}),
        rates=facts.get("rates", {}),
        nuts_editions=tuple(Edition(**period) for period in facts.get("nuts_editions", ())),
        indicators=tuple(_indicator(every, indicator) for indicator in facts.get("indicators", ())),
        optional=tuple(facts.get("optional", ())),
    )


def _indicator(every: Mapping[str, Any], facts: Mapping[str, Any]) -> Indicator:
    selection = {**every.get("selection", {}), **facts["selection"]}
    return Indicator(
        **{**every, **facts, "selection": {dimension: tuple(codes) for dimension, codes in selection.items()}}
    )
