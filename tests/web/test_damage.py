"""What a visitor reads where the edition in the home folder is damaged."""

import json
import shutil
import stat

import pytest
from django.test import Client

HEADERS = (
    *("Content-Security-Policy", "Permissions-Policy", "X-Content-Type-Options", "X-Frame-Options"),
    *("Referrer-Policy", "Cross-Origin-Opener-Policy"),
)


@pytest.fixture
def home(tmp_path, small_home, settings):
    """A copy of the home folder of the small edition that may be damaged."""
    settings.HOME = shutil.copytree(small_home, tmp_path / "home")
    settings.ALLOWED_HOSTS = ["testserver"]
    return settings.HOME


@pytest.fixture
def browser():
    return Client(raise_request_exception=False)


def edition(home):
    return home / "editions" / (home / "editions" / "current").read_text().strip()


def without_sources(text):
    return json.dumps({name: part for name, part in json.loads(text).items() if name != "sources"})


def assert_refused(response):
    assert response.status_code == 503
    assert response.headers["Cache-Control"] == "no-store"
    assert [name for name in HEADERS if name not in response.headers] == []
    assert "<h1>The figures cannot be read just now</h1>" in response.content.decode()
    assert "observatory check" in response.content.decode()


@pytest.mark.parametrize("address", ["/", "/about-the-data/", "/health", "/nowhere"])
@pytest.mark.parametrize(
    "damage", [lambda text: text[:100], lambda text: "[]", lambda text: '{"tables": 4}', without_sources]
)
def test_a_damaged_manifest_is_refused_on_our_page_and_logged(home, browser, caplog, address, damage):
    manifest = edition(home) / "manifest.json"
    manifest.chmod(stat.S_IRUSR | stat.S_IWUSR)
    manifest.write_text(damage(manifest.read_text("utf-8")), "utf-8")

    assert_refused(browser.get(address))
    assert "The current edition cannot be read" in caplog.text


@pytest.mark.parametrize("pointer", [b"\xff\xfe", b"\x00", b"a" * 100_000, b"../" * 20, b"/etc"])
def test_a_damaged_pointer_to_the_edition_is_not_our_fault(home, browser, pointer):
    (home / "editions" / "current").write_bytes(pointer)

    for address in ("/", "/health"):
        response = browser.get(address)
        assert response.status_code == 503
        assert "<h1>" in response.content.decode()


@pytest.mark.parametrize(("table", "address"), [("specialisation", "/"), ("flags", "/methods/flags/")])
@pytest.mark.parametrize("contents", [b"", b"PAR1 and no more", None])
def test_a_damaged_table_is_refused_on_our_page(home, browser, table, address, contents):
    file = edition(home) / "tables" / f"{table}.parquet"
    file.unlink()
    if contents is not None:
        file.write_bytes(contents)

    assert_refused(browser.get(address))


def test_health_says_so_where_a_table_can_no_longer_be_read(home, browser):
    assert browser.get("/health").status_code == 200
    assert browser.get("/methods/flags/").status_code == 200
    (edition(home) / "tables" / "flags.parquet").write_bytes(b"")

    assert_refused(browser.get("/health"))


def test_health_is_never_kept(home, browser):
    assert browser.get("/health").headers["Cache-Control"] == "no-store"
