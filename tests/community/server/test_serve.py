"""`observatory serve`, as a person starts it: one process for pages, letters and deadlines."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

WRITE = """
import django
django.setup()
from cluster_observatory.web.base import letters, times
letters.write(to="someone@example.org", subject="Welcome", text="Come in.", key="one", now=times.now())
"""


@pytest.fixture
def served(home_with_edition):
    """A running server on a home folder without a database: its address, what it said, its environment."""
    environment = os.environ | {
        "OBSERVATORY_HOME": str(home_with_edition), "OBSERVATORY_DATABASE_URL": "", "DATABASE_URL": "",
        "OBSERVATORY_MAIL_SERVER": "", "DJANGO_SETTINGS_MODULE": "cluster_observatory.web.settings",
    }  # fmt: skip
    words = [sys.executable, "-u", "-m", "cluster_observatory", "serve", "--port", "0"]
    process = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    said = ""
    while not (found := re.search(r"http://127\.0\.0\.1:[0-9]+", said)):
        line = process.stdout.readline()
        assert line, said
        said += line
    yield found.group(), said, environment
    process.send_signal(signal.SIGINT)
    process.wait(timeout=60)


def test_one_command_makes_the_database_serves_pages_and_sends_letters(served, home_with_edition):
    address, said, environment = served
    folder = home_with_edition / "letters"

    subprocess.run([sys.executable, "-c", WRITE], env=environment, check=True)
    deadline = time.monotonic() + 120
    while not (sent := list(Path(folder).glob("*"))) and time.monotonic() < deadline:
        time.sleep(0.5)

    assert f"Letters are written as files into {folder}" in said
    assert "Subject: Welcome" in sent[0].read_text("utf-8")
    with urllib.request.urlopen(f"{address}/account/login/", timeout=60) as page:
        assert page.status == 200
