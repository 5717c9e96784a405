"""Letters as files, where no mail server is set: one file for each, as mail programs open them."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Writes letters into the folder EMAIL_FILE_PATH, named by the time at which they left."""

    def send_messages(self, messages):
        """Write the letters and return how many there were; raises OSError where the folder cannot be written."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in messages:
            left_at = datetime.now(UTC)
            with NamedTemporaryFile(dir=folder.parent, delete=False) as beside:
                beside.write(message.message().as_bytes(linesep="\n"))
            Path(beside.name).replace(folder / f"{left_at:%Y%m%d-%H%M%S-%f}.eml")
        return len(messages)
