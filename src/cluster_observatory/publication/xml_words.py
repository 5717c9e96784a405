"""Words as XML can hold them."""

import re

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(words: str) -> str:
    """Return words without the characters that XML has no place for: most controls, halves of pairs."""
    return FORBIDDEN.sub("", words)
