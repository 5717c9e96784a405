"""The codes that one territory has had in the editions of NUTS, where it was recoded and nothing else changed."""

from functools import lru_cache

import polars as pl

from cluster_observatory.taxonomy import versions


@lru_cache(maxsize=1024)
def codes(region):
    """Return the codes of the same territory, newest first; the region's own code is among them."""
    earlier, later = _steps()
    found = [region]
    while found[0] in later and later[found[0]] not in found:
        found.insert(0, later[found[0]])
    while found[-1] in earlier and earlier[found[-1]] not in found:
        found.append(earlier[found[-1]])
    return tuple(found)


@lru_cache(maxsize=1)
def _steps():
    """Return from each code the one before it, and the one after it."""
    recoded = versions.changes().filter(pl.col("kind") == "recoded", pl.col("to_region").is_not_null())
    pairs = list(recoded.select("from_region", "to_region").iter_rows())
    return {after: before for before, after in pairs}, dict(pairs)


def known_as(region, known):
    """Return the code of the same territory that is among the known ones, the region's own first; None without one."""
    return next((code for code in (region, *codes(region)) if code in known), None)
