"""How many of the firms born in a year are still there one to five years later."""

from collections.abc import Sequence
from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrame

from cluster_observatory.statistics.registers import BY, counted, is_restructured, opened, refuse_classes, summed

AGES = (1, 2, 3, 4, 5)
NO_AGE = 1_000_000


def survival(register: IntoFrame, *, by: Sequence[str] = BY, checked: bool = False) -> Any:
    """Return the survival of every cohort of births by class, in the caller's kind of frame.

        survival_rate_n = 100 * survivors_n / followed_n        (%; Eurostat's V97041 to V97045)

    Takes a register as `registers.refuse_register` describes it, and refuses with
    BadTable what that refuses, unless it was ``checked`` so before; NotPossible
    where it has one year only.  A cohort are the firms with a row in their year
    of birth and no restructuring event in it; they stay in the class (region,
    industry) of that row for good, so that a firm that moves does not lift the
    rate of where it moves to.

    Returns the classes, year (of birth), ``births`` (firms) and, for each age n of 1
    to 5 years, ``followed_n``, ``survivors_n`` (firms) and ``survival_rate_n``:

    - a firm survived to the age n where it has a row n years after its birth, be it its last;
    - it did not where it ended before that year;
    - it is not followed where neither is known (a gap, or no row and no end), or
      where it had a restructuring event by then: ``followed_n`` leaves it out.

    All three are missing where that year is after the register's last year.  With
    neither gaps nor restructurings followed is births, and the rate that of the
    Eurostat-OECD manual on business demography (2007).
    """
    refuse_classes(by, ("births", "touched"))
    found = opened(register, by, (), years=2, needed_for="survival", checked=checked)
    age = nw.col("year") - nw.col("born")
    inside = found.rows.filter((nw.col("born") >= found.first) & (age <= AGES[-1]))
    events = nw.when(is_restructured()).then(age).otherwise(nw.lit(NO_AGE)).cast(nw.Int64())
    lives = (
        inside.select("firm", "ended", touched=events, **{f"at_{number}": counted(age == number) for number in AGES})
        .group_by("firm")
        .agg(nw.col("touched").min(), nw.col("ended").min(), *(nw.col(f"at_{number}").sum() for number in AGES))
    )
    births = inside.filter(age == 0).filter(~is_restructured()).select("firm", *by, "year")
    cohort = births.join(lives, on="firm", how="left")
    sums: dict[str, nw.Expr] = {"births": nw.lit(1, nw.Int64())}
    for number in AGES:
        there = nw.col(f"at_{number}") > 0
        untouched = nw.col("touched") > number
        gone = ~there & (nw.col("ended") < nw.col("year") + number)
        sums[f"followed_{number}"] = counted(untouched & there) + counted(untouched & gone)
        sums[f"survivors_{number}"] = counted(untouched & there)
    cells = summed(cohort.select(*by, "year", **sums), [*by, "year"], list(sums))
    columns: dict[str, nw.Expr] = {}
    for number in AGES:
        known = nw.col("year") + number <= found.last
        followed, survivors = nw.col(f"followed_{number}"), nw.col(f"survivors_{number}")
        columns[f"followed_{number}"] = nw.when(known).then(followed)
        columns[f"survivors_{number}"] = nw.when(known).then(survivors)
        rate = 100 * survivors / nw.when(known & (followed > 0)).then(followed).cast(nw.Float64())
        columns[f"survival_rate_{number}"] = rate
    return cells.select(*by, "year", "births", **columns).to_native()
