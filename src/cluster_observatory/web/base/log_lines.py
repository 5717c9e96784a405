"""How the log is written: one line of JSON for each event, whatever a request or a traceback holds."""

import json
import logging
from datetime import UTC, datetime

from django.core.exceptions import SuspiciousOperation

from cluster_observatory.web.base.request_log import said

LONGEST = 1_000
"""Characters of a message and of an address that are written; who asks could make them fill the disk."""


class LogLine(logging.Formatter):
    """Writes time, level, logger and message; what else a line has, the address asked for and the traceback.

    A request that Django refuses, for a host that is not ours or too many parameters, is
    no fault of ours: it has no traceback.
    """

    def format(self, record):
        """Return the event as one line of JSON."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage()[:LONGEST],
        }
        request = getattr(record, "request", None)
        if hasattr(request, "get_full_path"):
            line["message"] = said(line["message"])
            line["asked"] = f"{request.method} {_asked(request)}"[:LONGEST]
            line["request"] = getattr(request, "number", "")
        if record.exc_info and not isinstance(record.exc_info[1], SuspiciousOperation):
            line["traceback"] = self.formatException(record.exc_info)
        line |= getattr(record, "line", {})
        return json.dumps(line)


def _asked(request):
    """Return the address with its parameters; without them where they may hold what lets someone in."""
    path = said(request.path)
    asked = request.META.get("QUERY_STRING", "")
    return f"{path}?{asked}" if asked and "/account/" not in path else path
