"""Backups, made and restored by the commands on databases of their own, SQLite and PostgreSQL."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import uuid
import zipfile
from contextlib import closing

import psycopg
import pytest

from cluster_observatory.errors import CheckFailed
from cluster_observatory.web.base.backups.archive import checked

SERVER = os.environ.get("OBSERVATORY_DATABASE_URL", "")
FILL = """
import hashlib
from datetime import UTC, datetime
from pathlib import Path
from django.conf import settings
from allauth.socialaccount.models import SocialAccount
from cluster_observatory.web.base.models import Attachment
from cluster_observatory.web.office import demonstration
from cluster_observatory.web.people.models import Person
now = datetime(2019, 3, 20, 9, 0, 0, 123456, tzinfo=UTC)
demonstration.load(now)
person = Person.objects.first()
account = SocialAccount.objects.create(user=person, provider="openid", uid="1", extra_data={"é": [1.5, None]})
SocialAccount.objects.update(date_joined=now, last_login=now)
content = b"evidence" * 1000
sha256 = hashlib.sha256(content).hexdigest()
path = Path(settings.HOME) / "files" / sha256[:2] / sha256
path.parent.mkdir(parents=True)
path.write_bytes(content)
Attachment.objects.create(
    thing="organisations.organisation", thing_id="1", name="évidence.pdf", media_type="application/pdf", sha256=sha256,
    size=len(content), added_by=person, added_at=now,
)
"""
ADD = """
from cluster_observatory.web.people.models import Person
print(Person.objects.create_user("new@example.org").pk > Person.objects.exclude(email="new@example.org").count() - 1)
"""
KILLED_IN_THE_MIDDLE = """
import os, signal, sys
from cluster_observatory.web.base.backups import rows
usual, calls = rows.{function}, []
def until_killed(*given):
    calls.append(given)
    if len(calls) == 12:
        os.kill(os.getpid(), signal.SIGKILL)
    return usual(*given)
rows.{function} = until_killed
from cluster_observatory.commands.main import main
sys.argv = ["observatory", *{words}]
main()
"""


class Site:
    """A home folder with a database, and the commands on it."""

    def __init__(self, home, address):
        self.home, self.address = home, address
        self.environment = os.environ | {
            "OBSERVATORY_HOME": str(home), "OBSERVATORY_DATABASE_URL": address, "OBSERVATORY_SECRET_KEY": "",
            "DJANGO_SETTINGS_MODULE": "cluster_observatory.web.settings",
        }  # fmt: skip

    def run(self, *words):
        command = [sys.executable, "-m", "cluster_observatory", *map(str, words)]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=300)

    def do(self, code):
        command = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture
def make_site(tmp_path):
    """make_site("sqlite") → a site with an empty database; on PostgreSQL where these tests run on one."""
    made = []

    def make(kind):
        name = f"backup_{uuid.uuid4().hex[:12]}"
        home = tmp_path / name
        if kind == "sqlite":
            return Site(home, f"sqlite:///{home}/site.sqlite3")
        if not SERVER.startswith("postgres"):
            pytest.skip("needs PostgreSQL: ./dev test-postgres runs this")
        made.append(name)
        with psycopg.connect(SERVER.rpartition("/")[0] + "/postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return Site(home, SERVER.rpartition("/")[0] + f"/{name}")

    yield make
    for name in made:
        with psycopg.connect(SERVER.rpartition("/")[0] + "/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def saved(made_once):
    """A site on SQLite with the demonstration, a file and a backup of it all."""

    def make(folder):
        site = Site(folder / "home", f"sqlite:///{folder}/home/site.sqlite3")
        for ended in (site.run("migrate"), site.do(FILL), site.run("backup", folder / "backup.zip")):
            assert ended.returncode == 0, ended.stderr

    return made_once("saved", make) / "backup.zip"


def parts(file):
    """What the manifest says of each part but of Django's own list of models, which differs between databases."""
    with zipfile.ZipFile(file) as archive:
        whole = json.loads(archive.read("manifest.json"))["parts"]
    return {name: part for name, part in whole.items() if not name.startswith(("tables/contenttypes", "tables/auth."))}


@pytest.mark.parametrize(
    ("origin", "target"), [("sqlite", "sqlite"), ("sqlite", "postgresql"), ("postgresql", "sqlite")]
)
def test_what_is_restored_is_what_was_saved_on_whichever_database(make_site, tmp_path, origin, target):
    before, after = make_site(origin), make_site(target)
    for ended in (before.run("migrate"), before.do(FILL), before.run("backup", tmp_path / "one.zip")):
        assert ended.returncode == 0, ended.stderr

    restored = after.run("restore", tmp_path / "one.zip")

    assert restored.returncode == 0, restored.stderr
    assert after.run("backup", tmp_path / "two.zip").returncode == 0
    assert parts(tmp_path / "two.zip") == parts(tmp_path / "one.zip")
    assert len(parts(tmp_path / "one.zip")) > 30
    assert after.do(ADD).stdout == "True\n"


def test_only_who_runs_the_site_may_read_a_backup_and_none_is_written_over(saved, make_site):
    again = make_site("sqlite").run("backup", saved)

    assert saved.stat().st_mode & 0o777 == 0o600
    assert (again.returncode, "is there already" in again.stderr) == (8, True)


def test_a_database_with_rows_is_not_restored_into(saved, make_site):
    site = make_site("sqlite")
    site.run("migrate")
    site.do("from cluster_observatory.web.people.models import Person; Person.objects.create_user('a@example.org')")
    before = (site.home / "secret_key").read_bytes()

    ended = site.run("restore", saved)

    assert (ended.returncode, "it has rows of people.Person" in ended.stderr) == (8, True)
    assert ((site.home / "secret_key").read_bytes(), (site.home / "files").exists()) == (before, False)


def test_files_that_the_backup_does_not_have_are_not_mixed_with_its_own(saved, make_site):
    site = make_site("sqlite")
    (site.home / "files" / "00").mkdir(parents=True)
    (site.home / "files" / "00" / ("0" * 64)).write_text("of someone else")

    ended = site.run("restore", saved)

    assert (ended.returncode, "has files that are not in the backup" in ended.stderr) == (8, True)


def changed(saved, target, change):
    """Write the archive anew with its members changed: change(members) of {name: bytes}."""
    with zipfile.ZipFile(saved) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target


def cut(members):
    members["tables/people.Person.jsonl"] = members["tables/people.Person.jsonl"][:-200]


def swapped(members):
    members["tables/base.AuditEvent.jsonl"] = members["tables/base.AuditEvent.jsonl"].replace(b'"load"', b'"loaf"', 1)


def one_more(members):
    members["files/../../etc/passwd"] = b"root"


def one_less(members):
    del members["secret_key"]


def lists_a_path(members):
    members["manifest.json"] = members["manifest.json"].replace(b'"secret_key"', b'"../secret_key"')
    members["../secret_key"] = members.pop("secret_key")


def of_another_format(members):
    members["manifest.json"] = members["manifest.json"].replace(b'"format": 1', b'"format": 2')


def without_tables(members):
    members["manifest.json"] = b"[]"


@pytest.mark.parametrize("change", [cut, swapped, one_more, one_less, lists_a_path, of_another_format, without_tables])
def test_an_archive_that_is_not_as_it_was_written_is_refused(saved, tmp_path, change):
    damaged = changed(saved, tmp_path / "damaged.zip", change)

    with pytest.raises(CheckFailed, match="is no whole backup"), checked(damaged):
        pass


def test_a_file_with_any_damage_is_refused_or_still_reads_as_it_was_written(saved, tmp_path):
    whole, damaged = saved.read_bytes(), tmp_path / "damaged.zip"
    refused = 0

    for place in range(0, len(whole), len(whole) // 60):
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            with checked(damaged) as archive:
                assert parts(saved).items() <= archive.manifest["parts"].items()
        except CheckFailed:
            refused += 1
    for length in (0, 1, 1000, len(whole) - 1):
        damaged.write_bytes(whole[:length])
        with pytest.raises(CheckFailed), checked(damaged):
            pass

    assert refused > 50


def test_before_a_damaged_backup_is_refused_nothing_is_written(saved, make_site, tmp_path):
    site = make_site("sqlite")

    ended = site.run("restore", changed(saved, tmp_path / "damaged.zip", swapped))

    assert (ended.returncode, "base.AuditEvent.jsonl is not as it was written" in ended.stderr) == (7, True)
    with closing(sqlite3.connect(site.home / "site.sqlite3")) as database:
        assert database.execute("select count(*) from sqlite_master").fetchone() == (0,)


def test_a_backup_of_a_newer_version_is_refused_by_name(saved, make_site, tmp_path):
    def newer(members):
        manifest = json.loads(members["manifest.json"])
        manifest["migrations"].append(["people", "0999_from_the_future"])
        members["manifest.json"] = json.dumps(manifest).encode()

    ended = make_site("sqlite").run("restore", changed(saved, tmp_path / "newer.zip", newer))

    assert (ended.returncode, "people.0999_from_the_future" in ended.stderr) == (8, True)


def killed(site, function, *words):
    ended = site.do(KILLED_IN_THE_MIDDLE.format(function=function, words=[str(word) for word in words]))
    assert ended.returncode == -9, ended.stderr


def test_a_backup_that_is_killed_leaves_no_file_of_that_name(make_site, tmp_path):
    site = make_site("sqlite")
    site.run("migrate")

    killed(site, "lines", "backup", tmp_path / "backup.zip")

    assert not (tmp_path / "backup.zip").exists()
    assert site.run("backup", tmp_path / "backup.zip").returncode == 0


def test_a_restoring_that_is_killed_can_be_begun_again(saved, make_site, tmp_path):
    site = make_site("postgresql" if SERVER.startswith("postgres") else "sqlite")

    killed(site, "insert", "restore", saved)
    ended = site.run("restore", saved)

    assert ended.returncode == 0, ended.stderr
    assert site.run("backup", tmp_path / "again.zip").returncode == 0
    assert parts(tmp_path / "again.zip") == parts(saved)


WRITE = """
from django.db import transaction
from cluster_observatory.web.base import audit, times
from cluster_observatory.web.people.models import Person
for number in range(100_000):
    with transaction.atomic():
        person = Person.objects.create_user(f"{number}@example.org")
        audit.record(act="join", thing=person, actor=person, now=times.now())
    print(number, flush=True)
"""


def test_a_backup_made_while_others_write_is_of_one_moment(make_site, tmp_path):
    site = make_site("postgresql" if SERVER.startswith("postgres") else "sqlite")
    site.run("migrate")
    command = [sys.executable, "-c", f"import django; django.setup()\n{WRITE}"]
    with subprocess.Popen(command, env=site.environment, stdout=subprocess.PIPE, text=True) as writer:
        writer.stdout.readline()
        ended = site.run("backup", tmp_path / "backup.zip")
        written = writer.poll() is None
        writer.kill()

    assert (ended.returncode, ended.stderr, written) == (0, "", True)
    with zipfile.ZipFile(tmp_path / "backup.zip") as archive:
        tables = json.loads(archive.read("manifest.json"))["tables"]
    assert tables["people.Person"]["rows"] == tables["base.AuditEvent"]["rows"] > 0


def test_a_file_that_is_gone_and_a_trail_that_is_broken_are_told_when_saving(saved, make_site, tmp_path):
    site = make_site("sqlite")
    site.run("restore", saved)
    for file in site.home.glob("files/*/*"):
        file.unlink()
    with closing(sqlite3.connect(site.home / "site.sqlite3")) as database:
        database.execute("drop trigger audit_no_update")
        database.execute("update base_auditevent set act = 'invented' where number = 7")
        database.commit()

    ended = site.run("backup", tmp_path / "backup.zip")

    assert ended.returncode == 0
    assert "The audit trail is broken at entry 7: its contents are not what was written." in ended.stderr
    assert re.search(r"The file [0-9a-f]{64} is missing in the folder files\.", ended.stderr)
