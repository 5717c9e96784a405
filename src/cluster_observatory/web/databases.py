"""Where the community's data lie: SQLite beside the editions, or PostgreSQL by an address."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from cluster_observatory.errors import BadSetting

SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
"""Writers wait for one another instead of failing; readers never wait."""

CONNECT_WITHIN = 5
"""Seconds in which PostgreSQL must answer a new connection."""

EXPECTED = "Expected postgresql://user:password@host:5432/name or sqlite:///path/to/file."


def database(address: str, home: Path) -> dict[str, object]:
    """Return Django's settings of the database at an address; of the file site.sqlite3 of `home` where it is empty.

    Raises BadSetting for an address of another kind; the message has no password.
    """
    if not address:
        return _sqlite(home / "site.sqlite3")
    parts = urlsplit(address)
    if parts.scheme == "sqlite" and parts.path.strip("/"):
        return _sqlite(Path(unquote(parts.path[1:])))
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise BadSetting(f"OBSERVATORY_DATABASE_URL begins with {parts.scheme[:20]!r}. {EXPECTED}")
    try:
        port = parts.port
    except ValueError as error:
        raise BadSetting(f"OBSERVATORY_DATABASE_URL has no usable port. {EXPECTED}") from error
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": {"connect_timeout": CONNECT_WITHIN, "application_name": "cluster-observatory"},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(file: Path) -> dict[str, object]:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": dict(SQLITE)}
