"""One writer at a time in a home folder."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cluster_observatory.errors import NotPossible


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Hold the lock of a home folder while writing into it; readers need none.

    The lock is the kernel's, on the file .lock: it ends with the process that
    holds it, however that ends.  It cannot be taken twice by one process.
    Raises NotPossible where it is taken.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / ".lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NotPossible(
                f"Another refresh or build is at work in {home}. Wait until it has ended, or name another folder "
                "with --home."
            ) from error
        yield
