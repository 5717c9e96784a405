"""How sure a location quotient is

A location quotient comes without a word on how sure it is. But jobs come and go
with their plant: one establishment more or less can move the quotient of a small
region. So each quotient has an interval, by the delta method on its logarithm
(Moineddin, Beyene & Boyle 2003), with local units in place of persons:

    low, high = location quotient * exp(-+ z * sd)
    sd ** 2   = (1 - p1) / n1 + (1 - p2) / n2

p1 is the category's share of the region's jobs and p2 its share of all jobs; n1
counts the cell's local units, n2 those of the category in all regions. Where
nobody is employed the interval begins at 0 and ends, by the rule of three, at
the quotient of a share of 3 / n in a region of n local units.

The *shrunken* quotient is an empirical-Bayes estimate: each quotient is drawn
towards its category's mean, the more the fewer local units it rests on. How much
the quotients of a category differ is taken from their moments.

What is assumed: plants appear independently of one another and are of one size
(or as unequal as the parameter `dispersion` says), and the average size of a plant
is much the same in the industries of a region. Where local units are not
published they are estimated from the average size of the category's, and marked.
Where one region holds most of a category its two shares move together, and the
interval is wider than it need be. Errors of the source and of modelled figures are not in the interval.

Unverified: the articles' formulas are given from memory (the specification marks
them so), and taking local units for the sample is the observatory's own choice.
"""

import math

import numpy as np
import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotPossible
from cluster_observatory.statistics.specialisation import totals
from cluster_observatory.statistics.uncertainty import certainty, quotient_interval, shrunken_quotient

BOTH = pytest.mark.parametrize("method", [quotient_interval, shrunken_quotient])
COUNTIES = """
    region | industry | year | persons | local_units
    -------+----------+------+---------+------------
    AT11   | C29      | 2021 | 200     | 4
    AT11   | C30      | 2021 | 800     | 40
    AT12   | C29      | 2021 | 200     | 16
    AT12   | C30      | 2021 | 2800    | 140
"""


def test_an_interval_is_as_wide_as_few_local_units_make_it(table, answers):
    """AT11 has a fifth of its jobs in C29, all regions a tenth: a quotient of 2, in four plants of twenty."""
    sd = math.sqrt((1 - 0.2) / 4 + (1 - 0.1) / 20)

    found = answers(
        quotient_interval(table(COUNTIES)),
        "location_quotient",
        "location_quotient_low",
        "location_quotient_high",
        "sample",
        "sample_estimated",
    )

    z = 1.959963984540054
    assert found["AT11", "C29"] == (2, 2 * math.exp(-z * sd), 2 * math.exp(z * sd), 4, False)


def test_unequal_plants_and_a_higher_level_widen_the_interval(table, answers):
    """The normal quantile of 99 % is 2.576; plants whose persons vary by their mean double the variance."""
    sd = math.sqrt(2 * ((1 - 0.2) / 4 + (1 - 0.1) / 20))

    found = answers(quotient_interval(table(COUNTIES), level=0.99, dispersion=2), "location_quotient_high")

    assert found["AT11", "C29"] == 2 * math.exp(2.5758293035489004 * sd)


def test_where_nobody_is_employed_the_interval_ends_by_the_rule_of_three(table, answers):
    """AT11 has 50 local units: 3 / 50 of its jobs could be in C29 and none be seen. All regions have a tenth there."""
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT11   | C29      | 2021 | 0       | 0
        AT11   | C30      | 2021 | 1000    | 50
        AT12   | C29      | 2021 | 200     | 16
        AT12   | C30      | 2021 | 800     | 40
    """)

    found = answers(quotient_interval(cells), "location_quotient_low", "location_quotient_high", "sample")

    assert found["AT11", "C29"] == (0, -math.log(0.05) / 50 / 0.1, 0)


def test_no_share_is_above_the_whole(table, answers):
    """Two local units say nothing against all jobs of AT11 being in C29, which has half of all jobs."""
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT11   | C29      | 2021 | 0       | 0
        AT11   | C30      | 2021 | 100     | 2
        AT12   | C29      | 2021 | 250     | 16
        AT12   | C30      | 2021 | 150     | 40
    """)

    found = answers(quotient_interval(cells), "location_quotient_low", "location_quotient_high")

    assert found["AT11", "C29"] == (0, 1 / 0.5)


def test_a_reference_of_its_own_gives_the_share_to_compare_with(table, answers):
    """A quarter of the nation is in C29, in place of a tenth; the local units are those of the regions."""
    nation = table("""
        industry | year | persons
        ---------+------+--------
        C29      | 2021 | 2500
        C30      | 2021 | 7500
    """)
    sd = math.sqrt((1 - 0.2) / 4 + (1 - 0.25) / 20)

    found = quotient_interval(table(COUNTIES), reference=nation)

    interval = answers(found, "location_quotient", "location_quotient_high")
    assert interval["AT11", "C29"] == (0.2 / 0.25, 0.2 / 0.25 * math.exp(1.959963984540054 * sd))


def test_local_units_that_are_not_published_are_estimated_and_marked(table, answers):
    """C29 has 400 persons in 20 units where both are known, all industries 1,000 in 100; the least is one unit."""
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT11   | C29      | 2021 | 400     | 20
        AT12   | C29      | 2021 | 100     |
        AT13   | C29      | 2021 | 100     | 0
        AT21   | C29      | 2021 | 5       |
        AT21   | C30      | 2021 | 600     | 80
        AT22   | C31      | 2021 | 100     |
        AT22   | C30      | 2021 |         |
    """)

    assert answers(quotient_interval(cells), "sample", "sample_estimated") == {
        ("AT11", "C29"): (20, False),
        ("AT12", "C29"): (5, True),
        ("AT13", "C29"): (5, True),
        ("AT21", "C29"): (1, True),
        ("AT21", "C30"): (80, False),
        ("AT22", "C31"): (10, True),
        ("AT22", "C30"): (None, None),
    }


@BOTH
def test_persons_are_never_taken_for_a_sample(table, answers, method):
    """Without local units there is a quotient, but neither interval nor estimate: with a column of them or without."""
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT11   | C29      | 2021 | 200     |
        AT11   | C30      | 2021 | 800     |
        AT12   | C29      | 2021 | 0       |
        AT12   | C30      | 2021 | 800     |
    """)
    without = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C29      | 2021 | 200
        AT11   | C30      | 2021 | 800
        AT12   | C29      | 2021 | 0
        AT12   | C30      | 2021 | 800
    """)
    ends = {
        quotient_interval: ("location_quotient_low", "location_quotient_high"),
        shrunken_quotient: ("shrunk_low", "shrunk_high", "location_quotient_shrunk"),
    }[method]

    for found in (method(cells), method(without)):
        for end in ends:
            assert set(answers(found, end).values()) == {None}
        assert answers(found, "location_quotient")["AT11", "C30"] == 0.8 / (1600 / 1800)


def test_denominators_can_be_those_of_the_whole_economy(table, answers):
    """Motor vehicles alone, in regions whose totals are known."""
    economy = table(COUNTIES)
    vehicles = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT11   | C29      | 2021 | 200     | 4
        AT12   | C29      | 2021 | 200     | 16
    """)

    found = quotient_interval(vehicles, region_totals=totals(economy))

    assert answers(found, "location_quotient_low") == {
        "AT11": answers(quotient_interval(economy), "location_quotient_low")["AT11", "C29"],
        "AT12": answers(quotient_interval(economy), "location_quotient_low")["AT12", "C29"],
    }


def test_a_quotient_on_few_local_units_is_drawn_far_towards_the_mean(table, answers):
    """Two regions have a quotient of 3.2, one in 1 plant and one in 100.

    C29 has a tenth of 80,000 jobs. With m the plants that a quotient of 1 would
    make, n / m is the quotient, and the moments give a and b by hand.
    """
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT11   | C29      | 2021 | 64      | 1
        AT11   | C30      | 2021 | 136     | 2
        AT12   | C29      | 2021 | 6400    | 100
        AT12   | C30      | 2021 | 13600   | 200
        AT13   | C29      | 2021 | 1536    | 60
        AT13   | C30      | 2021 | 58264   | 900
    """)
    n = np.array([1, 100, 60])
    quotient = np.array([3.2, 3.2, 1536 / 59800 / 0.1])
    m = n / quotient
    mean = n.sum() / m.sum()
    variance = (m * (quotient - mean) ** 2).sum() / m.sum() - mean / m.mean()
    expected = (n + mean**2 / variance) / (m + mean / variance)

    found = answers(shrunken_quotient(cells), "location_quotient_shrunk")

    assert [found[region, "C29"] for region in ("AT11", "AT12", "AT13")] == pytest.approx(expected, rel=1e-9)
    assert found["AT11", "C29"].expected < 2 < 3 < found["AT12", "C29"].expected


def test_where_chance_explains_the_differences_all_get_the_mean(table, answers):
    """Of 24 plants at quotients near 1; the interval is that of 24 plants and not a point."""
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT11   | C29      | 2021 | 110     | 11
        AT11   | C30      | 2021 | 890     | 89
        AT12   | C29      | 2021 | 130     | 13
        AT12   | C30      | 2021 | 870     | 87
        AT13   | C29      | 2021 |         |
    """)

    found = answers(shrunken_quotient(cells), "location_quotient_shrunk", "shrunk_low", "shrunk_high")

    mean, low, high = found["AT11", "C29"]
    assert (mean, low, high) == found["AT12", "C29"]
    assert mean == 1
    # Quantiles of chi squared with 48 degrees of freedom, from a printed table: 30.755 and 69.023.
    assert [low.expected, high.expected] == pytest.approx([30.755 / 48, 69.023 / 48], abs=1e-4)
    assert found["AT13", "C29"] == (None, None, None)


@BOTH
def test_one_region_has_its_share_and_a_region_without_employment_has_no_quotient(table, answers, method):
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT11   | C29      | 2020 | 10      | 1
        AT11   | C30      | 2020 | 30      | 3
        AT11   | C29      | 2021 | 10      | 1
        AT11   | C30      | 2021 | 30      | 3
        AT12   | C29      | 2021 | 0       | 0
        AT12   | C30      | 2021 | 0       | 0
        AT13   | C31      | 2022 | 0       | 0
    """)
    end = "location_quotient_low" if method is quotient_interval else "shrunk_low"

    quotients, ends = answers(method(cells), "location_quotient"), answers(method(cells), end)

    assert quotients["AT11", "C29", 2020] == 1
    assert ends["AT11", "C29", 2020] == pytest.approx(ends["AT11", "C29", 2020].expected)
    for nowhere in (("AT12", "C29", 2021), ("AT12", "C30", 2021), ("AT13", "C31", 2022)):
        assert (quotients[nowhere], ends[nowhere]) == (None, None)


@BOTH
def test_a_table_without_rows_gives_one_without_rows(table, answers, method):
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
    """)

    assert answers(method(cells), "location_quotient") == {}


@BOTH
@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "AT11 | C29 | 2021 | -1  | 1",
            "At region='AT11', industry='C29', year=2021: persons is -1.0; expected 0 or more",
        ),
        ("AT11 | C29 | 2021 | inf | 1", "persons is inf; expected a number, or nothing"),
        ("AT11 | C29 | 2021 | 10  | -2", "local_units is -2.0; expected 0 or more"),
        ("     | C29 | 2021 | 10  | 1", "At industry='C29', year=2021: region is empty; expected a value in every row"),
        ("AT12 | C29 | 2021 | 10  | 1", "At region='AT12', industry='C29', year=2021: 2 rows have the same key"),
    ],
)
def test_a_figure_or_a_key_that_cannot_be_is_refused(table, method, row, message):
    cells = table(f"""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT12   | C29      | 2021 | 20      | 1
        {row}
    """)

    with pytest.raises(BadTable, match=message):
        method(cells)


@BOTH
def test_totals_that_name_a_region_twice_are_refused(table, method):
    once = totals(table(COUNTIES))
    twice = table("""
        region | year | region_persons
        -------+------+---------------
        AT11   | 2021 | 1000
        AT11   | 2021 | 1000
    """)

    method(table(COUNTIES), region_totals=once)

    with pytest.raises(BadTable, match="expected one row per key"):
        method(table(COUNTIES), region_totals=twice)


@BOTH
@pytest.mark.parametrize("parameter", [{"level": 0}, {"level": 1}, {"level": 95}, {"dispersion": 0.5}])
def test_a_level_or_dispersion_that_means_nothing_is_refused(method, parameter):
    cells = pl.DataFrame({"region": ["AT11"], "industry": ["C29"], "year": [2021], "persons": [1.0]})

    with pytest.raises(NotPossible, match=r"is none; expected"):
        method(cells, **parameter)


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (1.0, "almost certain"),
        (0.95, "almost certain"),
        (0.94, "likely"),
        (0.8, "likely"),
        (0.5, "more likely than not"),
        (0.49, "unlikely"),
        (0.2, "unlikely"),
        (0.19, "very unlikely"),
        (0.0, "very unlikely"),
        (None, None),
        (math.nan, None),
    ],
)
def test_a_probability_has_a_word(probability, words):
    assert certainty(probability) == words


def test_what_is_no_probability_has_no_word():
    with pytest.raises(NotPossible, match=r"A probability of 97 has no word; expected a number from 0 to 1"):
        certainty(97)


UNITS = np.tile([[6, 30, 60, 100], [12, 20, 90, 80], [40, 60, 40, 60], [3, 50, 200, 150], [25, 25, 25, 25]], (6, 1))


def plants_of_many_years(sizes):
    """Return 70 years of 30 regions and four industries: plants as Poisson numbers, and their persons' sum."""
    random = np.random.default_rng(20)
    years, regions, industries = (part.ravel() for part in np.indices((70, *UNITS.shape)))
    plants = random.poisson(np.broadcast_to(UNITS, (70, *UNITS.shape))).ravel()
    persons = np.array([sizes(random, count).sum() for count in plants])
    columns = {"region": regions.astype(str), "industry": industries.astype(str), "year": years}
    return pl.DataFrame({**columns, "persons": persons, "local_units": plants})


def coverage(cells, **options):
    """Return in how many of 100 cases the interval holds the quotient from which the plants were drawn."""
    truth = (UNITS / UNITS.sum(1, keepdims=True)) / (UNITS.sum(0) / UNITS.sum())
    found = quotient_interval(cells, **options)
    places = found["region"].cast(int).to_numpy(), found["industry"].cast(int).to_numpy()
    inside = pl.Series(truth[places]).is_between(found["location_quotient_low"], found["location_quotient_high"])
    return 100 * inside.mean()


def test_in_95_of_100_cases_the_interval_holds_the_quotient_from_which_plants_were_drawn():
    """8,400 cells, plants of 20 persons each; the small cells of the example have 3, 6 and 12."""
    cells = plants_of_many_years(lambda random, count: np.full(count, 20))

    assert 94 < coverage(cells) < 97.5
    assert 78 < coverage(cells, level=0.8) < 84


def test_unequal_plants_need_their_dispersion():
    """Plants whose persons vary by their mean have a dispersion of 2; unsaid, the interval is too narrow."""
    cells = plants_of_many_years(lambda random, count: random.exponential(20, count))

    assert coverage(cells) < 90
    assert 93 < coverage(cells, dispersion=2) < 97.5


def test_drawn_to_the_mean_quotients_are_nearer_to_those_from_which_plants_were_drawn():
    """120 regions of unequal size, their true quotients spread around 1: the mean squared error falls by a third."""
    random = np.random.default_rng(7)
    sizes, regions = random.uniform(20, 800, 120).round(), np.arange(120).astype(str)
    truth = random.gamma(4, 1 / 4, 120)
    plants = random.poisson(0.02 * sizes * truth)
    columns = {"region": np.tile(regions, 2), "industry": np.repeat(["C29", "C30"], 120)}
    units = np.concatenate([plants, sizes - plants])
    cells = pl.DataFrame({**columns, "local_units": units, "persons": 20 * units}).with_columns(year=2021)

    found = shrunken_quotient(cells).filter(pl.col("industry") == "C29")

    truth = truth[found["region"].cast(int).to_numpy()]
    error = ((found["location_quotient"].to_numpy() - truth) ** 2).mean()
    assert ((found["location_quotient_shrunk"].to_numpy() - truth) ** 2).mean() < error * 2 / 3


def test_a_figure_that_was_split_rests_on_fewer_plants(table, answers):
    """60 persons in 10 units, of which the split may be off by 30: 1 / (1/10 + (30/60)²) is not quite three plants.

    R2 was measured; its half unit is one.
    """
    cells = table(
        """
        region | industry | year | persons | local_units | split_deviation
        -------+----------+------+---------+-------------+----------------
        R1     | C29      | 2021 | 60      | 10          | 30
        R2     | C29      | 2021 | 60      | 0.5         | 0
        """,
        split_deviation="float",
    )

    found = answers(quotient_interval(cells), "sample", "sample_estimated")

    assert found == {"R1": (1 / (1 / 10 + 0.25), True), "R2": (1, False)}
