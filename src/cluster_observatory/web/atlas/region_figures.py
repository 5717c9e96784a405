"""The figures of a region by sector, cluster and emerging industry: entries in words, the strongest, the structure."""

from django.utils.translation import gettext as _

from cluster_observatory.web.atlas import estimates, findings, indicators, numbers, queries, stars
from cluster_observatory.web.atlas.stars import Stars

STRONGEST = 8

SECRET = "cNP"
"""The flags of figures that are kept secret."""


def entries(edition, kind, region, year, profile):
    """Return an entry per subject of a kind that the region has a row for, as the classification goes."""
    column = queries.TABLES[kind][2]
    subjects = queries.subjects(edition, kind)
    rows = queries.region_figures(edition, kind, region, year).iter_rows(named=True)
    by_code = {row[column]: row for row in rows}
    judged = stars.of_region(edition, kind, region, year, profile)
    starred = stars.by_code(edition, judged, column, profile)
    bounds = estimates.of_region(edition, region, year)
    return [
        _entry(edition, subject, by_code[code], starred.get(code, Stars()), bounds)
        for code, subject in subjects.items()
        if code in by_code
    ]


def _entry(edition, subject, row, starred, bounds):
    write = numbers.about if subject.is_modelled else numbers.count
    return {
        "subject": subject,
        "short": subject.short,
        "row": row,
        "stars": starred,
        "persons": write(row["persons"]),
        "is_small": row["persons"] is not None and row["persons"] < findings.WORTH_NAMING,
        "location_quotient": numbers.quotient(row["location_quotient"]),
        "interval": numbers.interval(row.get("location_quotient_low"), row.get("location_quotient_high")),
        "focus": numbers.share(row["focus"]),
        "european_share": numbers.share(row["european_share"]),
        "average_wage": numbers.thousand_euro(row["average_wage"]),
        "bounds": bounds.get(subject.code, "") if row["persons"] is None else "",
        "flags": queries.flags_in_words(edition, row["flags"]),
        "modelled_share": numbers.share(row.get("modelled_share")),
    }


def strongest(found):
    """Return the strongest of some entries: most stars first, then the highest location quotient; few people last."""

    def place(entry):
        return entry["is_small"], -(entry["stars"].count or 0), -entry["row"]["location_quotient"]

    return sorted((entry for entry in found if entry["row"]["location_quotient"]), key=place)[:STRONGEST]


def hidden(edition, found):
    """Return how many sectors are confidential, how many have no figure for another reason, and of how many.

    Sectors count that have a figure anywhere in the year.
    """
    missing = [entry["row"]["flags"] for entry in found if entry["row"]["persons"] is None]
    confidential = sum(any(flag in SECRET for flag in flags or "") for flags in missing)
    known = len(queries.subjects(edition, queries.SECTOR))
    return {"confidential": confidential, "other": known - len(found) + len(missing) - confidential, "all": known}


def structure(edition, region, year):
    """Return for each kind of subject its title and the structural indicators of the year, where there are any."""
    titles = {
        queries.SECTOR: _("Sectors"),
        queries.CLUSTER: _("Traded clusters (mostly modelled)"),
        queries.EMERGING: _("Emerging industries (mostly modelled; they overlap and are never summed)"),
    }
    found = []
    for kind, title in titles.items():
        rows = indicators.of_region(edition, kind, region, year)
        subjects = queries.subjects(edition, kind)
        described = [indicators.entry(subjects[code], rows[code]) for code in subjects if code in rows]
        if described:
            found.append({"kind": kind, "title": title, "entries": described})
    return found
