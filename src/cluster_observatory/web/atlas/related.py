"""The sectors that are often found in the same regions as a sector."""

from cluster_observatory.publication.frames import part
from cluster_observatory.web.atlas import numbers, queries

TABLE = "relatedness"
SHOWN = 6


def of_sector(edition, industry, year):
    """Return the sectors most often found with a sector in a year, nearest first, each with its proximity in words.

    Only pairs count that the edition calls related; an empty list where there are none.
    """
    if TABLE not in edition.tables:
        return []
    known = queries.subjects(edition, queries.SECTOR)
    rows = part(edition, TABLE, year=year).to_dicts()
    pairs = [(row["other_industry"], row) for row in rows if row["industry"] == industry]
    pairs += [(row["industry"], row) for row in rows if row["other_industry"] == industry]
    nearest = sorted(pairs, key=lambda pair: (-pair[1]["proximity"], pair[0]))
    return [
        {"subject": known[code], "proximity": numbers.share_in_text(row["proximity"])}
        for code, row in nearest
        if code in known
    ][:SHOWN]
