"""Births and deaths of firms

From a register with one row per firm and year in which the firm was active:

    birth rate   births of the year / firms active in it             (%, V97020)
    death rate   deaths of the year / firms active in it             (%, V97030)
    churn        birth rate + death rate                             (%, V97015)
    net growth   active / active of the year before - 1              (%, V97010)

A firm that another firm had a part in making or ending (merger, takeover,
break-up, split-off, joint venture, restructuring) is neither born nor dead. It is
counted in the region and industry of its row of that year.

What Eurostat quotes for the European Union, to compare orders of magnitude: births
about 9 % of active enterprises a year; after 1 year about 80 % of them are still
active, after 3 years 58.5 % (2020), after 5 years 44 to 46 %.

Sources: Eurostat and OECD (2007), *Manual on Business Demography Statistics*;
Eurostat's labels of the indicators named.
"""

import narwhals as nw
import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.demography import COUNTS, business_demography, business_rates
from cluster_observatory.statistics.registers import refuse_register

WHOLE = {"born": "integer", "ended": "integer", "employees": "integer", "turnover": "integer"}


def test_births_and_deaths_are_those_of_the_year_among_the_active(table, answers):
    register = table(
        """
        firm | region | industry | year | employees | born | ended | event
        -----+--------+----------+------+-----------+------+-------+------
        a    | AT11   | C29      | 2019 | 5         | 2001 |       |
        b    | AT11   | C29      | 2019 | 7         | 2001 | 2019  |
        a    | AT11   | C29      | 2020 | 6         | 2001 |       |
        c    | AT11   | C29      | 2020 | 2         | 2020 |       |
        d    | AT11   | C29      | 2020 |           | 2020 | 2020  |
        e    | DE11   | C29      | 2020 | 1         | 2020 |       |
        """,
        **WHOLE,
    )

    found = business_demography(register)

    counts = answers(found, "active", "births", "deaths", "employees", "employees_of_births")
    assert counts == {
        ("AT11", 2019): (2, 0, 1, 12, 0),
        ("AT11", 2020): (3, 2, 1, 8, 2),
        ("DE11", 2020): (1, 1, 0, 1, 1),
    }
    assert {nw.from_native(found).collect_schema()[count] for count in COUNTS} == {nw.Int64}
    rates = answers(found, "birth_rate", "death_rate", "churn", "net_growth", "average_size_of_births")
    assert rates == {
        ("AT11", 2019): (0, 50, 50, None, None),
        ("AT11", 2020): (100 * 2 / 3, 100 / 3, 100, 50, 1),
        ("DE11", 2020): (100, 0, 100, None, 1),
    }


def test_a_restructuring_makes_neither_births_nor_deaths(table, answers):
    """Firm b was split off a, firm c was taken over; d simply ended, and says so."""
    register = table(
        """
        firm | region | industry | year | employees | born | ended | event
        -----+--------+----------+------+-----------+------+-------+----------
        a    | AT11   | C29      | 2020 | 5         | 2001 |       | split_off
        b    | AT11   | C29      | 2020 | 7         | 2020 |       | split_off
        c    | AT11   | C29      | 2020 | 6         | 2001 | 2020  | takeover
        d    | AT11   | C29      | 2020 | 2         | 2001 | 2020  | death
        e    | AT11   | C29      | 2020 | 2         | 2020 |       | birth
        """,
        **WHOLE,
    )

    found = answers(business_demography(register), "active", "births", "deaths", "employees_of_births")

    assert found == {(): (5, 1, 1, 2)}


def test_a_firm_is_counted_where_it_is_in_that_year(table, answers):
    register = table(
        """
        firm | region | cluster    | year | employees | born | ended | event
        -----+--------+------------+------+-----------+------+-------+------
        a    | AT11   | Automotive | 2019 | 5         | 2019 | 2020  |
        a    | DE11   | Automotive | 2020 | 5         | 2019 | 2020  |
        b    | DE11   | Plastics   | 2020 | 5         | 2019 |       |
        """,
        **WHOLE,
    )

    found = answers(business_demography(register, by=["region", "cluster"]), "active", "births", "deaths")
    everywhere = answers(business_demography(register, by=[]), "active", "births", "deaths")

    assert found == {
        ("AT11", "Automotive", 2019): (1, 1, 0),
        ("DE11", "Automotive", 2020): (1, 0, 1),
        ("DE11", "Plastics", 2020): (1, 0, 0),
    }
    assert everywhere == {2019: (1, 1, 0), 2020: (2, 0, 1)}


def test_net_growth_needs_the_year_before(table, answers):
    """From 2018 to 2020 nothing is known of the year between, and it is not guessed; rates tell no cells apart."""
    cells = table(
        """
        region | industry | year | active | births | deaths | birth_rate
        -------+----------+------+--------+--------+--------+-----------
        AT11   | C29      | 2018 | 10     | 1      | 0      | 10
        AT11   | C29      | 2020 | 12     | 1      | 0      | 8
        AT11   | C29      | 2021 | 15     | 3      | 0      | 20
        """,
        active="integer",
        births="integer",
        deaths="integer",
        birth_rate="float",
    )

    assert answers(business_rates(cells), "net_growth") == {2018: None, 2020: None, 2021: 25}


def test_a_rate_of_a_hidden_count_is_hidden(table, answers):
    """The old rates are replaced, so that none of them gives the count away."""
    cells = table(
        """
        region | industry | year | active | births | deaths | employees_of_births | birth_rate
        -------+----------+------+--------+--------+--------+---------------------+-----------
        AT11   | C29      | 2020 | 10     |        | 3      |                     | 20
        AT12   | C29      | 2020 |        | 4      | 3      | 6                   | 8
        DE11   | C29      | 2020 | 0      | 0      | 0      | 0                   |
    """,
        active="integer",
        births="integer",
        deaths="integer",
        employees_of_births="integer",
        birth_rate="float",
    )

    found = answers(business_rates(cells), "birth_rate", "death_rate", "churn", "average_size_of_births")

    assert found == {"AT11": (None, 30, None, None), "AT12": (None, None, None, 1.5), "DE11": (None, None, None, None)}


ROW = "a    | AT11   | C29      | 2020 | 5         | 100      | 2001 |       |"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (ROW, "firm='a', year=2020: 2 rows have the same key; expected one row per firm and year"),
        ("b | AT11 | C29 | 2020 | 5 | inf | 2001 | |", "firm='b', year=2020: turnover is inf; expected a whole numb"),
        ("b | AT11 | C29 | 2020 | 5 | NaN | 2001 | |", "firm='b', year=2020: turnover is nan; expected a whole numb"),
        ("b | AT11 | C29 | 2020 | 5 | 1.5 | 2001 | |", r"turnover is 1\.5; expected a whole number, or nothing"),
        ("b | AT11 | C29 | 2020 | 5 | 6e12 | 2001 | |", r"turnover is 6000000000000\.0; expected at most 50000000000"),
        ("b | AT11 | C29 | 2020 | -1 | 1 | 2001 | |", "firm='b', year=2020: employees is -1; expected 0 or more"),
        ("b | AT11 | C29 | 2020 | 5 | 1 | 2001 | | fusion", "event is 'fusion'; expected nothing or one of merger"),
        ("b | AT11 | C29 | 2020 | 5 | 1 | 2021 | |", "firm='b', year=2020: born is 2021, after the year of the row"),
        ("b | AT11 | C29 | 2020 | 5 | 1 | | |", "firm='b', year=2020: born is empty; expected the year of birth, any"),
        ("b | AT11 | C29 | 2020 | 5 | 1 | 2001 | 1999 |", "ended is 1999, before the firm was born; expected that ye"),
        ("b | AT11 | C29 | 2020 | 5 | 1 | 2001 | 2019 |", "ended is 2019, before the year of the row; expected no ro"),
        ("b |      | C29 | 2020 | 5 | 1 | 2001 | |", "firm='b', year=2020: region is empty; expected a value"),
        ("  | AT11 | C29 | 2020 | 5 | 1 | 2001 | |", "firm is empty; expected a value in every row"),
        ("a | AT11 | C29 | 2019 | 5 | 1 | 2002 | |", "firm='a': born is 2002 in one row and another year in others"),
    ],
)
@pytest.mark.parametrize("engine", ["polars-lazy"], indirect=True)
def test_a_row_that_cannot_be_is_refused_with_firm_and_year(table, row, message):
    register = table(
        f"""
        firm | region | industry | year | employees | turnover | born | ended | event
        -----+--------+----------+------+-----------+----------+------+-------+------
        {ROW}
        {row}
        """,
        **WHOLE | {"turnover": "float"},
    )

    with pytest.raises(BadTable, match=message):
        refuse_register(register, measures=["employees", "turnover"])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (ROW, "firm='a', year=2020: 2 rows have the same key"),
        ("b | AT11 | C29 | 2020 | 5 | inf | 2001 | |", "firm='b', year=2020: turnover is inf"),
        ("b | AT11 | C29 | 2020 | 5 | 1 | 2001 | 1999 | takeover", "ended is 1999.*, before the firm was born"),
    ],
)
def test_every_engine_refuses(table, row, message):
    register = table(
        f"""
        firm | region | industry | year | employees | turnover | born | ended | event
        -----+--------+----------+------+-----------+----------+------+-------+------
        {ROW}
        {row}
        """,
        **WHOLE | {"turnover": "float"},
    )

    with pytest.raises(BadTable, match=message):
        refuse_register(register, measures=["employees", "turnover"])


def test_two_ends_of_one_firm_are_refused_and_an_end_in_the_last_row_alone_is_not(table):
    register = """
        firm | region | industry | year | employees | born | ended | event
        -----+--------+----------+------+-----------+------+-------+------
        a    | AT11   | C29      | 2019 | 5         | 2001 | {}    |
        a    | AT11   | C29      | 2020 | 5         | 2001 | 2020  |
    """

    refuse_register(table(register.format(""), **WHOLE))
    with pytest.raises(BadTable, match=r"At firm='a': ended is 202\d(\.0)? in one row and another year in others"):
        refuse_register(table(register.format("2021"), **WHOLE))


def test_a_register_without_firms_without_a_column_or_with_numbers_for_codes_is_refused(table):
    header = "firm | region | industry | year | employees | born | ended | event\n---"
    row = "a | AT11 | 01.10 | 2020 | 5 | 2001 | |"

    with pytest.raises(BadTable, match="The register has no firms; expected one row per firm and year"):
        business_demography(table(header, **WHOLE))
    with pytest.raises(BadTable, match="The register has no firms"):
        business_demography(table(header, **WHOLE), checked=True)
    with pytest.raises(BadTable, match="The table lacks region, born; it has firm, industry"):
        business_demography(table("firm | industry | year | employees | ended | event\n---", **WHOLE))
    with pytest.raises(
        BadTable, match=r"The column industry holds Float64; expected text, as 01\.10 would become 1\.1"
    ):
        business_demography(table(f"{header}\n{row}", **WHOLE, industry="float"))
    with pytest.raises(BadTable, match="The column employees holds String; expected numbers"):
        business_demography(table(f"{header}\n{row}", **WHOLE | {"employees": "text"}))
    with pytest.raises(BadTable, match="The register cannot be counted by year; expected names of classes, each once"):
        business_demography(table(f"{header}\n{row}", **WHOLE), by=["region", "year"])


@pytest.mark.parametrize("engine", ["polars", "duckdb", "pandas"], indirect=True)
def test_a_long_register_is_checked_year_by_year(table):
    """Sixty years are more than one float holds as powers of two."""
    header = "firm | region | industry | year | employees | born | ended | event\n---\n"
    whole, twice = ([f"{firm} | AT11 | C29 | {year} | 5 | 1950 | |" for year in range(1960, 2021)] for firm in "ab")

    refuse_register(table(header + "\n".join([*whole, *twice]), **WHOLE))
    with pytest.raises(BadTable, match="firm='b', year=2015: 2 rows have the same key"):
        refuse_register(table(header + "\n".join([*whole, *twice, twice[55]]), **WHOLE))
