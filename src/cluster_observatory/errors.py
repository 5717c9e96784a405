"""The errors raised on purpose, each with its exit code.

A message says what was met, what was expected and what to do.  The command
line prints it without a traceback and ends with the code of its kind.
"""


class ObservatoryError(Exception):
    """Root of all errors raised on purpose."""

    exit_code = 1


class SourceChanged(ObservatoryError):
    """A provider's file no longer looks the way its reader expects."""

    exit_code = 3


class BadTable(ObservatoryError):
    """A table lacks a column, repeats a key or holds a value its shape forbids."""

    exit_code = 4


class NotFound(ObservatoryError):
    """What was asked for by name is not here: a table, an edition, a profile, a snapshot."""

    exit_code = 5


class DownloadFailed(ObservatoryError):
    """A provider did not answer, or what arrived is not what it announced."""

    exit_code = 6


class CheckFailed(ObservatoryError):
    """A table, an edition or a backup did not pass its checks and is not taken."""

    exit_code = 7


class BadSetting(ObservatoryError):
    """A setting of the environment does not read as what it must be."""

    exit_code = 9


class NotPossible(ObservatoryError):
    """Someone asked for something the rules refuse; the message says why, in their language."""

    exit_code = 8


class DatabaseRefused(ObservatoryError):
    """The community's database cannot be reached, read or written."""

    exit_code = 11


MACHINE_REFUSED = 10
"""Exit code where the operating system refuses: no room, no permission, a file where a folder belongs."""
