"""The key that signs sessions and links, made once and kept, so that a start signs nobody out."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def kept_key(home: Path) -> str:
    """Return the key in the file secret_key of the folder; makes it where there is none.

    Where the folder cannot be written the key is a new one for each start.
    """
    file = home / "secret_key"
    with suppress(OSError):
        home.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            beside = home / f".secret_key.{os.getpid()}.{secrets.token_hex(4)}"
            beside.touch(mode=0o600)
            beside.write_text(secrets.token_urlsafe(48), "utf-8")
            try:
                os.link(beside, file)  # whoever comes second takes what the first one made
            finally:
                beside.unlink()
        return file.read_text("utf-8").strip()
    return secrets.token_urlsafe(48)
