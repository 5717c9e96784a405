"""Names of files as people gave them, without what could harm: paths, signs that hide the ending, dots in front."""

import unicodedata

LONGEST = 120
"""Characters of the longest name that is kept."""
FORBIDDEN = set('<>:"|?*')


def cleaned(name):
    """Return the name without a path and without signs that are not seen; "file" where nothing is left."""
    last = unicodedata.normalize("NFC", str(name)).replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in FORBIDDEN)
    whole = " ".join(seen.split()).strip(" .")
    stem, dot, end = whole.rpartition(".")
    if len(whole) > LONGEST:
        whole = f"{stem[: LONGEST - 1 - len(end)].rstrip(' .')}.{end}" if dot and len(end) < 10 else whole[:LONGEST]
    return whole.strip(" .") or "file"


def ending(name):
    """Return the ending of a name in lower case, without the dot; empty where it has none."""
    stem, dot, end = str(name).rpartition(".")
    return end.strip().lower() if dot and stem else ""


def with_ending(name, endings):
    """Return the name with the first of the endings, unless it has one of them."""
    return name if ending(name) in endings else f"{name}.{endings[0]}"
