"""Which clusters stand whatever the choice

Cut-offs are choices, and editions made different ones. The sweep takes a profile with
its own rules and with others of the same kind. Where the star for specialisation goes
to a top share, that is 10, 15, 20 or 25 per cent; where it asks for a percentile of the
location quotient, the 75th, 80th, 85th or 90th; where for a number, 0.75, 1, 1.25 or
1.5 times the profile's own. The quotient divides by total or by traded employment; ties
at the cut-off share the best rank or the last; a star needs 0, 500 or 1,000 persons
employed; a quotient of at least 1 is required besides or not. The profile's own rule is
always among the options. That is 96 variants of each published profile, 48 where one
denominator is known. A cluster stands *always* if it is one in all of them, *usually* in
75 per cent or more, as one that misses the strictest cut-off alone, *sometimes* in 20 or
more, else *rarely* or *never*.

It says besides which choices a cluster depends on: those that make or unmake it by
themselves, all else being as in the profile.

What is assumed: nothing on how likely a choice is, so that the share of variants is
no probability. Nor is it comparable across kinds of cut-off: top shares from 10 to 25 per
cent are not as far apart as numbers from 1.5 to 3. The figures are taken as they are; how sure they are is another
question (see *How probable a star is*).

Unverified: the ranges swept and the words for shares are the observatory's own.
"""

from dataclasses import replace

import narwhals as nw
import polars as pl
import pytest

from cluster_observatory.errors import BadTable, NotPossible
from cluster_observatory.statistics.profiles import adjusted, profile, read_profile
from cluster_observatory.statistics.sweep import sweep, sweep_variants

BOTH = pytest.mark.parametrize("method", [sweep, sweep_variants])
REGIONS = [f"AT{number}" for number in (11, 12, 13, 21, 22, 31, 32, 33, 34, 35)]
EQUAL_TOTALS = "region | year | region_persons\n---+---+---\n" + "\n".join(f"{one} | 2021 | 10000" for one in REGIONS)


def vehicles(*persons):
    """Return a text table of persons in motor vehicles, of regions in their order."""
    rows = [f"{region} | C29 | 2021 | {count}" for region, count in zip(REGIONS, persons, strict=False)]
    return "region | industry | year | persons\n---+---+---+---\n" + "\n".join(rows)


def rows_of(frame):
    frame = nw.from_native(frame)
    return (frame.collect() if isinstance(frame, nw.LazyFrame) else frame).rows(named=True)


def test_some_clusters_stand_always_and_others_turn_on_a_choice(table, answers):
    """Ten equal regions: top shares of 10, 15, 20 and 25 % are 1, 2, 2 and 3 of them.

    AT12 is a cluster in three top shares of four and two least sizes of three. AT13
    has just its share, and is one in a single top share if 400 persons are enough.
    """
    cells = table(vehicles(2000, 900, 400, *[100] * 7))

    found = sweep(cells, profile("eocic2020"), region_totals=table(EQUAL_TOTALS))

    assert answers(found, "variants", "starred", "share", "stands", "depends_on") == {
        "AT11": (48, 48, 1, "always", ""),
        "AT12": (48, 24, 0.5, "sometimes", "cutoff, minimum_persons"),
        "AT13": (48, 4, 4 / 48, "rarely", "cutoff"),
        **dict.fromkeys(REGIONS[3:], (48, 0, 0, "never", "")),
    }


def test_a_cluster_that_misses_the_narrowest_top_share_alone_usually_stands(table, answers):
    """AT12 is second of ten: no cluster where one is, and one where two or three are."""
    cells = table(vehicles(2000, 1500, 400, *[100] * 7))

    found = sweep(cells, profile("eocic2020"), region_totals=table(EQUAL_TOTALS))

    assert answers(found, "share", "stands", "depends_on")["AT12"] == (0.75, "usually", "cutoff")


def test_a_tie_at_the_cut_off_lets_in_all_or_none(table, answers):
    """Of five regions the top fifth is one, and two hold the first place."""
    cells = table(vehicles(2000, 2000, 300, 200, 100))

    found = sweep(cells, profile("eocic2020"), region_totals=table(EQUAL_TOTALS), cutoffs=[20], least_persons=[0])

    assert answers(found, "starred", "variants", "depends_on") == {
        "AT11": (2, 4, "ties"),
        "AT12": (2, 4, "ties"),
        "AT13": (0, 4, ""),
        "AT21": (0, 4, ""),
        "AT22": (0, 4, ""),
    }


def test_a_quotient_below_1_stands_only_where_none_is_required(table, answers):
    """Half of six regions are three. AT13 is the third, and has half of what would be its share."""
    cells = table(vehicles(1000, 1000, 200, 100, 60, 40))
    totals = table("\n".join(EQUAL_TOTALS.splitlines()[:8]))

    found = sweep(cells, profile("eocic2020"), region_totals=totals, cutoffs=[20, 50], least_persons=[0])
    panorama = sweep(cells, profile("panorama2016"), region_totals=totals, cutoffs=[50], least_persons=[0])

    assert answers(found, "starred", "depends_on")["AT13"] == (2, "cutoff")
    assert answers(panorama, "starred", "depends_on")["AT13"] == (2, "")


def test_a_required_quotient_of_1_can_be_what_a_cluster_depends_on(table, answers):
    """All others being larger, the top fifth of two regions is one: it has less than its share in its own totals."""
    cells = table(vehicles(80))
    totals = table("""
        region | year | region_persons
        -------+------+---------------
        AT11   | 2021 | 1000
        AT12   | 2021 | 1000
    """)
    dense = table("""
        industry | year | persons
        ---------+------+--------
        C29      | 2021 | 400
        C30      | 2021 | 600
    """)

    alone = {"cutoffs": [20], "least_persons": [0]}
    found = sweep(cells, profile("eocic2020"), region_totals=totals, reference=dense, **alone)

    assert answers(found, "starred", "depends_on") == {(): (2, "quotient_at_least_one")}


def test_the_other_denominator_is_swept_where_its_totals_are_given(table, answers):
    """Of total employment AT12 has the larger share in vehicles, of traded employment AT11."""
    cells = table(vehicles(1000, 1100))
    total = table("""
        region | year | region_persons
        -------+------+---------------
        AT11   | 2021 | 10000
        AT12   | 2021 | 10000
    """)
    traded = table("""
        region | year | region_persons
        -------+------+---------------
        AT11   | 2021 | 2000
        AT12   | 2021 | 5000
    """)
    once = {"cutoffs": [50], "least_persons": [0]}

    rules = profile("eocic2020")
    found = sweep(cells, rules, region_totals=total, other_region_totals=traded, **once)
    counted = sweep_variants(cells, rules, region_totals=total, other_region_totals=traded, **once)

    # 1,000 of 2,000 and 1,100 of 5,000, where 2,100 of 7,000 are the reference: quotients of 1.67 and 0.73.
    assert answers(found, "starred", "variants", "depends_on") == {
        "AT11": (4, 8, "denominator"),
        "AT12": (4, 8, "denominator"),
    }
    persons = {(row["denominator"], row["persons"], row["share_of_persons"]) for row in rows_of(counted)}
    assert persons == {("total employment", 1100, 1100 / 20_000), ("traded employment", 1000, 1000 / 20_000)}


def test_a_number_is_swept_from_three_quarters_to_one_and_a_half_times_and_other_criteria_stay(table, answers):
    """eccp2021 asks for a quotient of 1.5, here of 1.125, 1.5, 1.875 and 2.25, and 1 % of the sector's employment.

    A tenth of all jobs are in vehicles: quotients are 2, 1.75, 1.2, 5 (AT21, with half a per cent) and less than 1.
    """
    cells = table(vehicles(2000, 1750, 1200, 50, 830, 830, 830, 830, 830, 850))
    totals = [10_000, 10_000, 10_000, 100, *[11_650] * 6]
    rows = "\n".join(f"{region} | 2021 | {count}" for region, count in zip(REGIONS, totals, strict=True))

    totals = table(f"region | year | region_persons\n---+---+---\n{rows}")
    found = sweep(cells, profile("eccp2021"), region_totals=totals, least_persons=[0])

    assert answers(found, "starred", "variants", "depends_on") == {
        "AT11": (12, 16, "cutoff"),
        "AT12": (8, 16, "cutoff"),
        "AT13": (4, 16, "cutoff"),
        **dict.fromkeys(REGIONS[3:], (0, 16, "")),
    }


def test_what_requires_a_quotient_of_2_requires_1_already(table, answers):
    """AT12 has a quotient of 1.5, enough where three quarters of 2 are asked; leaving out the 1 is no matter."""
    cells = table(vehicles(2000, 600, 200, *[171] * 7))

    found = sweep(cells, profile("eco1_2007"), region_totals=table(EQUAL_TOTALS))

    assert answers(found, "starred", "stands", "depends_on") == {
        "AT11": (48, "always", ""),
        "AT12": (8, "rarely", "cutoff"),
        **dict.fromkeys(REGIONS[2:], (0, "never", "")),
    }


def test_a_percentile_is_swept_with_the_1_beside_it_and_without(table, answers):
    """The second of five regions is the 75th percentile. It has a quotient of 0.86, and uscm asks for 1."""
    cells = table("""
        region | industry | year | persons | local_units
        -------+----------+------+---------+------------
        AT11   | C29      | 2021 | 2000    | 20
        AT12   | C29      | 2021 | 600     | 6
        AT13   | C29      | 2021 | 500     | 5
        AT21   | C29      | 2021 | 300     | 3
        AT22   | C29      | 2021 | 100     | 1
    """)
    totals = table("\n".join(EQUAL_TOTALS.splitlines()[:7]))

    found = sweep(cells, profile("uscm"), region_totals=totals)

    assert answers(found, "starred", "depends_on") == {
        "AT11": (48, ""),
        "AT12": (4, "quotient_at_least_one"),
        **dict.fromkeys(REGIONS[2:5], (0, "")),
    }


def test_a_number_other_than_1_beside_a_top_share_stays(table, answers):
    """AT12 is in the top share, with a quotient of 1.2."""
    cells = table(vehicles(2000, 1200, *[850] * 8))

    rules = adjusted(profile("eocic2020"), {"specialisation.at_least": 1.5})
    found = sweep(cells, rules, region_totals=table(EQUAL_TOTALS))

    assert answers(found, "starred", "depends_on") == {"AT11": (48, ""), **dict.fromkeys(REGIONS[1:], (0, ""))}


@pytest.mark.parametrize(
    ("name", "tests", "cutoffs"),
    [
        ("eocic2020", {}, ["top 10 %", "top 15 %", "top 20 %", "top 25 %"]),
        ("panorama2016", {"top_percent": 12}, ["top 10 %", "top 12 %", "top 15 %", "top 20 %", "top 25 %"]),
        ("eco1_2007", {}, ["at least 1.5", "at least 2", "at least 2.5", "at least 3"]),
        ("eccp2021", {}, ["at least 1.125", "at least 1.5", "at least 1.875", "at least 2.25"]),
        ("eu10_2008", {"at_least": None, "above": 1}, ["above 0.75", "above 1", "above 1.25", "above 1.5"]),
        ("uscm", {}, ["75th percentile", "80th percentile", "85th percentile", "90th percentile"]),
        (
            "uscm",
            {"at_least_quantile": None, "above_quantile": 50},
            [f"above the {place}th percentile" for place in (50, 75, 80, 85, 90)],
        ),
    ],
)
def test_the_cut_offs_are_of_the_kind_of_the_profile_and_its_own_is_among_them(name, tests, cutoffs):
    changed = (replace(one, **tests) if one.name == "specialisation" else one for one in profile(name).criteria)
    rules = replace(profile(name), criteria=tuple(changed), minimum_persons=200)
    cells = pl.DataFrame({"region": ["AT11"], "industry": ["C29"], "year": [2021], "persons": [2000]})

    found = sweep_variants(cells, rules)

    assert found["cutoff"].unique(maintain_order=True).to_list() == cutoffs
    assert found["minimum_persons"].unique(maintain_order=True).to_list() == [0, 200, 500, 1000]


def test_where_persons_are_missing_nothing_is_known(table, answers):
    cells = table(vehicles(2000, "", 0, 100))

    found = sweep(cells, profile("eocic2020"), region_totals=table(EQUAL_TOTALS))

    assert answers(found, "variants", "starred", "share", "stands", "depends_on") == {
        "AT11": (48, 48, 1, "always", ""),
        "AT12": (48, None, None, None, None),
        "AT13": (48, 0, 0, "never", ""),
        "AT21": (48, 0, 0, "never", ""),
    }


def test_each_variant_counts_its_clusters_and_their_persons(table):
    """The profile's own choices find two clusters, with 2,900 of the 100,000 jobs of the ten regions."""
    cells = table(vehicles(2000, 900, 400, *[100] * 7))

    found = pl.DataFrame(rows_of(sweep_variants(cells, profile("eocic2020"), region_totals=table(EQUAL_TOTALS))))

    assert found.height == 48
    figures = ["clusters", "persons", "share_of_persons"]
    by_top = found.filter(ties="min", minimum_persons=0, quotient_at_least_one=False).select("cutoff", *figures)
    assert by_top.rows() == [
        ("top 10 %", 1, 2000, pytest.approx(0.02)),
        ("top 15 %", 2, 2900, pytest.approx(0.029)),
        ("top 20 %", 2, 2900, pytest.approx(0.029)),
        ("top 25 %", 3, 3300, pytest.approx(0.033)),
    ]
    strictest = found.filter(cutoff="top 25 %", minimum_persons=1000).select("clusters", "persons")
    assert set(strictest.rows()) == {(1, 2000)}


@BOTH
def test_the_order_of_rows_means_nothing(method):
    cells = pl.DataFrame(
        {
            "region": [f"R{place % 8}" for place in range(48)],
            "industry": [f"C{place // 8 % 3}" for place in range(48)],
            "year": [2020 + place // 24 for place in range(48)],
            "persons": [place * 37 % 101 * 30.0 for place in range(48)],
        }
    )

    found = method(cells, profile("eocic2019"))

    assert method(cells.sample(fraction=1, shuffle=True, seed=1), profile("eocic2019")).equals(found)


def test_one_region_and_nobody_employed_and_no_rows_at_all(table, answers):
    nobody = table(vehicles(0))
    one, none = table(vehicles(1000)), table(vehicles())
    rules = profile("eocic2020")

    assert answers(sweep(one, rules), "stands") == {(): "always"}
    assert answers(sweep(nobody, rules), "stands") == {(): "never"}
    assert answers(sweep(none, rules), "stands") == {}
    assert {(row["clusters"], row["share_of_persons"]) for row in rows_of(sweep_variants(one, rules))} == {(1, 1)}
    shares = [row["share_of_persons"] for row in rows_of(sweep_variants(nobody, rules))]
    assert all(share is None or share != share for share in shares)
    assert rows_of(sweep_variants(none, rules)) == []


@BOTH
def test_what_cannot_be_swept_is_refused(table, method):
    cells = table(vehicles(2000, 900))
    size = read_profile(
        """
        name = "size only"
        title = "An example"
        status = "published"
        source = "None."
        reference_area = "these regions"
        denominator = "total employment"
        minimum_persons = 0
        ties = "min"
        regions_counted = "with_data"
        unverified = []
        [[criteria]]
        name = "size"
        value = "persons"
        at_least = 10
        """,
        "example.toml",
    )

    with pytest.raises(NotPossible, match="The profile size only has no criterion specialisation to sweep"):
        method(cells, size)
    refusals = [
        ("eocic2020", {"cutoffs": []}, r"Met cutoffs=\[\]; expected whole numbers from 1 to 100, one or more"),
        ("eocic2020", {"cutoffs": [0, 20.5]}, "expected whole numbers from 1 to 100"),
        ("uscm", {"cutoffs": [0]}, "expected whole numbers from 1 to 100"),
        ("eco1_2007", {"cutoffs": [float("nan")]}, r"Met cutoffs=\[nan\]; expected finite numbers"),
        ("eco1_2007", {"least_persons": [-1]}, r"Met least_persons=\[-1\]; expected whole numbers, 0 or more"),
        ("eco1_2007", {"ties": ["mean"]}, r"Met ties=\['mean'\]; expected min or max"),
        ("eco1_2007", {"quotient_at_least_one": [1]}, "expected True or False"),
    ]
    for name, wrong, words in refusals:
        with pytest.raises(NotPossible, match=words):
            method(cells, profile(name), **wrong)
    with pytest.raises(BadTable, match="persons is -5"):
        method(table(vehicles(2000, -5)), profile("eocic2020"))
