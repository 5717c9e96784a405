"""Which pictures can be taken away as files, and what each is made of.

A picture is known by its kind and by the parameters of the page that shows it.
Another page's picture is added by a function of one's own in PICTURES.
"""

import difflib
from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotFound, NotPossible
from cluster_observatory.web.atlas import choices, comparison_pictures, framing, pictures, queries, viewing
from cluster_observatory.web.atlas.evidence import Evidence
from cluster_observatory.web.atlas.framing import PictureFile
from cluster_observatory.web.atlas.portrait import Portrait
from cluster_observatory.web.atlas.topics import drawn
from cluster_observatory.web.atlas.topics.taken import scoreboard_ranking


def picture(edition, kind, parameters):
    """Return the picture of a kind; raises NotFound with kinds like it, and what the kind itself refuses."""
    if kind not in PICTURES:
        near = difflib.get_close_matches(kind[: queries.LONGEST_CODE], PICTURES, n=3, cutoff=0.4)
        raise NotFound(
            _("There is no picture “{kind}”. There are: {known}.").format(
                kind=kind[: queries.LONGEST_CODE], known=", ".join(near or PICTURES)
            )
        )
    return PICTURES[kind](edition, parameters)


def _evidence(edition, parameters):
    return Evidence(edition, choices.read(edition, parameters))


def explore_map(edition, parameters):
    """Return the map of a choice with its legend."""
    evidence = _evidence(edition, parameters)
    map_ = evidence.map
    return _of_choice(
        evidence,
        "map",
        framing.of_map(map_),
        evidence.title,
        (evidence.finding, _rules(evidence), framing.remarks(map_, evidence.choice.when)),
        legend=framing.legend_of(map_),
        notice=map_["drawn"].notice,
    )


def explore_ranking(edition, parameters):
    """Return the first regions of a choice as bars."""
    evidence = _evidence(edition, parameters)
    first = [bar for bar in evidence.bars if not bar["apart"]]
    chart = pictures.ranking(evidence.choice, first, evidence.europe)
    title = _("{title}: the first {shown} of {all} regions").format(
        title=evidence.title, shown=len(first), all=evidence.known
    )
    if evidence.choice.view.countries:
        title = _("{title} of {countries}").format(
            title=title, countries=viewing.joined(evidence.choice.view.countries)
        )
    lines = [_hatched(evidence), _rules(evidence)]
    if evidence.choice.measure.has_interval:
        lines.append(_("Thin lines are 95% intervals: what the quotient could be, had plants come out otherwise."))
    if evidence.choice.measure.key == "stars":
        lines.append(
            _(
                "In brackets: in how many of 100 resamplings it is a cluster by these rules. A hollow bar: less than "
                "likely."
            )
        )
    return _of_choice(evidence, "ranking", framing.alone(chart), title, lines)


def explore_distribution(edition, parameters):
    """Return how the regions are spread over the measure of a choice."""
    evidence = _evidence(edition, parameters)
    title = _("How regions are spread: {title}").format(title=evidence.title)
    return _of_choice(
        evidence, "distribution", framing.alone(evidence.distribution), title, [_hatched(evidence), _rules(evidence)]
    )


def explore_trend(edition, parameters):
    """Return the persons employed over the years in the regions that have the most."""
    evidence = _evidence(edition, parameters)
    title = _("Persons employed in {subject} over the years, in the regions with the most").format(
        subject=evidence.subject.short
    )
    return _of_choice(evidence, "trend", framing.alone(evidence.leaders), title, _over_years(evidence))


def explore_total(edition, parameters):
    """Return the persons employed over the years in Europe, always the same countries or regions."""
    evidence = _evidence(edition, parameters)
    total = evidence.total
    title = _("Persons employed in {subject} over the years, Europe").format(subject=evidence.subject.short)
    lines = list(_over_years(evidence))
    if total:
        words = {
            "countries": _("Total of the {n} countries with a figure in every year shown: {list}."),
            "regions": _("Total of the {n} regions with a figure in every year shown."),
        }
        lines.append(words[total["kind"]].format(n=len(total["units"]), list=", ".join(total["units"])))
    return _of_choice(evidence, "total", framing.alone(total and total["chart"]), title, lines)


def region_portfolio(edition, parameters):
    """Return the sectors of a region as bubbles: how specialised, how large a share of its jobs, how many people."""
    portrait = _portrait(edition, parameters)
    title = _("The portfolio of {name}, {year}: each bubble a sector, its area the people employed").format(
        name=portrait.name, year=portrait.when
    )
    return _of_region(portrait, "portfolio", framing.alone(portrait.portfolio), title, ())


def region_trend(edition, parameters):
    """Return the location quotients of a region's strongest sectors over the years."""
    portrait = _portrait(edition, parameters)
    title = _("How specialised {name} was over the years, in its strongest sectors").format(name=portrait.name)
    return _of_region(portrait, "trend", framing.alone(portrait.trend), title, (_gap(),))


def region_dimensions(edition, parameters):
    """Return the six dimensions of a region beside its peers and Europe's median, as a radar."""
    portrait = _portrait(edition, parameters)
    standing = portrait.standing
    if standing.radar_alone is None:
        raise NotFound(_("There are too few figures for this picture."))
    title = _("{name}: six dimensions of industrial change, scores from 0 to 100").format(name=standing.name)
    lines = (
        _("Full line: {name}, hollow dots where the score rests partly on modelled or copied values.").format(
            name=standing.name
        ),
        _("Dashed: mean of the peers. Dotted: Europe’s median. {why}").format(why=standing.peers.why),
    )
    page = f"{reverse('atlas:region', args=[portrait.code])}#dimensions"
    name = f"{portrait.code}-dimensions"
    return PictureFile(standing.radar_alone, title, standing.source, page=page, name=name, lines=lines)


PICTURES: dict[str, Callable[..., PictureFile]] = {
    "explore-map": explore_map,
    "explore-ranking": explore_ranking,
    "explore-distribution": explore_distribution,
    "explore-trend": explore_trend,
    "explore-total": explore_total,
    "region-portfolio": region_portfolio,
    "region-trend": region_trend,
    "region-dimensions": region_dimensions,
    "compare-chart": comparison_pictures.chart,
    "compare-trend": comparison_pictures.trend,
    "scoreboard-ranking": scoreboard_ranking,
    "topic-map": drawn.topic_map,
    "topic-ranking": drawn.topic_ranking,
    "topic-distribution": drawn.topic_distribution,
    "topic-trend": drawn.topic_trend,
}
"""Each kind of picture with the function (edition, parameters) -> PictureFile; parameters are the address's own.

The function raises NotPossible for parameters that are refused, and NotFound where there is nothing to draw.
"""


def _of_choice(evidence, kind, drawing, title, lines, **more):
    choice = evidence.choice
    return PictureFile(
        drawing,
        title,
        evidence.source,
        page=reverse("atlas:front") + choice.query(),
        name=f"{kind}-{choice.subject.code}-{choice.measure.key.replace('_', '-')}-{choice.year}",
        lines=tuple(lines),
        **more,
    )


def _portrait(edition, parameters):
    asked = (parameters.get("region") or "")[: queries.LONGEST_CODE]
    if not asked:
        raise NotPossible(_("Say of which region, such as region=DE11."))
    year = choices.year(edition, queries.SECTOR, parameters.get("year"))
    profile = choices.profile(edition, queries.SECTOR, parameters.get("profile"))
    return Portrait(edition, queries.region_code(edition, asked), year, profile)


def _of_region(portrait, kind, drawing, title, lines):
    page = f"{reverse('atlas:region', args=[portrait.code])}?year={portrait.when}"
    name = f"{portrait.code}-{kind}-{portrait.when}"
    return PictureFile(drawing, title, portrait.source, page=page, name=name, lines=tuple(lines))


def _rules(evidence):
    """Return whose rules stars go by; nothing for any other measure."""
    if evidence.choice.measure.key != "stars" or evidence.profile is None:
        return ""
    return _("By: {rules}.").format(rules=evidence.profile["called"])


def _hatched(evidence):
    return _("Hatched: modelled.") if evidence.is_modelled else ""


def _over_years(evidence):
    return (_("Dashed: modelled.") if evidence.is_split else "", _gap())


def _gap():
    return _("A gap is a break in the series: another edition of regions, or a break the provider flags.")
