"""The picture of a scoreboard's ranking: a dot per region, a thin line over the ranks between which it stays."""

from functools import lru_cache

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from cluster_observatory.publication import drawing, rank_charts
from cluster_observatory.publication.rank_charts import Ranked

WIDE, NARROW = 760, 328


@lru_cache(maxsize=64)
def _drawn(ranked, all_ranked, across):
    return {
        look: mark_safe(drawing.svg(rank_charts.ranking(ranked, all_ranked, across, width)))
        for look, width in (("wide", WIDE), ("narrow", NARROW))
    }


def ranked(rows):
    """Return the rows of a scoreboard as the picture has them; names with their codes, so that none stands twice."""
    return tuple(
        Ranked(f"{row.name} ({row.region})", row.figures["rank"], *row.interval, hollow=row.modelled) for row in rows
    )


def ranking(rows, all_ranked):
    """Return the picture as two inline drawings, for wide and for narrow columns."""
    return _drawn(ranked(rows), all_ranked, _("rank"))
