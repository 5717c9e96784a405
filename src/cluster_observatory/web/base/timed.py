"""What time alone changes: each app registers what it does when something is due, and the worker asks every minute.

The clock decides, not the worker: whoever shows a thing or acts on it asks `Process.due` too, so that a worker
that stands still delays letters, but makes nothing last longer.
"""

import logging

_log = logging.getLogger(__name__)

REGISTERED = []


def register(function):
    """Make known what is to be done: `function(now=now)`, which may run again at any time and then does nothing."""
    if function not in REGISTERED:
        REGISTERED.append(function)
    return function


def run(now):
    """Do all that is due; what fails is logged as our fault and keeps nothing else from being done."""
    for function in REGISTERED:
        try:
            function(now=now)
        except Exception:
            _log.exception("What time brings due failed: %s.%s", function.__module__, function.__qualname__)
