"""Stars

A cluster gets a star for each criterion of a *profile* that it meets: the rules
of one edition, kept as data. Seven editions are here, from the mapping of the
EU-10 (`eu10_2008`) to the panorama of 2021 (`eccp2021`), and the U.S. Cluster
Mapping (`uscm`), whose published flags are met without exception. What of a
profile is not verified is listed with it; every star names its profile.

A criterion "top p per cent" is met up to rank `ceil(p / 100 * N)` among the N
regions that count, computed in whole numbers. Ties share the best rank, so a tie
at the cut-off lets in everyone who holds it, unless the profile says otherwise.
Others compare with a number or with a quantile of the regions. A *tier* is a
level of strength above that of a cluster.
"""

import narwhals as nw
import pytest

from cluster_observatory.errors import BadTable
from cluster_observatory.statistics.profiles import adjusted, profile, read_profile
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
SIZE = '[[criteria]]\nname = "size"\nvalue = "persons"\ntop_percent = 20\npool = "category"\n'
SIZE_ABOVE_QUANTILE = '[[criteria]]\nname = "size"\nvalue = "persons"\nabove_quantile = 30\n'
SPECIALISATION = '[[criteria]]\nname = "specialisation"\nvalue = "location_quotient"\nat_least = 2\n'
FOCUS = '[[criteria]]\nname = "focus"\nvalue = "focus"\ntop_percent = 10\npool = "all"\n'
PRODUCTIVITY = '[[criteria]]\nname = "productivity"\nvalue = "average_wage"\ntop_percent = 20\npool = "category"\n'


def example(*criteria):
    return read_profile(HEAD + "".join(criteria), "example.toml")


def test_the_top_fifth_of_six_regions_is_two(table, answers):
    """20 % of 6 is 1.2: the star goes up to rank 2. The cut-off is the smallest value that has it."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C29      | 2021 | 60
        AT12   | C29      | 2021 | 50
        AT13   | C29      | 2021 | 40
        AT21   | C29      | 2021 | 30
        AT22   | C29      | 2021 | 20
        AT31   | C29      | 2021 | 10
    """)

    judged = stars(specialisation(cells), example(SIZE))

    assert answers(judged, "size_star", "size_rank", "size_cutoff", "stars") == {
        "AT11": (True, 1, 50, 1),
        "AT12": (True, 2, 50, 1),
        "AT13": (False, 3, 50, 0),
        "AT21": (False, 4, 50, 0),
        "AT22": (False, 5, 50, 0),
        "AT31": (False, 6, 50, 0),
    }


def test_the_top_fifth_of_five_regions_is_exactly_one(table, answers):
    """20 % of 5 is 1 and not a little more, as binary fractions might have it."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C29      | 2021 | 50
        AT12   | C29      | 2021 | 40
        AT13   | C29      | 2021 | 30
        AT21   | C29      | 2021 | 20
        AT22   | C29      | 2021 | 10
    """)

    assert answers(stars(specialisation(cells), example(SIZE)), "stars") == {
        "AT11": 1,
        "AT12": 0,
        "AT13": 0,
        "AT21": 0,
        "AT22": 0,
    }


def test_a_tie_at_the_cut_off_lets_in_everyone_who_holds_it(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C29      | 2021 | 60
        AT12   | C29      | 2021 | 50
        AT13   | C29      | 2021 | 50
        AT21   | C29      | 2021 | 50
        AT22   | C29      | 2021 | 20
        AT31   | C29      | 2021 | 10
    """)

    assert answers(stars(specialisation(cells), example(SIZE)), "size_rank", "stars") == {
        "AT11": (1, 1),
        "AT12": (2, 1),
        "AT13": (2, 1),
        "AT21": (2, 1),
        "AT22": (5, 0),
        "AT31": (6, 0),
    }


def test_only_regions_with_a_value_are_counted(table, answers):
    """20 % of the 5 regions with a value is 1. Where the value is missing so are the stars: they are not 0."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C29      | 2021 | 60
        AT12   | C29      | 2021 | 50
        AT13   | C29      | 2021 | 40
        AT21   | C29      | 2021 | 30
        AT32   | C29      | 2021 | 20
        AT22   | C29      | 2021 |
        AT31   | C29      | 2021 |
    """)

    assert answers(stars(specialisation(cells), example(SIZE)), "size_star", "size_rank", "stars") == {
        "AT11": (True, 1, 1),
        "AT12": (False, 2, 0),
        "AT13": (False, 3, 0),
        "AT21": (False, 4, 0),
        "AT32": (False, 5, 0),
        "AT22": (None, None, None),
        "AT31": (None, None, None),
    }


def test_nobody_employed_is_no_star_even_at_the_first_rank(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | B05      | 2021 | 0
        AT12   | B05      | 2021 | 0
    """)

    assert answers(stars(specialisation(cells), example(SIZE)), "size_star", "size_rank", "size_cutoff", "stars") == {
        "AT11": (False, 1, None, 0),
        "AT12": (False, 1, None, 0),
    }


def test_fewer_persons_than_the_least_of_the_profile_is_no_star(table, answers):
    """The region keeps its rank; the cut-off is what the smallest cluster with a star has."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C29      | 2021 | 999
        AT12   | C29      | 2021 | 9
        AT11   | C30      | 2021 | 1000
        AT12   | C30      | 2021 | 9
    """)
    profile = read_profile(HEAD.replace("minimum_persons = 0", "minimum_persons = 1000") + SIZE, "example.toml")

    assert answers(stars(specialisation(cells), profile), "size_star", "size_rank", "size_cutoff") == {
        ("AT11", "C29"): (False, 1, None),
        ("AT12", "C29"): (False, 2, None),
        ("AT11", "C30"): (True, 1, 1000),
        ("AT12", "C30"): (False, 2, 1000),
    }


def test_a_threshold_is_met_by_reaching_it(table, answers):
    """A quotient of exactly 2 has the star. A threshold has no rank, and its cut-off is the threshold."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2021 | 20
        DE11   | C30      | 2021 | 20
        FR10   | C29      | 2021 | 5
        FR10   | C30      | 2021 | 55
    """)

    judged = stars(specialisation(cells), example(SPECIALISATION))

    assert answers(judged, "specialisation_star", "specialisation_value", "specialisation_cutoff") == {
        ("DE11", "C29"): (True, 2, 2),
        ("DE11", "C30"): (False, (20 / 40) / (75 / 100), 2),
        ("FR10", "C29"): (False, (5 / 60) / (25 / 100), 2),
        ("FR10", "C30"): (False, (55 / 60) / (75 / 100), 2),
    }
    assert set(answers(judged, "specialisation_rank").values()) == {None}


def test_focus_compares_all_industries_of_a_year_at_once(table, answers):
    """Pool "all": 10 % of 12 cells is 1.2, so the two largest shares have the star, whatever their industry."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C29      | 2021 | 70
        AT11   | C30      | 2021 | 20
        AT11   | C31      | 2021 | 10
        AT12   | C29      | 2021 | 60
        AT12   | C30      | 2021 | 30
        AT12   | C31      | 2021 | 10
        AT13   | C29      | 2021 | 50
        AT13   | C30      | 2021 | 40
        AT13   | C31      | 2021 | 10
        AT21   | C29      | 2021 | 45
        AT21   | C30      | 2021 | 45
        AT21   | C31      | 2021 | 10
    """)

    judged = answers(stars(specialisation(cells), example(FOCUS)), "focus_star", "focus_rank", "focus_cutoff")

    assert {key: value for key, value in judged.items() if value[0]} == {
        ("AT11", "C29"): (True, 1, 0.6),
        ("AT12", "C29"): (True, 2, 0.6),
    }
    assert judged["AT21", "C29"] == judged["AT21", "C30"] == (False, 4, 0.6)


def test_without_wages_there_is_no_productivity_star_and_it_counts_as_not_met(table, answers):
    """AT13 has the best average wage. AT11's wages are confidential: its star is missing, its others still count."""
    cells = table("""
        region | industry | year | persons | wages
        -------+----------+------+---------+------
        AT11   | C29      | 2021 | 60      |
        AT12   | C29      | 2021 | 50      | 1.5
        AT13   | C29      | 2021 | 40      | 2.0
    """)

    judged = stars(specialisation(cells), example(SIZE, PRODUCTIVITY))

    assert answers(judged, "productivity_star", "productivity_value", "productivity_rank", "stars") == {
        "AT11": (None, None, None, 1),
        "AT12": (False, 30, 2, 0),
        "AT13": (True, 50, 1, 1),
    }


def test_an_average_wage_needs_persons_enough_to_be_one(table, answers):
    """A third of a modelled person can earn millions. It has no value, is not ranked, and is no region of the N."""
    cells = table("""
        region | industry | year | persons | wages
        -------+----------+------+---------+------
        AT11   | C29      | 2021 | 0.33    | 1.0
        AT12   | C29      | 2021 | 9       | 1.0
        AT13   | C29      | 2021 | 10      | 0.1
        AT21   | C29      | 2021 | 20      | 0.1
        AT22   | C29      | 2021 | 30      | 0.1
        AT31   | C29      | 2021 | 40      | 0.1
        AT32   | C29      | 2021 | 50      | 0.1
    """)
    profile = example(SIZE, PRODUCTIVITY + "minimum_persons = 10\n")

    judged = stars(specialisation(cells), profile)

    assert answers(judged, "productivity_star", "productivity_value", "productivity_rank", "productivity_cutoff") == {
        "AT11": (None, None, None, 10),
        "AT12": (None, None, None, 10),
        "AT13": (True, 10, 1, 10),
        "AT21": (False, 5, 2, 10),
        "AT22": (False, 100 / 30, 3, 10),
        "AT31": (False, 2.5, 4, 10),
        "AT32": (False, 2, 5, 10),
    }
    assert answers(judged, "stars")["AT13"] == 1


def test_a_threshold_can_need_persons_too(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        DE11   | C29      | 2021 | 20
        DE11   | C30      | 2021 | 20
        FR10   | C29      | 2021 | 5
        FR10   | C30      | 2021 | 55
    """)

    judged = stars(specialisation(cells), example(SPECIALISATION + "minimum_persons = 21\n"))

    assert answers(judged, "specialisation_star", "specialisation_value", "stars") == {
        ("DE11", "C29"): (None, None, 0),
        ("DE11", "C30"): (None, None, 0),
        ("FR10", "C29"): (None, None, 0),
        ("FR10", "C30"): (False, (55 / 60) / (75 / 100), 0),
    }


def test_the_profile_is_written_beside_its_stars_and_there_is_no_column_for_what_it_lacks(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C29      | 2021 | 60
        AT12   | C29      | 2021 | 50
    """)

    judged = stars(specialisation(cells), example(SIZE))

    assert set(answers(judged, "profile", "reference_area", "denominator").values()) == {
        ("example", "these regions", "total employment")
    }
    assert not [
        name for name in nw.from_native(judged).collect_schema() if name.startswith(("focus_", "productivity_"))
    ]


def test_a_share_of_fewer_than_ten_regions_is_marked(table, answers):
    """Nine regions mine, ten make cars, of which nine say what they pay; furniture is compared by size alone."""
    rows = [f"R{number} | B05 | 2021 | 60 | " for number in range(1, 10)]
    rows += [f"R{number} | C29 | 2021 | 60 | {'' if number == 1 else 1.5}" for number in range(1, 11)]
    rows += [f"R{number} | C31 | 2021 | 60 | " for number in range(1, 11)]
    cells = table("region | industry | year | persons | wages\n---\n" + "\n".join(rows))
    measured = specialisation(cells)

    def marked(*criteria):
        few = answers(stars(measured, example(*criteria)), "few_regions")
        return {industry for (_, industry), said in few.items() if said}

    assert marked(SIZE) == {"B05"}
    assert marked(SIZE, PRODUCTIVITY) == {"B05", "C29"}
    assert marked(SPECIALISATION, FOCUS) == set()


def test_clusters_get_stars_as_industries_do(table, answers):
    cells = table("""
        region | cluster | year | persons
        -------+---------+------+--------
        AT11   | 4       | 2021 | 60
        AT12   | 4       | 2021 | 50
        AT11   | 36      | 2021 | 5
        AT12   | 36      | 2021 | 6
    """)

    judged = stars(specialisation(cells, category="cluster"), example(SIZE), category="cluster")

    assert answers(judged, "stars") == {("AT11", "4"): 1, ("AT12", "4"): 0, ("AT11", "36"): 0, ("AT12", "36"): 1}


def test_what_was_judged_before_is_judged_anew_and_a_column_needed_on_the_way_is_refused(table, answers):
    cells = table("""
        region | industry | year | persons | stars | size_rank
        -------+----------+------+---------+-------+----------
        AT11   | C29      | 2021 | 60      | 3     | 9
        AT12   | C29      | 2021 | 50      | 3     | 9
    """)
    taken = table("""
        region | industry | year | persons | regions_of_the_year
        -------+----------+------+---------+--------------------
        AT11   | C29      | 2021 | 60      | 7
    """)

    judged = stars(specialisation(cells), example(SIZE))

    assert answers(judged, "stars", "size_rank") == {"AT11": (1, 1), "AT12": (0, 2)}
    with pytest.raises(BadTable, match="The table has the column regions_of_the_year,"):
        stars(specialisation(taken), example(SIZE))


FIVE = """
    region | industry | year | persons | local_units
    -------+----------+------+---------+------------
    AT11   | C29      | 2021 | 50      | 5
    AT12   | C29      | 2021 | 40      | 1
    AT13   | C29      | 2021 | 30      | 3
    AT21   | C29      | 2021 | 20      | 4
    AT22   | C29      | 2021 | 10      | 2
    AT31   | C29      | 2021 | 0       | 0
"""


def test_a_quantile_is_taken_where_somebody_is_employed_and_by_linear_interpolation(table, answers):
    """The 30th percentile of 10, 20, 30, 40 and 50 is 22: a fifth of the way from the second to the third."""
    judged = stars(specialisation(table(FIVE)), example(SIZE_ABOVE_QUANTILE))

    assert answers(judged, "size_star", "size_cutoff", "size_rank", "size_regions")["AT13"] == (True, 22, None, None)
    assert answers(judged, "stars") == {"AT11": 1, "AT12": 1, "AT13": 1, "AT21": 0, "AT22": 0, "AT31": 0}


def test_above_is_more_than_at_least(table, answers):
    """The median of five is the third value: it reaches the quantile but is not above it."""
    reaching = example(SIZE_ABOVE_QUANTILE.replace("above_quantile = 30", "at_least_quantile = 50"))
    exceeding = example(SIZE_ABOVE_QUANTILE.replace("above_quantile = 30", "above_quantile = 50"))
    number = example(SIZE_ABOVE_QUANTILE.replace("above_quantile = 30", "above = 30"))
    measured = specialisation(table(FIVE))

    assert answers(stars(measured, reaching), "stars")["AT13"] == 1
    assert answers(stars(measured, exceeding), "stars")["AT13"] == 0
    assert answers(stars(measured, number), "stars")["AT13"] == 0
    assert answers(stars(measured, number), "stars")["AT12"] == 1


def test_all_tests_of_a_criterion_must_hold(table, answers):
    """Two of six are the top 20 %, but only one has more than 40 persons; the cut-off is the smallest with a star."""
    both = example(SIZE + "above = 40\n")

    judged = answers(stars(specialisation(table(FIVE)), both), "size_star", "size_cutoff")

    assert judged["AT11"] == (True, 50)
    assert judged["AT12"] == (False, 50)


def test_ties_share_the_best_rank_or_the_last_as_the_profile_says(table, answers):
    """Three at rank 2 to 4 of six: with the last rank nobody of them is among the top two."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C29      | 2021 | 60
        AT12   | C29      | 2021 | 50
        AT13   | C29      | 2021 | 50
        AT21   | C29      | 2021 | 50
        AT22   | C29      | 2021 | 20
        AT31   | C29      | 2021 | 10
    """)
    strict = read_profile(HEAD.replace('ties = "min"', 'ties = "max"') + SIZE, "example.toml")

    assert answers(stars(specialisation(cells), strict), "size_rank", "stars") == {
        "AT11": (1, 1),
        "AT12": (4, 0),
        "AT13": (4, 0),
        "AT21": (4, 0),
        "AT22": (5, 0),
        "AT31": (6, 0),
    }


def test_which_regions_count_is_the_profiles_to_say(table, answers):
    """20 % of 6 regions are two places; of the 5 with a value, and of the 4 that employ anybody, one."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT11   | C29      | 2021 | 50
        AT12   | C29      | 2021 | 40
        AT13   | C29      | 2021 | 30
        AT21   | C29      | 2021 | 20
        AT22   | C29      | 2021 | 0
        AT31   | C29      | 2021 |
    """)

    def judged(counted):
        rules = read_profile(HEAD.replace("with_data", counted) + SIZE, "example.toml")
        found = answers(stars(specialisation(cells), rules), "stars", "size_regions")
        return found["AT11"], found["AT12"]

    assert judged("all") == ((1, 6), (1, 6))
    assert judged("with_data") == ((1, 5), (0, 5))
    assert judged("employing") == ((1, 4), (0, 4))


def test_a_value_that_the_table_lacks_is_not_known_and_the_stars_say_out_of_how_many(table, answers):
    """The 2020 rules look at five things, of which two are in no public table: nobody can have five stars."""
    judged = stars(specialisation(table(FIVE)), profile("eocic2020"))

    assert answers(judged, "stars", "criteria_known", "sme_performance_star", "productivity_star")["AT11"] == (
        2,
        2,
        None,
        None,
    )


def test_a_tier_is_the_highest_whose_stars_are_reached(table, answers):
    """All five values of the 2020 rules are known: three stars are medium, four are high."""
    cells = table(
        """
        region | industry | year | persons | wages | sme_performance | innovation_leaders
        -------+----------+------+---------+-------+-----------------+-------------------
        AT11   | C29      | 2021 | 60      | 6     | 5               | 1
        AT12   | C29      | 2021 | 50      | 4     | 4               | 2
        AT11   | C30      | 2021 | 50      | 5     | 1               | 1
        AT12   | C30      | 2021 | 60      | 4     | 2               | 0
        """,
        sme_performance="float",
        innovation_leaders="float",
    )

    judged = stars(specialisation(cells), profile("eocic2020"))

    assert answers(judged, "stars", "is_cluster", "tier", "tier_at_least") == {
        ("AT11", "C29"): (4, True, "high", "high"),
        ("AT12", "C29"): (1, False, None, None),
        ("AT11", "C30"): (2, False, None, None),
        ("AT12", "C30"): (3, True, "medium", "medium"),
    }


def test_a_tier_that_unknown_stars_could_lift_is_not_known_but_what_is_sure_is_said(table, answers):
    """Two of five values are in no public table. AT11 has 2 of 3 stars: surely basic, and high for all we know.

    AT12 is no cluster, whatever the others are.
    """
    cells = table("""
        region | industry | year | persons | wages
        -------+----------+------+---------+------
        AT11   | C29      | 2021 | 60      | 3
        AT12   | C29      | 2021 | 50      | 4
        AT12   | C30      | 2021 | 50      | 4
    """)

    judged = answers(stars(specialisation(cells), profile("eocic2020")), "stars", "tier", "tier_at_least", "medium")

    assert judged["AT11", "C29"] == (2, None, "basic", None)
    assert judged["AT12", "C29"] == (1, None, None, False)


def test_a_tier_that_turns_on_an_unknown_wage_is_not_known(table, answers):
    """Both are clusters by quotient and share. R1 pays 1.5 times what the industry pays on average; R2 does not say."""
    cells = table("""
        region | industry | year | persons | wages
        -------+----------+------+---------+------
        R1     | C29      | 2021 | 100     | 6
        R2     | C29      | 2021 | 100     |
        R3     | C29      | 2021 | 100     | 2
        R3     | C30      | 2021 | 300     | 9
    """)

    judged = stars(specialisation(cells), profile("eccp2021"))

    assert answers(judged, "is_cluster", "tier", "tier_at_least", "high") == {
        ("R1", "C29"): (True, "high", "high", True),
        ("R2", "C29"): (True, None, "basic", None),
        ("R3", "C29"): (False, None, None, False),
        ("R3", "C30"): (True, "medium", "medium", False),
    }


def test_an_adjusted_profile_says_what_was_set(table, answers):
    """A fifth of six regions is two; a tenth is one."""
    tenth = adjusted(profile("eocic2019"), {"size.top_percent": 10})

    judged = answers(stars(specialisation(table(FIVE)), tenth), "profile", "size_star")

    assert [region for region, (_, star) in judged.items() if star] == ["AT11"]
    assert judged["AT11"][0] == "eocic2019 (size.top_percent=10)"
