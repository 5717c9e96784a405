"""Run a command with a PostgreSQL of its own, which is gone afterwards, as OBSERVATORY_DATABASE_URL.

    python tools/postgresql.py COMMAND [WORDS ...]

Without a command it prints the address and runs until its input ends.  Where OBSERVATORY_DATABASE_URL names a
PostgreSQL already that one is taken.  Needs the programs of PostgreSQL (Debian: apt-get install postgresql); the server
does not wait for the disk, which only a database that may be lost can do without.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETTING = "OBSERVATORY_DATABASE_URL"
MISSING = "PostgreSQL is not here (Debian: apt-get install postgresql)"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


def programs() -> Path | None:
    """Return the folder with the programs of the newest PostgreSQL here, or None."""
    named = [Path(found).resolve().parent for name in ("initdb",) if (found := shutil.which(name))]
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    return next((folder for folder in [*reversed(debian), *named] if (folder / "initdb").is_file()), None)


@contextmanager
def address() -> Iterator[str]:
    """Give the address of an empty database; raises SystemExit where PostgreSQL is not installed."""
    given = os.environ.get(SETTING, "")
    if given.startswith("postgres"):
        yield given
        return
    folder = programs()
    if folder is None:
        sys.exit(f"{MISSING}.")
    with tempfile.TemporaryDirectory(prefix="postgresql-") as made, socket.socket() as found:
        who = _unprivileged(Path(made))
        data = Path(made) / "data"
        _run([folder / "initdb", "-D", data, "-U", "observatory", "-A", "trust", "-E", "UTF8", "--locale=C"], who)
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
        found.close()
        options = " ".join(f"-c {option}" for option in (*FAST, f"port={port}", f"unix_socket_directories={made}"))
        control = [folder / "pg_ctl", "-D", data, "-w"]
        _run([*control, "-l", Path(made) / "log", "-o", f"-h 127.0.0.1 {options}", "start"], who)
        try:
            yield f"postgresql://observatory:observatory@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"], who)


def _unprivileged(folder: Path) -> dict[str, object]:
    """Return as whom PostgreSQL is to run, which refuses to run as root, and give that user the folder."""
    if os.getuid() != 0:
        return {}
    names = [user.pw_name for user in pwd.getpwall()]
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _run(words: list[object], who: dict[str, object]) -> None:
    ended = subprocess.run(list(map(str, words)), capture_output=True, text=True, check=False, cwd="/", **who)
    if ended.returncode:
        sys.exit(f"{Path(str(words[0])).name} ended with {ended.returncode}: {ended.stdout}{ended.stderr}")


def main() -> None:
    """Run the command of the command line, or wait for the end of the input."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server ends with us
    with address() as found:
        if sys.argv[1:]:
            sys.exit(subprocess.run(sys.argv[1:], env=os.environ | {SETTING: found}, check=False).returncode)
        print(found, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
