"""One writer at a time: the second is refused at once, and the lock ends with its holder."""

import subprocess
import sys

import pytest

from cluster_observatory.errors import NotPossible
from cluster_observatory.lake import locks

HOLD = """
import sys
from pathlib import Path
from cluster_observatory.lake import locks

with locks.alone(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_while_another_process_writes_one_is_refused_and_not_after_it_was_killed(tmp_path):
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(NotPossible, match="Another refresh or build is at work in"), locks.alone(tmp_path):
            pass
        other.kill()

    with locks.alone(tmp_path):
        pass


def test_two_home_folders_do_not_wait_for_each_other(tmp_path):
    with locks.alone(tmp_path / "one"), locks.alone(tmp_path / "two"):
        pass


def test_the_lock_is_free_again_after_a_failure(tmp_path):
    with pytest.raises(ValueError, match="any"), locks.alone(tmp_path):
        raise ValueError("any")

    with locks.alone(tmp_path):
        pass
