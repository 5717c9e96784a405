"""A table is published only in its shape."""

import re

import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.tables.shapes import TYPES, fit, shape, shapes

ROW = {
    "region": "DE11",
    "indicator": "gdp",
    "year": 2014,
    "level": 2,
    "value": 1.5,
    "flags": "",
    "dataset": "nama_10r_2gdp",
}


def rows(*changes):
    return pl.DataFrame([ROW | change for change in changes], schema_overrides={"value": pl.Float64})


def test_columns_are_put_in_order_cast_and_sorted_by_key():
    frame = rows({"region": "FR10"}, {}).select(reversed(ROW)).with_columns(extra=1)

    fitted = fit(frame, shape("context"))

    assert fitted.columns == list(ROW)
    assert fitted["region"].to_list() == ["DE11", "FR10"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (({}, {}), "The table context holds a key twice: region='DE11', indicator='gdp', year=2014"),
        (({"flags": None},), "flags is empty, but may not be: region='DE11'"),
        (({"level": 4},), "level is above 3"),
        (({"level": -1},), "level is below 0"),
        (({"value": float("nan")},), "value is not a finite number"),
        (({"value": float("inf")},), "value is not a finite number"),
    ],
)
def test_a_table_that_breaks_its_shape_is_refused_with_the_row_met(changes, message):
    with pytest.raises(BadTable, match=re.escape(message)) as refusal:
        fit(rows(*changes), shape("context"))

    assert "context" in str(refusal.value)


def test_a_missing_column_is_named():
    with pytest.raises(BadTable, match="The table context lacks flags"):
        fit(rows({}).drop("flags"), shape("context"))


def test_an_unknown_table_is_answered_with_the_names_there_are():
    with pytest.raises(NotFound, match=r"There is no table 'employment'.*structure"):
        shape("employment")


@pytest.mark.parametrize("name", shapes())
def test_every_shape_is_complete(name):
    described = shape(name)

    names = [column.name for column in described.columns]
    assert set(described.key) <= set(names)
    assert not any(described.column(key).missing for key in described.key)
    for column in described.columns:
        assert column.type in TYPES
        assert column.description.endswith((".", ")"))
        assert column.unit or column.type in ("text", "boolean"), f"{name}.{column.name} has no unit"
