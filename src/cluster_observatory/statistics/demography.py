"""Births and deaths of firms in a register, and the rates that Eurostat makes of them."""

from collections.abc import Sequence
from typing import Any

import narwhals as nw
from narwhals.typing import FrameT, IntoFrame

from cluster_observatory.statistics.inputs import require_columns
from cluster_observatory.statistics.registers import BY, counted, is_restructured, opened, refuse_classes, summed

COUNTS = ("active", "births", "deaths", "employees", "employees_of_births")
RATES = ("birth_rate", "death_rate", "churn", "net_growth", "average_size_of_births")


def business_demography(register: IntoFrame, *, by: Sequence[str] = BY, checked: bool = False) -> Any:
    """Return births and deaths of firms by class and year, with their rates, in the caller's kind of frame.

    Takes a register as `registers.refuse_register` describes it, and refuses with
    BadTable what that refuses, unless it was ``checked`` so before.  ``by`` names
    the classes: region and industry, or a cluster where one was joined.

    Returns the classes, year and

        active               firms with a row of the year
        births               of those, born in the year; not by a restructuring
        deaths               of those, ended in the year; not by a restructuring
        employees            sum over the active firms that have a figure
        employees_of_births  the same of the births

    with the rates of `business_rates`.  A birth or death whose own year has a
    restructuring event is none (Eurostat counts only firms that came to be or
    ceased with no other firm involved).  A firm is counted in the region and
    industry that its row of that year has.
    """
    refuse_classes(by, (*COUNTS, *RATES))
    found = opened(register, by, ("employees",), years=1, needed_for="business demography", checked=checked)
    alone = ~is_restructured()
    born, ended = (nw.col("born") == nw.col("year")) & alone, (nw.col("ended") == nw.col("year")) & alone
    employees = nw.when(~nw.col("employees").is_null()).then(nw.col("employees")).otherwise(nw.lit(0))
    employees = employees.cast(nw.Int64())
    rows = found.rows.select(
        *by,
        "year",
        active=nw.lit(1, nw.Int64()),
        births=counted(born),
        deaths=counted(ended),
        employees=employees,
        employees_of_births=nw.when(born).then(employees).otherwise(nw.lit(0, nw.Int64())),
    )
    return business_rates(summed(rows, [*by, "year"], COUNTS).to_native())


@nw.narwhalify
def business_rates(cells: FrameT) -> FrameT:
    """Return the cells with the rates that their counts give, as Eurostat defines them.

        birth_rate              = 100 * births / active                          (V97020, %)
        death_rate              = 100 * deaths / active                          (V97030, %)
        churn                   = birth_rate + death_rate                        (V97015, %)
        net_growth              = 100 * (active / active of the year before - 1) (V97010, %)
        average_size_of_births  = employees_of_births / births                   (employees)

    Takes one row per class and year with ``active``, ``births`` and ``deaths``,
    and ``employees_of_births`` where it is to give the average size; whatever
    else the table has besides its counts and rates tells its classes.  Rates that
    are there are replaced: after `suppression.suppressed` nothing follows from a
    rate that its counts no longer say.  A rate is missing where one of its counts
    is, where it would divide by nothing, and net growth where the year before has
    no row.  Raises BadTable where a count's column lacks.

    Eurostat's average size (V97121) is in persons employed, this in employees.
    """
    require_columns(cells.to_native(), ("active", "births", "deaths", "year"))
    cells = cells.drop(*RATES, strict=False)
    there = cells.collect_schema().names()
    classes = [name for name in there if name not in (*COUNTS, "year", "flags")]
    active = nw.when(nw.col("active") > 0).then(nw.col("active")).cast(nw.Float64())
    births = nw.when(nw.col("births") > 0).then(nw.col("births"))
    before = nw.col("active").shift(1).over(*classes, order_by="year")
    follows = nw.col("year").shift(1).over(*classes, order_by="year") == nw.col("year") - 1
    cells = cells.with_columns(before=nw.when(follows & (before > 0)).then(before).cast(nw.Float64()))
    cells = cells.with_columns(
        birth_rate=100 * nw.col("births") / active,
        death_rate=100 * nw.col("deaths") / active,
        churn=100 * (nw.col("births") + nw.col("deaths")) / active,
        net_growth=100 * (nw.col("active") - nw.col("before")) / nw.col("before"),
    ).drop("before")
    if "employees_of_births" not in there:
        return cells
    return cells.with_columns(average_size_of_births=nw.col("employees_of_births") / births.cast(nw.Float64()))
