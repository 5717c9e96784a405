"""The site in a browser: Debian's Chromium on an edition, served on a free loopback port."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cluster_observatory.pipeline import refresh
from cluster_observatory.pipeline.build import build

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
SERVE = """
from waitress import create_server
from cluster_observatory.web.wsgi import application
server = create_server(application, host="127.0.0.1", port=0, threads=4)
print(server.effective_port, flush=True)
server.run()
"""


def quiet(doing, number, of):
    """Tell nobody how far a build is."""


def chromium():
    """The path of Chromium, or None where there is none."""
    usual = Path("/usr/bin/chromium")
    return str(usual) if usual.is_file() else shutil.which("chromium")


@pytest.fixture(scope="session")
def browser():
    if chromium() is None:
        pytest.skip(
            "needs Chromium, found neither as /usr/bin/chromium nor on the PATH (Debian: apt-get install chromium)"
        )
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield opened
        opened.close()


def served(home):
    """Serve the current edition under a home folder in a process of its own; yields the address."""
    environment = os.environ | {
        "OBSERVATORY_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "cluster_observatory.web.settings",
    }
    process = subprocess.Popen([sys.executable, "-c", SERVE], stdout=subprocess.PIPE, text=True, env=environment)
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def invented_site(tmp_path_factory, browser):
    """The address of the site on Invented Europe with the built-in map."""
    home = tmp_path_factory.mktemp("invented")
    build(home, refresh.invented_inputs(), largest=refresh.LARGEST, progress=quiet)
    yield from served(home)


@pytest.fixture(scope="session")
def real_edition_home(tmp_path_factory, shared_data):
    """A home folder with an edition from the recorded files and the outlines beside them."""
    home = tmp_path_factory.mktemp("real")
    build(home, refresh.inputs_from_folder(shared_data / "eurostat"), largest=refresh.LARGEST, progress=quiet)
    refresh.take_outlines(home, shared_data / "geometry")
    return home


@pytest.fixture(scope="session")
def real_site(browser, real_edition_home):
    """The address of the site on real figures with real outlines."""
    yield from served(real_edition_home)


@pytest.fixture
def visit(browser):
    """Open a page as a visitor would see it: visit(address, width=1280, script=True, scheme="light")."""
    contexts = []

    def opened(address, *, width=1280, height=900, script=True, scheme="light", touch=False):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=script,
            color_scheme=scheme,
            has_touch=touch,
        )
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
