"""Which profiles a page offers, which subjects there are, and what happens with one that is not defined."""

import html
import re

from cluster_observatory.web.atlas.certainty import tier
from cluster_observatory.web.atlas.stars import Stars

from .test_doubt import bars
from .test_pages import heading, words


def options(page, name):
    """The values of a select, in its order."""
    select = re.search(rf'<select id="{name}".*?</select>', page.content.decode(), re.S)[0]
    return [html.unescape(value) for value in re.findall(r'<option value="([^"]*)"', select)]


def test_a_profile_that_is_not_defined_for_sectors_is_not_offered_for_them(site):
    assert options(site.get("/?of=C29&measure=stars"), "profile") == ["eco1_2007", "eocic2019", "eocic2020", "eccp2021"]
    assert "uscm" in options(site.get("/?of=4&measure=stars"), "profile")
    assert "uscm" not in options(site.get("/?of=E05&measure=stars"), "profile")
    assert "uscm" not in options(site.get("/regions/DE11/"), "profile")


def test_a_profile_that_is_not_defined_is_refused_with_those_that_are(site):
    for address in ("/?of=C29&measure=stars&profile=uscm", "/regions/DE11/?profile=uscm"):
        response = site.get(address)

        assert response.status_code == 400
        assert (
            "The profile “uscm” is not defined for sectors. Choose one of eccp2021, eco1_2007, eocic2019, eocic2020."
        ) in words(response)


def test_who_goes_on_by_the_form_to_another_kind_gets_the_usual_profile_of_that_kind(site):
    response = site.get("/?kind=cluster&of=C29&year=2014&measure=stars&profile=uscm")

    assert response.status_code == 200
    assert "Stars (rules of 2019)" in words(response)
    assert '<input type="hidden" name="kind" value="sector">' in response.content.decode()


def test_the_choice_of_rules_says_which_are_reconstructed(site):
    page = words(site.get("/?measure=stars"))

    assert "Rules of 2019 (Industrial Change), reconstructed" in page
    assert "Rules of 2007 (first Observatory), published" in page


def test_stars_are_counted_out_of_those_that_the_profile_asks_for(site):
    page = site.get("/?of=C10&measure=stars&profile=eocic2020").content.decode()

    assert re.search(r'aria-label="\d of 5 stars; [^"]*not known: performance of small firms not published', page)
    assert 'aria-label="2 of 2 stars; ' in site.get("/?of=C29&measure=stars&profile=eccp2021").content.decode()


def test_a_cluster_whose_tier_turns_on_a_value_that_is_missing_says_so():
    assert tier(Stars(count=2, is_cluster=True, tier="high", has_tiers=True)) == "tier high"
    assert tier(Stars(count=2, is_cluster=True, tier_at_least="basic", has_tiers=True)) == "at least tier basic"
    assert tier(Stars(count=2, is_cluster=True, has_tiers=True)) == "tier not known"
    assert tier(Stars(count=1, is_cluster=False, has_tiers=True)) == ""
    assert tier(Stars(count=3, is_cluster=True)) == ""


def test_a_profile_without_tiers_shows_none(site):
    assert "tier " in words(site.get("/?of=C29&measure=stars&profile=eccp2021"))
    table = site.get("/?of=C29&measure=stars&profile=eco1_2007").content.decode().split('id="table"')[1]
    assert "tier " not in table.split("<tbody>")[1]


def test_a_map_of_stars_has_a_class_for_each_star_that_a_region_can_have(site):
    def legend(profile):
        page = site.get(f"/?of=C29&measure=stars&profile={profile}").content.decode()
        return re.findall(r"(no star|\d stars?) <span", re.search(r'<div class="legend">.*?</div>', page, re.S)[0])

    assert legend("eccp2021") == ["2 stars", "1 star", "no star"]
    # Of the five criteria of 2020 two are in no public table.
    assert legend("eocic2020") == ["3 stars", "2 stars", "1 star", "no star"]


def test_a_cut_off_that_must_be_exceeded_is_not_said_to_be_reached(site):
    assert "jobs above" in words(site.get("/?of=4&measure=stars&profile=uscm"))
    assert "share of Europe’s jobs here from 1.0%" in words(site.get("/?of=C29&measure=stars&profile=eccp2021"))


def test_an_emerging_industry_is_a_subject_of_its_own_that_is_never_summed(site):
    page = site.get("/clusters/E05/")

    assert page.status_code == 200
    assert "Clusters · emerging industry · Digital Industries (E05)" in words(page)
    assert "They are compared one by one and never summed." in words(page)
    assert "about 900 people (modelled)" in heading(page)
    assert bars(page.content.decode())


def test_emerging_industries_stand_apart_from_traded_clusters(site):
    page = site.get("/clusters/").content.decode()
    traded = page.split('id="traded"')[1].split("</section>")[0]
    emerging = page.split('id="emerging"')[1].split("</section>")[0]

    assert ('href="/clusters/4/"' in traded, 'href="/clusters/E05/"' in traded) == (True, False)
    assert ('href="/clusters/4/"' in emerging, 'href="/clusters/E05/"' in emerging) == (False, True)
    assert "never summed" in words(site.get("/clusters/"))


def test_a_region_lists_its_emerging_industries_apart(site):
    page = site.get("/regions/DE11/").content.decode()

    assert 'href="/clusters/E05/' in page.split('id="strong-emerging"')[1].split("</section>")[0]
    assert 'href="/clusters/E05/' not in page.split('id="strong-clusters"')[1].split("</section>")[0]


def test_the_stars_of_a_region_are_those_of_the_chosen_profile(site):
    assert "by the rules of 2021" in heading(site.get("/regions/DE11/?profile=eccp2021"))
    assert "Stars rules of 2021" in words(site.get("/regions/DE11/?profile=eccp2021"))
