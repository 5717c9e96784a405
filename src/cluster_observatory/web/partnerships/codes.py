"""Verification codes of certificates: too long to guess, and without letters that look alike on paper."""

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 24
"""So many of thirty letters are 117 bits: at a million guesses a second none is met in the age of the universe."""

LONGEST = 32
"""Letters of the longest code that is looked for."""

GROUP = 4


def written(code):
    """Return a code as it stands on paper, in groups: ABCD-EFGH-…"""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def read(typed):
    """Return the code that was meant: without blanks and hyphens, in capitals."""
    return "".join(typed.replace("-", "").split()).upper()
