"""Running a profile on your own table

`analyse` checks a table, measures specialisation and gives stars, on whatever
kind of frame it is given. `observatory analyse` does the same with a file.
"""

import math

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


@pytest.mark.parametrize(
    "taken", ["stars", "profile", "Rank", "size_value", "category_persons", "focus_regions", "is_cluster"]
)
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

    with pytest.raises(NotFound, match=r"no profile 'eco'. The profiles are: eccp2021, eco1_2007, .*uscm\."):
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


def test_a_code_that_is_a_number_is_refused(table):
    """As a number 01.10 would become 1.1."""
    cells = table("region | industry | year | persons\n---\nDE11 | 01.10 | 2021 | 1", industry="float")

    assert refusal(cells) == ("The column industry holds Float64; expected text, as 01.10 would become 1.1. Cast it.")


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


COUNTED = {"establishments": "float"}
STATES = """
    region | industry | year | persons | establishments
    -------+----------+------+---------+---------------
    R1     | A        | 2016 | 60      | 6
    R1     | B        | 2016 | 40      | 4
    R2     | A        | 2016 | 10      | 1
    R2     | B        | 2016 | 90      | 9
"""


def test_the_reference_area_can_have_totals_of_its_own(table, answers):
    """Of 400 persons in the whole country 100 work in A: R1's 60 of 100 are 2.4 times its share."""
    national = table("""
        industry | year | persons
        ---------+------+--------
        A        | 2016 | 100
        B        | 2016 | 300
    """)

    found = answers(
        analyse(table(STATES, **COUNTED), "uscm", reference=national),
        "location_quotient",
        "european_share",
        "strong",
    )

    assert found["R1", "A"] == (2.4, 0.6, True)
    assert found["R2", "B"] == ((90 / 100) / (300 / 400), 0.3, True)
    assert found["R2", "A"] == (0.4, 0.1, False)


def test_a_region_can_have_more_jobs_than_the_cells(table, answers):
    """R1 has 1,000 jobs in all and R2 500: 60 of 1,000 against 70 of 1,500."""
    whole = table("""
        region | year | persons
        -------+------+--------
        R1     | 2016 | 1000
        R2     | 2016 | 500
    """)

    found = answers(analyse(table(STATES, **COUNTED), "uscm", region_totals=whole), "location_quotient")

    assert found["R1", "A"] == (60 / 1000) / (70 / 1500)


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (
            "A | 2016 | 59",
            "At industry='A', year=2016, region='R1': 60.0 persons are more than the total of industry and",
        ),
        ("A | 2016 | -1", "At industry='A', year=2016: persons is -1.0; expected 0 or more"),
        ("A | 2016 | inf", "At industry='A', year=2016: persons is inf; expected a number"),
        ("A | 2015 | 900", "At industry='A', year=2016, region='R1': 60.0 persons, but there is no total."),
        ("A | 2016 | 900\nA | 2016 | 900", "At industry='A', year=2016: 2 rows have the same key"),
    ],
)
def test_totals_that_contradict_the_cells_are_refused(table, rows, fault):
    totals = table(f"industry | year | persons\n---\nB | 2016 | 900\n{rows}")

    with pytest.raises(BadTable) as refused:
        analyse(table(STATES, **COUNTED), "uscm", reference=totals)

    assert str(refused.value).startswith(fault)


def test_totals_need_their_columns(table):
    totals = table("industry | persons\n---\nA | 900")

    with pytest.raises(BadTable, match=r"The table lacks year; it has industry, persons\. Totals need industry, year"):
        analyse(table(STATES, **COUNTED), "uscm", reference=totals)


def test_a_profile_that_compares_establishments_needs_them_by_one_of_two_names(table, answers):
    cells = STATES.replace("establishments", "local_units   ")
    without = "\n".join(line.rpartition("|")[0] for line in STATES.strip().splitlines())

    assert answers(analyse(table(cells), "uscm"), "stars") == answers(
        analyse(table(STATES, **COUNTED), "uscm"), "stars"
    )
    assert "lacks establishments" in refusal(table(without.replace("-----+", "")), "uscm")


def test_a_region_without_employment_has_no_quotient_and_no_star(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2021 | 0
        FR10   | C29      | 2021 | 5
        FR10   | C30      | 2021 | 5
    """)

    assert answers(analyse(cells, "eco1_2007"), "location_quotient", "stars")["DE11", "C29"] == (None, 0)


def test_one_region_is_compared_with_itself(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2021 | 3
        DE11   | C30      | 2021 | 5
    """)

    found = answers(analyse(cells, "eco1_2007"), "location_quotient", "stars", "few_regions")

    assert found == {"C29": (1, 1, True), "C30": (1, 2, True)}


def test_growth_of_the_cells_is_computed_where_the_profile_looks_at_it(table, answers):
    cells = table("""
        region | industry | year | persons | wages
        -------+----------+------+---------+------
        DE11   | C29      | 2020 | 100     | 1
        DE11   | C29      | 2021 | 110     | 1
        FR10   | C29      | 2020 | 100     | 1
        FR10   | C29      | 2021 | 100     | 1
    """)

    assert answers(analyse(cells, "panorama2016"), "growth_value", "growth_star")["DE11", 2021] == (10, True)


def test_a_share_that_is_modelled_is_no_more_than_the_whole(table):
    cells = table("""
        region | industry | year | persons | modelled_share
        -------+----------+------+---------+---------------
        DE11   | C29      | 2021 | 1       | 1.5
    """)

    assert refusal(cells) == (
        "At region='DE11', industry='C29', year=2021: modelled_share is 1.5; expected a share from 0 to 1."
    )


def test_the_interval_rests_on_establishments_and_not_on_persons(table, answers):
    """60 of R1's 100 persons and 70 of all 200 work in A, in 6 plants of R1 and 7 in all."""
    quotient = (60 / 100) / (70 / 200)
    width = 1.959963984540054 * math.sqrt((1 - 60 / 100) / 6 + (1 - 70 / 200) / 7)

    found = analyse(table(STATES, **COUNTED), "eco1_2007")

    interval = answers(found, "location_quotient_low", "location_quotient_high", "profile_status")
    assert interval["R1", "A"] == (quotient * math.exp(-width), quotient * math.exp(width), "published")


def test_how_sure_a_star_is_is_not_known_without_establishments(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        R1     | A        | 2016 | 60
        R2     | A        | 2016 | 10
    """)

    sure = answers(analyse(cells, "eco1_2007"), "location_quotient_low", "cluster_probability", "size_probability")

    assert set(sure.values()) == {(None, None, None)}


def test_a_star_that_no_resampling_doubts_is_certain(table, answers):
    """A million plants of one person each leave nothing to chance."""
    cells = STATES.replace("| 6\n", "| 6000000\n").replace("| 4\n", "| 4000000\n").replace("| 1\n", "| 1000000\n")

    judged = analyse(table(cells.replace("| 9\n", "| 9000000\n"), **COUNTED), "uscm", resamples=20)

    assert answers(judged, "cluster_probability", "is_cluster")["R1", "A"] == (1, True)
