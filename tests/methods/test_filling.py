"""Filling gaps

A confidential or missing figure is estimated from the nearest figure above it
in its region, less what is published below that, each person once:

    part = (figure - what is published below it) * weight / weights that share

Who shares are the finest industries with nothing published nearer. The weights
are the rule:

- equal: all weigh the same. The European Cluster Observatory's split (2007).
- national: the figure of the region's country; where it has none, what the
  countries that have one say of the structure of the section.
- proportional: the national split, scaled in turn to the totals published of
  the country, its regions and its industries until all fit (iterative
  proportional fitting; Deming & Stephan 1940, doi:10.1214/aoms/1177731829).
  A total of which not all parts are there, or of a region that in some industry
  is more than its parts, is a cap: the parts can be less and not more.

Where the region has no figure above the gap, the region above shares out its
own, in equal parts or by the size of the regions. Estimates keep to their bounds
(see Bounds of gaps), published figures stay, and the parts add up to the figure
that they share. Under *proportional* the regions add up too, and keep below
caps, unless what is published does not let them: then *converged* is false for
the estimates in the total that was missed. Every estimate is *modelled*; how far each rule is off is measured in
docs/explanation/gap-rules.md.

Assumed is, under *national*, that regions are small copies of their country;
under *proportional*, that they differ from it only in ways that their totals
show. Not verified: the weights by size and Europe's structure are the
observatory's own choice, and the source of the equal split does not say what
becomes of negative residuals (here 0, and marked).
"""

import numpy as np
import pytest

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.statistics.filling import RULES, fill

AUSTRIA = """
    region | industry | year | persons
    -------+----------+------+--------
    AT1    | F        | 2014 | 300
    AT1    | F41      | 2014 | 120
    AT1    | F42      | 2014 | 90
    AT1    | F43      | 2014 | 90
    AT11   | F        | 2014 | 100
    AT11   | F41      | 2014 |
    AT11   | F42      | 2014 |
    AT11   | F43      | 2014 | 20
    AT12   | F        | 2014 | 110
    AT12   | F41      | 2014 |
    AT12   | F42      | 2014 |
    AT12   | F43      | 2014 |
    AT13   | F        | 2014 | 90
    AT13   | F41      | 2014 |
    AT13   | F42      | 2014 | 20
    AT13   | F43      | 2014 |
"""


def test_equal_parts_of_what_is_left_of_the_nearest_figure(table, answers):
    """The worked example of the source. 40.12 and 40.20 share (1000 - 300 - 100 - 200) / 2.

    40.30 is all of group 40.3, and groups 40.1 and 40.2 are the sums of their classes.
    """
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SE11   | E40      | 2006 | 1000
        SE11   | E401     | 2006 |
        SE11   | E4011    | 2006 | 300
        SE11   | E4012    | 2006 |
        SE11   | E4013    | 2006 | 100
        SE11   | E402     | 2006 |
        SE11   | E4020    | 2006 |
        SE11   | E403     | 2006 | 200
        SE11   | E4030    | 2006 |
    """)

    assert answers(fill(cells, rule="equal"), "persons", "persons_low", "persons_high", "modelled", "rule") == {
        "E40": (1000, 1000, 1000, False, ""),
        "E401": (600, 400, 800, True, "equal"),
        "E4011": (300, 300, 300, False, ""),
        "E4012": (200, 0, 400, True, "equal"),
        "E4013": (100, 100, 100, False, ""),
        "E402": (200, 0, 400, True, "equal"),
        "E4020": (200, 0, 400, True, "equal"),
        "E403": (200, 200, 200, False, ""),
        "E4030": (200, 200, 200, True, "subtraction"),
    }


def test_national_structure_is_the_countrys_own_or_that_of_the_countries_that_have_one(table, answers):
    """Of Slovenia's 100, 40 are in hotels, so 20 of the region's 50. Croatia's 400 are split like Slovenia's 100."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SI     | I        | 2014 | 100
        SI     | I55      | 2014 | 40
        SI     | I56      | 2014 | 60
        SI03   | I        | 2014 | 50
        SI04   | I        | 2014 | 50
        HR     | I        | 2014 | 400
        HR03   | I        | 2014 | 100
        HR04   | I        | 2014 | 300
    """)

    filled = answers(fill(cells, rule="national"), "persons", "rule")

    assert filled["SI03", "I55"] == (20, "national")
    assert filled["SI03", "I56"] == (30, "national")
    assert filled["HR", "I55"] == (160, "national")
    assert filled["HR03", "I56"] == (60, "national")


def test_proportional_fitting_keeps_the_totals_of_regions_and_of_industries(table, answers):
    """Region by region 80, 110 and 70 are left; industry by industry 120, 70 and 70.

    The same by hand, with NumPy: from the national structure (120, 90, 90 in
    every region), the columns and the rows of the gaps are scaled to what is left,
    in turn, until both fit.
    """
    by_hand = np.array([[120.0, 90, 0], [120, 90, 90], [120, 0, 90]])
    for _ in range(200):
        by_hand *= np.array([120, 70, 70]) / by_hand.sum(axis=0)
        by_hand *= (np.array([80, 110, 70]) / by_hand.sum(axis=1))[:, np.newaxis]

    filled = answers(fill(table(AUSTRIA), rule="proportional", tolerance=1e-9), "persons", "converged")

    found = {key: figure for key, figure in filled.items() if key[0] != "AT1" and key[1] != "F"}
    expected = np.where(by_hand > 0, by_hand, [[0, 0, 20], [0, 0, 0], [0, 20, 0]]).ravel().tolist()
    assert [round(figure, 4) for figure in expected[:6]] == [43.5056, 36.4944, 20, 39.9427, 33.5056, 36.5516]
    assert list(found.values()) == [(pytest.approx(figure, abs=1e-5), True) for figure in expected]


def test_a_total_that_is_more_than_its_regions_in_some_industry_caps_the_estimates_of_all(table, answers):
    """AT1 has 10 persons in construction outside its regions, so AT12 and AT13 have at most 40 in F41.

    By its structure they would have 42 each, in bounds that end at 40 each. Taken
    for the sum, the three industries would leave 210 to 200 persons, and F41 19.05.
    """
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT1    | F        | 2014 | 310
        AT1    | F41      | 2014 | 130
        AT1    | F42      | 2014 | 90
        AT1    | F43      | 2014 | 90
        AT11   | F        | 2014 | 100
        AT11   | F41      | 2014 | 90
        AT11   | F42      | 2014 | 5
        AT11   | F43      | 2014 | 5
        AT12   | F        | 2014 | 100
        AT12   | F41      | 2014 |
        AT12   | F42      | 2014 |
        AT12   | F43      | 2014 |
        AT13   | F        | 2014 | 100
    """)

    filled = answers(fill(cells, rule="proportional"), "persons", "persons_high", "converged")

    for region in ("AT12", "AT13"):
        assert filled[region, "F41"] == (pytest.approx(20, abs=1e-4), 40, True)
        assert filled[region, "F42"] == (pytest.approx(40, abs=1e-4), 85, True)


def test_one_gap_beside_a_remainder_keeps_the_cap_and_need_not_reach_it(table, answers):
    """SI has 110 in accommodation, 10 of them outside its regions; 60 are in I55, and SI03 has 40 of these.

    By the structure of SI, 27.3 of the 50 in SI04 are in I55: the cap leaves 20. In I56 it leaves 40, and 30 are there.
    """
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SI     | I        | 2014 | 110
        SI     | I55      | 2014 | 60
        SI     | I56      | 2014 | 50
        SI03   | I        | 2014 | 50
        SI03   | I55      | 2014 | 40
        SI03   | I56      | 2014 | 10
        SI04   | I        | 2014 | 50
        SI04   | I55      | 2014 |
        SI04   | I56      | 2014 |
    """)

    filled = answers(fill(cells, rule="proportional"), "persons", "converged")

    assert filled["SI04", "I55"] == (pytest.approx(20, abs=1e-4), True)
    assert filled["SI04", "I56"] == (pytest.approx(30, abs=1e-4), True)


def test_without_figures_of_the_regions_a_cap_is_no_more_than_that(table, answers):
    """AT11 and AT12 have no section, and share what AT1 leaves; a remainder in retail says nothing of how much less."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        AT1    | F        | 2014 | 100
        AT11   | F        | 2014 |
        AT12   | F        | 2014 |
        AT13   | F        | 2014 | 40
        AT1    | G        | 2014 | 110
        AT11   | G        | 2014 | 30
        AT12   | G        | 2014 | 60
        AT13   | G        | 2014 | 10
    """)

    filled = answers(fill(cells, rule="proportional"), "persons", "converged")

    assert filled["AT11", "F"] == (pytest.approx(20, abs=1e-4), True)
    assert filled["AT12", "F"] == (pytest.approx(40, abs=1e-4), True)


def test_only_the_estimates_of_the_total_that_was_missed_are_said_not_to_fit(table, answers):
    """SI03 alone has more in I55 than SI; construction fits."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SI     | I        | 2014 | 100
        SI     | I55      | 2014 | 30
        SI     | I56      | 2014 | 70
        SI03   | I        | 2014 | 60
        SI03   | I55      | 2014 | 45
        SI03   | I56      | 2014 | 15
        SI04   | I        | 2014 | 40
        SI04   | I55      | 2014 |
        SI04   | I56      | 2014 |
        SI     | F        | 2014 | 90
        SI     | F41      | 2014 | 40
        SI     | F42      | 2014 | 30
        SI     | F43      | 2014 | 20
        SI03   | F        | 2014 | 50
        SI04   | F        | 2014 | 40
    """)

    converged = answers(fill(cells, rule="proportional"), "converged")

    assert not converged["SI04", "I55"]
    assert converged["SI04", "F41"]
    assert converged["SI03", "I55"]


def test_without_a_figure_above_it_in_its_region_a_gap_gets_part_of_the_region_above(table, answers):
    """AT11 and AT12 have 100 and 150 of the 250 in construction; accommodation leaves 80 to them."""
    cells = table("""
        region | industry | year | persons | persons_flags
        -------+----------+------+---------+--------------
        AT1    | F        | 2014 | 300     |
        AT11   | F        | 2014 | 100     |
        AT12   | F        | 2014 | 150     |
        AT13   | F        | 2014 | 50      |
        AT1    | I        | 2014 | 100     |
        AT11   | I        | 2014 |         | c
        AT12   | I        | 2014 |         | c
        AT13   | I        | 2014 | 20      |
    """)

    for rule, expected in (("equal", (40, 40)), ("national", (32, 48)), ("proportional", (32, 48))):
        filled = answers(fill(cells, rule=rule), "persons", "gap", "rule")
        assert filled["AT11", "I"] == (expected[0], "confidential", rule)
        assert filled["AT12", "I"] == (expected[1], "confidential", rule)


def test_estimates_keep_to_their_bounds_and_to_the_total(table, answers):
    """Equal parts of 80 would be 40, but the country has 10 in hotels: restaurants take the rest."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SI     | I55      | 2014 | 10
        SI03   | I        | 2014 | 80
        SI03   | I56      | 2014 |
        SI04   | I        | 2014 | 90
    """)

    filled = answers(fill(cells, rule="equal"), "persons", "persons_low", "persons_high")

    assert filled["SI03", "I55"] == (10, 0, 10)
    assert filled["SI03", "I56"] == (70, 70, 80)


def test_where_the_parts_exceed_the_whole_the_others_get_nothing_and_are_marked(table, answers):
    """In SI04 it is one person, which is rounding and no contradiction; the estimate is 0 all the same."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SI03   | F        | 2014 | 100
        SI03   | F41      | 2014 | 80
        SI03   | F42      | 2014 | 40
        SI03   | F43      | 2014 |
        SI04   | F        | 2014 | 100
        SI04   | F41      | 2014 | 60
        SI04   | F42      | 2014 | 41
        SI04   | F43      | 2014 |
    """)

    for rule in RULES:
        filled = answers(fill(cells, rule=rule), "persons", "negative_residual", "contradictory", "modelled")
        assert filled["SI03", "F43"] == (0, True, True, True)
        assert filled["SI04", "F43"] == (0, True, False, True)
        assert filled["SI03", "F41"] == (80, False, True, False)


def test_totals_that_contradict_each_other_leave_the_regions_total_and_say_that_the_fit_failed(table, answers):
    """The industries leave 100 + 100 to the regions, the sections of the regions 80 + 60."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SI     | I55      | 2014 | 100
        SI     | I56      | 2014 | 100
        SI03   | I        | 2014 | 80
        SI04   | I        | 2014 | 60
    """)

    filled = answers(fill(cells, rule="proportional"), "persons", "converged", "contradictory")

    assert filled["SI03", "I55"] == (40, False, True)
    assert filled["SI04", "I56"] == (30, False, True)


def test_nothing_is_shared_out_of_a_figure_whose_parts_are_not_all_here(table, answers):
    """Section S has three divisions: what it employs says little of repair. Nor is anything above the gap in HR."""
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SI03   | S        | 2014 | 900
        SI03   | S95      | 2014 |
        HR03   | I        | 2014 |
    """)

    filled = answers(fill(cells), "persons", "modelled", "rule", "converged")

    assert filled["SI03", "S95"] == (None, False, "", True)
    assert filled["HR03", "I"] == (None, False, "", True)


def test_a_region_without_employment_gets_nothing_and_no_error(table, answers):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SI     | I        | 2014 | 0
        SI     | I55      | 2014 |
        SI     | I56      | 2014 |
        SI03   | I        | 2014 |
        SI04   | I        | 2014 |
    """)

    for rule in RULES:
        assert list(answers(fill(cells, rule=rule), "persons").values()) == [0] * 9


def test_other_measures_are_filled_by_their_own_figures(table, answers):
    cells = table("""
        region | industry | year | wages
        -------+----------+------+------
        SI03   | I        | 2014 | 10.5
        SI03   | I55      | 2014 |
        SI03   | I56      | 2014 |
    """)

    filled = answers(fill(cells, rule="equal", measure="wages"), "wages", "wages_low", "wages_high")

    assert filled["I55"] == (5.25, 0, 10.5)


def test_an_empty_table_stays_empty(table, answers):
    nothing = table("""
        region | industry | year | persons
        -------+----------+------+--------
    """)

    for rule in RULES:
        assert answers(fill(nothing, rule=rule), "persons", "rule", "converged") == {}


def test_a_rule_that_there_is_not_and_cells_met_twice_are_refused(table):
    cells = table("""
        region | industry | year | persons
        -------+----------+------+--------
        SI     | I        | 2014 | 5
        SI     | I        | 2014 | 5
    """)

    with pytest.raises(NotFound, match=r"no rule 'propotional'. The rules are: equal, .* Did you mean proportional\?"):
        fill(cells, rule="propotional")
    with pytest.raises(BadTable, match="At region='SI', industry='I', year=2014: 2 rows have the same key"):
        fill(cells)
