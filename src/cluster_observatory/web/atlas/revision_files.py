"""Every star that differs between two editions, years or profiles, as a file."""

import polars as pl
from django.utils.translation import gettext as _

from cluster_observatory.publication.catalogue import current
from cluster_observatory.web.atlas import revisions
from cluster_observatory.web.atlas.taken import Taken

COLUMNS = {
    "nuts_edition": "Edition of NUTS that the code of the region is of.",
    "category": "Code of the sector, cluster or emerging industry.",
    "criterion": "The criterion that the star is given for.",
    "change": "gained, or lost, from the first side to the last.",
    "cause": "Why: data (figures revised or of another year), classification (regions), or method (rules).",
    "first_edition": "Edition of the first side.",
    "first_year": "Year of the first side.",
    "first_profile": "Profile of the first side.",
    "last_edition": "Edition of the last side.",
    "last_year": "Year of the last side.",
    "last_profile": "Profile of the last side.",
}
"""What the columns mean that no published table has."""


def changes(edition, parameters):
    """Return every star gained or lost with its cause, and both sides in every row."""
    asked = revisions.read(parameters, current(edition.folder.parents[1]))
    sides = [
        pl.lit(value).alias(f"{name}_{part}")
        for name, side in (("first", asked.first), ("last", asked.last))
        for part, value in (("edition", side.edition.name), ("year", side.year), ("profile", side.profile))
    ]
    datasets = {source["dataset"] for side in (asked.first, asked.last) for source in side.edition.manifest["sources"]}
    return Taken(
        table=revisions.compared(asked).changes.with_columns(sides),
        title=_("Stars that differ: {first} and {last}").format(first=_said(asked.first), last=_said(asked.last)),
        description=_("Every star gained or lost from the first side to the last, with its one cause."),
        datasets=tuple(sorted(datasets)),
        name="-".join(("changes", asked.kind, asked.first.edition.name, asked.last.edition.name)),
        key=("region", "nuts_edition", "category", "criterion"),
        columns=COLUMNS,
        query=asked.parameters,
    )


def _said(side):
    return _("edition {name}, {year}, {profile}").format(name=side.edition.name, year=side.year, profile=side.profile)
