"""The location quotient printed in the manual of the R package REAT (3.0.3), which no method page has for an example.

The other printed values of the specification stand with their methods, in
tests/methods: Ellison-Glaeser, the two Ginis, Herfindahl, Krugman,
Litzenberger-Sternberg, mean log deviation and shift-share.
"""

import narwhals as nw
import pandas as pd
import polars as pl
import pytest

from cluster_observatory.statistics.specialisation import location_quotient, specialisation

INDUSTRY, REGION, INDUSTRY_WHOLE, WHOLE = 1_714, 79_006, 879_213, 15_593_224
CELLS = {
    "region": ["region", "region", "elsewhere", "elsewhere"],
    "industry": ["industry", "rest", "industry", "rest"],
    "year": [2016] * 4,
    "persons": [
        INDUSTRY,
        REGION - INDUSTRY,
        INDUSTRY_WHOLE - INDUSTRY,
        WHOLE - REGION - INDUSTRY_WHOLE + INDUSTRY,
    ],
}


def quotient(rows):
    table = nw.from_native(rows).filter(nw.col("region") == "region", nw.col("industry") == "industry")
    return table["location_quotient"].to_list()


@pytest.mark.parametrize("frame", [pl.DataFrame, pd.DataFrame], ids=["polars", "pandas"])
@pytest.mark.parametrize("measure", [location_quotient, specialisation])
def test_the_printed_quotient_comes_from_the_cells(frame, measure):
    assert quotient(measure(frame(CELLS))) == [pytest.approx(0.3847623, abs=5e-8)]


@pytest.mark.parametrize("frame", [pl.DataFrame, pd.DataFrame], ids=["polars", "pandas"])
def test_the_printed_quotient_comes_from_one_cell_and_totals(frame):
    cell = {name: column[:1] for name, column in CELLS.items()}
    of_region = {"region": ["region"], "year": [2016], "region_persons": [REGION]}
    whole = {
        "industry": ["industry", "rest"],
        "year": [2016] * 2,
        "persons": [INDUSTRY_WHOLE, WHOLE - INDUSTRY_WHOLE],
    }

    found = location_quotient(frame(cell), region_totals=frame(of_region), reference=frame(whole))

    assert quotient(found) == [pytest.approx(0.3847623, abs=5e-8)]
