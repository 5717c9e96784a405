"""The list of scoreboards: each with its finding, its size, its years and how sure its ranks are."""

from statistics import median

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cluster_observatory.web.atlas.topics import boards, choices, figures, findings, measures, queries, rows


def listed(edition):
    """Return what the list says of each scoreboard and of the innovation index."""
    found = [_of_board(edition, row) for row in queries.boards(edition)]
    if queries.has_innovation(edition):
        found.append(_of_innovation(edition))
    return found


def _choice(edition, topic):
    year = figures.best_year(edition, topic)
    return choices.Choice(topic=topic, year=year, measure=measures.asked(topic, ""))


def _of_board(edition, row):
    top = queries.tops(edition, row["scoreboard"])[0]
    choice = _choice(edition, top)
    ranked = rows.of_choice(edition, choice)
    known = [one for one in ranked if one.value is not None]
    own = [topic for topic in queries.topics(edition).values() if topic.board == row["scoreboard"]]
    return {
        "name": row["scoreboard"],
        "title": queries.full_title(row),
        "finding": findings.of_choice(edition, choice, ranked),
        "status": boards.STATUSES.get(row["status"], row["status"]),
        "source": row["source"],
        "regions": len(known),
        "indicators": sum(topic.is_indicator for topic in own),
        "parts": sum(not topic.is_indicator for topic in own) - 1,
        "years": _years(edition, top),
        "replications": row["replications"],
        "sure": _how_sure(known),
        "is_scoreboard": True,
        "address": top.address,
    }


def _how_sure(known):
    widths = [high - low + 1 for low, high in (row.interval for row in known) if low is not None and high is not None]
    if not widths:
        return _("The ranks have no interval in this edition.")
    tied = [row.figures["tied_with"] for row in known if row.figures["tied_with"] is not None]
    width, ties = round(median(widths)), round(median(tied)) if tied else 0
    return ngettext(
        "Half of the intervals span {width} ranks or fewer; the middle region is tied with {n} other.",
        "Half of the intervals span {width} ranks or fewer; the middle region is tied with {n} others.",
        ties,
    ).format(width=width, n=ties)


def _of_innovation(edition):
    choice = _choice(edition, queries.INDEX)
    ranked = rows.of_choice(edition, choice)
    return {
        "name": queries.INNOVATION,
        "title": queries.INDEX.title,
        "finding": findings.of_choice(edition, choice, ranked),
        "status": _("published, and made anew from its indicators"),
        "source": _("Regional Innovation Scoreboard of the European Commission"),
        "regions": sum(row.value is not None for row in ranked),
        "years": _years(edition, queries.INDEX),
        "sure": _("The source gives no interval."),
        "is_scoreboard": False,
        "address": queries.INDEX.address,
    }


def _years(edition, topic):
    known = figures.years(edition, topic)
    return str(known[0]) if len(known) == 1 else f"{known[0]}–{known[-1]}"
