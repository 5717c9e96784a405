"""Words without capitals and accents, to be found by and to be sorted by."""

import re
import unicodedata

LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ħ": "h"})
"""Letters that no decomposition of Unicode turns into plain ones."""


def folded(text):
    """Return the words of a text in small letters without accents, separated by blanks."""
    plain = text.casefold()
    if not plain.isascii():
        small = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS)
        parts = unicodedata.normalize("NFKD", small)
        plain = "".join(part for part in parts if not unicodedata.combining(part))
    return " ".join(re.findall(r"\w+", plain.replace("_", " ")))
