"""How the community answers when many act at once, beside the barest page of Django, in the same run.

    python benchmarks/community.py [--seconds 15] [--only sqlite|postgresql] [--home FOLDER]

Takes the editions of the home folder; without one it builds Invented Europe.

sqlite        20 clients at once on `observatory serve`, one process, with its worker beside it
postgresql    100 clients at once on gunicorn (2 processes of 16 threads), PostgreSQL of its own, and `observatory work`

Every client is signed in as a person of its own and asks without a pause.  Of 20 requests 8 are for the directory, 5
for a profile and 4 for the API; 3 write: two begin a profile, or once ten are begun save the person's own settings, and
one asks to be let into an organisation.  The database has the demonstration and one person for each client.  The floor
is a page that is nothing but a word, behind the same server and asked by as many clients: this machine can do no more.

Shown are requests a second, the median and the 99th percentile of the time to answer in milliseconds, and how many
answers were faults of ours (5xx; aim: none).
"""

import argparse
import http.client
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
CLIENTS = {"sqlite": 20, "postgresql": 100}
READS = [*["directory"] * 8, *["profile"] * 5, *["api"] * 4]
WRITES = ["begin", "begin", "join"]
MOST_DRAFTS = 10
TOKEN = "a" * 32
FLOOR = """
import os
import django
from django.conf import settings
settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF="floor", SECRET_KEY="none")
django.setup()
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("", lambda request: HttpResponse("hello"))]
application = get_wsgi_application()
"""
FILL = """
import sys
import django
django.setup()
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from cluster_observatory.web.base import times
from cluster_observatory.web.office import demonstration
from cluster_observatory.web.organisations.models import Organisation
from cluster_observatory.web.people.models import Person
demonstration.load(times.now())
for number in range(int(sys.argv[1])):
    person = Person.objects.create_user(f"client-{number}@example.org", name=f"Client {number}")
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    print("session", session.session_key)
for slug in Organisation.objects.filter(state="published").order_by("pk").values_list("slug", flat=True):
    print("slug", slug)
"""


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def served(words, port, environment, log):
    """Run a server until it answers, and end it afterwards."""
    with log.open("w") as out:
        process = subprocess.Popen(words, env=environment, stdout=out, stderr=out)
    try:
        deadline = time.monotonic() + 120
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60).close()
                break
            except OSError:
                if time.monotonic() > deadline or process.poll() is not None:
                    sys.exit(f"{words[0]} does not answer:\n{log.read_text()[-3000:]}")
                time.sleep(0.3)
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


class Client(threading.Thread):
    """Someone who asks without a pause until the time is over; keeps (seconds, status) of each answer."""

    def __init__(self, port, until, requests):
        super().__init__(daemon=True)
        self.port, self.until, self.requests, self.answers, self.broken = port, until, requests, [], 0

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while time.monotonic() < self.until:
            method, path, body, headers = next(self.requests)
            began = time.perf_counter()
            try:
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                self.broken += 1
                connection.close()
                continue
            self.answers.append((time.perf_counter() - began, answer.status, f"{method} {path.split('?')[0]}"))


def acts(number, session, slugs):
    """Yield the requests of one client, the same in every run."""
    chance = random.Random(number)
    cookies = f"sessionid={session}; csrftoken={TOKEN}"
    reading = {"Cookie": cookies}
    writing = {"Cookie": cookies, "X-CSRFToken": TOKEN, "Content-Type": "application/x-www-form-urlencoded"}
    begun = 0
    while True:
        for act in chance.sample([*READS, *WRITES], len(READS) + len(WRITES)):
            slug = chance.choice(slugs)
            if act == "directory":
                country = chance.choice(["", "?country=DE", "?country=ES", "?q=health"])
                yield "GET", f"/organisations/{country}", None, reading
            elif act == "profile":
                yield "GET", f"/organisations/{slug}/", None, reading
            elif act == "api":
                yield "GET", "/api/v1/organisations?limit=20", None, reading
            elif act == "join":
                form = {"role": "editor", "title": "Adviser"}
                yield "POST", f"/organisations/{slug}/join/", urllib.parse.urlencode(form), writing
            elif begun < MOST_DRAFTS:
                begun += 1
                form = {"name": f"Profile {begun} of {number}", "kind": "cluster_organisation", "country": "DE"}
                yield "POST", "/organisations/new/", urllib.parse.urlencode(form), writing
            else:
                form = {"name": f"Client {number}", "language": "en", "time_zone": "Europe/Brussels", "orcid": ""}
                yield "POST", "/me/profile/", urllib.parse.urlencode(form), writing


def barest():
    while True:
        yield "GET", "/", None, {}


def asked(port, seconds, requests):
    """Ask with one client for each generator of requests; return answers a second, median, 99th percentile, faults."""
    until = time.monotonic() + seconds
    clients = [Client(port, until, each) for each in requests]
    began = time.perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    taken = time.perf_counter() - began
    answers = [answer for client in clients for answer in client.answers]
    times = sorted(1000 * seconds for seconds, _status, _act in answers)
    faults = [answer for answer in answers if answer[1] >= 500]
    for _seconds, status, act in faults[:5]:
        print(f"  {status} {act}", file=sys.stderr)
    broken = sum(client.broken for client in clients)
    writes = sum(act.startswith("POST") and status < 400 for _seconds, status, act in answers)
    refused = sum(400 <= status < 500 for _seconds, status, _act in answers)
    middle, last = times[len(times) // 2], times[int(0.99 * (len(times) - 1))]
    return len(answers) / taken, middle, last, len(faults) + broken, writes, refused


def shown(name, found):
    rate, middle, last, faults, writes, refused = found
    print(f"{name:<12}{rate:>12.1f}{middle:>12.1f}{last:>12.1f}{faults:>10}{writes:>10}{refused:>10}", flush=True)


def measure(kind, folder, editions, address, seconds):
    clients = CLIENTS[kind]
    home = folder / kind
    environment = os.environ | {
        "OBSERVATORY_HOME": str(home), "OBSERVATORY_DATABASE_URL": address, "PYTHONPATH": str(folder),
        "DJANGO_SETTINGS_MODULE": "cluster_observatory.web.settings",
    }  # fmt: skip
    program = Path(sys.executable).parent
    (home / "editions").mkdir(parents=True)
    for part in editions.iterdir():
        (home / "editions" / part.name).symlink_to(part)
    subprocess.run([program / "observatory", "migrate"], env=environment, check=True, stdout=subprocess.DEVNULL)
    words = [sys.executable, "-c", FILL, str(clients)]
    told = subprocess.run(words, env=environment, check=True, capture_output=True, text=True).stdout.split()
    sessions = [told[place + 1] for place, word in enumerate(told) if word == "session"]
    slugs = [told[place + 1] for place, word in enumerate(told) if word == "slug"]
    port = free_port()
    if kind == "sqlite":
        bare = [
            sys.executable,
            "-c",
            f"import waitress, floor; waitress.serve(floor.application, port={port}, threads=16)",
        ]
        whole = [program / "observatory", "serve", "--port", str(port)]
        others = []
    else:
        gunicorn = [program / "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "16"]
        gunicorn += ["--timeout", "60"]
        bare, whole = [*gunicorn, "floor"], [*gunicorn, "cluster_observatory.web.wsgi"]
        others = [[program / "observatory", "work"]]
    with served(bare, port, environment | {"DJANGO_SETTINGS_MODULE": ""}, folder / "floor.log"):
        shown("floor", asked(port, seconds / 2, [barest() for _ in range(clients)]))
    beside = [
        subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for words in others
    ]
    with served(whole, port, environment, folder / f"{kind}.log"):
        requests = [acts(number, session, slugs) for number, session in enumerate(sessions)]
        shown(kind, asked(port, seconds, requests))
    for process in beside:
        process.terminate()
        process.wait(timeout=60)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--only", choices=CLIENTS)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    print(f"{'':<12}{'requests/s':>12}{'median ms':>12}{'p99 ms':>12}{'5xx':>10}{'written':>10}{'refused':>10}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "floor.py").write_text(FLOOR)
        home = options.home or folder / "edition"
        if options.home is None:
            words = [Path(sys.executable).parent / "observatory", "demo", "--once", "--invented", "--home", home]
            apart = os.environ | {"OBSERVATORY_DATABASE_URL": f"sqlite:///{folder}/unused.sqlite3"}
            subprocess.run(words, env=apart, check=True, capture_output=True)
        editions = home.resolve() / "editions"
        if options.only != "postgresql":
            measure("sqlite", folder, editions, f"sqlite:///{folder}/sqlite/site.sqlite3", options.seconds)
        if options.only != "sqlite":
            words = [sys.executable, HERE.parent / "tools" / "postgresql.py"]
            with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
                address = server.stdout.readline().strip()
                if not address:
                    sys.exit("This benchmark needs PostgreSQL (Debian: apt-get install postgresql).")
                measure("postgresql", folder, editions, address, options.seconds)
                server.stdin.close()


if __name__ == "__main__":
    main()
