"""Firms that grew fast over three years: high-growth enterprises, gazelles and scale-ups."""

from collections.abc import Sequence
from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrame

from cluster_observatory.errors import NotPossible
from cluster_observatory.statistics.registers import BY, counted, is_restructured, opened, refuse_classes, summed

YEARS = 3
FACTORS = {10: 1331, 20: 1728}  # growth of so many per cent a year over three years, in thousandths
MEASURES = {"employees": ("employees",), "turnover": ("turnover",), "either": ("employees", "turnover")}
LEAST_EMPLOYEES = 10
YOUNG = 5  # years old at most
COUNTS = (
    *("active_ten_or_more", "measured", "high_growth", "young_high_growth", "employees_of_high_growth"),
    *("restructured", "not_computable"),
)


def high_growth(
    register: IntoFrame,
    *,
    by: Sequence[str] = BY,
    threshold: int = 10,
    inclusive: bool = True,
    measure: str = "employees",
    checked: bool = False,
) -> Any:
    """Return high-growth enterprises and gazelles by class and year, in the caller's kind of frame.

        1000 * figure(t) >= 1331 * figure(t - 3)        growth of 10 % a year over three years
        1000 * figure(t) >= 1728 * figure(t - 3)        of 20 %

    in whole numbers, so that a firm exactly at the threshold is never lost to
    rounding; ``inclusive=False`` asks for more than the threshold.  The figure is
    employees, turnover, or ``"either"`` of them.

    Takes a register as `registers.refuse_register` describes it, and refuses with
    BadTable what that refuses, unless it was ``checked`` so before; NotPossible
    where it spans less than four years, or for another threshold or measure.

    A firm is measured in the year t where it has a row of each of the years t - 3
    to t, 10 employees or more in t - 3, was born before t - 3, has both figures
    (the first above 0), and no restructuring event in any of the four years.  It
    belongs to the region and industry of its row of t, the end of the period.

    Returns the classes, year (t) and

        active_ten_or_more        firms with 10 employees or more in t
        measured                  firms measured
        high_growth               of those, that grew fast
        young_high_growth         of those, at most 5 years old in t: gazelles
        employees_of_high_growth  employees in t of the high-growth enterprises
        restructured              of active_ten_or_more: four rows, but an event among them
        not_computable            of active_ten_or_more: born before t - 3, but a row or a figure lacks
        high_growth_share         100 * high_growth / active_ten_or_more (%; Eurostat's V97460)
        young_high_growth_share   100 * young_high_growth / active_ten_or_more (%)

    Cells without a firm that ever had 10 employees have no row.

    Eurostat (Regulation 439/2014) counts employees and 10 %; its text says more
    than 10 %, its labels 10 % or more: hence the parameter.  The Eurostat-OECD
    manual on business demography (2007) asks for more than 20 %, of employees or
    of turnover, and calls a gazelle one at most five years old.
    """
    refuse_classes(by, (*COUNTS, "high_growth_share", "young_high_growth_share"))
    if threshold not in FACTORS or measure not in MEASURES:
        raise NotPossible(
            f"There is no high growth of {threshold} % a year by {measure}; "
            f"expected {' or '.join(map(str, FACTORS))} % by {', '.join(MEASURES)}."
        )
    needed = tuple(dict.fromkeys(("employees", *MEASURES[measure])))
    found = opened(register, by, needed, years=YEARS + 1, needed_for="growth over three years", checked=checked)
    rows = _judged(_with_earlier(_of_large_firms(found.rows), needed), MEASURES[measure], FACTORS[threshold], inclusive)
    older, whole = (nw.col("is_older") > 0) & (nw.col("is_ten") > 0), nw.col("is_whole") > 0
    measured = whole & (nw.col("is_older") > 0) & (nw.col("was_ten") > 0) & (nw.col("events") == 0)
    fast = measured & (nw.col("has_grown") > 0)
    firms = rows.filter(nw.col("year") >= found.first + YEARS).select(
        *by,
        "year",
        active_ten_or_more=nw.col("is_ten"),
        measured=counted(measured),
        high_growth=counted(fast),
        young_high_growth=counted(fast & (nw.col("year") - nw.col("born") <= YOUNG)),
        employees_of_high_growth=nw.when(fast & ~nw.col("employees").is_null())
        .then(nw.col("employees"))
        .otherwise(nw.lit(0.0)),
        restructured=counted(older & whole & (nw.col("events") > 0)),
        not_computable=counted(older & (nw.col("is_whole") == 0)),
    )
    cells = summed(firms, [*by, "year"], COUNTS)
    large = nw.when(nw.col("active_ten_or_more") > 0).then(nw.col("active_ten_or_more")).cast(nw.Float64())
    return cells.with_columns(
        high_growth_share=100 * nw.col("high_growth") / large,
        young_high_growth_share=100 * nw.col("young_high_growth") / large,
    ).to_native()


def scale_ups(
    register: IntoFrame,
    *,
    by: Sequence[str] = BY,
    inclusive: bool = False,
    measure: str = "either",
    checked: bool = False,
) -> Any:
    """Return scale-ups by class and year: `high_growth` of more than 20 % a year, by employees or by turnover.

    Takes and refuses what `high_growth` does, and returns its columns, with
    ``scale_ups``, ``young_scale_ups``, ``employees_of_scale_ups``,
    ``scale_up_share`` and ``young_scale_up_share`` in place of those of high growth.

    Eurostat has no definition of a scale-up; this one is usual: the high growth of
    the Eurostat-OECD manual (2007), by either measure.
    """
    found = high_growth(register, by=by, threshold=20, inclusive=inclusive, measure=measure, checked=checked)
    names = {
        "high_growth": "scale_ups",
        "young_high_growth": "young_scale_ups",
        "employees_of_high_growth": "employees_of_scale_ups",
        "high_growth_share": "scale_up_share",
        "young_high_growth_share": "young_scale_up_share",
    }
    return nw.from_native(found).rename(names).to_native()


def _of_large_firms(rows: Any) -> Any:
    """Return all rows of the firms that had ten employees in some year: few, and no other is measured or compared."""
    large = rows.filter(nw.col("employees") >= LEAST_EMPLOYEES).select("firm").unique()
    return rows.join(large, on="firm", how="semi")


def _with_earlier(rows: Any, figures: Sequence[str]) -> Any:
    """Return the rows with what the firm's third row before says, and how many events there are since."""
    # Whole numbers up to 1728 * LARGEST are below 2**53: as floats they are what they are.
    rows = rows.with_columns(*(nw.col(name).cast(nw.Float64()) for name in figures), touched=counted(is_restructured()))
    rows = rows.with_columns(
        start_year=_before("year", YEARS),
        **{f"start_{name}": _before(name, YEARS) for name in figures},
        **{f"touched_{years}": _before("touched", years) for years in range(1, YEARS + 1)},
    )
    events = nw.col("touched")
    for years in range(1, YEARS + 1):
        events = events + nw.col(f"touched_{years}")
    return rows.with_columns(events=events)


def _before(name: str, rows: int) -> nw.Expr:
    return nw.col(name).shift(rows).over("firm", order_by="year")


def _judged(rows: Any, figures: Sequence[str], factor: int, inclusive: bool) -> Any:
    """Return the rows with 1 or 0 for each condition; SQL and pandas do not agree on what a missing one is."""
    known, grown = nw.lit(0, nw.Int64()), nw.lit(0, nw.Int64())
    for name in figures:
        now, then = 1000 * nw.col(name), factor * nw.col(f"start_{name}")
        has = ~nw.col(name).is_null() & (nw.col(f"start_{name}") > 0)
        known = known + counted(has)
        grown = grown + counted(has & (now >= then if inclusive else now > then))
    # A firm's rows are of different years: its third row before is of t - 3 only where none between lacks.
    whole = nw.col("start_year") == nw.col("year") - YEARS
    was_ten = nw.col("start_employees") >= LEAST_EMPLOYEES
    was_fewer = nw.col("start_employees") < LEAST_EMPLOYEES
    return rows.with_columns(known=known, has_grown=grown, was_ten=counted(was_ten)).with_columns(
        is_whole=counted(whole & ((was_ten & (nw.col("known") > 0)) | was_fewer)),
        is_older=counted(nw.col("born") < nw.col("year") - YEARS),
        is_ten=counted(nw.col("employees") >= LEAST_EMPLOYEES),
    )
