"""How probable a star is

A star is there or not, and one plant more or less can tip it. So the figures are
drawn anew many times, as they might have come out with other plants, and the
share of draws in which a cell has its star is shown beside it.

In each resampling the persons of a cell become

    persons * Gamma(n, 1 / n)

with n its local units: the mean is the figure, the relative variance 1 / n, that of
n plants which might have been more or fewer. Cells of modelled figures are first
drawn between their bounds, where they have any. Then totals, quotients, shares,
ranks, cut-offs and quantiles are computed anew, and every criterion of the profile
is judged as `stars` judges it. At 97 of 100 a star is *almost certain*.

What is held: average wages, local units, growth and any other value that does not
follow from persons. A star for productivity is therefore as sure as its ranking,
and no less, however small the region is.

What is assumed: plants of a cell are alike (`dispersion` widens the draw where they
are not) and independent of those elsewhere. Errors of the source are not in it.

Unverified: no edition published such a probability. The draw, its distribution and
the uniform draw between bounds are the observatory's own.
"""

import math

import narwhals as nw
import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotPossible
from cluster_observatory.statistics.profiles import profile, read_profile
from cluster_observatory.statistics.resampling import star_probabilities, star_probability
from cluster_observatory.statistics.specialisation import specialisation
from cluster_observatory.statistics.stars import stars

HEAD = """
    name = "example"
    title = "An example"
    status = "published"
    source = "None."
    reference_area = "these regions"
    denominator = "total employment"
    minimum_persons = 0
    ties = "min"
    regions_counted = "with_data"
    unverified = []
"""
MANY = 10_000
NEAR = 0.02  # four standard deviations of a share of 10,000 draws


def example(*criteria, head=HEAD):
    """Return a profile of criteria, each "name value test..."."""
    tables = []
    for criterion in criteria:
        name, value, *tests = criterion.split(" ", 2)
        tables.append("\n".join([f'[[criteria]]\nname = "{name}"\nvalue = "{value}"', *tests]))
    return read_profile(head + "\n".join(tables), "example.toml")


def near(found, expected):
    """Return whether shares of many draws are as expected, within what their number allows."""
    read = {key: value.expected for key, value in found.items()}
    return read == pytest.approx(expected, abs=NEAR)


def test_the_larger_of_two_plants_is_largest_as_often_as_exponentials_say(table, answers):
    """A single plant is drawn from an exponential distribution: 200 persons exceed 100 in 200 of 300 draws."""
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT11   | C29      | 2021 | 200     | 1
        AT12   | C29      | 2021 | 100     | 1
    """)

    found = star_probability(cells, example('size persons top_percent = 50\npool = "category"'), resamples=MANY)

    assert near(answers(found, "size_probability"), {"AT11": 2 / 3, "AT12": 1 / 3})
    assert answers(found, "profile", "resamples") == dict.fromkeys(("AT11", "AT12"), ("example", MANY))


def test_many_plants_make_a_star_sure_and_unequal_ones_less_so(table, answers):
    """200 persons in 1 or 16 plants reach 250: Gamma(n) exceeds 1.25 n as often as Poisson(1.25 n) is below n."""
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT11   | C29      | 2021 | 200     | 1
        AT12   | C29      | 2021 | 200     | 16
    """)
    rules = example("size persons at_least = 250")

    def poisson(n, mean):
        return sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(n))

    found = answers(star_probability(cells, rules, resamples=MANY), "size_probability")
    wide = answers(star_probability(cells, rules, resamples=MANY, dispersion=2), "size_probability")

    assert near(found, {"AT11": math.exp(-1.25), "AT12": poisson(16, 20)})
    assert near({"AT12": wide["AT12"]}, {"AT12": poisson(8, 10)})


def test_denominators_are_drawn_with_the_cells(table, answers):
    """Of two single plants of one size, each has more than three quarters of their sum in a quarter of the draws."""
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT11   | C29      | 2021 | 100     | 1
        AT11   | C30      | 2021 | 100     | 1
    """)

    found = star_probability(cells, example("focus focus above = 0.75"), resamples=MANY)

    assert near(answers(found, "focus_probability"), {"C29": 0.25, "C30": 0.25})


def test_totals_that_are_given_move_with_the_cell_alone(table, answers):
    """100 of 200 persons are drawn, the others are not: three quarters need 300 persons, three times the figure."""
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT11   | C29      | 2021 | 100     | 1
    """)
    economy = table("""
        region | year | region_persons
        -------+------+---------------
        AT11   | 2021 | 200
    """)

    rules = example("focus focus above = 0.75")
    found = star_probability(cells, rules, region_totals=economy, resamples=MANY)

    assert near(answers(found, "focus_probability"), {(): math.exp(-3)})


def test_a_quotient_moves_with_its_category(table, answers):
    """In regions so large that nothing else moves, AT11 has a quotient of 2 x / (x + 100): 1.5 needs 300 persons."""
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT11   | C29      | 2021 | 100     | 1
        AT12   | C29      | 2021 | 100     | 1e40
    """)
    large = table("""
        region | year | region_persons
        -------+------+---------------
        AT11   | 2021 | 1000000000
        AT12   | 2021 | 1000000000
    """)

    rules = example("specialisation location_quotient at_least = 1.5")
    found = answers(star_probability(cells, rules, region_totals=large, resamples=MANY), "cluster_probability")

    assert near({"AT11": found["AT11"]}, {"AT11": math.exp(-3)})


def test_the_only_region_has_its_share_of_everything_in_every_draw(table, answers):
    """Region, category and all persons move together."""
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT11   | C29      | 2021 | 100     | 1
        AT11   | C30      | 2021 | 300     | 2
    """)
    rules = example("specialisation location_quotient at_least = 0.999", "focus location_quotient above = 1.001")

    found = star_probability(cells, rules)

    shares = answers(found, "specialisation_probability", "focus_probability")
    assert shares == {"C29": (1, 0), "C30": (1, 0)}


def test_a_cell_that_is_its_whole_region_stays_it_however_little_is_drawn(table, answers):
    """Of one plant among very unequal ones next to nothing can be drawn, and that is still all jobs of the region."""
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT11   | C29      | 2021 | 100     | 1
    """)
    rules = example(
        "focus focus above = 0.999", "size european_share above = 0.999", "growth location_quotient above = 1.001"
    )

    found = star_probability(cells, rules, resamples=1000, dispersion=20)

    columns = ("focus_probability", "size_probability", "growth_probability")
    assert answers(found, *columns) == {(): (1, 1, 0)}


def test_a_reference_of_its_own_moves_with_the_category(table, answers):
    """The nation has 100 more persons in C29 than the regions: half of them are AT11's if it draws 100 or more."""
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT11   | C29      | 2021 | 100     | 1
    """)
    nation = table("""
        industry | year | persons
        ---------+------+--------
        C29      | 2021 | 200
        C30      | 2021 | 800
    """)

    rules = example("size european_share at_least = 0.5")
    found = star_probability(cells, rules, reference=nation, resamples=MANY)

    assert near(answers(found, "size_probability"), {(): math.exp(-1)})


def test_modelled_figures_are_first_drawn_between_their_bounds(table, answers):
    """Of many plants only the bounds speak: a quarter of 0 to 400 reaches 300, and bounds can fill an empty cell.

    In AT31, of one plant, the bounds are near and the plant is drawn besides.
    """
    cells = table(
        """
        region | industry | year | persons | local_units | persons_low | persons_high
        -------+----------+------+---------+-------------+-------------+-------------
        AT11   | C29      | 2021 | 50      | 1e40        | 0           | 400
        AT12   | C29      | 2021 | 0       | 0           | 200         | 400
        AT13   | C29      | 2021 | 350     | 1e40        | 350         | 350
        AT21   | C29      | 2021 | 350     | 1e40        |             | 1000
        AT22   | C29      | 2021 |         |             | 0           | 1000
        AT31   | C29      | 2021 | 100     | 1           | 99.9        | 100.1
    """,
        persons_low="float",
        persons_high="float",
    )

    found = star_probability(cells, example("size persons at_least = 300"), resamples=MANY)

    shares = answers(found, "size_probability")
    assert shares.pop("AT22") is None
    assert near(shares, {"AT11": 0.25, "AT12": 0.5, "AT13": 1, "AT21": 1, "AT31": math.exp(-3)})


def test_quotients_and_shares_of_a_cell_that_its_bounds_fill_are_those_of_its_draw(table, answers):
    """AT12 draws 0 to 400 beside 100 others: it has 80 % of its region's jobs from 400 on, 50 % from 100 on."""
    cells = table(
        """
        region | industry | year | persons | local_units | persons_low | persons_high
        -------+----------+------+---------+-------------+-------------+-------------
        AT12   | C29      | 2021 | 0       | 0           | 0           | 400
        AT12   | C30      | 2021 | 100     | 1e40        | 100         | 100
        AT13   | C29      | 2021 | 100     | 1e40        | 100         | 100
    """,
        persons_low="float",
        persons_high="float",
    )
    rules = example(
        "focus focus above = 0.5",
        "size european_share above = 0.5",
        "specialisation location_quotient at_least = 0.75",
    )

    found = star_probability(cells, rules, resamples=MANY)

    def least():
        """x / (100 + x) over (100 + x) / (200 + x) is 0.75: x * x + 200 x = 30000."""
        return math.sqrt(100**2 + 30_000) - 100

    columns = ("focus_probability", "size_probability", "specialisation_probability")
    shares = dict(zip(columns, answers(found, *columns)["AT12", "C29"], strict=True))
    assert near(shares, {columns[0]: 0.75, columns[1]: 0.75, columns[2]: 1 - least() / 400})


def test_average_wages_and_local_units_are_held(table, answers):
    """However few the plants: wages are divided by the same persons, whoever else is drawn."""
    cells = table("""
        region | industry | year | persons | local_units | wages
        -------+----------+------+---------+-------------+------
        AT11   | C29      | 2021 | 100     | 1           | 5.0
        AT12   | C29      | 2021 | 100     | 2           | 4.0
    """)
    rules = example('productivity average_wage top_percent = 50\npool = "category"', "units local_units at_least = 2")

    found = star_probability(cells, rules)

    assert answers(found, "productivity_probability", "units_probability", "cluster_probability") == {
        "AT11": (1, 0, 1),
        "AT12": (0, 1, 0),
    }


def test_with_endless_plants_each_probability_is_the_star(table, answers):
    """Nothing is left to chance: 1 where there is a star, 0 where there is none, missing where it is not known."""
    text = """
        region | industry | year | persons | local_units | wages
        -------+----------+------+---------+-------------+------
        AT11   | C29      | 2021 | 600     | 1e40        | 30
        AT12   | C29      | 2021 | 500     | 1e40        | 20
        AT13   | C29      | 2021 | 9       | 1e40        | 1
        AT21   | C29      | 2021 | 0       |             |
        AT22   | C29      | 2021 |         |             |
        AT11   | C30      | 2021 | 100     |             | 7
        AT12   | C30      | 2021 | 700     |             |
    """

    for name in ("eco1_2007", "eocic2019", "eccp2021", "uscm"):
        rules = profile(name)
        judged = stars(specialisation(table(text)), rules)
        found = star_probability(table(text), rules, resamples=2)
        for criterion in ("cluster", *(one.name for one in rules.criteria)):
            star = "is_cluster" if criterion == "cluster" else f"{criterion}_star"
            assert answers(found, f"{criterion}_probability") == answers(judged, star), (name, criterion)


def test_profiles_judge_the_same_draws_one_below_the_other(table, answers):
    cells = table("""
        region | industry | year | persons | local_units | wages
        -------+----------+------+---------+-------------+------
        AT11   | C29      | 2021 | 600     | 3           | 30
        AT12   | C29      | 2021 | 500     | 3           | 20
    """)
    rules = [example("size persons at_least = 550"), example("focus focus above = 0", "size persons above = 550")]

    both = star_probabilities(cells, [rules[0], rules[1]], resamples=50)
    (alone, other) = (answers(star_probability(cells, one, resamples=50), "size_probability") for one in rules)

    rows = pl.DataFrame(collected_rows(both))
    assert rows.columns == [
        *("region", "industry", "year", "profile", "resamples"),
        *("cluster_probability", "size_probability", "focus_probability"),
    ]
    assert rows["region"].to_list() == ["AT11", "AT12"] * 2
    assert rows["size_probability"].to_list() == [*alone.values(), *other.values()]
    assert rows["focus_probability"].to_list() == [None, None, 1, 1]


def collected_rows(frame):
    frame = nw.from_native(frame)
    rows = (frame.collect() if isinstance(frame, nw.LazyFrame) else frame).rows(named=True)
    return [{name: None if value != value else value for name, value in row.items()} for row in rows]


def test_without_any_local_units_in_a_year_no_probability_is_given(table, answers):
    """In 2021 AT12 has a sample by the average size of AT11's plants; of 2020 nothing is known."""
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT11   | C29      | 2020 | 600     |
        AT12   | C29      | 2020 | 500     | 0
        AT11   | C29      | 2021 | 600     | 6
        AT12   | C29      | 2021 | 500     |
        AT13   | C29      | 2021 |         | 5
    """)
    without = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C29      | 2020 | 600
        AT12   | C29      | 2020 | 500
    """)
    rules = example("size persons above = 0")

    assert answers(star_probability(cells, rules), "size_probability", "cluster_probability") == {
        ("AT11", 2020): (None, None),
        ("AT12", 2020): (None, None),
        ("AT11", 2021): (1, 1),
        ("AT12", 2021): (1, 1),
        ("AT13", 2021): (None, None),
    }
    assert set(answers(star_probability(without, rules), "size_probability").values()) == {None}


def test_establishments_stand_in_for_local_units(table, answers):
    cells = table(
        """
        region | industry | year | persons | establishments
        -------+----------+------+---------+---------------
        AT11   | C29      | 2021 | 200     | 1
    """,
        establishments="float",
    )

    found = star_probability(cells, example("size persons at_least = 250"), resamples=MANY)

    assert near(answers(found, "size_probability"), {(): math.exp(-1.25)})


def test_growth_is_computed_where_the_profile_asks_for_it(table, answers):
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT11   | C29      | 2020 | 100     | 1
        AT11   | C29      | 2021 | 110     | 1
        AT12   | C29      | 2020 | 100     | 1
        AT12   | C29      | 2021 | 100     | 1
    """)

    found = star_probability(cells, example("growth growth at_least = 9.9"))

    assert answers(found, "growth_probability") == {
        ("AT11", 2020): None,
        ("AT11", 2021): 1,
        ("AT12", 2020): None,
        ("AT12", 2021): 0,
    }


def test_a_seed_gives_the_same_to_the_last_bit_whatever_the_order_of_rows_and_the_other_years():
    cells = pl.DataFrame(
        {
            "region": [f"R{place % 7}" for place in range(42)],
            "industry": [f"C{place // 7 % 3}" for place in range(42)],
            "year": [2020 + place // 21 for place in range(42)],
            "persons": [float(place * 37 % 101) for place in range(42)],
            "local_units": [float(place * 37 % 101 // 9) for place in range(42)],
        }
    )
    rules = profile("eco1_2007")

    first = star_probability(cells, rules, resamples=40)

    assert star_probability(cells.sample(fraction=1, shuffle=True, seed=1), rules, resamples=40).equals(first)
    last = cells.filter(pl.col("year") == 2021)
    assert star_probability(last, rules, resamples=40).equals(first.filter(pl.col("year") == 2021))
    assert not star_probability(cells, rules, resamples=40, seed=2).equals(first)
    again = star_probability(last.with_columns(pl.col("year") + 1), rules, resamples=40)
    assert not again.drop("year").equals(star_probability(last, rules, resamples=40).drop("year"))


def test_a_table_without_rows_gives_one_without_rows(table, answers):
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
    """)

    assert answers(star_probability(cells, profile("eocic2019")), "cluster_probability") == {}


def test_one_region_without_employment_has_no_star_in_any_draw(table, answers):
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT11   | C29      | 2021 | 0       | 0
    """)

    found = star_probability(cells, profile("eco1_2007"))

    assert answers(found, "size_probability", "specialisation_probability", "cluster_probability") == {(): (0, None, 0)}


def test_figures_and_parameters_that_cannot_be_are_refused(table):
    cells = table(
        """
        region | industry | year | persons | local_units | persons_high
        -------+----------+------+---------+-------------+-------------
        AT11   | C29      | 2021 | 10      | 1           | -5
    """,
        persons_high="float",
    )
    rules = profile("eco1_2007")

    with pytest.raises(BadTable, match=r"At region='AT11', industry='C29', year=2021: persons_high is -5\.0"):
        star_probability(cells, rules)
    for wrong in ({"resamples": 0}, {"dispersion": 0.5}, {"seed": -1}):
        with pytest.raises(NotPossible, match="expected 1 or more of each, and a seed of 0 or more"):
            star_probability(cells, rules, **wrong)
    with pytest.raises(NotPossible, match="0 profiles"):
        star_probabilities(cells, [])
