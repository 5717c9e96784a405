"""A home folder with an edition of one table, which is all that the server asks for."""

import polars as pl
import pytest

from cluster_observatory.lake import shelves
from cluster_observatory.tables.flags import FLAGS

MANIFEST = {
    "invented": True, "software": {"name": "cluster-observatory", "version": "test"}, "classifications": {},
    "profiles": [], "sources": [], "checks": [],
}  # fmt: skip


@pytest.fixture
def home_with_edition(tmp_path, settings):
    """The home folder of the site, with an edition."""
    flags = pl.DataFrame(FLAGS, schema=["flag", "name", "description"], orient="row")
    shelves.lay_down(tmp_path / "home", {"flags": flags}, MANIFEST)
    settings.HOME = tmp_path / "home"
    return settings.HOME
