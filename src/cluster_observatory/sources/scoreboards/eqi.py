"""Reads the European Quality of Government Index 2021: the index with its margins of error, and its three pillars."""

import polars as pl

from cluster_observatory.sources.scoreboards import observations as shape

DATASET = "eqi_2021"

_INDICATORS = {
    "eqi21_n2": ("eqi", "Quality of government"),
    "qualityp21_n2": ("eqi_quality", "Quality of public services"),
    "impartialityp21_n2": ("eqi_impartiality", "Impartiality of public services"),
    "corruptionp21_n2": ("eqi_corruption", "Control of corruption in public services"),
}
_MARGINS = ("eqi21_n2_lowME", "eqi21_n2_highME")


def read_eqi(data: bytes, name: str, *, largest: int = shape.LARGEST) -> pl.DataFrame:
    """Return the index and its three pillars of each region as observations (`observations.OBSERVATIONS`).

    ``low`` and ``high`` are the margin of error of the index, which the pillars lack;
    how sure the margin is (95 per cent, by all accounts) is not in the file.
    Countries that are one region stand under the country's code (CY, EE, LU, LV,
    MT), level country.  All values are standard scores.

    Raises SourceChanged for headings that lack and as `observations.observations` does.
    """
    table = shape.words(data, name, largest=largest)
    shape.require(table, ("region_code", "year", *_INDICATORS, *_MARGINS), name)
    cells = table.unpivot(
        index=["line", "region_code", "year", *_MARGINS], on=list(_INDICATORS), variable_name="column"
    ).sort("line", maintain_order=True)
    index = pl.col("column") == "eqi21_n2"
    return shape.observations(
        cells.select(
            "line",
            "year",
            "value",
            region="region_code",
            indicator=pl.col("column").replace_strict({column: code for column, (code, _) in _INDICATORS.items()}),
            low=pl.when(index).then(_MARGINS[0]),
            high=pl.when(index).then(_MARGINS[1]),
            dataset=pl.lit(DATASET),
            reference_year="year",
        ),
        name,
    )


def eqi_indicators() -> pl.DataFrame:
    """Return the index and its pillars, one a row (`observations.DESCRIPTIONS`)."""
    rows: list[dict[str, object]] = [
        {
            "indicator": code,
            "title": title,
            "group": "Quality of government",
            "unit": "standard score",
            "direction": 1,
            "source": "Quality of Government Institute, University of Gothenburg",
            "reference_year": "2021",
            "geographical_level": "NUTS 2; country where it is one region",
            "column": column,
            "dataset": DATASET,
        }
        for column, (code, title) in _INDICATORS.items()
    ]
    return shape.descriptions(rows, DATASET)
