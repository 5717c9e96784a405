"""A profile run on the caller's own table, which is checked first."""

from typing import Any

import narwhals as nw
from narwhals.typing import FrameT

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics import specialisation as measuring
from cluster_observatory.statistics import stars as judging
from cluster_observatory.statistics.inputs import refuse_columns
from cluster_observatory.statistics.profiles import Profile, profile

RESERVED = (*measuring.MEASURES, *measuring.WORKING, *judging.COLUMNS, *judging.WORKING)


@nw.narwhalify
def analyse(cells: FrameT, profile_name: str, *, category: str = "industry") -> FrameT:
    """Return the caller's rows with the measures of specialisation and the stars of the profile.

    Takes one row per region, ``category`` and year with ``persons`` (persons
    employed, count; empty where not known) and, where the profile looks at the
    average wage, ``wages`` (million EUR); what else the table has is kept.  What
    is added: `specialisation.specialisation` and `stars.stars`.

    Raises NotFound for an unknown profile, and BadTable where a column is absent,
    not of its kind, or named like one that is added or needed on the way
    (`RESERVED`), and, naming the first row met in the order of the keys, where a
    key is empty or stands twice, or persons or wages are negative, infinite or
    not a number.  pandas writes a missing number as NaN: there it counts as
    missing.
    """
    rules = profile(profile_name)
    measures = required_columns(rules, category)[3:]
    _check_columns(cells, rules, category)
    refuse_columns(cells, RESERVED)
    _check_rows(cells, ["region", category, "year"], measures)
    measured = measuring.specialisation(cells, category=category)
    judged: FrameT = judging.stars(measured, rules, category=category)
    return judged


def required_columns(rules: Profile, category: str = "industry") -> tuple[str, ...]:
    """Return the columns that a table needs for the profile: its keys, then its measures."""
    wages = ("wages",) if "average_wage" in rules.values else ()
    return ("region", category, "year", "persons", *wages)


def _check_columns(cells: FrameT, rules: Profile, category: str) -> None:
    columns = cells.collect_schema()
    required = required_columns(rules, category)
    absent = [name for name in required if name not in columns]
    if absent:
        raise BadTable(
            f"The table lacks {', '.join(absent)}; it has {', '.join(columns)}. "
            f"The profile {rules.name} needs {', '.join(required)}."
        )
    for name in required[3:]:
        if not columns[name].is_numeric():
            raise BadTable(f"The column {name} holds {columns[name]}; expected numbers.")
    if not columns["year"].is_integer():
        raise BadTable(f"The column year holds {columns['year']}; expected whole numbers.")


def _check_rows(cells: FrameT, keys: list[str], measures: tuple[str, ...]) -> None:
    for key in keys:
        _refuse(cells.filter(nw.col(key).is_null()), keys, key, f"{key} is empty; expected a value in every row")
    for name in measures:
        number = nw.col(name).cast(nw.Float64())
        unreal = ~number.is_null() & ~number.is_finite()
        _refuse(cells.filter(unreal), keys, name, f"{name} is {{}}; expected a number, or nothing where not known")
        negative = f"{name} is {{}}; expected 0 or more, or nothing where not known"
        _refuse(cells.filter(number < 0), keys, name, negative)
    repeated = cells.group_by(*keys).agg(nw.len().alias("rows")).filter(nw.col("rows") > 1)
    _refuse(repeated, keys, "rows", "{} rows have the same key; expected one row per key")


def _refuse(found: FrameT, keys: list[str], column: str, fault: str) -> None:
    """Raise BadTable with the first of the rows found, in the order of the keys; {} in the fault is what it holds."""
    first: Any = found.select(*dict.fromkeys([*keys, column])).sort(*keys).head(1)
    rows = (first.collect() if isinstance(first, nw.LazyFrame) else first).rows(named=True)
    if rows:
        place = ", ".join(f"{key}={rows[0][key]!r}" for key in keys if key != column)
        raise BadTable(f"At {place}: {fault.format(rows[0][column])}.")
