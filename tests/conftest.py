"""What every test can ask for."""

import subprocess
import sys
from pathlib import Path

import pytest

from cluster_observatory.pipeline import refresh
from cluster_observatory.pipeline.build import build
from cluster_observatory.publication import catalogue

SHARED_DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
LARGEST = 1_000_000_000


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
def invented_home(tmp_path_factory):
    """A home folder with an edition of Invented Europe."""
    home = tmp_path_factory.mktemp("invented")
    build(home, refresh.invented_inputs(), largest=LARGEST, progress=lambda *_: None)
    return home


@pytest.fixture(scope="session")
def real_home(tmp_path_factory, shared_data, observatory):
    """A home folder with the edition that the recorded Eurostat files give, and outlines of NUTS regions."""
    home = tmp_path_factory.mktemp("real")
    sources = ("--from", shared_data / "eurostat", "--scoreboards", shared_data / "scoreboard")
    built = observatory("build", *sources, "--home", home)
    assert built.returncode == 0, built.stderr
    refresh.take_outlines(home, shared_data / "geometry")
    return home


@pytest.fixture(scope="session")
def real_edition(real_home):
    """The edition that the recorded Eurostat files give."""
    return catalogue.current(real_home)
