"""The page on PostgreSQL and gunicorn, followed on loopback, with SQLite where no PostgreSQL is at hand."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

import psycopg
import pytest

PAGE = (Path(__file__).parents[3] / "docs" / "how-to" / "run-with-postgresql.md").read_text("utf-8")
SERVER = os.environ.get("OBSERVATORY_DATABASE_URL", "")


def settings_of_the_page():
    (block,) = re.findall(r"```ini\n(OBSERVATORY_.*?)```", PAGE, re.S)
    return dict(line.split("=", 1) for line in block.splitlines())


def commands_of_the_page():
    (block,) = re.findall(r"## Start it.*?```console\n(.*?)```", PAGE, re.S)
    return [line.removeprefix("$ ").split() for line in block.splitlines()]


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def database(tmp_path):
    """The address of an empty database."""
    if not SERVER.startswith("postgres"):
        yield f"sqlite:///{tmp_path}/site.sqlite3"
        return
    server, name = SERVER.rpartition("/")[0], f"host_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield f"{server}/{name}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def start(home_with_edition, database):
    """start(words) → a program of the environment, with the settings of the page; it ends with the test."""
    environment = os.environ | settings_of_the_page() | {
        "OBSERVATORY_HOME": str(home_with_edition), "OBSERVATORY_DATABASE_URL": database,
        "OBSERVATORY_MAIL_SERVER": "", "DJANGO_SETTINGS_MODULE": "cluster_observatory.web.settings",
    }  # fmt: skip
    started = []

    def run(words):
        words = [str(Path(sys.executable).parent / words[0]), *words[1:]]
        started.append(subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, text=True))
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.wait()


def asked(address, **headers):
    """The status, the headers and the JSON of an answer, waited for until the server is there."""
    deadline = time.monotonic() + 90
    while True:
        try:
            with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=30) as answer:
                return answer.status, answer.headers, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, error.headers, json.load(error)
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.3)


def test_the_site_runs_as_the_page_says(start):
    migrate, gunicorn, work = commands_of_the_page()
    port = free_port()
    gunicorn[gunicorn.index("--bind") + 1] = f"127.0.0.1:{port}"
    gunicorn[gunicorn.index("--workers") + 1] = "2"
    address = f"http://127.0.0.1:{port}"

    assert start(migrate).wait(timeout=120) == 0
    server = start(gunicorn)
    before = asked(f"{address}/ready")
    worker = start(work)
    deadline = time.monotonic() + 90
    while (after := asked(f"{address}/ready"))[0] != 200 and time.monotonic() < deadline:
        time.sleep(1)
    by_proxy = asked(f"{address}/ready", **{"X-Forwarded-Proto": "https", "X-Request-ID": "number-of-the-proxy"})
    worker.send_signal(signal.SIGTERM)
    server.send_signal(signal.SIGTERM)

    assert before[2]["faults"].keys() == {"worker"}
    assert after[2] == {"status": "ready", "faults": {}}
    assert by_proxy[1]["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in after[1]
    assert (worker.wait(timeout=60), server.wait(timeout=60)) == (0, 0)
    lines = [json.loads(line) for line in server.stderr.read().splitlines() if line.startswith("{")]
    (told,) = [line for line in lines if line.get("request") == "number-of-the-proxy"]
    assert (told["method"], told["path"], told["status"]) == ("GET", "/ready", 200)
