"""One series from NACE Rev. 2 to Rev. 2.1

From reference year 2025 Eurostat gives figures by NACE Rev. 2.1: other letters
from section J on, and four divisions that were divided. A figure of an old
industry goes to the new ones in shares:

    value(new) = sum over old of value(old) * share(old, new)

What kept its content is carried over whole (a fact), what was divided is spread
(a model, see `converted_share`). Totals are kept.

Assumptions: shares are measured for vehicle trade (division 45) and for sections
G and J over Europe as a whole, and taken for every region; elsewhere they are as
many classes of Rev. 2 as go there, a default that is unverified. Whether single
classes moved between divisions of the same title was not checked.

Sources: titles of NACE Rev. 2 (Regulation (EC) No 1893/2006) and Rev. 2.1
(Delegated Regulation (EU) 2023/137); Eurostat, regional structural business
statistics of 2014.
"""

import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.activities_harmonise import convert_activities

CHANGES = """
    from_industry | to_industry | classes | share
    --------------+-------------+---------+------
    G45           | G46         | 2       | 0.3
    G45           | G47         | 2       | 0.3
    G45           | T95         | 1       | 0.4
    G46           | G46         | 48      |
    J62           | K62         | 4       |
    J63           | K63         | 3       |
    J63           | J60         | 1       |
"""
CHANGE_TYPES = {"classes": "float", "share": "float"}


def test_vehicle_trade_becomes_wholesale_retail_and_repair_and_computing_gets_another_letter(table, answers):
    cells = table("""
        region | industry | year | persons | wages
        -------+----------+------+---------+------
        DE11   | G45      | 2021 | 1000    | 20.0
        DE11   | G46      | 2021 | 500     | 15.0
        DE11   | J62      | 2021 | 300     |
    """)

    series = convert_activities(cells, table(CHANGES, **CHANGE_TYPES))

    assert answers(series, "persons", "wages", "converted", "converted_share", "other_weight") == {
        "G46": (800, 21, True, 0.375, False),
        "G47": (300, 6, True, 1, False),
        "T95": (400, 8, True, 1, False),
        "K62": (300, None, False, 0, False),
    }


def test_without_a_measured_share_industries_are_spread_by_their_classes_or_in_equal_parts(table, answers):
    cells = table("""
        region | industry | year | nuts_edition | persons
        -------+----------+------+--------------+--------
        DE11   | J63      | 2021 | 2021         | 100
        DE11   | G45      | 2021 | 2021         | 900
    """)
    changes = table(CHANGES, **CHANGE_TYPES)

    found = {by: answers(convert_activities(cells, changes, by=by), "persons") for by in ("share", "classes", "equal")}

    assert found == {
        "share": {"K63": 75, "J60": 25, "G46": 270, "G47": 270, "T95": 360},
        "classes": {"K63": 75, "J60": 25, "G46": 360, "G47": 360, "T95": 180},
        "equal": {"K63": 50, "J60": 50, "G46": 300, "G47": 300, "T95": 300},
    }
    flagged = answers(convert_activities(cells, changes), "other_weight")
    assert flagged == {"K63": True, "J60": True, "G46": False, "G47": False, "T95": False}


def test_an_old_industry_without_a_value_makes_the_new_one_incomplete(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | G45      | 2021 |
        DE11   | G46      | 2021 | 500
    """)

    series = convert_activities(cells, table(CHANGES, **CHANGE_TYPES))

    assert answers(series, "persons", "known_share", "incomplete") == {
        "G46": (500, 0.5, True),
        "G47": (None, 0, False),
        "T95": (None, 0, False),
    }


def test_industries_that_the_changes_do_not_know_are_an_error_unless_left_out(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | J62      | 2021 | 300
        DE11   | C2910    | 2021 | 200
    """)
    changes = table(CHANGES, **CHANGE_TYPES)

    with pytest.raises(NotFound, match=r"It is not known what became of C2910 in NACE Rev\. 2\.1"):
        convert_activities(cells, changes)
    assert answers(convert_activities(cells, changes, leave_out=True), "industry", "persons") == {(): ("K62", 300)}
    with pytest.raises(NotFound, match="There is no way 'size' to spread an industry"):
        convert_activities(cells, changes, by="size")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("0.4", "0.5", "The change of G45 to G46 is of an industry whose shares do not sum to 1"),
        ("T95", "G47", "The change of G45 to G47 stands twice"),
        ("48", "-1", "The change of G46 to G46 has a share or classes that are negative"),
        ("48", "inf", "The change of G46 to G46 has a share or classes that are negative or no finite number"),
        ("classes", "klasses", "The changes lack classes; they have from_industry, to_industry, klasses, share"),
    ],
)
def test_changes_that_contradict_themselves_are_refused(table, before, after, message):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | J62      | 2021 | 300
    """)

    with pytest.raises(BadTable, match=message):
        convert_activities(cells, table(CHANGES.replace(before, after), **CHANGE_TYPES | {"klasses": "float"}))
