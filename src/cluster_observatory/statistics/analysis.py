"""A profile run on the caller's own table, which is checked first."""

from typing import Any

import narwhals as nw
from narwhals.typing import FrameT

from cluster_observatory.statistics import recent_growth as growing
from cluster_observatory.statistics import resampling, uncertainty
from cluster_observatory.statistics import specialisation as measuring
from cluster_observatory.statistics import stars as judging
from cluster_observatory.statistics.inputs import refuse_cells, refuse_columns, refuse_rows, require_columns
from cluster_observatory.statistics.profiles import Profile, profile

OPTIONAL = ("wages", "establishments", "local_units", "sme_performance", "innovation_leaders", "modelled_share")
INTERVAL = ("location_quotient_low", "location_quotient_high")
ROUNDING = 1e-9  # relative: what binary fractions may leave between a total and a part


@nw.narwhalify
def analyse(
    cells: FrameT,
    rules: Profile | str,
    *,
    category: str = "industry",
    region_totals: FrameT | None = None,
    reference: FrameT | None = None,
    resamples: int = 100,
    seed: int = 1,
) -> FrameT:
    """Return the caller's rows with the measures of specialisation and the stars of the profile.

    Takes one row per region, ``category`` and year with ``persons`` (persons
    employed, count; empty where not known) and whatever else the profile looks at
    (`required_columns`): ``wages`` (million EUR), ``establishments`` (local units,
    count); what else the table has is kept.  ``rules`` is a profile or its name.
    What is added: `specialisation.specialisation`, ``growth``
    (`recent_growth.recent_growth`) where the profile looks at it, `stars.stars`,
    ``profile_status`` (published or reconstructed), and how sure they are: the
    interval of the quotient (`uncertainty.quotient_interval`) and the probability
    of every star and of being a cluster in ``resamples`` resamplings with ``seed``
    (`resampling.star_probabilities`), missing where the table has no establishments.
    A column ``modelled_share`` is checked (0 to 1) and carried along; without it every
    figure counts as measured by whoever gave it.

    ``region_totals`` (region, year, persons) gives the whole employment of each
    region where the cells are not the whole economy; ``reference`` (``category``,
    year, persons) the reference area's own totals where they are not the sum of
    the regions.

    Raises NotFound for an unknown profile, and BadTable where a column is absent,
    not of its kind, or named like one that is added or needed on the way, and,
    naming the first row met in the order of the keys, where a key is empty or
    stands twice, persons, wages or establishments are negative, infinite or
    not a number, or the totals contradict the cells: absent for a row, or less
    than a cell that they must hold.  pandas writes a missing number as NaN: there
    it counts as missing.
    """
    rules = profile(rules) if isinstance(rules, str) else rules
    needed = required_columns(rules, category)
    key = ["region", category, "year"]
    columns: nw.Schema = cells.collect_schema()
    stand_in = {"establishments"} if "local_units" in columns else set()
    required = (name for name in needed if name not in stand_in)
    require_columns(_native(cells), required, f"The profile {rules.name} needs {', '.join(needed)}.")
    refuse_columns(cells, reserved(rules))
    refuse_cells(cells, key, ("persons", *OPTIONAL), nan_is_missing=False)
    if region_totals is not None:
        _check_totals(cells, region_totals, ["region", "year"], key)
        region_totals = region_totals.select("region", "year", region_persons="persons")
    if reference is not None:
        _check_totals(cells, reference, [category, "year"], key)
    stands_in = "establishments" in columns and "local_units" not in columns
    counted = cells.with_columns(local_units=nw.col("establishments")) if stands_in else cells
    measured: Any = measuring.specialisation(
        counted, category=category, region_totals=region_totals, reference=reference
    )
    if "growth" in rules.values:
        measured = growing.recent_growth(measured, category=category)
    judged: FrameT = nw.from_native(judging.stars(measured, rules, category=category))
    judged = judged.with_columns(profile_status=nw.lit(rules.status))
    totals = {"region_totals": _native(region_totals), "reference": _native(reference)}
    figures = _native(counted)
    interval = nw.from_native(uncertainty.quotient_interval(figures, category=category, **totals))
    probable = nw.from_native(
        resampling.star_probabilities(figures, [rules], category=category, resamples=resamples, seed=seed, **totals)
    )
    sure = interval.select(*key, *INTERVAL).join(probable.select(*key, *probabilities(rules)), on=key, how="left")
    judged = judged.join(sure, on=key, how="left")
    return judged.drop("local_units") if stands_in else judged


def _native(frame: Any) -> Any:
    return None if frame is None else nw.to_native(frame)


def probabilities(rules: Profile) -> tuple[str, ...]:
    """Return the names of the columns that say how probable each star is, and being a cluster."""
    return ("cluster_probability", *(f"{criterion.name}_probability" for criterion in rules.criteria))


def required_columns(rules: Profile, category: str = "industry") -> tuple[str, ...]:
    """Return the columns that a table needs for the profile: its keys, then its measures."""
    wages = ("wages",) if {"average_wage", "relative_wage"} & set(rules.values) else ()
    establishments = ("establishments",) if "local_units" in rules.values else ()
    return ("region", category, "year", "persons", *establishments, *wages)


def reserved(rules: Profile) -> tuple[str, ...]:
    """Return the names of the columns that the analysis adds or needs on the way."""
    growth = ("growth", *growing.WORKING) if "growth" in rules.values else ()
    working = (*measuring.WORKING, *growth, *judging.working_columns(rules))
    sure = (*INTERVAL, *probabilities(rules), "profile_status")
    return (*measuring.MEASURES, *working, *judging.columns(rules), *sure)


def _check_totals(cells: FrameT, totals: FrameT, key: list[str], cell_key: list[str]) -> None:
    """Raise BadTable where totals are no table of numbers by key, lack a key of the cells, or are below a cell."""
    needed = (*key, "persons")
    require_columns(_native(totals), needed, f"Totals need {', '.join(needed)}.")
    refuse_cells(totals, key, ("persons",), nan_is_missing=False)
    known = cells.filter(~nw.col("persons").is_null()).select(*cell_key, nw.col("persons").cast(nw.Float64()))
    own = totals.select(*key, nw.col("persons").cast(nw.Float64()).alias("total"))
    compared = known.join(own, on=key, how="left")
    rest: list[str] = [name for name in cell_key if name not in key]
    refuse_rows(
        compared.filter(nw.col("total").is_null()), [*key, *rest], "persons", "{} persons, but there is no total"
    )
    beyond = compared.filter(nw.col("persons") > nw.col("total") * (1 + ROUNDING))
    fault = f"{{}} persons are more than the total of {' and '.join(key)}; expected a total that holds them"
    refuse_rows(beyond, [*key, *rest], "persons", fault)
