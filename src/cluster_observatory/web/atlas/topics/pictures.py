"""The picture of a scoreboard's ranking: a dot per region, a thin line over the ranks between which it stays."""

from collections import Counter

from django.utils.translation import gettext as _

from cluster_observatory.publication.rank_charts import Ranked
from cluster_observatory.web.atlas import pictures


def ranking(rows):
    """Return the picture of these rows, best first; where two regions have one name their codes stand with it."""
    named = Counter(row.name for row in rows)
    ranked = tuple(
        Ranked(
            row.name if named[row.name] == 1 else f"{row.name} ({row.region})",
            row.figures["rank"],
            *row.interval,
            hollow=row.modelled,
        )
        for row in rows
    )
    return pictures.picture("ranks", ranked, _("rank"))
