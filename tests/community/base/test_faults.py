"""Real processes that are killed and a real mail server that is not there: nothing is lost, nothing is sent twice.

The site has a database of its own, of the kind the tests run on, and workers in processes of their own.
"""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

SETUP = """
import json, sys, threading, time
import django
django.setup()
from datetime import timedelta
from django.db import connection, transaction
from cluster_observatory.web.base import audit, health, letters, tasks, times
from cluster_observatory.web.base.models import AuditEvent, Letter
from cluster_observatory.web.people.models import Person
now = times.now()

def write(*readers):
    for reader in readers:
        letters.write(to=f"{reader}@example.org", subject="News", text="…", key=reader, now=now)
"""
WORKER = "print('at work'); tasks.work()"
LONG_AGO = "Letter.objects.filter(state='leaving').update(left_at=now - timedelta(hours=1))"
PATIENCE = 60
"""Seconds that anything may take here before a test says that it never came."""


class Site:
    """A site with a database of its own, and ways to act in it as a request, a worker or the back office would."""

    def __init__(self, home, address, port):
        self.environment = os.environ | {
            "OBSERVATORY_HOME": str(home),
            "OBSERVATORY_DATABASE_URL": address,
            "OBSERVATORY_MAIL_SERVER": f"smtp://127.0.0.1:{port}",
            "DJANGO_SETTINGS_MODULE": "cluster_observatory.web.settings",
        }

    def do(self, code):
        """Run Python in the site; return what it printed."""
        command = [sys.executable, "-c", SETUP + code]
        ran = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    @contextmanager
    def running(self, code):
        """Run Python in the site in a process of its own; give it once it printed a line, kill it in the end."""
        command = [sys.executable, "-u", "-c", SETUP + code]
        process = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout.readline()
            yield process
        finally:
            process.kill()
            process.wait(PATIENCE)
            process.stdout.close()

    def letters(self, field="state"):
        """A field of each letter, by the name of its reader."""
        pairs = json.loads(self.do(f"print(json.dumps(list(Letter.objects.values_list('key', '{field}'))))"))
        return dict(pairs)


def fresh_database(home):
    """Return the address of a new database of the kind the tests run on, and what takes it away."""
    address = os.environ.get("OBSERVATORY_DATABASE_URL", "")
    if not address.startswith("postgres"):
        return f"sqlite:///{home}/site.sqlite3", lambda: None
    psycopg = pytest.importorskip("psycopg")
    server, name = urlsplit(address)._replace(path="/postgres").geturl(), f"faults_{uuid.uuid4().hex[:12]}"

    def ask(statement):
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(statement)

    ask(f"CREATE DATABASE {name}")
    return urlsplit(address)._replace(path=f"/{name}").geturl(), lambda: ask(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    """Home and database of a site that is there for all tests of this file."""
    home = tmp_path_factory.mktemp("site")
    address, drop = fresh_database(home)
    made = Site(home, address, 25)
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], env=made.environment, check=True)
    yield home, address
    drop()


@pytest.fixture
def site(migrated, mailbox):
    """The site without letters, whose mail server is `mailbox` once that is started."""
    made = Site(*migrated, mailbox.port)
    made.do("Letter.objects.all().delete()")
    return made


def until(condition):
    """Wait until something holds; fails where it never does."""
    ends = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < ends, "it never came to that"
        time.sleep(0.05)


def arrived(mailbox):
    """How often a letter arrived at each reader, by their name."""
    return Counter(message["To"].partition("@")[0] for message in mailbox.taken)


def numbers(mailbox):
    """The Message-IDs under which letters arrived."""
    return {message["Message-ID"] for message in mailbox.taken}


def test_while_the_mail_server_is_down_acts_succeed_and_their_letters_leave_once_when_it_is_back(site, mailbox, start):
    with site.running(WORKER):
        site.do("write('a', 'b', 'c')")
        until(lambda: "refused" in site.letters("last_fault")["c"])
        before = site.letters()

        start(mailbox)
        site.do("write('d')")
        until(lambda: set(site.letters().values()) == {"sent"})

    assert before == dict.fromkeys("abc", "waiting")
    assert arrived(mailbox) == dict.fromkeys("abcd", 1)


def test_a_letter_leaves_within_seconds_of_its_act_and_not_with_the_next_minute(site, mailbox, start):
    start(mailbox)
    with site.running(WORKER):
        site.do("write('first')")
        until(lambda: mailbox.taken)
        until(
            lambda: int(time.time()) % 60 < 45
        )  # the worker looks by itself at the beginning of a minute it has begun
        written_at = float(site.do("write('second'); print(time.time())"))
        until(lambda: len(mailbox.taken) == 2)

        assert time.time() - written_at < 5


def test_a_worker_killed_before_the_server_took_a_letter_loses_none_and_sends_none_twice(site, mailbox, start):
    start(mailbox)
    mailbox.holds_before = {"b@example.org"}
    site.do("write('a', 'b', 'c')")
    with site.running(WORKER) as worker:
        until(mailbox.reached.is_set)
        worker.send_signal(signal.SIGKILL)
        worker.wait(PATIENCE)
    killed_on = site.letters()["b"]
    mailbox.go_on.set()

    site.do(LONG_AGO)
    with site.running(WORKER):
        until(lambda: set(site.letters().values()) == {"sent"})

    assert killed_on == "leaving"
    assert arrived(mailbox) == dict.fromkeys("abc", 1)


def test_only_a_worker_killed_after_the_server_took_a_letter_and_before_it_heard_so_sends_it_again(
    site, mailbox, start
):
    start(mailbox)
    mailbox.holds_after = {"b@example.org"}
    site.do("write('a', 'b', 'c')")
    with site.running(WORKER) as worker:
        until(mailbox.reached.is_set)
        worker.send_signal(signal.SIGKILL)
        worker.wait(PATIENCE)
    mailbox.go_on.set()

    site.do(LONG_AGO)
    with site.running(WORKER):
        until(lambda: set(site.letters().values()) == {"sent"})

    assert arrived(mailbox) == {"a": 1, "b": 2, "c": 1}
    assert numbers(mailbox) == set(site.letters("message_id").values())


def test_workers_killed_again_and_again_lose_nothing_and_repeat_only_what_they_held(site, mailbox, start):
    start(mailbox)
    site.do("write(*[f'reader-{number}' for number in range(20)])")
    held = set()
    for count in (5, 12):
        with site.running(WORKER) as worker:
            until(lambda enough=count: len(mailbox.taken) >= enough)
            worker.send_signal(signal.SIGKILL)
            worker.wait(PATIENCE)
        held |= {reader for reader, state in site.letters().items() if state == "leaving"}
        site.do(LONG_AGO)

    with site.running(WORKER):
        until(lambda: set(site.letters().values()) == {"sent"})

    assert numbers(mailbox) == set(site.letters("message_id").values())
    assert {reader for reader, times in arrived(mailbox).items() if times > 1} <= held


def test_several_workers_at_once_send_each_letter_once(site, mailbox, start):
    start(mailbox)

    site.do("""
write(*[f"reader-{number}" for number in range(40)])
together = threading.Barrier(4)

def work():
    together.wait()
    letters.send_due(now=now)
    connection.close()

threads = [threading.Thread(target=work) for _number in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
""")

    assert arrived(mailbox) == {f"reader-{number}": 1 for number in range(40)}
    assert set(site.letters().values()) == {"sent"}


def test_a_worker_that_is_told_to_stop_ends_its_letters_first(site, mailbox, start):
    start(mailbox)
    mailbox.holds_before = {"a@example.org"}
    site.do("write('a')")
    with site.running(WORKER) as worker:
        until(mailbox.reached.is_set)
        worker.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        still_at_work = worker.poll() is None
        mailbox.go_on.set()
        ended = worker.wait(PATIENCE)

    assert (still_at_work, ended, site.letters()) == (True, 0, {"a": "sent"})


def test_acts_and_a_worker_beside_them_in_one_process_do_not_lock_each_other_out(site, mailbox, start):
    start(mailbox)

    site.do("""
stop = tasks.start_beside()
faults = []

def act(name):
    try:
        for number in range(20):
            with transaction.atomic():
                person = Person.objects.create_user(f"{name}-{number}@example.org")
                audit.record(act="joined", thing=person, actor=person, now=now)
                write(f"{name}-{number}")
    except Exception as fault:
        faults.append(fault)
    finally:
        connection.close()

threads = [threading.Thread(target=act, args=(f"actor-{number}",)) for number in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
ends = time.monotonic() + 50
while Letter.objects.exclude(state="sent").exists() and time.monotonic() < ends: time.sleep(.1)
stop()
assert faults == [], faults
assert audit.verify().broken_at is None
""")

    assert arrived(mailbox) == {f"actor-{actor}-{number}": 1 for actor in range(4) for number in range(20)}


def test_a_process_killed_within_an_act_leaves_nothing_of_it_and_the_trail_whole(site):
    before = site.do("print(AuditEvent.objects.count(), Person.objects.count())")
    half_an_act = """
with transaction.atomic():
    person = Person.objects.create_user("half@example.org")
    audit.record(act="joined", thing=person, actor=person, now=now)
    write("half")
    print("within")
    time.sleep(600)
"""
    with site.running(half_an_act) as process:
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE)

    after = site.do("""
assert audit.verify().broken_at is None
assert not Letter.objects.filter(key="half").exists()
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA integrity_check").fetchone() == ("ok",)
print(AuditEvent.objects.count(), Person.objects.count())
""")
    whole_act = half_an_act.replace('    print("within")\n    time.sleep(600)\n', "")

    site.do(whole_act + "assert audit.verify().broken_at is None")

    assert before == after
    assert site.letters() == {"half": "waiting"}
