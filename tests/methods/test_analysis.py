"""Running a profile on your own table

`analyse` checks a table, measures specialisation and gives stars, on whatever
kind of frame it is given. `observatory analyse` does the same with a file.
"""

import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.analysis import analyse


def refusal(cells, profile="eco1_2007"):
    with pytest.raises(BadTable) as refused:
        analyse(cells, profile)
    return str(refused.value)


def test_your_rows_come_back_with_measures_and_stars(table, answers):
    """What else the table has is kept. Whole numbers do as well as others."""
    cells = table(
        """
        region | industry | year | persons | comment
        -------+----------+------+---------+--------
        DE11   | C29      | 2021 | 30      | ours
        DE11   | C30      | 2021 | 10      |
        FR10   | C29      | 2021 | 10      |
        FR10   | C30      | 2021 | 110     |
        FR10   | C31      | 2021 |         | secret
        """,
        persons="integer",
    )

    assert answers(analyse(cells, "eco1_2007"), "comment", "location_quotient", "size_star", "stars") == {
        ("DE11", "C29"): ("ours", (30 / 40) / (40 / 160), True, 2),
        ("DE11", "C30"): (None, (10 / 40) / (120 / 160), False, 0),
        ("FR10", "C29"): (None, (10 / 120) / (40 / 160), False, 0),
        ("FR10", "C30"): (None, (110 / 120) / (120 / 160), True, 2),
        ("FR10", "C31"): ("secret", None, None, None),
    }


def test_a_profile_that_compares_wages_needs_them(table):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2021 | 30
    """)

    assert refusal(cells, "eocic2019") == (
        "The table lacks wages; it has region, industry, year, persons. "
        "The profile eocic2019 needs region, industry, year, persons, wages."
    )


@pytest.mark.parametrize("taken", ["stars", "profile", "Rank", "size_value", "category_persons", "focus_regions"])
def test_a_column_named_like_one_that_is_added_or_needed_on_the_way_is_refused(table, taken):
    """Else it would be overwritten, or worse, taken for ours."""
    cells = table(f"""
        region | industry | year | persons | {taken}
        -------+----------+------+---------+--------
        DE11   | C29      | 2021 | 30      | 1
    """)

    assert refusal(cells) == (
        f"The table has the column {taken}, a name that the computation gives to a column of its own; "
        "expected other names. Rename or drop it."
    )


def test_an_unknown_profile_is_refused_with_the_names_there_are(table):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2021 | 30
    """)

    with pytest.raises(NotFound, match=r"no profile 'eco'. The profiles are: eco1_2007, eocic2019\."):
        analyse(cells, "eco")


def test_a_key_that_stands_twice_is_refused(table):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        FR10   | C30      | 2021 | 1
        FR10   | C30      | 2021 | 2
        DE11   | C29      | 2021 | 1
        DE11   | C29      | 2021 | 1
        DE11   | C29      | 2020 | 1
    """)

    assert refusal(cells) == (
        "At region='DE11', industry='C29', year=2021: 2 rows have the same key; expected one row per key."
    )


def test_an_empty_key_is_refused(table):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2021 | 1
        DE11   |          | 2021 | 1
    """)

    assert refusal(cells) == ("At region='DE11', year=2021: industry is empty; expected a value in every row.")


def test_fewer_than_nobody_is_refused(table):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2021 | 1
        FR10   | C29      | 2021 | -3
        FR10   | C28      | 2021 | -2
    """)

    assert refusal(cells) == (
        "At region='FR10', industry='C28', year=2021: persons is -2.0; expected 0 or more, or nothing where not known."
    )


def test_an_infinite_number_is_refused(table):
    cells = table("""
        region | industry | year | persons | wages
        -------+----------+------+---------+------
        DE11   | C29      | 2021 | 1       | inf
    """)

    assert refusal(cells, "eocic2019") == (
        "At region='DE11', industry='C29', year=2021: wages is inf; expected a number, or nothing where not known."
    )


@pytest.mark.never("pandas", "pandas writes a missing number as NaN, so NaN is missing there")
def test_what_is_not_a_number_is_refused(table):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2021 | nan
    """)

    assert refusal(cells) == (
        "At region='DE11', industry='C29', year=2021: persons is nan; expected a number, or nothing where not known."
    )


def test_words_where_numbers_belong_are_refused(table):
    cells = table(
        """
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2021 | many
        """,
        persons="text",
    )

    assert refusal(cells) == "The column persons holds String; expected numbers."


def test_a_year_is_a_whole_number(table):
    cells = table(
        """
        region | industry | year   | persons
        -------+----------+--------+--------
        DE11   | C29      | 2021.5 | 1
        """,
        year="float",
    )

    assert refusal(cells) == "The column year holds Float64; expected whole numbers."


NARROW = """
    region | industry | year | persons | wages
    -------+----------+------+---------+------
    DE11   | C29      | 2021 | 200     | 120
    FR10   | C29      | 2021 | 100     | 32
"""
OF_NARROW = {"DE11": (600, 3), "FR10": (320, 1)}


@pytest.mark.parametrize("kind", ["uint8", "int16"])
def test_numbers_of_few_bits_are_analysed_as_others_are(table, answers, kind):
    """120 million EUR in thousands does not fit into 8 or 16 bits."""
    cells = table(NARROW, persons=kind, wages=kind)

    assert answers(analyse(cells, "eocic2019"), "average_wage", "stars") == OF_NARROW


@pytest.mark.never("pandas", "pandas reads decimals as objects, which are refused")
def test_decimals_are_analysed_as_other_numbers_are(table, answers):
    cells = table(NARROW, persons="decimal", wages="decimal")

    assert answers(analyse(cells, "eocic2019"), "average_wage", "stars") == OF_NARROW
