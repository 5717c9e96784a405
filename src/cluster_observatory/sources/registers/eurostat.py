"""Reads Eurostat's business demography by region, and marks where its series breaks.

The older table ends in 2020.  Its successor counts other units (European business
statistics, Regulation 2019/2152) and another total of activities, so the two are
not one series.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from cluster_observatory.errors import NotFound, SourceChanged
from cluster_observatory.sources.eurostat.faults import HOW_TO_MEND, shown
from cluster_observatory.sources.eurostat.meanings import BETWEEN_ACTIVITIES
from cluster_observatory.taxonomy import activities, regions

KEY = ("region", "industry", "year", "measure")
BREAK = "b"


@dataclass(frozen=True)
class Table:
    """One table of business demography: the dimension of its indicators, and the provider's codes of our measures."""

    code: str
    title: str
    indicator: str
    measures: Mapping[str, str] = field(hash=False)
    whole_economy: str
    follows: str = ""


# The older codes with their labels are published in many copies of the table; of the present ones, those of the
# numbers of enterprises, births, deaths and persons and of the rates were met in use, not in Eurostat's own list.
TABLES = {
    table.code: table
    for table in (
        Table(
            code="bd_hgnace2_r3",
            title="Business demography and high growth enterprise by NACE Rev. 2 and NUTS 3 regions, 2008-2020",
            indicator="indic_sb",
            measures={
                "V11910": "active",  # enterprises
                "V11920": "births",  # enterprises
                "V11930": "deaths",  # enterprises
                "V11943": "survivors_3",  # enterprises born in t - 3 and active in t
                "V11960": "high_growth",  # enterprises, growth in employment of 10 % or more
                "V16910": "persons",  # persons employed in active enterprises
                "V16911": "employees",  # employees of active enterprises
                "V16920": "persons_of_births",
                "V16921": "employees_of_births",
                "V16930": "persons_of_deaths",
                "V16931": "employees_of_deaths",
                "V97010": "net_growth",  # %
                "V97015": "churn",  # %
                "V97020": "birth_rate",  # %
                "V97030": "death_rate",  # %
                "V97043": "survival_rate_3",  # %
            },
            whole_economy="B-S_X_K642",
        ),
        Table(
            code="bd_hgnace_r",
            title="Business demography and high growth enterprises by NACE Rev. 2 activity and NUTS 3 region",
            indicator="indic_sbs",
            measures={
                "ENT_NR": "active",
                "ENT_BRTH_NR": "births",
                "ENT_DTH_NR": "deaths",
                "EMP_NR": "persons",
                "GRW_ENT_PC": "net_growth",
                "ENT_BRTHR_DTHR_PC": "churn",
                "ENT_BRTHR_PC": "birth_rate",
                "ENT_DTHR_PC": "death_rate",
            },
            whole_economy="B-S_X_O_S94",
            follows="bd_hgnace2_r3",
        ),
    )
}
RATES = ("net_growth", "churn", "birth_rate", "death_rate", "survival_rate_3")


def table(code: str) -> Table:
    """Return the table of that code; raises NotFound with the codes there are."""
    if code not in TABLES:
        raise NotFound(f"There is no table of business demography {code!r}. The tables are: {', '.join(TABLES)}.")
    return TABLES[code]


def published_demography(observations: pl.DataFrame, table: Table, *, name: str = "") -> pl.DataFrame:
    """Return what Eurostat published: region, industry, year, measure, value, flags and dataset, sorted.

    Takes the frame of `eurostat.tsv.read_tsv` and the name of its file for
    messages.  ``industry`` is an activity of NACE or an aggregate as Eurostat
    writes it: unlike in structural tables these are kept, since the whole
    business economy (`Table.whole_economy`) is what regions are compared by.
    Counts are of enterprises and persons, rates in per cent; a value that is
    missing is null, never 0, and a cell without value and flag is left out, as
    are codes that are no region and indicators that are not among the measures.

    The first year in which the successor of a table has a value, of each region,
    industry and measure, has the flag ``b``: it is not comparable with the years
    of the older table, which is another ``dataset`` here.

    Raises SourceChanged, with the words met, where the dimensions are others,
    none of the indicators is known, a figure is not yearly, a region or an
    activity is not known, a count is negative, or a key stands twice.
    """
    name = name or table.code
    _refuse_dimensions(observations, table, name)
    rows = observations.select(
        region="geo",
        industry="nace_r2",
        year=pl.col("time").cast(pl.Int64),
        measure=pl.col(table.indicator).replace_strict(dict(table.measures), default=None),
        value="value",
        # Since 2025 confidentiality is a capital behind @; C says what c said before.
        flags=pl.col("flags").str.replace_all("@", "", literal=True).str.replace_all("C", "c", literal=True),
        dataset=pl.lit(table.code),
    ).drop_nulls("measure")
    _refuse_codes(rows, name)
    no_regions = [code for code in rows["region"].unique() if regions.is_no_region(code)]
    said = rows.filter(pl.col("value").is_not_null() | (pl.col("flags") != ""), ~pl.col("region").is_in(no_regions))
    return (_with_break(said) if table.follows else said).sort(KEY)


def _with_break(rows: pl.DataFrame) -> pl.DataFrame:
    valued = pl.when(pl.col("value").is_not_null()).then("year")
    starts = pl.col("year") == valued.min().over("region", "industry", "measure")
    unmarked = ~pl.col("flags").str.contains(BREAK, literal=True)
    return rows.with_columns(flags=pl.when(starts & unmarked).then(pl.col("flags") + BREAK).otherwise("flags"))


def _refuse_dimensions(observations: pl.DataFrame, table: Table, name: str) -> None:
    expected = {table.indicator, "nace_r2", "geo"}
    found = set(observations.columns) - {"freq", "time", "value", "flags"}
    if found != expected:
        raise SourceChanged(
            f"{name}: expected the dimensions {', '.join(sorted(expected))}, found {', '.join(sorted(found))}. "
            f"{HOW_TO_MEND}"
        )
    for dimension, yearly in (("freq", "^A$"), ("time", r"^\d{4}$")):
        if dimension in observations.columns:
            other = (
                observations[dimension]
                .unique()
                .sort()
                .filter(~observations[dimension].unique().sort().str.contains(yearly))
            )
            if other.len():
                raise SourceChanged(f"{name}: expected yearly figures, found {dimension} {other[0]!r}. {HOW_TO_MEND}")
    codes = observations[table.indicator].unique().sort()
    if codes.len() and not codes.is_in(list(table.measures)).any():
        raise SourceChanged(
            f"{name}: expected indicators such as {', '.join(list(table.measures)[:3])} in {table.indicator}, "
            f"found {', '.join(codes[:5])}. {HOW_TO_MEND}"
        )


def _refuse_codes(rows: pl.DataFrame, name: str) -> None:
    places, known = regions.known_codes(), set(activities.table()["industry"])
    together = set(activities.aggregates()["code"])
    for code in rows["region"].unique().sort():
        if code not in places and not regions.is_no_region(code):
            raise SourceChanged(f"{name}: geo {shown(code)} is no known NUTS region. {HOW_TO_MEND}")
    for code in rows["industry"].unique().sort():
        if code not in together and not known.issuperset(BETWEEN_ACTIVITIES.split(code)):
            raise SourceChanged(f"{name}: nace_r2 {shown(code)} is no known activity of NACE Rev. 2. {HOW_TO_MEND}")
    below = rows.filter((pl.col("value") < 0) & ~pl.col("measure").is_in(RATES)).head(1)
    twice = rows.filter(pl.struct(KEY).is_duplicated()).head(1)
    for found, fault in ((below, "is negative; they are counted"), (twice, "stands twice")):
        if found.height:
            met = found.row(0, named=True)
            place = ", ".join(f"{part} {met[part]}" for part in KEY)
            raise SourceChanged(f"{name}: the cell {met['value']:g} of {place} {fault}. {HOW_TO_MEND}")
