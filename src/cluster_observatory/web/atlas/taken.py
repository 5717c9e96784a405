"""A table that is taken away as a file: what it is called and rests on, and where it is found again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import polars as pl
from django.urls import reverse

from cluster_observatory.publication.exports.about import about
from cluster_observatory.web.atlas.public_addresses import lasting

MEANINGS = {
    "name": "Name of the region, sector or cluster.",
    "edition": "Name of the edition that the figures are of.",
    "region_name": "Name of the region.",
    "kind": "What the figures are of: sector, cluster or emerging (industry); emerging industries overlap.",
    "code": "Code of the sector, cluster or emerging industry.",
    "specialisation_value_low": "Lower end of the 95 % interval of the profile's own location quotient.",
    "specialisation_value_high": "Upper end of that interval.",
}
"""What columns mean that no published table has."""


@dataclass(frozen=True)
class Taken:
    """A table that is taken away, what it is called and rests on, and how its address is written.

    `name` is the start of the file's name, `key` the columns that tell rows apart
    (None: those that are keys of published tables), `columns` what those columns
    mean that no published table has, `query` the parameters that ask for it again.
    """

    table: pl.DataFrame
    title: str
    description: str
    datasets: tuple
    name: str
    key: tuple | None = None
    columns: Mapping = field(default_factory=dict)
    query: Mapping = field(default_factory=dict)

    def file_name(self, edition, ending):
        """Return the name of the file, in ASCII without blanks."""
        name = f"{self.name}-edition-{edition.name}"
        return f"{re.sub(r'[^A-Za-z0-9_-]+', '-', name).strip('-')}.{ending}"

    def about(self, request, kind):
        """Return what a file of the table says of it."""
        return about(
            request.edition,
            self.table,
            title=self.title,
            description=self.description,
            datasets=self.datasets,
            address=self.address(request, kind, "csv"),
            key=self.key,
            columns=MEANINGS | dict(self.columns),
        )

    def address(self, request, kind, form):
        """Return where the table is found in a format, with host and edition, so that it stays the same table."""
        path = reverse("atlas:table", kwargs={"kind": kind, "form": form})
        asked = f"?{urlencode(self.query, doseq=True)}" if self.query else ""
        return lasting(request, f"{path}{asked}")
