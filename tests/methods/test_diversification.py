"""What a region could turn to

A region's options are the industries that it does not have, that is whose location
quotient is below 1. Each comes with

- its relatedness *density*: how much of what is near it the region has,
- its product *complexity*,
- its *opportunity*: how much it would add to the complexity within reach,
- its reasons: how many related industries the region has, and the three nearest.

    opportunity(r, i) = sum over the j that r has not of
                        proximity(i, j) / sum of proximity(., j) * complexity(j)

Options are sorted by density, as regions in the past more often entered what was
near (Hidalgo et al. 2007, on countries; for the regions and years at hand this has
not been tested here). Complexity and opportunity point wherever the index does,
which for employment is not always up: see the page on economic complexity. The list
ranks what the figures make likely. It knows nothing of size, trend, land or will,
and an industry that is missing in the figures is no option. Which pairs count as
related, those from the 90th percentile on, is a choice and a parameter.

Sources: Hidalgo, Klinger, Barabási & Hausmann (2007), doi:10.1126/science.1144581;
Hausmann et al. (2014), *The Atlas of Economic Complexity*; opportunity as `cog` of
the Python package ecomplexity.
"""

import math

import narwhals as nw
import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.diversification import diversification

NESTED = """
    region | industry | year | location_quotient
    -------+----------+------+------------------
    AT11   | C28      | 2021 | 1
    AT11   | C29      | 2021 | 1
    AT11   | C30      | 2021 | 1
    AT12   | C28      | 2021 | 2
    AT12   | C29      | 2021 | 2
    AT12   | C30      | 2021 | 0
    AT13   | C28      | 2021 | 3
    AT13   | C29      | 2021 | 0.9
    AT13   | C30      | 2021 | 0.5
"""


def test_options_come_with_density_rank_and_what_the_region_has_near(table, answers):
    """The proximities are C28-C29 2/3, C28-C30 1/3, C29-C30 1/2. AT11 has everything and no option.

    The 90th percentile of the three is 0.633, so only C28 and C29 are related.
    """
    options = diversification(table(NESTED))

    assert answers(options, "location_quotient", "density", "density_rank", "related_present", "nearest_present") == {
        ("AT12", "C30"): (0, (1 / 3 + 1 / 2) / (1 / 3 + 1 / 2 + 1), 1, 0, "C29,C28"),
        ("AT13", "C29"): (0.9, (2 / 3) / (2 / 3 + 1 + 1 / 2), 1, 1, "C28"),
        ("AT13", "C30"): (0.5, (1 / 3) / (1 / 3 + 1 / 2 + 1), 2, 0, "C28"),
    }


def test_options_come_with_complexity_and_what_they_would_open(table, answers):
    """Complexity is (-2, 1, 4) before scaling, by the deviation √1.5 of the regions' means (1, -1/2, -2) from -1/2."""
    options = diversification(table(NESTED))

    deviation = math.sqrt(3 / 2)
    c29, c30 = 2 / 3 + 1 + 1 / 2, 1 / 3 + 1 / 2 + 1
    assert answers(options, "complexity", "opportunity") == {
        ("AT12", "C30"): (4.5 / deviation, 4 / c30 / deviation),
        ("AT13", "C29"): (1.5 / deviation, (1 / c29 + 1 / 2 * 4 / c30) / deviation),
        ("AT13", "C30"): (4.5 / deviation, (1 / 2 * 1 / c29 + 4 / c30) / deviation),
    }


def test_no_more_than_three_reasons_are_named_the_nearest_first_and_ties_by_code(table, answers):
    """C10 meets C11 in two regions and the others in one; of C12 to C15 the first two codes are named."""
    rows = ["AT11 C10", "AT12 C10", *(f"AT11 C{code}" for code in range(11, 16)), "AT12 C11"]
    rows += [f"AT13 C{code}" for code in range(11, 16)]
    cells = [f"    {region} | {industry} | 2021 | 1" for region, industry in (row.split() for row in rows)]
    header = NESTED.split("    AT11")[0]

    options = diversification(table(header + "\n".join([*cells, "    AT13 | C10 | 2021 | 0.5"])))

    assert answers(options, "nearest_present") == {(): "C11,C12,C13"}


def test_the_best_options_are_kept_with_those_that_tie(table, answers):
    """Twins of C30, C31 tie with it."""
    more = """
    AT11   | C31      | 2021 | 1
    AT12   | C31      | 2021 | 0
    AT13   | C31      | 2021 | 0
    """

    options = diversification(table(NESTED.rstrip() + more.rstrip()), top=2)

    assert answers(options, "density_rank") == {
        ("AT12", "C30"): 1,
        ("AT12", "C31"): 1,
        ("AT13", "C29"): 1,
        ("AT13", "C30"): 2,
        ("AT13", "C31"): 2,
    }


def test_what_is_missing_is_no_option_and_counts_for_none(table, answers):
    """Of the two regions with C28 where C30 is known one has it: 1/2.

    In AT13 the density of C29 rests on C28 alone.
    """
    options = diversification(table(NESTED.replace("AT13   | C30      | 2021 | 0.5", "AT13   | C30      | 2021 |")))

    assert answers(options, "density", "nearest_present") == {
        ("AT12", "C30"): ((1 / 2 + 1 / 2) / (1 / 2 + 1 / 2 + 1), "C28,C29"),
        ("AT13", "C29"): ((2 / 3) / (2 / 3 + 1), "C28"),
    }


def test_options_are_sorted_by_region_year_and_density(table, engine):
    """In the frames that have an order."""
    if engine in ("duckdb", "pyspark"):
        pytest.skip("its frames have no order")
    options = nw.from_native(diversification(table(NESTED)))
    options = options.collect() if isinstance(options, nw.LazyFrame) else options

    assert options["industry"].to_list() == ["C30", "C29", "C30"]


def test_where_complexity_is_not_defined_options_stand_without_it(table, answers):
    """Two regions with nothing in common: nothing near, no reason, no density."""
    quotients = table("""
        region | industry | year | location_quotient
        -------+----------+------+------------------
        AT11   | C28      | 2021 | 1
        AT11   | C29      | 2021 | 0
        AT12   | C28      | 2021 | 0
        AT12   | C29      | 2021 | 1
    """)

    found = answers(
        diversification(quotients), "density", "complexity", "opportunity", "related_present", "nearest_present"
    )

    assert found == {("AT11", "C29"): (0, None, None, 0, ""), ("AT12", "C28"): (0, None, None, 0, "")}


def test_a_cell_that_stands_twice_is_refused(table):
    with pytest.raises(BadTable, match="At region='AT13', industry='C30', year=2021: 2 rows have the same key"):
        diversification(table(NESTED.rstrip() + "\n    AT13   | C30      | 2021 | 0.5"))


def test_an_empty_table_has_no_options(table, answers):
    assert answers(diversification(table(NESTED.split("    AT11")[0])), "density") == {}
