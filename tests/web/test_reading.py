"""What stays or becomes readable: the title and the order after a change, dates, modelled figures, the context."""

import re


def test_a_changed_part_brings_its_title_at_the_top_level(site):
    part = site.get("/?of=C10", headers={"HX-Request": "true"}).content.decode()
    before, _, after = part.partition("<title>Location quotient in food, 2014 · Cluster Observatory</title>")

    assert after
    assert before.count("<div") == before.count("</div>")


def test_the_controls_keep_the_order_of_the_table(site):
    form = re.search(r'<form class="controls".*?</form>', site.get("/?sort=-persons").content.decode(), re.S)[0]

    assert '<input type="hidden" name="sort" value="-persons">' in form
    assert 'name="sort"' not in site.get("/").content.decode()


def test_modelled_bars_and_their_legend_are_hatched(site):
    page = site.get("/clusters/4/").content.decode()

    assert 'fill="url(#modelled-bar)"' in page
    assert 'class="bar-value"' not in page
    assert 'fill="url(#modelled-bar)"' not in site.get("/").content.decode()


def test_every_hatch_that_a_page_uses_is_defined_on_it(site):
    page = site.get("/clusters/4/").content.decode()

    assert set(re.findall(r"url\(#([\w-]+)\)", page)) <= set(re.findall(r'<pattern id="([\w-]+)"', page))


def test_the_context_stands_under_what_it_is_about_with_its_source(site):
    page = site.get("/regions/DE11/").content.decode()
    theme = re.search(r'<section class="theme".*?</section>', page, re.S)[0]

    assert ">Output</h3>" in theme
    assert '<a href="/about-the-data/#source-nama_10r_2gdp">' in theme
