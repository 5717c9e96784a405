"""The sheet of a region: what a portrait says, as the words, tables and drawings of two pages."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cluster_observatory.publication import drawing, sheets
from cluster_observatory.publication.radar import radar
from cluster_observatory.publication.sheets import Band, DotRow, Dots, Facts, Passage, Picture, Sheet, Table
from cluster_observatory.web.atlas import certainty, numbers
from cluster_observatory.web.atlas.framing import said_table
from cluster_observatory.web.atlas.sentences import shortened
from cluster_observatory.web.atlas.templatetags import atlas as marks

SECTORS, CLUSTERS, OPTIONS, NOTABLE, PEERS = 6, 6, 6, 5, 8
"""How many of each the sheet has room for."""

CHART = 400
"""How wide a chart is drawn, in units."""

LONGEST = 44
"""How many letters a name may have in a table."""


def of_portrait(portrait, software_version):
    """Return the sheet of a region's portrait, in the language that is asked for."""
    standing = portrait.standing
    name = f"{portrait.name} ({portrait.code})"
    return Sheet(
        language=get_language() or "en",
        title=_("{region}: strengths, dimensions, peers").format(region=name),
        region=portrait.name,
        kicker=_("Cluster Observatory · Sheet of a region · {region}, {country}").format(
            region=name, country=portrait.country
        ),
        banner=_("The figures on this sheet are invented. Never quote them.") if portrait.edition.invented else "",
        finding=portrait.finding,
        beside=_beside(portrait),
        locator=_locator(portrait),
        pages=(tuple(_first(portrait)), tuple(_second(portrait, standing))),
        foot=_foot(portrait, software_version),
        page_of=_("Page {n} of {all}").replace("{all}", str(sheets.PAGES)),
        file_name=f"{portrait.code}-{portrait.when}",
    )


def _beside(portrait):
    if not portrait.has_figures:
        return _("No figure by sector was published for {year}.").format(year=portrait.year)
    hidden = portrait.hidden
    return _(
        "{persons} people worked in the sectors with a published figure in {year}; {confidential} of {all} sectors "
        "are confidential."
    ).format(persons=portrait.persons, year=portrait.year, confidential=hidden["confidential"], all=hidden["all"])


def _locator(portrait):
    place = portrait.locator
    if place is None:
        return None
    light = drawing.LIGHT
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{place["box"]}" stroke="{light["hairline"]}" '
        f'stroke-width="{place["line"]}" stroke-linejoin="round"><path fill="{light["backdrop"]}" d="{place["land"]}"/>'
        f'<path fill="{light["land"]}" d="{place["rest"]}"/>'
        f'<path fill="{light["accent"]}" d="{place["region"]}"/></svg>'
    )
    words = _("{name} within {country}").format(name=portrait.name, country=portrait.country)
    return Picture("", svg, words, note=place["notice"])


def _first(portrait):
    glance = tuple((str(line.title), line.words) for line in portrait.glance)
    if glance:
        yield Band((Facts(_("At a glance"), glance),))
    if not portrait.has_figures:
        return
    yield Band(
        (_strong(_("Strongest sectors, {year}"), portrait, portrait.strongest[:SECTORS]),),
        (
            _strong(
                _("Strongest traded clusters, {year} (mostly modelled)"),
                portrait,
                portrait.strongest_clusters[:CLUSTERS],
            ),
        ),
    )
    charts = [*_portfolio(portrait), *_trend(portrait)]
    if charts:
        yield Band((charts[0],), tuple(charts[1:]))
    if portrait.change:
        yield Band((Passage(_("Why jobs changed"), (portrait.change,)),))
    yield Band((_how_to_read(portrait),))


def _strong(title, portrait, entries):
    rows = tuple(
        (
            shortened(entry["short"][:1].upper() + entry["short"][1:], LONGEST),
            entry["location_quotient"],
            entry["persons"],
            _judged(entry["stars"]),
        )
        for entry in entries
    )
    return Table(
        title.format(year=portrait.year),
        (_("Name"), _("Quotient"), _("People"), _("A cluster?")),
        rows,
        numbers=(1, 2),
        empty=_("None with a published figure."),
    )


def _judged(starred):
    """Return the stars as symbols, and how surely it is a cluster."""
    symbols = "".join(marks.symbols(starred))
    return symbols if starred.count is None else f"{symbols} {certainty.word(starred.probability)}"


def _portfolio(portrait):
    chart = portrait.portfolio
    if chart is not None:
        title = _("Portfolio, {year}: each bubble a sector, its area the people employed").format(year=portrait.year)
        words = _("Bubble chart of sectors by location quotient and share of the region’s jobs")
        yield Picture(title, sheets.drawn(chart.specification(CHART), get_language()), words)


def _trend(portrait):
    chart = portrait.trend
    if chart is not None:
        words = _("Lines of location quotients over the years")
        note = _("A gap is a break in the series: another edition of regions, or a break the provider flags.")
        title = _("How specialised it was over the years")
        yield Picture(title, sheets.drawn(chart.specification(CHART), get_language()), words, note)


def _second(portrait, standing):
    if standing.is_scored:
        figures = [*([standing.whole] if standing.whole else []), *standing.dimensions]
        dots = Dots(
            _("Six dimensions of industrial change, scores from 0 to 100"),
            (_("Dimension"), _("Score"), _("Peers’ mean"), _("Europe’s median"), _("Rank")),
            tuple(_dots(one) for one in figures),
            {
                "own": standing.name,
                "modelled": _("partly modelled or copied"),
                "peer": _("a peer"),
                "mean": _("mean of the peers"),
                "median": _("Europe’s median"),
            },
            _("Drawn"),
        )
        words = _("Radar of the six dimensions; the table beside it holds the same figures")
        spokes = standing.spokes
        radars = (Picture("", sheets.drawn(radar(spokes, 360), get_language()), words),) if spokes else ()
        yield Band((dots,), (*radars, _peers(standing)), wide=True)
        yield from _against(standing)
    else:
        words = _("The region has no place on the scoreboard: too few of its indicators are published.")
        yield Band((Passage(_("Six dimensions of industrial change"), (words,)),))
    left, right = tuple(_options(portrait)), tuple(_further(portrait))
    if left or right:
        yield Band(left or right, right if left else ())
    yield Band((Passage(_("Sources"), tuple(_sources(portrait, standing)), small=True),))


def _dots(one):
    place = numbers.NONE if one.rank is None else _("{rank} of {all}").format(rank=one.rank, all=one.ranked)
    return DotRow(
        name=one.name,
        caution="; ".join(one.cautions),
        figures=(one.written, one.peers_written, one.median_written, place),
        ranks=one.ranks,
        words=one.in_words,
        own=one.score,
        mean=one.peers_mean,
        median=one.median,
        peers=one.peers,
        modelled=one.is_modelled,
    )


def _peers(standing):
    peers = standing.peers
    named = ", ".join(f"{peer.name} ({peer.code[:2]})" for peer in peers.each[:PEERS])
    words = [peers.why]
    if named:
        words.append(_("The nearest: {names}.").format(names=named))
    return Passage(_("Against its peers"), tuple(words))


def _against(standing):
    if standing.bottleneck_in_words:
        yield Band((Passage("", (standing.bottleneck_in_words,)),))
    if standing.peers.each:
        above, below = (
            _("No indicator stands a standard deviation or more above the peers."),
            _("No indicator stands a standard deviation or more below the peers."),
        )
        yield Band(
            (_notable(_("Strengths"), standing.strengths, above),),
            (_notable(_("Weaknesses"), standing.weaknesses, below),),
        )


def _notable(title, entries, empty):
    return Table(
        title,
        (_("Indicator"), _("Score"), _("Peers’ mean"), _("Difference")),
        tuple(
            (shortened(entry["name"], 70), entry["own"], entry["peers_mean"], entry["difference"])
            for entry in entries[:NOTABLE]
        ),
        numbers=(1, 2, 3),
        empty=empty,
    )


def _options(portrait):
    options = portrait.options
    if portrait.has_figures and options:
        yield Table(
            _("Near to what it has, not yet strong, {year}").format(year=options["year"]),
            (_("Sector"), _("Density"), _("Quotient")),
            tuple(
                (shortened(entry["subject"].short, LONGEST), entry["density"], entry["location_quotient"])
                for entry in options["entries"][:OPTIONS]
            ),
            numbers=(1, 2),
            note=_("Density: how much of what is often found with the sector the region has. No forecast, no advice."),
        )


def _further(portrait):
    found = portrait.innovation
    if found is not None:
        words = [found.in_words]
        if not found.is_own:
            words.append(_("That is the larger region {name}, not this one alone.").format(name=found.name))
        yield Passage(_("Innovation index"), tuple(words))
    firms = portrait.entrepreneurship
    if firms is not None:
        shown = ("birth_rate", "survival_rate_3", "scale_up_share")
        rows = tuple((str(row["title"]), row["value"], row["all"]) for row in firms["measures"] if row["name"] in shown)
        title = _("Start-ups and scale-ups, {year}").format(year=firms["year"])
        yield Table(title, (_("Measure"), _("Here"), _("All regions")), rows, numbers=(1, 2))


def _how_to_read(portrait):
    return Passage(
        _("How to read it"),
        (
            _(
                "Quotient: how many times Europe’s share of jobs a sector has here; 1 is Europe’s share. Stars: "
                "criteria met by the rules of {rules}; ★ met, ✫ met but less than likely, ☆ not met, ? not known. "
                "A cluster?: how often all rules hold in 100 resamplings. Figures of clusters are mostly split from "
                "coarser ones. Location says where an industry is concentrated, not why."
            ).format(rules=portrait.rules),
        ),
        small=True,
    )


def _sources(portrait, standing):
    parts = [(_("Sectors and clusters"), portrait.source)] if portrait.has_figures else []
    if standing.is_scored:
        parts.append((_("Scoreboard"), standing.source))
    if portrait.innovation is not None:
        parts.append((_("Innovation index"), portrait.innovation.source))
    for title, source in parts:
        tables = "; ".join(said_table(table) for table in source["tables"])
        yield _("{title}: {tables}.").format(title=title, tables=tables)
    if portrait.locator is not None:
        yield portrait.locator["notice"]


def _foot(portrait, software_version):
    return _(
        "Edition {name}, computed by cluster-observatory {version}. Figures by sector of {year}. Read the method "
        "before you quote a figure."
    ).format(name=portrait.edition.name, version=software_version, year=portrait.year)
