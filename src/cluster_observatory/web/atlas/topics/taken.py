"""What is taken away of topics and scoreboards: their tables as files, and the picture of a ranking."""

import polars as pl
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotFound, NotPossible
from cluster_observatory.publication.frames import part
from cluster_observatory.publication.labels import region_names
from cluster_observatory.web.atlas.framing import PictureFile
from cluster_observatory.web.atlas.taken import Taken
from cluster_observatory.web.atlas.topics import choices, figures, queries
from cluster_observatory.web.atlas.topics.boards import Board
from cluster_observatory.web.atlas.topics.evidence import Evidence, datasets_below

LONGEST = 40
"""Of what was asked for, so many characters are said again."""


def topic(edition, parameters):
    """Return the figures of every region for a topic in a year, with all columns of the table they stand in."""
    asked = parameters.get("topic") or ""
    found = queries.topic(edition, *asked.partition("/")[::2])
    choice = choices.read(edition, parameters, found)
    rows = figures.of_regions(edition, found, choice.year, choice.industry)
    evidence = Evidence(edition, choice)
    shown = [row.region for row in evidence.rows]
    return Taken(
        table=_named(edition, rows.filter(pl.col("region").is_in(shown))),
        title=evidence.title,
        description=_("Figures of every region for one topic, as the edition has them. {note}").format(
            note=evidence.hatched
        ),
        datasets=tuple(sorted(set(evidence.datasets))),
        name="-".join(part for part in (found.board, found.code, choice.industry, choice.when) if part),
        query=dict(QueryDict(evidence.asked.removeprefix("?")).lists()),
    )


def scoreboard(edition, parameters):
    """Return scores and ranks of every region on a scoreboard and all its parts, with intervals and shares."""
    row, choice = _board(edition, parameters)
    name = row["scoreboard"]
    titles = {topic.code: topic.title for topic in queries.topics(edition).values() if topic.board == name}
    rows = part(edition, "scoreboard_scores", scoreboard=name, year=choice.year)
    if choice.view.countries:
        rows = rows.filter(pl.col("region").str.head(2).is_in(choice.view.countries))
    datasets = {dataset for top in queries.tops(edition, name) for dataset in datasets_below(edition, name, top.code)}
    return Taken(
        table=_named(edition, rows.with_columns(part=pl.col("code").replace_strict(titles))),
        title=_("{name}, {year}").format(name=queries.full_title(row), year=choice.year),
        description=_("Scores and ranks of every region on the scoreboard and its parts, with intervals of ranks."),
        datasets=tuple(sorted(datasets)),
        name=f"scoreboard-{name}-{choice.year}",
        columns={"part": "Name of the aggregate: the scoreboard, a dimension or a sub-dimension."},
        query={"name": name, "year": choice.year, "country": list(choice.view.countries)},
    )


def scoreboard_ranking(edition, parameters):
    """Return the picture of the first of a scoreboard's ranking, with the ranks between which each stays."""
    row, choice = _board(edition, parameters)
    evidence = Board(edition, choice, row)
    if evidence.ranking_chart is None:
        raise NotFound(_("There are too few figures for this picture."))
    return PictureFile(
        drawing=evidence.ranking_chart.alone,
        title=evidence.ranking_title,
        source=evidence.source,
        page=reverse("atlas:scoreboard", args=[evidence.name]) + choice.query(),
        name=f"scoreboard-ranking-{evidence.name.replace('_', '-')}-{choice.year}",
        lines=(
            _("Dot: rank. Thin line: nine of ten replications with other choices lie there."),
            _("Hollow dot: more than half of what it rests on is imputed or copied from larger areas."),
        ),
    )


def _board(edition, parameters):
    name = parameters.get("name")
    if not name:
        known = ", ".join(row["scoreboard"] for row in queries.boards(edition))
        raise NotPossible(_("Say of which scoreboard, such as name=… with one of: {known}.").format(known=known))
    row = queries.board(edition, name[:LONGEST])
    return row, choices.read(edition, parameters, queries.tops(edition, row["scoreboard"])[0])


def _named(edition, rows):
    names = region_names(edition, queries.nuts_edition(edition, rows["region"]))
    named = rows.with_columns(name=pl.col("region").replace_strict(names, default=pl.col("region")))
    return named.select("region", "name", pl.exclude("region", "name"))
