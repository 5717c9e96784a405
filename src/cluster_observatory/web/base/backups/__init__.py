"""Backups: one archive with the rows of the database, the files of people and the key of the site.

Rows are written as JSON, so that an archive made on SQLite can be restored on PostgreSQL and the other way round.
Left out is what is made anew: who is signed in, the search index, limits on sign-ins, the queue of work, editions.
"""

from cluster_observatory.web.base.backups.restoring import Restored, restore
from cluster_observatory.web.base.backups.saving import Saved, save

__all__ = ["Restored", "Saved", "restore", "save"]
