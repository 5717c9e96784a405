"""How letters leave: by the mail server of a setting, or as files where there is none."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from cluster_observatory.errors import BadSetting

TIMEOUT = 20
"""Seconds to wait for a mail server."""


def mail_server(address: str, home: Path) -> dict[str, object]:
    """Return Django's settings for a mail server: none is asked where the address is empty.

    Raises BadSetting for an address of another kind; the message has no password.
    """
    if not address:
        backend = "cluster_observatory.web.base.letter_files.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": str(home / "letters")}
    parts = urlsplit(address)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise BadSetting(f"OBSERVATORY_MAIL_SERVER begins with {parts.scheme[:20]!r}. Expected smtp://host:25.")
    is_encrypted = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if is_encrypted else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": is_encrypted,
        "EMAIL_USE_TLS": not is_encrypted and parts.port == 587,
        "EMAIL_TIMEOUT": TIMEOUT,
    }
