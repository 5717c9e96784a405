"""What holds for every kind of page in a browser: the rules of accessibility, and room on a small phone."""

import pytest

pytestmark = pytest.mark.browser

OF_INVENTED_EUROPE = (
    "/", "/?of=4&measure=stars", "/?of=4&measure=stars&profile=uscm", "/?measure=labour_productivity",
    "/sectors/", "/sectors/C29/", "/clusters/", "/clusters/4/", "/clusters/E05/?measure=growth",
    "/regions/", "/regions/DE11/", "/regions/DE11/?profile=eccp2021&modelled=hide", "/regions/AT11/?against=gdp",
    "/regions/DE11/?peer=ES24&peer=ITC1", "/regions/DE11/sheet/",
    "/scoreboards/", "/scoreboards/res/?country=AT", "/scoreboards/industrial_change/what-if/",
    "/scoreboards/industrial_change/what-if/?region=DE11&w.creativity=3&w.designs=2",
    "/scoreboards/industrial_change/what-if/?w.creativity=-1",
    "/topics/", "/topics/res/res/?country=AT&map=tiles", "/topics/industrial_change/business_research/?country=AT",
    "/topics/innovation/?measure=group", "/topics/demography/", "/topics/demography/high_growth_share/",
    "/compare/", "/compare/?region=DE11&region=ES24&region=FRK2", "/compare/?of=C29&of=C28", "/compare/?of=4&of=8",
    "/compare/rules/?of=4&profile=eocic2019&profile=eccp2021",
    "/partners/", "/partners/?region=DE11&of=C29", "/partners/?region=DE11&of=4&mode=complementary&country=all",
    "/search/", "/search/?q=motor+vehicles", "/search/?q=zzzzqqq",
    "/methods/", "/methods/certainty/", "/methods/location-quotient/", "/methods/stars/", "/methods/flags/",
    "/methods/partners/", "/about-the-data/", "/api/", "/nowhere",
    "/de/", "/fr/regions/DE11/", "/de/scoreboards/", "/fr/methods/stars/",
    "/de/organisations/", "/de/organisations/criteria/", "/fr/partnerships/", "/de/account/signup/", "/fr/privacy/",
    "/de/statistics/", "/fr/organisations/map/",
)  # fmt: skip
OF_REAL_FIGURES = (
    "/", "/?country=DE&country=ES&measure=persons&classes=jenks", "/?level=0", "/?level=1&map=tiles&country=FR",
    "/?of=4&measure=stars&map=tiles", "/regions/DE/", "/regions/DE11/", "/clusters/4/",
    "/editions/", "/editions/changes/",
)  # fmt: skip
UNFOLD = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"

every_page = pytest.mark.parametrize(
    ("edition", "path"),
    [("invented_site", path) for path in OF_INVENTED_EUROPE] + [("real_site", path) for path in OF_REAL_FIGURES],
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@every_page
def test_no_page_breaks_a_rule_of_accessibility(visit, request, edition, path, scheme, broken_rules):
    page = visit(request.getfixturevalue(edition) + path, scheme=scheme)
    page.evaluate(UNFOLD)

    assert broken_rules(page) == []
    assert [fault for fault in page.faults if "status of 4" not in fault] == []


@every_page
def test_no_page_is_wider_than_a_small_phone(visit, request, edition, path):
    page = visit(request.getfixturevalue(edition) + path, width=320, height=640)
    page.evaluate(UNFOLD)

    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("path", ["/", "/regions/DE11/", "/clusters/4/"])
def test_text_of_twice_the_size_fits(visit, invented_site, path):
    page = visit(invented_site + path, width=1280)
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
