"""The site in a browser: Debian's Chromium on an edition, served on a free loopback port."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
ALIKE = """
const alike = [
  "tbody tr:nth-of-type(n+12)", ".regions a:nth-of-type(n+12)", ".countries section:nth-of-type(n+5)",
  ".framework li.leaf:nth-of-type(n+3)",
];
for (const rows of alike) document.querySelectorAll(rows).forEach((row) => row.remove());
"""
"""Of many rows that are alike the rules look at the first: a page of 300 takes them 20 seconds."""

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

LEAVE = """
from cluster_observatory.web.base import letters, times
letters.send_due(now=times.now())
"""


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
        "OBSERVATORY_DATABASE_URL": f"sqlite:///{home}/site-{os.getpid()}.sqlite3",
        "DJANGO_SETTINGS_MODULE": "cluster_observatory.web.settings",
    }
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], env=environment, check=True)
    process = subprocess.Popen([sys.executable, "-c", SERVE], stdout=subprocess.PIPE, text=True, env=environment)
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def invented_site(browser, invented_home):
    """The address of the site on Invented Europe with the built-in map."""
    yield from served(invented_home)


@pytest.fixture(scope="session")
def real_site(browser, real_home):
    """The address of the site on an edition from the recorded files, with the outlines beside them."""
    yield from served(real_home)


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


@pytest.fixture(scope="session")
def broken_rules():
    """A function from a page to the rules of WCAG 2.1 A and AA that it breaks, each with the first places."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()

    def broken(page):
        page.evaluate(ALIKE)
        found = axe.run(page, options=RULES).response["violations"]
        return [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found]

    return broken


class Community:
    """The whole site in a process of its own with its own database, and a way to do things in that database."""

    def __init__(self, home, address, environment):
        self.home, self.address, self.environment = home, address, environment

    def do(self, code):
        """Run Python in the site's settings, as a command of the back office would; returns what it printed."""
        setup = "import django; django.setup()\n"
        ran = subprocess.run(
            [sys.executable, "-c", setup + code], env=self.environment, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def letters(self):
        """The letters written so far, oldest first, each as its whole text; those that wait leave now."""
        self.do(LEAVE)
        return [file.read_text("utf-8") for file in sorted((self.home / "letters").glob("*"))]


@pytest.fixture(scope="module")
def community(browser, invented_home, tmp_path_factory):
    """The site on Invented Europe with an empty database of its own, one for each file of tests."""
    home = tmp_path_factory.mktemp("community")
    for part in invented_home.iterdir():
        (home / part.name).symlink_to(part)
    environment = os.environ | {
        "OBSERVATORY_HOME": str(home),
        "OBSERVATORY_DATABASE_URL": f"sqlite:///{home}/site.sqlite3",
        "DJANGO_SETTINGS_MODULE": "cluster_observatory.web.settings",
    }
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], env=environment, check=True)
    process = subprocess.Popen([sys.executable, "-c", SERVE], stdout=subprocess.PIPE, text=True, env=environment)
    try:
        yield Community(home, f"http://127.0.0.1:{int(process.stdout.readline())}", environment)
    finally:
        process.terminate()
        process.wait(timeout=20)
