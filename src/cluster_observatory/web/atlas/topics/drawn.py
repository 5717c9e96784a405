"""The pictures of a topic's page as files."""

from django.utils.translation import gettext as _

from cluster_observatory.web.atlas import framing, pictures
from cluster_observatory.web.atlas.framing import PictureFile
from cluster_observatory.web.atlas.topics import choices, queries
from cluster_observatory.web.atlas.topics.evidence import Evidence


def topic_map(edition, parameters):
    """Return the map of a topic with its legend."""
    evidence = _evidence(edition, parameters)
    map_ = evidence.map
    lines = (evidence.finding, _hatched(evidence), framing.remarks(map_, evidence.choice.when))
    return _of(
        evidence,
        "map",
        framing.of_map(map_),
        evidence.title,
        lines,
        legend=framing.legend_of(map_),
        notice=map_["drawn"].notice,
    )


def topic_ranking(edition, parameters):
    """Return the first regions of a topic as bars; raises NotFound for ranks, which no length shows."""
    evidence = _evidence(edition, parameters)
    is_of_ranks = evidence.choice.measure.key == "rank"
    bars = [] if is_of_ranks else [bar | {"interval": None} for bar in evidence.bars]
    title = _("{title}: the first {shown} of {all} regions").format(
        title=evidence.title, shown=len(bars), all=evidence.known
    )
    drawing = framing.alone(pictures.ranking(evidence.choice, bars, None))
    return _of(evidence, "ranking", drawing, title, (_hatched(evidence),))


def topic_distribution(edition, parameters):
    """Return how the regions are spread over the measure of a topic."""
    evidence = _evidence(edition, parameters)
    title = _("How regions are spread: {title}").format(title=evidence.title)
    return _of(evidence, "distribution", framing.alone(evidence.distribution), title, (_hatched(evidence),))


def topic_trend(edition, parameters):
    """Return a topic over the years, in the regions that lead in the year chosen."""
    evidence = _evidence(edition, parameters)
    title = _("{topic} over the years, in the regions that lead in {year}").format(
        topic=evidence.topic.title, year=evidence.choice.when
    )
    gap = _("A gap is a year without a figure, or a break in the series: the provider counts otherwise from then on.")
    return _of(evidence, "trend", framing.alone(evidence.trend), title, (gap,))


def _evidence(edition, parameters):
    topic = queries.topic(edition, *(parameters.get("topic") or "").partition("/")[::2])
    return Evidence(edition, choices.read(edition, parameters, topic))


def _hatched(evidence):
    return evidence.hatched if evidence.is_modelled or evidence.are_some_split else ""


def _of(evidence, kind, drawing, title, lines, **more):
    topic, choice = evidence.topic, evidence.choice
    name = "-".join(part for part in (kind, topic.board, topic.code, choice.measure.key, choice.when) if part)
    return PictureFile(
        drawing,
        title,
        evidence.source,
        page=choice.address + choice.query(),
        name="".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name),
        lines=tuple(lines),
        **more,
    )
