"""Eurostat's regional figures of 2008 to 2015, given in three editions of NUTS, become one series in each of six."""

import polars as pl
import pytest

from cluster_observatory.errors import NotFound
from cluster_observatory.sources.crosswalks import read_crosswalk
from cluster_observatory.sources.datasets import datasets
from cluster_observatory.sources.eurostat import meanings
from cluster_observatory.sources.eurostat.tsv import read_tsv
from cluster_observatory.statistics.activities_harmonise import convert_activities
from cluster_observatory.statistics.harmonise import MEASURES, convert
from cluster_observatory.statistics.specialisation import totals
from cluster_observatory.tables.shapes import fit, shape
from cluster_observatory.taxonomy import activities, regions, routes, versions

TABLE = "sbs_r_nuts06_r2"
NOT_YET = {2006: ["FRA5"], 2010: ["FRA5"]}  # Mayotte came in with NUTS 2013


@pytest.fixture(scope="module")
def structure(shared_data):
    observations = read_tsv((shared_data / "eurostat" / f"{TABLE}.tsv.gz").read_bytes(), TABLE)
    return meanings.structure(observations, datasets()[TABLE])


@pytest.fixture(scope="module")
def regional(structure):
    return structure.filter(level=2)


@pytest.fixture(scope="module")
def flows(shared_data):
    file = shared_data / "nuts" / "cross_walks.csv.gz"
    return versions.flows(read_crosswalk(file.read_bytes(), file.name))


def that_go_to(cells, target):
    """Return the cells of regions that the target edition has a territory for: no Mayotte before, no UK after."""
    gone = pl.col("region").is_in(NOT_YET.get(target, []))
    return cells.filter(~(gone | (pl.col("region").str.starts_with("UK") & (target == 2024))))


@pytest.fixture(scope="module", params=regions.editions())
def conversion(request, regional, flows):
    target = request.param
    cells = that_go_to(regional, target)
    return target, cells, convert(cells, flows, target=target)


def test_totals_of_every_industry_and_year_are_kept(conversion):
    _, cells, series = conversion
    keys = ["industry", "year"]

    before, after = (frame.group_by(keys).agg(pl.col(MEASURES).sum()).sort(keys) for frame in (cells, series))

    assert after.select(keys).equals(before.select(keys))
    for measure in MEASURES:
        assert after[measure].to_list() == pytest.approx(before[measure].to_list(), rel=1e-9)


def test_every_region_of_the_series_is_one_of_the_target_edition(conversion):
    target, _, series = conversion
    known = set(regions.table().filter(nuts_edition=target, level=2)["region"])

    assert set(series["region"]) <= known
    assert sorted(series["year"].unique()) == list(range(2008, 2016))


def test_a_year_given_in_the_target_edition_is_untouched(conversion):
    target, cells, series = conversion
    columns = ["region", "industry", "year", *MEASURES]

    given = cells.filter(nuts_edition=target).select(columns).sort(columns[:3])

    assert series.filter(source_edition=target).select(columns).equals(given)
    assert not series.filter(source_edition=target)["converted"].any()


# Share of persons, 2008-2014, in divisions that comes of divided regions, by edition of the year; docs/explanation.
MEASURED = {
    2006: {2006: 0, 2010: 0.0304, 2013: 0.0330},
    2010: {2006: 0.0253, 2010: 0, 2013: 0.0076},
    2013: {2006: 0.0516, 2010: 0.0293, 2013: 0},
    2016: {2006: 0.0915, 2010: 0.0646, 2013: 0.0374},
    2021: {2006: 0.1078, 2010: 0.0793, 2013: 0.0552},
    2024: {2006: 0.1021, 2010: 0.0709, 2013: 0.0685},
}


def test_how_much_is_converted_through_a_division_is_what_the_docs_say(conversion):
    target, _, series = conversion
    divisions = series.filter(pl.col("industry").str.len_chars() == 3, pl.col("year") <= 2014)

    modelled = (pl.col("converted_share") * pl.col("persons")).sum() / pl.col("persons").sum()

    found = dict(divisions.group_by("source_edition").agg(modelled).iter_rows())
    assert found == pytest.approx(MEASURED[target], abs=1e-4)


def test_where_territories_changed_the_series_breaks_and_nowhere_else(regional, flows):
    series = convert(regional, flows, target=2013)

    broken = series.filter("break_in_series").group_by("year").agg(pl.col("region").unique().sort()).sort("year")

    assert broken.rows() == [
        (2011, ["DED4", "DED5", "FI1B", "FI1C", "ITH5", "ITI3", "UKD6", "UKD7"]),
        (2013, ["SI03", "SI04", "UKI3", "UKI4", "UKI5", "UKI6", "UKI7", "UKM3", "UKM6"]),
    ]


def test_what_the_target_edition_has_no_territory_for_is_named_or_left_out(regional, flows):
    with pytest.raises(NotFound, match=r"No flow leads to NUTS 2010 from FRA5 \(2013\)\."):
        convert(regional, flows, target=2010)
    with pytest.raises(NotFound, match=r"No flow leads to NUTS 2024 from UKC1 \(2006\), UKC2 \(2006\).* and 106 more"):
        convert(regional, flows, target=2024)

    series = convert(regional, flows, target=2024, leave_out=True)

    assert series.equals(convert(that_go_to(regional, 2024), flows, target=2024))


def test_without_any_file_unchanged_and_recoded_regions_are_one_series(regional):
    series = convert(regional, versions.flows(), target=2021, leave_out=True)

    lorraine, stuttgart = (
        series.filter(industry="C", region=code)["source_edition"].unique() for code in ("FRF3", "DE11")
    )
    assert not series["converted"].any()
    assert not series["break_in_series"].any()
    assert lorraine.sort().to_list() == stuttgart.sort().to_list() == [2006, 2010, 2013]
    assert series["region"].n_unique() >= 240


def test_countries_need_no_crosswalk(structure):
    countries = structure.filter(level=0)

    series = convert(countries, versions.flows(), target=2021)

    columns = ["region", "industry", "year", *MEASURES]
    assert series.select(columns).equals(countries.select(columns).sort(columns[:3]))


def test_our_recodings_are_those_of_the_crosswalk(flows, shared_data):
    """Where both can follow a region of level 2, the cross-walk sends 99 % or more of it to the same one."""
    theirs, ours = (routes.shares(one, 2021) for one in (flows, versions.flows()))

    both = ours.filter(pl.col("from_edition") < 2021, pl.col("from_region").str.len_chars() == 4).join(
        theirs, on=["from_region", "from_edition", "to_region"], how="left", suffix="_theirs"
    )
    differ = both.filter(pl.col("share_theirs").fill_null(0) < 0.99)
    assert both.height > 1000
    assert sorted(set(differ["from_region"])) == ["UKM6"]


def test_totals_of_regions_and_years_are_kept_in_nace_rev_2_1(regional):
    divisions = regional.join(activities.table().filter(level=2), on="industry", how="semi")

    series = convert_activities(divisions, versions.activity_changes())

    before, after = (totals(frame).sort("region", "year") for frame in (divisions, series))
    assert after["region_persons"].to_list() == pytest.approx(before["region_persons"].to_list(), rel=1e-9)
    assert set(series.filter(pl.col("converted"))["industry"]) == {
        "F41",
        "G46",
        "G47",
        "J60",
        "K63",
        "M68",
        "N70",
        "N73",
        "T95",
    }


def test_a_series_fits_its_published_shape(conversion):
    _, _, series = conversion

    assert fit(series, shape("series")).height == series.height
