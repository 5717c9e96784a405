"""How the log is written: one line of JSON for each event, whatever a request or a traceback holds."""

import json
import logging
from datetime import UTC, datetime


class LogLine(logging.Formatter):
    """Writes time, level, logger and message; the address asked for and the traceback where there are such."""

    def format(self, record):
        """Return the event as one line of JSON."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        request = getattr(record, "request", None)
        if hasattr(request, "get_full_path"):
            line["asked"] = f"{request.method} {request.get_full_path()}"
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line)
