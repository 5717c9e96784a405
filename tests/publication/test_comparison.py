"""Two results side by side: every star that changed has one cause, and the sums hold."""

import gzip
import os

import polars as pl
import pytest

from cluster_observatory.errors import NotFound
from cluster_observatory.pipeline import refresh
from cluster_observatory.pipeline.build import build
from cluster_observatory.publication import catalogue
from cluster_observatory.publication.comparison import KINDS, compare, sides

HEADER = "nace_r2,indic_sb,geo\\time\t2014 \t2013 \n"
REGIONS = ("DE11", "DE12", "DE13", "DE14", "DE21", "DE22")


def lay_down(home, persons):
    """Build an edition in which the regions employ so many in motor vehicles, and 1,000 each elsewhere."""
    lines = [f"C29,V16110,{region}\t{count} \t{count} " for region, count in zip(REGIONS, persons, strict=True)]
    lines += [f"J62,V16110,{region}\t1000 \t1000 " for region in REGIONS]
    home.mkdir(exist_ok=True)
    file = home / "sbs_r_nuts06_r2.tsv.gz"
    file.write_bytes(gzip.compress((HEADER + "\n".join(lines) + "\n").encode(), mtime=0))
    os.utime(file, (1_500_000_000, 1_500_000_000))
    return build(home, refresh.inputs_from_folder(home), largest=10**9, progress=lambda *_: None).name


@pytest.fixture(scope="module")
def revised(tmp_path_factory):
    """A home folder with two editions, and their names: the one of today, and the one with revised figures."""
    home = tmp_path_factory.mktemp("revised")
    after = lay_down(home, [600, 400, 500, 300, 200, 100])
    before = lay_down(home, [600, 500, 400, 300, 200, 100])
    return home, before, after


def changes(found):
    return found.changes.select("region", "category", "criterion", "change", "cause").rows()


def test_a_revised_figure_moves_stars_by_the_data(revised):
    """Two of six regions have the star: the second place goes from DE12 to DE13, in size and so in quotient."""
    home, before, after = revised

    found = compare(*sides(home, before, after, year=2014, profile_name="eocic2019"), "sectors")

    assert [row for row in changes(found) if row[1] == "C29"] == [
        ("DE12", "C29", "size", "lost", "data"),
        ("DE12", "C29", "specialisation", "lost", "data"),
        ("DE13", "C29", "size", "gained", "data"),
        ("DE13", "C29", "specialisation", "gained", "data"),
    ]


def test_another_profile_moves_stars_by_the_method(revised):
    home, _, _ = revised

    found = compare(*sides(home, "eocic2019", "eu10_2008", year=2014, profile_name=None), "sectors")

    assert {row[4] for row in changes(found)} == {"method"}
    assert ("DE11", "C29", "size", "lost", "method") in changes(found)
    assert ("DE11", "C29", "focus", "gained", "method") in changes(found)


def test_the_same_side_twice_changes_nothing(revised):
    home, name, _ = revised

    found = compare(*sides(home, name, "2014", year=None, profile_name=None), "sectors")

    assert changes(found) == []
    assert found.first == found.last


def adds_up(found):
    """Return whether first + gained - lost = last, for every criterion, and whether the changes are those counted."""
    sums = found.summary.with_columns(gained=pl.sum_horizontal("^gained_.*$"), lost=pl.sum_horizontal("^lost_.*$"))
    counted = {change: found.changes.filter(change=change).height for change in ("gained", "lost")}
    return (
        (sums["first"] + sums["gained"] - sums["lost"] == sums["last"]).all()
        and sums["gained"].sum() == counted["gained"]
        and sums["lost"].sum() == counted["lost"]
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("first", "last"),
    [("2010", "2014"), ("2014", "2010"), ("2011:eocic2020", "2014:eccp2021"), ("eco1_2007", "panorama2016")],
)
def test_on_real_figures_gains_and_losses_add_up_exactly(real_home, kind, first, last):
    found = compare(*sides(real_home, first, last, year=None, profile_name=None), kind)

    assert adds_up(found)
    assert found.changes.height > 100


def test_on_real_figures_a_region_with_a_new_code_is_the_same_region(real_home):
    """Alto Adige was ITD1 up to 2010 and is ITH1 since; Emilia-Romagna changed its border with Marche."""
    found = compare(*sides(real_home, "2010", "2011", year=None, profile_name=None), "sectors")

    codes = set(found.changes["region"])
    assert "ITD1" not in codes
    assert "ITH1" in codes
    of_emilia = found.changes.filter(pl.col("region").is_in(["ITD5", "ITH5"]))
    assert set(of_emilia["cause"]) == {"classification"}
    assert dict(of_emilia.select("region", "nuts_edition").unique().rows()) == {"ITD5": 2006, "ITH5": 2010}


def test_on_real_figures_nothing_but_the_profile_changes_between_profiles(real_home):
    found = compare(*sides(real_home, "eocic2019", "uscm", year=2014, profile_name=None), "clusters")

    assert set(found.changes["cause"]) == {"method"}


def test_the_newest_well_filled_year_stands_in_for_one_that_is_not_named(real_home):
    """2015 is half filled in the recorded files; who asks for it gets it."""
    both = sides(real_home, "eocic2019", "eco1_2007", year=None, profile_name=None)

    assert {side.year for side in both} == {2014}
    assert sides(real_home, "2015", "2014", year=None, profile_name=None)[0].year == 2015


@pytest.mark.parametrize(
    ("first", "year", "message"),
    [
        ("1999", None, r"has no figures of 1999\. It has 20"),
        ("nonsense", None, "'nonsense' is no year, no profile .* and not the start of the name of one edition"),
        ("", None, "'' is no year, no profile"),
        ("2014:", None, "'' is no year, no profile"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(invented_home, first, year, message):
    with pytest.raises(NotFound, match=message):
        sides(invented_home, first, "eocic2019", year=year, profile_name=None)


def test_digits_that_are_no_year_can_begin_the_name_of_an_edition(revised):
    """A name is a checksum: 3534 or 1210 may begin one, 2014 is a year."""
    home, name, _ = revised

    with pytest.raises(NotFound, match="'3534' is no year"):
        sides(home, "3534", name, year=None, profile_name=None)
    assert sides(home, name[:4], "2014", year=None, profile_name=None)[0].edition.name == name


def test_a_profile_that_judges_no_sectors_is_refused(invented_home):
    year = max(catalogue.current(invented_home).rows("stars")["year"])

    with pytest.raises(NotFound, match=f"has no stars of {year} under uscm in stars. It has eccp2021, eco1_2007"):
        compare(*sides(invented_home, "eocic2019", "uscm", year=year, profile_name=None), "sectors")
