"""Economic complexity

Which regions have what few others have, and which industries are found only in
regions that have much? Let M be 1 where a region has an industry, that is where
its location quotient is 1 or more, D how many industries a region has (diversity)
and U how many regions an industry (ubiquity). The product complexity of the
industries is the eigenvector to the second largest eigenvalue of

    U⁻¹ Mᵀ D⁻¹ M

and the economic complexity of a region the mean of the product complexities of
what it has. The sign is such that complexity rises with diversity. Economic
complexity is scaled to mean 0 and standard deviation 1 over the regions, product
complexity by the same mean and deviation.

**High is not advanced.** The index sorts regions by likeness along one line. That the
line runs from plain to sophisticated was found in the exports of countries; for
employment it need not. Regions with many industries above their share are often
manufacturing regions, and capitals with much of a few services are not diverse by
this count: in Eurostat's divisions of 2014 clothing, leather and coal stand at the
high end, computer programming and head offices at the low end, with London's regions;
among U.S. states New York comes last. Look at which industries stand at the ends
before reading the index, and compare distances rather than ranks.

A region is not known to have an industry whose figure is missing, so gaps make it
look less diverse. Divisions differ in size and width, which no weight corrects.

Sources: Hidalgo & Hausmann (2009), doi:10.1073/pnas.0900943106; as in the Python
package ecomplexity. Other packages iterate reflections or divide by the standard
deviation of a sample: their numbers differ by a per cent or so.
"""

import math

import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.complexity import industry_complexity, product_space, region_complexity

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


def test_a_region_is_as_complex_as_what_it_has_on_average(table, answers):
    """Nested regions, whose second eigenvector is (-2, 1, 4) to the eigenvalue 1/4.

    The means of what the regions have are 1, -1/2 and -2: mean -1/2, variance 3/2.
    """
    quotients = table(NESTED)

    deviation = math.sqrt(3 / 2)
    regions = region_complexity(quotients)
    assert answers(regions, "economic_complexity", "economic_complexity_rank", "diversity") == {
        "AT11": (1.5 / deviation, 1, 3),
        "AT12": (0, 2, 2),
        "AT13": (-1.5 / deviation, 3, 1),
    }
    assert answers(industry_complexity(quotients), "product_complexity", "ubiquity") == {
        "C28": (-1.5 / deviation, 3),
        "C29": (1.5 / deviation, 2),
        "C30": (4.5 / deviation, 1),
    }


def test_with_more_industries_than_regions_a_region_is_still_the_mean_of_what_it_has(table, answers):
    """C31 is where C30 is.  Each region stays the mean of what it has, and the regions' mean 0."""
    quotients = table(NESTED.rstrip() + "\n    AT11   | C31      | 2021 | 7")

    regions = answers(region_complexity(quotients), "economic_complexity")
    industries = answers(industry_complexity(quotients), "product_complexity")

    for region, held in {"AT11": ("C28", "C29", "C30", "C31"), "AT12": ("C28", "C29"), "AT13": ("C28",)}.items():
        assert regions[region].expected == pytest.approx(sum(industries[name].expected for name in held) / len(held))
    assert industries["C30"] == industries["C31"]
    assert sum(region.expected for region in regions.values()) == pytest.approx(0, abs=1e-8)


def test_regions_and_industries_without_any_are_left_out_and_change_nothing(table, answers):
    more = """
    AT21   | C28      | 2021 | 0.2
    AT21   | C31      | 2021 | 0
    AT11   | C32      | 2021 |
    """

    with_more = region_complexity(table(NESTED.rstrip() + more.rstrip()))

    assert answers(with_more, "economic_complexity") == {
        "AT11": 1.5 / math.sqrt(1.5),
        "AT12": 0,
        "AT13": -1.5 / math.sqrt(1.5),
    }


def test_density_and_complexity_stand_beside_each_cell_in_one_table(table, answers):
    """What ecomplexity gives in one call. C28 and C30 are in proximity 1/3, C29 and C30 in 1/2."""
    cells = product_space(table(NESTED))

    deviation = math.sqrt(3 / 2)
    found = answers(cells, "present", "density", "economic_complexity", "product_complexity", "location_quotient")
    assert found["AT12", "C30"] == (False, (1 / 3 + 1 / 2) / (1 / 3 + 1 / 2 + 1), 0, 4.5 / deviation, 0)
    assert found["AT11", "C28"] == (True, 1, 1.5 / deviation, -1.5 / deviation, 1)
    assert len(found) == 9


HEADER = """
    region | industry | year | location_quotient
    -------+----------+------+------------------
"""
UNDEFINED = {
    "two regions": ("AT11 C28", "AT11 C29", "AT11 C30", "AT12 C28"),
    "two industries": ("AT11 C28", "AT11 C29", "AT12 C28", "AT13 C29"),
    "parts with nothing in common": (
        "AT11 C28",
        "AT11 C29",
        "AT12 C28",
        "AT13 C30",
        "AT21 C30",
        "AT21 C31",
        "AT22 C31",
    ),
    "all have all": tuple(f"AT1{region} C2{industry}" for region in "123" for industry in "789"),
    "a ring": ("AT11 C28", "AT11 C29", "AT12 C29", "AT12 C30", "AT13 C30", "AT13 C28"),
    "a mirror": ("AT11 C28", "AT11 C29", "AT12 C29", "AT12 C30", "AT12 C31", "AT13 C30", "AT13 C32"),
    "all equally diverse": ("AT11 C28", "AT11 C29", "AT12 C29", "AT12 C30", "AT13 C30", "AT13 C31"),
}


@pytest.mark.parametrize("had", UNDEFINED.values(), ids=UNDEFINED)
def test_complexity_is_missing_where_it_is_not_defined(table, answers, had):
    """Diversity and ubiquity are known all the same.

    A ring has no ends; of a line that is its own mirror, or whose regions are equally
    diverse, nobody can say which end is which.
    """
    rows = [f"    {region} | {industry} | 2021 | 1" for region, industry in (cell.split() for cell in had)]
    quotients = table(HEADER + "\n".join(rows))

    regions = answers(region_complexity(quotients), "economic_complexity", "economic_complexity_rank", "diversity")
    industries = answers(industry_complexity(quotients), "product_complexity", "ubiquity")

    assert {values[:2] for values in regions.values()} == {(None, None)}
    assert {values[0] for values in industries.values()} == {None}
    assert sum(values[2] for values in regions.values()) == sum(values[1] for values in industries.values()) == len(had)


def test_a_year_in_which_complexity_is_not_defined_leaves_the_others_alone(table, answers):
    quotients = table(NESTED.rstrip() + "\n    AT11   | C28      | 2020 | 7")

    found = answers(region_complexity(quotients), "economic_complexity")

    assert found["AT11", 2020] is None
    assert found["AT11", 2021] == 1.5 / math.sqrt(1.5)


def test_an_infinite_quotient_is_refused(table):
    with pytest.raises(BadTable, match=r"At region='AT13', .*: location_quotient is inf; expected a number"):
        region_complexity(table(NESTED.replace("0.9", "inf")))


def test_an_empty_table_has_an_empty_answer(table, answers):
    assert answers(region_complexity(table(HEADER)), "diversity") == {}
    assert answers(industry_complexity(table(HEADER)), "ubiquity") == {}
