"""The table of a topic: its columns, each with what a cell says and what it is sorted by."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cluster_observatory.publication import labels
from cluster_observatory.web.atlas import numbers
from cluster_observatory.web.atlas.topics import measures, queries, rows

LEVELS = {
    "NUTS 2": gettext_lazy("the region itself"),
    "NUTS 1": gettext_lazy("NUTS 1 region"),
    "country": gettext_lazy("country"),
    "capital with its commuting belt": gettext_lazy("capital with its commuting belt"),
    "former region": gettext_lazy("former region"),
}
"""Where a value was measured, as the table of values says it, in words for people."""


@dataclass(frozen=True)
class Column:
    """One column: its heading, what a cell says of a row, and by what it is sorted (nothing where it is not).

    `label` stands before a cell on small screens, where the heading is too long for that.
    """

    key: str
    words: str
    cell: Callable
    by: Callable | None = None
    look: str = "number"
    small: Callable = lambda row: ""
    label: str = ""


def _of(column):
    return lambda row: row.figures[column]


def _written(column, write):
    return lambda row: write(row.figures[column])


def _tied(row):
    return numbers.NONE if row.figures["tied_with"] is None else numbers.count(row.figures["tied_with"])


def _available(row):
    return _("{n} of {all}").format(n=row.figures["indicators_available"], all=row.figures["indicators"])


def columns(choice):
    """Return the columns of the table of a topic, beside region and country."""
    topic = choice.topic
    if topic.family == queries.INNOVATION:
        return _innovation()
    if topic.family == queries.DEMOGRAPHY:
        return [_value(choice), Column("flags", _("Flags"), lambda row: row.flags or numbers.NONE, look="")]
    if topic.is_indicator:
        return _indicator(choice)
    return _scores()


def _scores():
    return [
        Column("score", _("Score"), _written("score", lambda value: numbers.decimal(value, 1)), _of("score")),
        Column(
            "rank", _("Rank"), _written("rank", numbers.count), _of("rank"),
            small=lambda row: rows.interval_in_words(row.figures),
        ),
        Column("tied_with", _("Tied with"), _tied, _of("tied_with")),
        Column("indicators_available", _("Indicators with a value"), _available, _of("indicators_available")),
        Column("imputed", _("Imputed"), _written("imputed_share", numbers.share), _of("imputed_share")),
        Column("copied", _("Copied from above"), _written("copied_share", numbers.share), _of("copied_share")),
    ]  # fmt: skip


def _value(choice):
    return Column(
        "value", choice.topic.unit, _written("value", measures.writer(choice.topic)), _of("value"), label=_("Value")
    )


def _indicator(choice):
    return [
        _value(choice),
        Column(
            "used", _("As the scoreboard uses it"), _written("used", lambda value: numbers.decimal(value, 1)),
            _of("used"),
        ),
        Column("level", _("Measured for"), lambda row: LEVELS.get(row.figures["level_used"], numbers.NONE), look=""),
        Column("of", _("Figure of"), _years, look=""),
        Column("marks", _("What happened to it"), lambda row: row.flags or numbers.NONE, look=""),
    ]  # fmt: skip


def _years(row):
    years = row.figures["reference_year"]
    return labels.name("reference_year", years, get_language(), years) if years else numbers.NONE


def _innovation():
    def one(column):
        return _written(column, lambda value: numbers.decimal(value, 1))

    return [
        Column("value", _("Index, EU in 2016 = 100"), one("published"), _of("published")),
        Column("relative", _("EU of the same year = 100"), one("relative_index"), _of("relative_index")),
        Column("group", _("Group"), lambda row: measures.in_group(row.figures) or numbers.NONE, look=""),
        Column("recomputed", _("Made anew"), one("recomputed")),
        Column("factor", _("Country factor"), _written("country_factor", numbers.quotient)),
        Column("unknown", _("Indicators at their minimum or missing"), _written("unknown_indicators", numbers.count)),
    ]


def ordered(choice, found, listed):
    """Return the rows in the order the visitor asked for, best first by default; missing values come last."""
    key = choice.sort.removeprefix("-")
    value = {"name": lambda row: row.name, "country": lambda row: row.country_name}.get(key)
    value = value or next((column.by for column in listed if column.key == key and column.by), None)
    if value is None:
        return found
    known = [row for row in found if value(row) is not None]
    missing = [row for row in found if value(row) is None]
    return sorted(known, key=value, reverse=choice.sort.startswith("-")) + missing


def headings(choice, listed):
    """Return the headings with the parameters that sort by each, empty for those that nothing is sorted by."""
    found = [("name", _("Region"), "", True), ("country", _("Country"), "", True)]
    found += [(column.key, column.words, column.look, column.by is not None) for column in listed]
    return [_heading(choice, *heading) for heading in found]


def _heading(choice, key, words, look, can_sort):
    current = choice.sort.removeprefix("-") == key
    descending = choice.sort.startswith("-")
    first = key if key in ("name", "country", "rank") else f"-{key}"
    other = key if descending else f"-{key}"
    return {
        "words": words,
        "look": look,
        "query": choice.query(sort=other if current else first) if can_sort else "",
        "order": ("descending" if descending else "ascending") if current else "",
    }


def cells(choice, found, listed):
    """Return the rows of the table with their cells in words, each with its heading for small screens."""
    return [
        {
            "row": row,
            "cells": [
                {
                    "words": column.cell(row),
                    "small": column.small(row),
                    "look": column.look,
                    "label": column.label or column.words,
                }
                for column in listed
            ],
        }
        for row in ordered(choice, found, listed)
    ]
