"""What a table of units must be before a recipe begins."""

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.scoreboard.boards import Mark
from cluster_observatory.statistics.scoreboard.framework import read_framework
from cluster_observatory.statistics.scoreboard.reading import read_state

FRAMEWORK = read_framework(
    pl.DataFrame(
        {
            "code": ["roads", "delays", "index"],
            "parent": ["index", "index", None],
            "denominator": ["area", None, None],
            "weight": [2.0, 1.0, 1.0],
        }
    )
)
TABLE = pl.DataFrame(
    {
        "unit": ["DE11", "AT11"],
        "size": ["large", "small"],
        "roads": ["1200.5", ""],
        "delays": ["NA", " 7 "],
        "area": ["100", "50"],
    }
)


def test_values_are_floats_by_unit_and_code_and_gaps_are_marked():
    state = read_state(TABLE, FRAMEWORK)

    assert (state.board.units, state.board.years) == (("AT11", "DE11"), (None, None))
    assert state.board.codes == ("delays", "roads")
    np.testing.assert_array_equal(state.board.values, [[7.0, np.nan], [np.nan, 1200.5]])
    assert state.board.marks.tolist() == [[0, Mark.MISSING], [Mark.MISSING, 0]]
    assert state.denominators["area"].tolist() == [50.0, 100.0]
    assert state.groups == {"size": ("small", "large")}
    assert state.weights == {"roads": 2.0, "delays": 1.0, "index": 1.0}


def test_a_unit_stands_once_a_year():
    panel = pl.concat([TABLE.with_columns(year=pl.lit(year)) for year in (2021, 2020)])

    assert read_state(panel, FRAMEWORK).board.years == (2020, 2021, 2020, 2021)
    with pytest.raises(BadTable, match="The unit AT11 stands twice in 2020; expected one row per unit and year"):
        read_state(panel.with_columns(year=pl.lit(2020)), FRAMEWORK)
    with pytest.raises(BadTable, match="The unit DE11 stands twice; expected"):
        read_state(TABLE.with_columns(unit=pl.lit("DE11")), FRAMEWORK)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"roads": pl.lit("1,5")}, "roads of the unit AT11 is '1,5'; expected a number with a decimal point"),
        ({"roads": pl.lit("1e400")}, "roads of the unit AT11 is infinite"),
        ({"area": pl.lit(float("-inf"))}, "area of the unit AT11 is infinite"),
        ({"delays": pl.lit(True).cast(pl.Date, strict=False)}, "The column delays holds Date; expected numbers"),
        ({"year": pl.lit("1e30")}, "The unit AT11 has no whole number as its year"),
        ({"index": pl.lit(1.0)}, "The table has the column index, which is an aggregate"),
        ({"uCode": pl.lit("A")}, "has the columns unit and uCode, which mean the same"),
        ({"unit": pl.lit([1])}, "The column unit holds List"),
        ({"unit": pl.lit(" ")}, "A row of the table has no unit"),
        ({"year": pl.lit("2020.5")}, "The unit AT11 has no whole number as its year"),
        ({"year": pl.lit("")}, "The unit AT11 has no whole number as its year"),
    ],
)
def test_what_is_no_number_or_no_key_is_refused_by_column_and_unit(changed, words):
    with pytest.raises(BadTable, match=words):
        read_state(TABLE.with_columns(**changed).sort("unit"), FRAMEWORK)


def test_a_lacking_column_and_an_empty_table_are_refused():
    with pytest.raises(BadTable, match="The table lacks delays, area, which the table of indicators names"):
        read_state(TABLE.drop("delays", "area"), FRAMEWORK)
    with pytest.raises(BadTable, match="expected unit, or uCode, among them"):
        read_state(TABLE.drop("unit"), FRAMEWORK)
    with pytest.raises(BadTable, match="The table has no rows"):
        read_state(TABLE.clear(), FRAMEWORK)
