"""One cluster under the rules of several editions: counts, who gains and loses, what is refused."""

import csv
import html
import io
import re

import pytest

from cluster_observatory.publication import catalogue
from cluster_observatory.publication.frames import part

from .test_pages import heading, words

PAGE = "/compare/rules/"
BOTH = "profile=eocic2019&profile=eccp2021"


def message(response):
    return html.unescape(re.search(r'<p class="lead">(.*?)</p>', response.content.decode(), re.DOTALL)[1])


def clusters(edition, profile):
    """The regions that the published table calls a cluster in cluster 4 of 2014."""
    rows = part(edition, "cluster_stars", cluster="4", year=2014, profile=profile)
    return set(rows.filter(rows["is_cluster"].fill_null(value=False))["region"])


def test_the_finding_counts_the_regions_on_which_both_rules_agree(real, real_home):
    edition = catalogue.current(real_home)
    one, other = clusters(edition, "eocic2019"), clusters(edition, "eccp2021")

    response = real.get(f"{PAGE}?of=4&year=2014&{BOTH}")

    assert heading(response) == (
        f"{len(one & other)} of {len(one | other)} regions that are a cluster in Automotive "
        "are one under both rules, 2014."
    )
    page = words(response)
    assert f"Rules of 2019 (Industrial Change), reconstructed: {len(one)} of " in page
    assert f"A cluster by the rules of 2019, none by the rules of 2021: {len(one - other)}" in page
    assert f"A cluster by the rules of 2021, none by the rules of 2019: {len(other - one)}" in page


def test_each_profile_has_its_column_of_parameters(site):
    page = site.get(f"{PAGE}?of=C29&{BOTH}").content.decode().split('id="rules-title"')[1].split("</table>")[0]

    size = re.search(r'<tr[^>]*><th scope="row">size</th>(.*?)</tr>', page, re.DOTALL)[1]
    assert len(re.findall("<td>", size)) == 2
    assert "top 20 %" in size and "share of the reference area" in size
    assert page.count("Reconstructed from what is known") == 2


def test_the_map_draws_each_region_once_and_fills_it_under_each_rule(site):
    page = site.get(f"{PAGE}?of=C29&{BOTH}").content.decode()

    shapes = re.findall(r'<path id="at-(\w+)"', page)
    assert len(shapes) == len(set(shapes))
    assert page.count('<use href="#at-DE11"') == 2


def test_regions_on_which_the_rules_differ_stand_first(real):
    page = real.get(f"{PAGE}?of=4&year=2014&{BOTH}").content.decode().split('<section id="table"')[1]
    differs = ["the rules differ" in row for row in page.split("<tbody>")[1].split("<tr>")[1:]]

    assert differs == sorted(differs, reverse=True)
    assert any(differs)


@pytest.mark.parametrize(
    "asked",
    [
        *("", "?of=4", "?of=E05&profile=eccp2021", "?of=C29&profile=&profile=eocic2019"),
        f"?of=4&{BOTH}&profile=uscm&profile=eocic2020",
    ],
)
def test_every_state_has_a_page(site, asked):
    assert site.get(PAGE + asked).status_code == 200


def test_one_rule_alone_is_joined_by_the_usual_one(site):
    page = site.get(PAGE + "?of=4&profile=eccp2021").content.decode()

    assert re.findall(r'value="(\w+)" checked', page) == ["eocic2019", "eccp2021"]


def test_who_goes_on_from_a_cluster_to_a_sector_need_not_choose_rules_anew(site):
    assert site.get(PAGE + "?kind=cluster&of=C29&profile=uscm&profile=eocic2019").status_code == 200


@pytest.mark.parametrize(
    ("asked", "status", "there"),
    [
        ("?of=C99", 404, "There is no sector or cluster “C99”"),
        ("?of=%3Cb%3E", 404, "“<b>”"),
        ("?of=4&profile=mine&profile=eocic2019", 400, "“mine” is no profile"),
        ("?of=C29&profile=uscm", 400, "is not defined for sectors"),
        ("?of=4&year=1066", 400, "There are no figures for the year “1066”"),
        ("?of=" + "x" * 10_000, 404, "There is no sector or cluster"),
        ("?of=%00", 404, "There is no sector or cluster"),
        ("?of=4&" + "&".join(f"profile=p{n}" for n in range(5)), 400, "You named 5 rules. Name 4 at most."),
    ],
)
def test_what_cannot_be_judged_is_refused_in_words(site, asked, status, there):
    response = site.get(PAGE + asked)

    assert response.status_code == status
    assert there in message(response)


def test_the_verdicts_are_taken_away_as_published(real, real_home):
    edition = catalogue.current(real_home)
    page = html.unescape(real.get(f"{PAGE}?of=4&year=2014&{BOTH}").content.decode())
    address = re.search(r'href="(/tables/rules\.csv\?[^"]*)"', page)[1]

    taken = list(csv.DictReader(io.StringIO(real.get(address).content.decode())))

    for profile in ("eocic2019", "eccp2021"):
        found = {row["region"] for row in taken if row["profile"] == profile and row["is_cluster"] == "true"}
        assert found == clusters(edition, profile)
