"""The settings: one table of (name, default, help), each read from OBSERVATORY_<NAME>."""

import os
from pathlib import Path
from typing import NamedTuple

from platformdirs import user_data_path

from cluster_observatory.errors import BadSetting


class Setting(NamedTuple):
    """One setting, as the reference page shows it."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting("HOME", str(user_data_path("cluster-observatory")), "Folder that holds snapshots, editions and outlines."),
    Setting(
        "EUROSTAT",
        "https://ec.europa.eu/eurostat/api/dissemination",
        "Base address of Eurostat's dissemination API; a mirror of it can stand here.",
    ),
    Setting(
        "GISCO",
        "https://gisco-services.ec.europa.eu/distribution/v2",
        "Base address of GISCO's distribution service, for the outlines of regions.",
    ),
    Setting("TIMEOUT", "60", "Seconds to wait for a provider before an attempt counts as failed."),
    Setting("LARGEST_FILE", "2000000000", "Most bytes a downloaded or unpacked source file may have (size guard)."),
    Setting(
        "SECRET_KEY",
        "",
        "Key that signs sessions and links; where empty one is made once and kept in the file secret_key of HOME.",
    ),
    Setting(
        "DATABASE_URL",
        "",
        "Database of the community: postgresql://user:password@host:5432/name, or sqlite:///path/to/file; where empty "
        "DATABASE_URL without the prefix, else the file site.sqlite3 of HOME.",
    ),
    Setting(
        "MAIL_SERVER",
        "",
        "Server that takes our mail: smtp://host:25, smtp://user:password@host:587 (STARTTLS) or smtps://…:465 (TLS); "
        "where empty letters are written as files into the folder letters of HOME.",
    ),
    Setting("MAIL_FROM", "Cluster Observatory <no-reply@localhost>", "Sender of the letters of the site."),
    Setting(
        "OPENID_SERVER", "", "Address of an OpenID Connect provider, such as EU Login; no such sign-in where empty."
    ),
    Setting("OPENID_NAME", "EU Login", "Name of that provider on the sign-in page."),
    Setting("OPENID_CLIENT", "", "Client identifier that the provider gave to this site."),
    Setting("OPENID_SECRET", "", "Client secret that the provider gave to this site."),
    Setting("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", "Host names the site answers to, separated by commas."),
    Setting(
        "PUBLIC_ADDRESS",
        "",
        "Address of the site as its visitors know it, such as https://example.org; each request's own where empty.",
    ),
    Setting(
        "PROXIES",
        "0",
        "How many reverse proxies of yours stand before the site: failed sign-ins count by the visitor's address, "
        "which they write into X-Forwarded-For, and X-Forwarded-Proto says whether the visitor came by TLS.",
    ),
    Setting("PUBLISHER", "Cluster Observatory", "Who publishes this site, as its catalogue says."),
    Setting(
        "CONTACT", "", "Address of mail for questions about the data, for the catalogue; none is told where empty."
    ),
    Setting(
        "REQUEST_LOG", "yes", "Whether each request is written as a line of JSON to the standard error: yes or no."
    ),
    Setting("DEBUG", "", "Anything but empty shows error details on pages; never on a public host."),
)

_TABLE = {setting.name: setting for setting in SETTINGS}


def setting(name: str) -> str:
    """Return the value of a setting: the environment's where it has one, else the default."""
    return os.environ.get(f"OBSERVATORY_{name}") or _TABLE[name].default


def number(name: str) -> float:
    """Return the value of a setting that is a positive number; raises BadSetting where it does not read as one."""
    text = setting(name)
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise BadSetting(f"OBSERVATORY_{name} is {text!r}; expected a number above 0 such as {_TABLE[name].default}.")
    return value


def home() -> Path:
    """Return the folder that holds snapshots, editions and outlines."""
    return Path(setting("HOME")).expanduser()
