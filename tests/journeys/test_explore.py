"""The first page in a browser: what, where, when, how measured, each with an address that leads back to it."""

import re

import pytest

pytestmark = pytest.mark.browser


NEARER = "before => +document.querySelector('.sheet').getAttribute('viewBox').split(' ')[2] < before"


def settled(page, address):
    """Wait until the address has that parameter and the part of the page that changes has come."""
    page.wait_for_url(re.compile(address))
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")


def frame(page):
    return [float(number) for number in page.locator(".sheet").get_attribute("viewBox").split()]


def test_each_choice_has_an_address_and_the_browser_goes_back_through_them(visit, real_site):
    page = visit(real_site + "/")
    headings = [page.locator("h1").inner_text()]

    def then(address):
        settled(page, address)
        headings.append(page.locator("h1").inner_text())

    page.select_option("#of", "J62")
    then("of=J62")
    page.select_option("#measure", "persons")
    then("measure=persons")
    page.select_option("#year", "2013")
    then("year=2013")
    page.locator(".where summary").click()
    page.get_by_label("Spain").check()
    page.get_by_label("Portugal").check()
    page.get_by_role("button", name="Show these").click()
    then("country=ES&country=PT|country=PT&country=ES")
    page.select_option("#level", "1")
    then("level=1")
    page.select_option("#classes", "equal")
    then("classes=equal")
    assert "equal steps" in page.locator(".legend").inner_text()
    page.select_option("#map", "tiles")
    then("map=tiles")
    assert page.locator(".regions.tiles a").count() > 0
    address = page.url

    assert headings[4].startswith("Among the regions of Spain and Portugal: ")
    assert headings[5].startswith("Among the NUTS-1 regions of Spain and Portugal: ")
    for before in reversed(headings[:-1]):
        page.go_back()
        page.wait_for_function("before => document.querySelector('h1').innerText === before", arg=before)
    assert page.faults == []

    page.goto(address)
    assert page.locator("h1").inner_text() == headings[-1]
    assert page.locator("#classes").input_value() == "equal"


def test_the_keyboard_alone_chooses_countries_and_brings_the_map_nearer(visit, real_site):
    page = visit(real_site + "/")

    page.locator(".where summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Czechia").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Show these").focus()
    page.keyboard.press("Enter")
    settled(page, "country=CZ")
    assert page.evaluate("document.activeElement.id") == "where"

    near = frame(page)
    page.locator(".regions a[tabindex='0']").focus()
    page.keyboard.press("+")
    nearer = frame(page)
    page.keyboard.press("-")
    page.keyboard.press("-")
    farther = frame(page)
    page.keyboard.press("0")

    assert nearer[2] < near[2] < farther[2]
    assert frame(page) == pytest.approx(near, abs=0.6)


def test_the_region_that_the_keyboard_reaches_is_always_in_sight(visit, real_site):
    page = visit(real_site + "/")
    page.locator(".sheet a[data-region='PT11']").focus()
    for _ in range(4):
        page.keyboard.press("+")
    page.evaluate("document.querySelector(\".sheet a[data-region='FI1D']\").focus()")

    link = page.locator(".sheet a[data-region='FI1D']").bounding_box()
    map_ = page.locator(".map").bounding_box()

    assert map_["x"] < link["x"] + link["width"] / 2 < map_["x"] + map_["width"]
    assert map_["y"] < link["y"] + link["height"] / 2 < map_["y"] + map_["height"]


def test_buttons_wheel_and_dragging_change_the_part_that_is_seen(visit, real_site):
    page = visit(real_site + "/")
    whole = frame(page)
    page.get_by_role("button", name="Nearer").click()
    near = frame(page)
    box = page.locator(".map").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    page.mouse.move(*middle)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    page.wait_for_function(
        "before => +document.querySelector('.sheet').getAttribute('viewBox').split(' ')[2] < before", arg=near[2]
    )
    nearer = frame(page)
    page.mouse.down()
    page.mouse.move(middle[0] + 80, middle[1] + 40, steps=5)
    page.mouse.up()
    moved = frame(page)

    assert whole[2] > near[2] > nearer[2] == moved[2]
    assert moved[0] < nearer[0] and moved[1] < nearer[1]
    assert page.url == real_site + "/"
    page.get_by_role("button", name="As at first").click()
    assert frame(page) == pytest.approx(whole, abs=0.6)


def test_a_region_is_marked_wherever_it_stands(visit, real_site):
    page = visit(real_site + "/")

    page.locator(".bars [data-region='DE11'] a").focus()
    assert page.locator(".pointed").evaluate_all("all => all.map((one) => one.localName)") == ["a", "li", "tr"]
    page.locator(".regions a[data-region='DE21']").hover()

    assert page.locator(".pointed").evaluate_all("all => [...new Set(all.map((one) => one.dataset.region))]") == [
        "DE21"
    ]


def test_without_a_script_the_form_reaches_the_same_view(visit, real_site):
    page = visit(real_site + "/", script=False)

    page.locator(".where summary").click()
    page.get_by_label("Italy").check()
    page.select_option("#level", "1")
    page.select_option("#map", "tiles")
    page.locator(".act").get_by_role("button", name="Show").click()

    assert page.locator("h1").inner_text().startswith("Among the NUTS-1 regions of Italy: ")
    assert page.locator(".zoom").is_hidden()
    assert page.locator("#table tbody tr").count() == 5
    assert frame(page)[2] < 600


def test_the_first_view_weighs_little(visit, real_site, browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sizes = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(real_site + "/", wait_until="networkidle")

    assert sum(sizes) <= 300_000
    context.close()
