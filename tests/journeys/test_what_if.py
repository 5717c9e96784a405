"""Moving the weights of a scoreboard in a browser."""

import random
import re
import urllib.parse

import pytest

from cluster_observatory.publication import catalogue, what_if

pytestmark = pytest.mark.browser

PAGE = "/scoreboards/industrial_change/what-if/"
ROW = re.compile(
    r'<tr data-region="(\w+)"[^>]*><td class="number rank">(\d+|–)</td>.*?<data class="score" value="([^"]*)"',
    re.DOTALL,
)


def shown(page):
    """The rank and the score that the page shows of each region, None where there is none."""
    rows = ROW.findall(page.content().split('<tbody class="all">')[1])
    return {region: (int(rank), float(score)) if score else None for region, rank, score in rows}


def expected(board, weights):
    """What the engine gives: rank and score of each region."""
    found = what_if.recomputed(board, weights)
    rows = zip(board.regions, found.ranks, found.scores, strict=True)
    return {
        region: None if rank != rank else (int(rank), pytest.approx(score, abs=1e-9)) for region, rank, score in rows
    }


def moved(page, weights):
    """Give weights as a visitor does, and wait for nothing: the page computes at once."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for code, weight in weights.items():
        page.fill(f"[data-weighs='{code}']", str(weight))
    page.locator("#region").focus()


@pytest.mark.parametrize("name", ["industrial_change", "res"])
@pytest.mark.parametrize("seed", range(2))
def test_browser_server_and_engine_agree_on_random_weights(visit, invented_site, invented_home, name, seed):
    board = what_if.scoreboard(catalogue.current(invented_home), name)
    chance = random.Random(seed)
    weights = {code: chance.choice([0, 5, round(chance.uniform(0.01, 5), 3)]) for code in board.weights}
    while (bare := what_if.all_zero(board, weights)) is not None:
        weights[board.framework.children(bare)[0]] = 1.25

    page = visit(f"{invented_site}/scoreboards/{name}/what-if/")
    moved(page, weights)
    without_script = visit(page.url, script=False)

    assert shown(page) == expected(board, weights)
    assert shown(without_script) == expected(board, weights)


def test_what_is_shown_at_first_is_what_the_browser_computes(visit, invented_site):
    address = invented_site + PAGE + "?region=DE11&w.creativity=3"

    page = visit(address)
    of_server = visit(address, script=False)

    for part in ("h1", "#of-mine", "#holding", ".ranks .pinned", ".ranks .all"):
        assert page.locator(part).inner_text() == of_server.locator(part).inner_text()


def test_a_slider_moves_the_ranks_and_the_address_keeps_them(visit, invented_site):
    page = visit(invented_site + PAGE + "?region=DE11")
    before = shown(page)

    slider = page.get_by_role("slider", name="Creativity", exact=True)
    slider.focus()
    slider.press("End")

    assert page.locator("[data-weighs='creativity']").input_value() == "5"
    assert shown(page) != before
    assert "by the published weights" not in page.locator("h1").inner_text()
    assert page.locator("h1").inner_text() in page.locator("#said").inner_text()
    assert page.locator("#of-mine").inner_text() in page.locator("#said").inner_text()
    assert page.url.endswith("?region=DE11&w.creativity=5")
    taken = page.locator(".take a").first.get_attribute("href")
    assert taken.endswith("csv?name=industrial_change&w.creativity=5")
    assert shown(visit(page.url)) == shown(page)


def test_one_click_leads_back_to_the_published_weights(visit, invented_site):
    page = visit(invented_site + PAGE + "?w.creativity=5&w.designs=0")
    moved_ranks = shown(page)

    page.get_by_role("link", name="Published weights").click()

    assert shown(page) != moved_ranks
    assert page.url == invented_site + PAGE
    assert page.locator(".ranks .all").inner_text() == visit(page.url, script=False).locator(".ranks .all").inner_text()


def test_only_one_dimension_weighs_after_one_click(visit, invented_site):
    page = visit(invented_site + PAGE)

    page.get_by_role("link", name=re.compile("only this.*Creativity")).click()

    weights = {
        box.get_attribute("data-weighs"): box.input_value() for box in page.locator(".weights [data-weighs]").all()
    }
    assert [weights["creativity"], weights["digitalisation"], weights["entrepreneurship"]] == ["1", "0", "0"]
    assert page.locator("[data-share='creativity']").inner_text() == "100.0%"


def test_where_nothing_weighs_anything_the_ranks_stay_and_the_page_says_why(visit, invented_site):
    page = visit(invented_site + PAGE)
    page.get_by_role("link", name=re.compile("only this.*Creativity")).click()
    before = shown(page)

    moved(page, {"creativity": 0})

    assert page.locator("h1").inner_text().startswith("Everything below “Industrial change” weighs 0")
    assert page.locator("#said").inner_text() == page.locator("h1").inner_text()
    assert shown(page) == before
    moved(page, {"digitalisation": 2})
    assert page.locator("[data-share='digitalisation']").inner_text() == "100.0%"


def test_without_a_script_the_form_asks_the_server(visit, invented_site):
    page = visit(invented_site + PAGE, script=False)

    page.fill("[data-weighs='creativity']", "4")
    page.select_option("#region", "DE11")
    page.get_by_role("button", name="Compute").click()

    assert "w.creativity=4" in urllib.parse.unquote(page.url)
    assert "Stuttgart: rank " in page.locator("#of-mine").inner_text()
    assert page.locator("input[type=range]").first.is_hidden()
