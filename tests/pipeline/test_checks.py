"""The checks refuse figures that contradict themselves, and show those that depart."""

import polars as pl
import pytest

from cluster_observatory.errors import CheckFailed
from cluster_observatory.pipeline import checks

KEYS = {"industry": "C29", "year": 2014}


def structure(*rows):
    columns = ("region", "industry", "year", "level", "nuts_edition", "persons")
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        pl.col("persons").cast(pl.Float64), dataset=pl.lit("sbs_r_nuts06_r2")
    )


def tables(cells):
    quotient = {"location_quotient": 1.0, "region_persons": 5.0, "reference_persons": 5.0}
    whole = {**KEYS, "persons": 5.0, "nuts_edition": 2013}
    cluster = {"region": "DE11", "cluster": "4", "year": 2014, "persons": 1.0, "region_persons": 5.0}
    return {
        "structure": cells,
        "specialisation": pl.DataFrame([whole | quotient]),
        "series": pl.DataFrame([whole]),
        "cluster_specialisation": pl.DataFrame([cluster, cluster | {"cluster": "E10", "persons": 5.0}]),
        "clusters": pl.DataFrame([{"cluster": "4", "kind": "traded"}, {"cluster": "E10", "kind": "emerging"}]),
    }


def outcome(found, name):
    return next(one for one in found if one.name == name)


def test_a_country_that_is_not_the_sum_of_its_regions_is_refused():
    cells = structure(("DE11", "C29", 2014, 2, 2013, 100), ("DE", "C29", 2014, 0, 2013, 1000))

    with pytest.raises(CheckFailed, match="they add up to the country"):
        checks.checks(tables(cells), [])


def test_quotients_that_do_not_average_one_are_refused():
    wrong = tables(structure(("DE11", "C29", 2014, 2, 2013, 100)))
    wrong["specialisation"] = wrong["specialisation"].with_columns(location_quotient=2.0)

    with pytest.raises(CheckFailed, match="must average 1"):
        checks.checks(wrong, [])


def test_growth_is_compared_with_the_provider_s_own_to_its_last_digit():
    cells = structure(("DE11", "C29", 2013, 2, 2013, 1000), ("DE11", "C29", 2014, 2, 2013, 1032))
    right = pl.DataFrame({"region": ["DE11"], "industry": ["C29"], "year": [2014], "growth": [3.2], "share": [None]})
    right = right.with_columns(pl.col("share").cast(pl.Float64))

    agreed = outcome(checks.checks(tables(cells), [right]), "growth-as-published")

    assert (agreed.outcome, agreed.measured.split(" cells")[0]) == ("passed", "1 of 1")
    with pytest.raises(CheckFailed, match="Growth of persons employed"):
        checks.checks(tables(cells), [right.with_columns(growth=3.3)])


def test_growth_over_a_change_of_nuts_is_not_compared():
    cells = structure(("DE11", "C29", 2012, 2, 2010, 1000), ("DE11", "C29", 2013, 2, 2013, 2000))
    rate = pl.DataFrame({"region": ["DE11"], "industry": ["C29"], "year": [2013], "growth": [3.2], "share": [1.0]})

    found = checks.checks(tables(cells), [rate.with_columns(share=pl.lit(None, pl.Float64))])

    assert outcome(found, "growth-as-published").outcome == "not possible"


def test_clusters_that_outgrow_their_region_are_shown_as_a_departure():
    over = tables(structure(("DE11", "C29", 2014, 2, 2013, 100)))
    over["cluster_specialisation"] = over["cluster_specialisation"].with_columns(persons=6.0)

    assert outcome(checks.checks(over, []), "clusters-within-totals").outcome == "departs"


def test_emerging_industries_overlap_and_do_not_outgrow_their_region():
    """5 of the region's 5 persons work in E10, and 1 of them in cluster 4 as well."""
    found = checks.checks(tables(structure(("DE11", "C29", 2014, 2, 2013, 100))), [])

    assert outcome(found, "clusters-within-totals").outcome == "passed"


def test_a_series_that_lost_people_says_so_and_one_that_invented_some_is_refused():
    given = tables(structure(("DE11", "C29", 2014, 2, 2013, 100)))

    def of(persons):
        return given | {"series": given["series"].with_columns(persons=persons)}

    assert outcome(checks.checks(of(5.0), []), "series-keeps-totals").outcome == "passed"
    lost = outcome(checks.checks(of(4.0), []), "series-keeps-totals")
    assert (lost.outcome, lost.measured) == ("departs", "0 of 1 industry-years whole; 80.00 % of all persons")
    with pytest.raises(CheckFailed, match="the series has more people than the figures"):
        checks.checks(of(6.0), [])


def test_a_fifth_fewer_figures_than_the_last_edition_is_refused_and_a_revision_is_not():
    last = structure(*((f"DE{number}", "C29", 2014, 2, 2013, 1) for number in range(10, 20)))

    checks.refuse_shrinkage(last.head(8), last)
    with pytest.raises(CheckFailed, match="7 cells with a value where the last edition had 10"):
        checks.refuse_shrinkage(last.head(7), last)
