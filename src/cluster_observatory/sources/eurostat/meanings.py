"""Turns Eurostat's dimensions, codes and flags into ours: datasets.toml says how, the taxonomy what there is."""

import re
from collections.abc import Iterable

import polars as pl

from cluster_observatory.errors import NotFound, SourceChanged
from cluster_observatory.sources.datasets import Dataset, Indicator, of_kind
from cluster_observatory.sources.eurostat.faults import HOW_TO_MEND, shown
from cluster_observatory.tables.shapes import fit, shape
from cluster_observatory.taxonomy import activities, regions

KEY = ("region", "industry", "year")
COUNTS = ("persons", "local_units", "enterprises")
FEW_FOREIGN = 0.05
BETWEEN_ACTIVITIES = re.compile(r"_X_|[-_]")


def structure(observations: pl.DataFrame, dataset: Dataset, *, name: str = "") -> pl.DataFrame:
    """Return a structural table as the shape ``structure`` has it: persons, local units and wages side by side.

    Takes the frame of `tsv.read_tsv` and the name of its file for messages.
    Left out on purpose: codes that are no region (EU28, EA19, the ``*ZZ`` of
    territory outside regions), codes of several activities together (B-N_X_K:
    those of activity_aggregates.csv, and those made only of NACE codes),
    and rows in which nothing is said: no value and no flag in any measure.
    So are the few regions that a year gives in another edition of NUTS beside
    its own (Finland in 2010), which would count their people twice.  Trade
    groups stay as groups (G451).  A measure the file lacks is missing.

    Raises SourceChanged for a dimension, a region or an activity that is not
    known and for a negative count, naming file, line and words, and for a year
    whose edition of NUTS is not known or whose regions are of no one edition.
    Where a year's codes speak for another edition than datasets.toml expects
    (the provider recoded it), theirs is taken.
    """
    wide = measures(observations, dataset, name=name)
    for measure in dataset.measures.values():
        if measure not in wide.columns:
            missing = pl.lit(None, pl.Float64).alias(measure)
            wide = wide.with_columns(missing, pl.lit("").alias(f"{measure}_flags"))
    edition = pl.col("year").replace_strict(_editions(wide, dataset, name or dataset.code), return_dtype=pl.Int64)
    wide = wide.with_columns(_level(), nuts_edition=edition, dataset=pl.lit(dataset.code))
    return fit(_of_the_years_edition(wide, name or dataset.code), shape("structure"))


def measures(observations: pl.DataFrame, dataset: Dataset, *, name: str = "") -> pl.DataFrame:
    """Return region, industry, year and each measure that the file has, with its flags, side by side.

    Units are those of datasets.toml; a missing value is null, missing flags are
    empty text.  Leaves out and refuses what `structure` does.
    """
    rows = _rows(observations, dataset, dataset.measures, name or dataset.code)
    said = rows.filter(pl.col("value").is_not_null() | (pl.col("flags") != ""))
    wide: pl.DataFrame | None = None
    for code, measure in dataset.measures.items():
        columns = {"value": measure, "flags": f"{measure}_flags"}
        figures = said.filter(pl.col("indicator") == code).drop("indicator").rename(columns)
        if figures.height:
            wide = figures if wide is None else wide.join(figures, on=KEY, how="full", coalesce=True)
    if wide is None:
        return pl.DataFrame(schema={"region": pl.String, "industry": pl.String, "year": pl.Int64})
    return wide.with_columns(pl.col("^.*_flags$").fill_null(""))


def published_rates(observations: pl.DataFrame, dataset: Dataset, *, name: str = "") -> pl.DataFrame:
    """Return the rates that the provider computed itself: region, industry, year, growth (%), share (%).

    ``growth`` is that of persons employed on the year before, ``share`` that in
    the persons employed in manufacturing; null where not published.  Rows
    without either are left out; so are the rates the table does not have.
    """
    rows = _rows(observations, dataset, dataset.rates, name or dataset.code).filter(pl.col("value").is_not_null())
    wide = pl.DataFrame(schema={"region": pl.String, "industry": pl.String, "year": pl.Int64})
    for code, rate in dataset.rates.items():
        figures = rows.filter(pl.col("indicator") == code).drop("indicator", "flags").rename({"value": rate})
        wide = wide.join(figures, on=KEY, how="full", coalesce=True)
    return wide.sort(KEY)


def context(observations: pl.DataFrame, dataset: Dataset, *, name: str = "") -> pl.DataFrame:
    """Return a context table as the shape ``context`` has it: one row per region, indicator and year.

    Keeps the series that datasets.toml selects, in our unit, and leaves out
    what `structure` leaves out.  Raises SourceChanged where a selection finds
    no series or a region is not known.
    """
    name = name or dataset.code
    frame = _annual(observations, dataset, name)
    selected = {dimension for indicator in dataset.indicators for dimension in indicator.selection}
    _check_dimensions(frame, dataset, selected, name)
    keep = _regions(frame, dataset, name)
    frame = frame.filter(pl.col(dataset.dimensions["region"]).is_in(keep))
    frame = frame.filter(pl.col("value").is_not_null() | (pl.col("flags") != ""))
    series = [
        frame.filter(_chosen(observations, indicator, dimension, name) for dimension in indicator.selection).select(
            pl.col(dataset.dimensions["region"]).alias("region"),
            pl.lit(indicator.code).alias("indicator"),
            "year",
            pl.col("value") * indicator.factor,
            "flags",
        )
        for indicator in dataset.indicators
    ]
    return fit(pl.concat(series).with_columns(_level(), dataset=pl.lit(dataset.code)), shape("context"))


def indicators() -> pl.DataFrame:
    """Return the indicators of every context table, as the shape ``indicators`` has it."""
    rows = [
        {
            "indicator": indicator.code,
            "name": indicator.name,
            "unit": indicator.unit,
            "dataset": dataset.code,
            "selection": "; ".join(
                f"{dimension}={' or '.join(codes)}" for dimension, codes in indicator.selection.items()
            ),
        }
        for dataset in of_kind("context")
        for indicator in dataset.indicators
    ]
    return fit(pl.DataFrame(rows), shape("indicators"))


def _rows(observations: pl.DataFrame, dataset: Dataset, codes: Iterable[str], name: str) -> pl.DataFrame:
    frame = _annual(observations, dataset, name)
    _check_dimensions(frame, dataset, set(dataset.dimensions.values()), name)
    region, activity, indicator = (dataset.dimensions[word] for word in ("region", "activity", "indicator"))
    found = frame[indicator].unique().to_list()
    if found and not set(found) & set(dataset.measures):
        raise SourceChanged(
            f"{name}: expected indicators such as {', '.join(dataset.measures)} in {indicator}, "
            f"found {', '.join(sorted(found)[:5])}. {HOW_TO_MEND}"
        )
    _check_counts(frame, dataset, name)
    keep = pl.col(region).is_in(_regions(frame, dataset, name)) & pl.col(activity).is_in(
        _industries(frame, dataset, name)
    )
    return frame.filter(pl.col(indicator).is_in(list(codes)) & keep).select(
        pl.col(region).alias("region"),
        pl.col(activity).alias("industry"),
        "year",
        pl.col(indicator).alias("indicator"),
        "value",
        "flags",
    )


def _annual(observations: pl.DataFrame, dataset: Dataset, name: str) -> pl.DataFrame:
    for dimension, expected in (("freq", "A"), ("time", r"\d{4}")):
        if dimension in observations.columns:
            for code in observations[dimension].unique():
                if not re.fullmatch(expected, code):
                    raise SourceChanged(f"{name}: expected yearly figures, found {dimension} {code!r}. {HOW_TO_MEND}")
    # Since 2025 confidentiality is a capital behind @; C says what c said before.
    flags = pl.col("flags").str.replace_all("@", "", literal=True).str.replace_all("C", "c", literal=True)
    return observations.with_columns(flags, year=pl.col("time").cast(pl.Int64))


def _check_dimensions(frame: pl.DataFrame, dataset: Dataset, meant: set[str], name: str) -> None:
    found = set(frame.columns) - {"freq", "time", "year", "value", "flags"}
    expected = meant | set(dataset.dimensions.values())
    if found - expected or expected - found - set(dataset.optional):
        raise SourceChanged(
            f"{name}: expected the dimensions {', '.join(sorted(expected))}, found {', '.join(sorted(found))}. "
            f"{HOW_TO_MEND}"
        )


def _regions(frame: pl.DataFrame, dataset: Dataset, name: str) -> list[str]:
    column, known = dataset.dimensions["region"], regions.known_codes()
    codes = frame[column].unique().to_list()
    unknown = [code for code in codes if code not in known and not regions.is_no_region(code)]
    _refuse(frame, column, unknown, "is no known NUTS region", name)
    return [code for code in codes if not regions.is_no_region(code)]


def _industries(frame: pl.DataFrame, dataset: Dataset, name: str) -> list[str]:
    column, known = dataset.dimensions["activity"], set(activities.table()["industry"])
    together = set(activities.aggregates()["code"])
    codes = frame[column].unique().to_list()
    unknown = [code for code in codes if code not in together and not known.issuperset(BETWEEN_ACTIVITIES.split(code))]
    _refuse(frame, column, unknown, "is no known activity of NACE Rev. 2", name)
    return [code for code in codes if code in known]


def _refuse(frame: pl.DataFrame, column: str, unknown: list[str], what: str, name: str) -> None:
    if unknown:
        first = frame[column].is_in(unknown).arg_max() or 0
        raise SourceChanged(
            f"{name}, line {_line(frame, first)}: {column} {shown(frame[column][first])} {what}. "
            f"The code may be new: see docs/how-to/mend-a-reader.md."
        )


def _check_counts(frame: pl.DataFrame, dataset: Dataset, name: str) -> None:
    indicator = dataset.dimensions["indicator"]
    counts = [code for code, measure in dataset.measures.items() if measure in COUNTS]
    below = frame.select(pl.col(indicator).is_in(counts) & (pl.col("value") < 0).fill_null(False)).to_series()
    if below.any():
        first = below.arg_max() or 0
        met = frame.row(first, named=True)
        series = ",".join(met[column] for column in frame.columns if column not in ("time", "year", "value", "flags"))
        raise SourceChanged(
            f"{name}, line {_line(frame, first)}: the cell '{met['value']:g}' (series {series}, {met['time']}) is "
            f"negative; {dataset.measures[met[indicator]]} are counted. {HOW_TO_MEND}"
        )


def _line(frame: pl.DataFrame, row: int) -> int:
    series = frame.height // frame["time"].n_unique()  # read_tsv gives period by period, each in the file's order
    return row % series + 2


def _chosen(frame: pl.DataFrame, indicator: Indicator, dimension: str, name: str) -> pl.Expr:
    if dimension not in frame.columns:
        return pl.lit(True)
    there = frame[dimension].unique().to_list()
    for code in indicator.selection[dimension]:
        if code in there or not there:
            return pl.col(dimension) == code
    raise SourceChanged(
        f"{name}: the indicator {indicator.code} needs {dimension} {' or '.join(indicator.selection[dimension])}, "
        f"found {', '.join(sorted(there)[:8])}. {HOW_TO_MEND}"
    )


def _editions(frame: pl.DataFrame, dataset: Dataset, name: str) -> dict[int, int]:
    codes = dict(frame.group_by("year").agg(pl.col("region").unique()).iter_rows())
    of_edition = {
        edition: set(regions.table().filter(nuts_edition=edition)["region"]) for edition in regions.editions()
    }

    def edition_of(year: int) -> int:
        try:
            expected = dataset.nuts_edition(year)
        except NotFound as error:
            raise SourceChanged(f"{name}, line 1: found figures of {year}. {error}") from error
        foreign = {edition: len(set(codes[year]) - known) for edition, known in of_edition.items()}
        if foreign[expected] <= FEW_FOREIGN * len(codes[year]):
            return expected
        # Eurostat recodes a table's past when NUTS changes: the codes then speak for another edition.
        return min(foreign, key=lambda edition: (foreign[edition], abs(edition - expected)))

    return {year: edition_of(year) for year in codes}


def _of_the_years_edition(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    known = regions.table().select("region", "nuts_edition")
    foreign = frame.join(known, on=["region", "nuts_edition"], how="anti")
    for year, edition in foreign.select("year", "nuts_edition").unique().sort("year").iter_rows():
        codes = foreign.filter(year=year)["region"].unique().sort()
        if len(codes) > FEW_FOREIGN * frame.filter(year=year)["region"].n_unique():
            raise SourceChanged(
                f"{name}: expected the regions of {year} in one edition of NUTS, found {len(codes)} that are not "
                f"in {edition}, such as {', '.join(codes[:5])}. {HOW_TO_MEND}"
            )
    return frame.join(known, on=["region", "nuts_edition"], how="semi")


def _level() -> pl.Expr:
    return (pl.col("region").str.len_chars().cast(pl.Int64) - 2).alias("level")
