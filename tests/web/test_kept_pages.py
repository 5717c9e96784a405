"""Finished pages are kept for a minute: never another edition's, another part's or a refusal."""

import gzip
import json
import shutil
import stat
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from cluster_observatory.lake import shelves
from cluster_observatory.publication.catalogue import Edition
from cluster_observatory.web.atlas.kept_pages import kept_pages

TITLE, NEW_TITLE = "SBS data by NUTS 2 regions", "A title of another edition"


@pytest.fixture
def home(site, tmp_path, small_home, settings):
    """A copy of the home folder of the small edition, which the site shows."""
    settings.HOME = shutil.copytree(small_home, tmp_path / "home")
    return settings.HOME


def retitled(home):
    """The manifest of the current edition with another title of its source, without its tables."""
    manifest = json.loads((shelves.current_edition(home) / "manifest.json").read_text("utf-8"))
    manifest["sources"][0]["title"] = NEW_TITLE
    return manifest


def test_a_page_asked_for_again_is_not_made_again(site, home):
    first = site.get("/about-the-data/")
    file = shelves.current_edition(home) / "manifest.json"
    file.chmod(stat.S_IRUSR | stat.S_IWUSR)
    file.write_text(json.dumps(retitled(home)), "utf-8")
    again = site.get("/about-the-data/")

    assert TITLE in first.content.decode()
    assert again.content == first.content
    assert again.headers.pop("X-Request-ID") != first.headers.pop("X-Request-ID")
    assert dict(again.headers) == dict(first.headers)
    assert NEW_TITLE in site.get("/about-the-data/?other").content.decode()


def test_a_new_edition_is_shown_at_once(site, home, small_tables):
    before = site.get("/about-the-data/").content.decode()
    manifest = retitled(home)
    del manifest["tables"]
    shelves.lay_down(home, small_tables, manifest)
    response = site.get("/about-the-data/")

    assert NEW_TITLE not in before
    assert NEW_TITLE in response.content.decode()
    assert response.headers["X-Observatory-Edition"] == shelves.current_edition(home).name


def test_a_kept_part_is_not_given_for_the_page_nor_the_page_for_the_part(site, home):
    asking = {"HX-Request": "true"}
    restoring = asking | {"HX-History-Restore-Request": "true"}

    for _ in range(2):
        assert "<!doctype html>" in site.get("/").content.decode()
        assert "<!doctype html>" not in site.get("/", headers=asking).content.decode()
        assert "<!doctype html>" in site.get("/", headers=restoring).content.decode()


def test_a_kept_page_is_the_same_for_who_takes_it_compressed_and_who_does_not(site, home):
    packed = site.get("/", headers={"Accept-Encoding": "gzip"})
    plain = site.get("/")

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    for response in (packed, plain):
        assert int(response.headers["Content-Length"]) == len(response.content)
        assert "Accept-Encoding" in response.headers["Vary"]


def test_a_kept_page_is_not_sent_again_to_who_has_it(site, home):
    first = site.get("/", headers={"Accept-Encoding": "gzip"})

    assert site.get("/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_refusal_is_made_anew_each_time(site, home):
    table = shelves.current_edition(home) / "tables" / "flags.parquet"
    whole = table.read_bytes()
    table.unlink()
    refused = site.get("/methods/flags/").status_code
    table.write_bytes(whole)

    assert (refused, site.get("/methods/flags/").status_code) == (503, 200)


def test_health_is_asked_anew_each_time(site, home):
    assert site.get("/health").status_code == 200
    (shelves.current_edition(home) / "tables" / "flags.parquet").unlink()
    assert site.get("/health").status_code == 503


def test_a_kept_page_is_not_given_to_a_host_that_is_not_ours(site, home):
    assert site.get("/").status_code == 200
    assert site.get("/", headers={"Host": "elsewhere.example"}).status_code == 400


def test_only_so_many_pages_are_kept(site, home, settings):
    first = site.get("/about-the-data/").content
    file = shelves.current_edition(home) / "manifest.json"
    file.chmod(stat.S_IRUSR | stat.S_IWUSR)
    file.write_text(json.dumps(retitled(home)), "utf-8")
    for number in range(settings.CACHES["default"]["OPTIONS"]["MAX_ENTRIES"]):
        site.get(f"/robots.txt?{number}")

    assert site.get("/about-the-data/").content != first


def test_visitors_who_ask_for_one_page_at_once_wait_for_one_drawing_of_it(tmp_path):
    drawn, all_asked = [], threading.Barrier(4)

    def draw(request):
        drawn.append(request.path)
        with pytest.raises(threading.BrokenBarrierError):
            all_asked.wait(0.5)
        return HttpResponse("a page")

    site = kept_pages(draw)

    def ask(_):
        request = RequestFactory().get("/")
        request.edition = request.current_edition = Edition(tmp_path)
        request.LANGUAGE_CODE = "en"
        request.htmx = HtmxDetails(request)
        return site(request).content

    with ThreadPoolExecutor(4) as visitors:
        assert list(visitors.map(ask, range(4))) == [b"a page"] * 4
    assert drawn == ["/"]
