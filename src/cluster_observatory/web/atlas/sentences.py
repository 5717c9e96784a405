"""How names are put into sentences and into little room."""

from django.utils.translation import gettext as _


def joined(names):
    """Return names as a sentence lists them: A, B and C."""
    if len(names) < 2:
        return "".join(names)
    return _("{first} and {last}").format(first=", ".join(names[:-1]), last=names[-1])


def shortened(words, longest):
    """Return words of at most so many letters; longer ones end in an ellipsis."""
    return words if len(words) <= longest else words[: longest - 1].rstrip(" ,-") + "…"
