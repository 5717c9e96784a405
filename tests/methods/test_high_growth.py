"""High-growth enterprises, gazelles and scale-ups

A firm grew by 10 % a year over three years where

    1000 * employees(t) >= 1331 * employees(t - 3)

and by 20 % with 1728 in place of 1331: whole numbers, so that nothing is lost to
rounding. Only firms are measured that had 10 employees or more in t - 3, were born
before t - 3, have a row of each of the four years, and were in no merger, split or
takeover in them. They are counted in the region and industry of t.

    high-growth enterprise   10 % a year or more, by employees                  (V11960)
    gazelle                  of these, at most five years old
    scale-up                 more than 20 % a year, by employees or by turnover; no official definition

Shares are of the firms with 10 employees or more in t. In the European Union of 2017
they were 11.3 % (190,000 firms), from 2.7 % in Cyprus to 14.2 % in Portugal, 15.0 %
in Spain and 16.5 % in Ireland.

Sources: Commission Implementing Regulation (EU) No 439/2014; Eurostat and OECD (2007),
*Manual on Business Demography Statistics*; Eurostat's labels. The regulation's text
says more than 10 %, the label of V11960 says 10 % or more.
"""

import pytest

from cluster_observatory.errors import NotPossible
from cluster_observatory.statistics.high_growth import high_growth, scale_ups

WHOLE = {"born": "integer", "ended": "integer", "employees": "integer", "turnover": "integer"}
HEADER = """
    firm | region | industry | year | employees | turnover | born | ended | event
    -----+--------+----------+------+-----------+----------+------+-------+------
"""


def life(firm, employees, turnover=(100, 100, 100, 100), *, born=1999, first=2017, region="AT11", event=()):
    """Return the rows of one firm from the first year on; None is a year without a row."""
    events = dict(event)
    return "".join(
        f"{firm} | {region} | C29 | {first + place} | {size} | {money} | {born} | | {events.get(first + place, '')}\n"
        for place, (size, money) in enumerate(zip(employees, turnover, strict=True))
        if size is not None
    )


@pytest.fixture
def register(table):
    """A function from the rows of firms to a register on the engine."""
    return lambda *firms: table(HEADER + "".join(firms), **WHOLE)


def test_ten_per_cent_a_year_is_1331_thousandths_exactly(register, answers):
    """Firm a grows from 1000 to 1331, firm b to 1330: in floats 1.1 ** 3 is a little more than 1.331."""
    firms = register(life("a", (1000, 1000, 1000, 1331)), life("b", (1000, 1000, 1000, 1330), region="DE11"))

    columns = ("measured", "high_growth", "employees_of_high_growth", "high_growth_share")
    assert 1331 / 1000 < 1.1**3
    assert answers(high_growth(firms), *columns) == {"AT11": (1, 1, 1331, 100), "DE11": (1, 0, 0, 0)}
    assert answers(high_growth(firms, inclusive=False), "high_growth") == {"AT11": 0, "DE11": 0}


def test_twenty_per_cent_a_year_is_1728_thousandths_exactly(register, answers):
    """And 1332, 1729 are above the thresholds where they must be passed."""
    firms = register(
        life("a", (1000, 1000, 1000, 1728)),
        life("b", (1000, 1000, 1000, 1727), region="DE11"),
        life("c", (1000, 1000, 1000, 1729), region="FR10"),
    )

    assert answers(high_growth(firms, threshold=20), "high_growth") == {"AT11": 1, "DE11": 0, "FR10": 1}
    assert answers(high_growth(firms, threshold=20, inclusive=False), "high_growth") == {
        "AT11": 0,
        "DE11": 0,
        "FR10": 1,
    }
    assert answers(high_growth(firms), "high_growth") == {"AT11": 1, "DE11": 1, "FR10": 1}


def test_ten_employees_at_the_start_are_enough_and_nine_are_not(register, answers):
    firms = register(life("a", (10, 10, 10, 20)), life("b", (9, 10, 10, 20), region="DE11"))

    columns = ("active_ten_or_more", "measured", "high_growth", "not_computable")
    assert answers(high_growth(firms), *columns) == {"AT11": (1, 1, 1, 0), "DE11": (1, 0, 0, 0)}


def test_a_gazelle_is_at_most_five_years_old_and_was_not_just_born(register, answers):
    """In 2020: of firms born in 2014, 2015, 2016 and 2017, the last was newly born three years before."""
    growing = (10, 10, 10, 20)
    firms = register(*(life(f"{born}", growing, born=born, region=f"R{born}") for born in (2014, 2015, 2016, 2017)))

    found = answers(high_growth(firms), "measured", "high_growth", "young_high_growth", "young_high_growth_share")

    assert found == {"R2014": (1, 1, 0, 0), "R2015": (1, 1, 1, 100), "R2016": (1, 1, 1, 100), "R2017": (0, 0, 0, 0)}


@pytest.mark.parametrize("year", [2017, 2018, 2019, 2020])
@pytest.mark.parametrize("engine", ["polars", "duckdb", "pandas"], indirect=True)
def test_a_restructuring_in_any_of_the_four_years_is_left_out(register, answers, year):
    firms = register(
        life("a", (10, 10, 10, 20), event={year: "merger"}),
        life("b", (10, 10, 10, 20), event={year: "birth"}, region="DE11"),
    )

    columns = ("active_ten_or_more", "measured", "high_growth", "restructured", "not_computable")
    assert answers(high_growth(firms), *columns) == {"AT11": (1, 0, 0, 1, 0), "DE11": (1, 1, 1, 0, 0)}


def test_a_gap_and_a_missing_figure_are_not_computable(register, answers):
    """No row of 2018, no row of 2017, no employees in 2017: none of them is guessed."""
    firms = register(
        life("a", (10, None, 10, 20)),
        life("b", (None, 10, 10, 20), region="DE11"),
        life("c", ("", 10, 10, 20), region="FR10"),
        life("d", (10, 10, "", 20), region="IT11"),
    )

    columns = ("active_ten_or_more", "measured", "high_growth", "restructured", "not_computable")
    assert answers(high_growth(firms), *columns) == {
        "AT11": (1, 0, 0, 0, 1),
        "DE11": (1, 0, 0, 0, 1),
        "FR10": (1, 0, 0, 0, 1),
        "IT11": (1, 1, 1, 0, 0),
    }


@pytest.mark.parametrize("engine", ["polars", "duckdb", "pandas"], indirect=True)
def test_an_earlier_row_does_not_stand_in_for_a_gap(register, answers):
    """The third row before 2020 is of 2016."""
    firms = register(life("a", (10, None, 10, 10, 20), (1,) * 5, first=2016))

    assert answers(high_growth(firms), "measured", "not_computable") == {2019: (0, 1), 2020: (0, 1)}


def test_the_classes_are_those_of_the_end(register, answers):
    """The firm moves in the last year; in 2021 it counts where it is then, from its size in 2018."""
    start, rest = life("a", (10, 10, 10), (1, 1, 1)), life("a", (20, 20), (1, 1), first=2020, region="DE11")

    found = answers(high_growth(register(start, rest)), "region", "measured", "high_growth")

    assert found == {2020: ("DE11", 1, 1), 2021: ("DE11", 1, 1)}


def test_a_scale_up_grows_by_employees_or_by_turnover(register, answers):
    """Firm a grows in people, b in sales, c in neither by more than 20 % a year, d from no sales at all."""
    firms = register(
        life("a", (1000, 1000, 1000, 1729)),
        life("b", (1000, 1000, 1000, 1000), (1000, 1, 1, 1729), region="DE11"),
        life("c", (1000, 1000, 1000, 1728), (1000, 1, 1, 1728), region="FR10"),
        life("d", (1000, 1000, 1000, 1000), (0, 1, 1, 1000), region="IT11"),
    )

    assert answers(scale_ups(firms), "scale_ups", "scale_up_share") == {
        "AT11": (1, 100),
        "DE11": (1, 100),
        "FR10": (0, 0),
        "IT11": (0, 0),
    }


@pytest.mark.parametrize("engine", ["polars", "duckdb", "pandas"], indirect=True)
def test_turnover_alone_is_measured_in_whole_numbers_too(register, answers):
    """At the largest turnover that is taken, one unit decides."""
    largest = 5_000_000_000_000
    start = 2_893_518_518_519  # the smallest whole number of which 1728 thousandths are more than the largest
    firms = register(
        life("a", (10, 10, 10, 10), (start - 1, 1, 1, largest)),
        life("b", (10, 10, 10, 10), (start, 1, 1, largest), region="DE11"),
        life("c", (10, 10, 10, 20), ("", 1, 1, largest), region="FR10"),
    )

    found = answers(high_growth(firms, threshold=20, measure="turnover"), "measured", "high_growth", "not_computable")

    assert (start - 1) * 1728 <= largest * 1000 < start * 1728
    assert found == {"AT11": (1, 1, 0), "DE11": (1, 0, 0), "FR10": (0, 0, 1)}


@pytest.mark.parametrize("engine", ["polars", "duckdb", "pandas"], indirect=True)
def test_a_short_register_and_another_threshold_are_refused(register):
    firms = register(life("a", (10, 10, 10), (1, 1, 1)))

    with pytest.raises(NotPossible, match="has the years 2017 to 2019; growth over three years needs 4 years or more"):
        high_growth(firms)
    with pytest.raises(NotPossible, match="no high growth of 15 % a year by sales; expected 10 or 20 % by employees"):
        high_growth(firms, threshold=15, measure="sales")
