"""What every test can ask for."""

import fcntl
import subprocess
import sys
from pathlib import Path

import pytest

from cluster_observatory.pipeline import refresh
from cluster_observatory.pipeline.build import build
from cluster_observatory.publication import catalogue

SHARED_DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
LARGEST = 1_000_000_000


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items):
    """Under `--dist loadgroup` a file stays with one worker, and PySpark with one, so that Java starts once."""
    for item in items:
        group = "pyspark" if "pyspark" in item.name else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session")
def shared_data():
    """The folder of real data and oracles beside the checkout; a user's clone has none."""
    if not SHARED_DATA.is_dir():
        pytest.skip("needs the recorded data beside the checkout (../shared/data), which this clone does not have")
    return SHARED_DATA


@pytest.fixture(scope="session")
def observatory():
    """The command line, run as a person runs it; answers with exit code, output and errors."""

    def run(*words, **options):
        command = [sys.executable, "-m", "cluster_observatory", *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, **options)

    return run


@pytest.fixture(scope="session")
def made_once(tmp_path_factory, worker_id):
    """A function from a name to the folder of that name, which `make(folder)` fills once for all workers of a run."""
    temporary = tmp_path_factory.getbasetemp()
    shared = temporary if worker_id == "master" else temporary.parent

    def folder(name, make):
        made, done = shared / name, shared / f"{name}.done"
        with (shared / f"{name}.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                made.mkdir(exist_ok=True)
                make(made)
                done.touch()
        return made

    return folder


@pytest.fixture(scope="session")
def invented_home(made_once):
    """A home folder with an edition of Invented Europe."""

    def make(home):
        build(home, refresh.invented_inputs(), largest=LARGEST, progress=lambda *_: None)

    return made_once("invented", make)


@pytest.fixture(scope="session")
def real_home(made_once, shared_data, observatory):
    """A home folder with the edition that the recorded Eurostat files give, and outlines of NUTS regions."""

    def make(home):
        sources = ("--from", shared_data / "eurostat", "--scoreboards", shared_data / "scoreboard")
        built = observatory("build", *sources, "--home", home)
        assert built.returncode == 0, built.stderr
        refresh.take_outlines(home, shared_data / "geometry")

    return made_once("real", make)


@pytest.fixture(scope="session")
def real_edition(real_home):
    """The edition that the recorded Eurostat files give."""
    return catalogue.current(real_home)
