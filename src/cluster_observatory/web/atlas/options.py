"""What a region is near to and does not have, and how diverse and complex it is."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cluster_observatory.publication.frames import part
from cluster_observatory.web.atlas import numbers, queries

SHOWN = 10


def of_region(edition, region):
    """Return the sectors nearest to what a region has and in which it is below Europe's share, nearest first.

    None where the edition has none of this region; else their year, and for each its
    subject, quotient, density, complexity and the related sectors that the region has.
    """
    if "diversification" not in edition.tables:
        return None
    known = queries.subjects(edition, queries.SECTOR)
    rows = [row for row in part(edition, "diversification", region=region).to_dicts() if row["industry"] in known]
    if not rows:
        return None
    newest = max(row["year"] for row in rows)
    ordered = sorted(
        (row for row in rows if row["year"] == newest and row["density"] is not None),
        key=lambda row: (-row["density"], row["industry"]),
    )
    return {"year": newest, "entries": [_entry(row, known) for row in ordered[:SHOWN]]}


def _entry(row, known):
    codes = row["nearest_present"].replace(",", " ").split()
    return {
        "subject": known[row["industry"]],
        "location_quotient": numbers.quotient(row["location_quotient"]),
        "density": numbers.share_in_text(row["density"]),
        "complexity": numbers.signed(row["complexity"], 1),
        "related": [known[code] for code in codes if code in known],
        "related_present": row["related_present"],
    }


def of_complexity(edition, region, year):
    """Return how diverse, special and complex a region's industries are, in words; empty where not known."""
    if "region_complexity" not in edition.tables:
        return ""
    rows = part(edition, "region_complexity", year=year).to_dicts()
    row = next((row for row in rows if row["region"] == region), None)
    if row is None or not row["categories_compared"]:
        return ""
    sentences = [
        ngettext(
            "It has Europe’s share or more in {diversity} of the {all} sector with a figure here.",
            "It has Europe’s share or more in {diversity} of the {all} sectors with a figure here.",
            row["categories_compared"],
        ).format(diversity=row["diversity"], all=row["categories_compared"])
    ]
    if row["krugman"] is not None:
        sentences.append(
            _(
                "{share} of its jobs would have to change sector for it to look like Europe (Krugman index {index})."
            ).format(share=numbers.share_in_text(row["krugman"] / 2), index=numbers.decimal(row["krugman"], 2))
        )
    if row["economic_complexity"] is not None:
        ranked = sum(other["economic_complexity"] is not None for other in rows)
        sentences.append(
            _("Economic complexity: rank {rank} of {all} ({index}); high is not the same as advanced.").format(
                rank=row["economic_complexity_rank"],
                all=ranked,
                index=numbers.signed(row["economic_complexity"], 2),
            )
        )
    return " ".join(sentences)
