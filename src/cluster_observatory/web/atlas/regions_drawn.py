"""Pictures of regions side by side: scores by dimension, quotients by sector, quotients over the years."""

from django.utils.translation import gettext as _

from cluster_observatory.publication.charts import Mark
from cluster_observatory.publication.dot_plots import Dot, Dots
from cluster_observatory.web.atlas import pictures, queries, territories

SECTORS, TRENDS = 6, 4
"""How many sectors are drawn at most, and over the years."""
MOSTLY = 0.5
"""A score is drawn hollow where more than this share of it is not the region's own."""


def scores(units, dimensions):
    """Return the scores of every unit by dimension, or None; `dimensions` holds each unit's by code."""
    groups = []
    for code in dict.fromkeys(code for by_code in dimensions for code in by_code):
        known = [(unit, by_code[code]) for unit, by_code in zip(units, dimensions, strict=True) if code in by_code]
        dots = tuple(
            Dot(unit.name, one.score, one.written, hollow=one.imputed_share + one.copied_share > MOSTLY)
            for unit, one in known
            if one.score is not None
        )
        if dots:
            groups.append(Dots(known[0][1].name, dots))
    return pictures.picture("dots", tuple(groups), _("score")) if groups else None


def quotients(units, entries, sectors):
    """Return the quotients of every unit in the first sectors, or None; `entries` holds each unit's by code."""
    groups = []
    for subject in sectors[:SECTORS]:
        dots = tuple(
            Dot(
                unit.name,
                entry["row"]["location_quotient"],
                entry["location_quotient"],
                entry["row"].get("location_quotient_low"),
                entry["row"].get("location_quotient_high"),
            )
            for unit, entry in zip(units, (by_code.get(subject.code) for by_code in entries), strict=True)
            if entry and entry["row"]["location_quotient"]
        )
        if dots:
            groups.append(Dots(_capital(subject), dots))
    mark, across = Mark(1.0, _("Europe’s share")), _("location quotient (each step doubles)")
    return pictures.picture("dots", tuple(groups), across, mark=mark, growing=True) if groups else None


def over_years(edition, units, sectors):
    """Return for each of the first sectors the quotients of every unit over the years: title, words and chart."""
    found = []
    for subject in sectors[:TRENDS]:
        series = []
        for unit in units:
            rows = queries.series(edition, subject, territories.codes(unit.code)).sort("year")
            columns = ["year", "nuts_edition", "flags", "location_quotient"]
            series.append((unit.name, list(rows.select(columns).drop_nulls("location_quotient").iter_rows())))
        level = Mark(1.0, _("Europe’s share"))
        chart = pictures.trend(series, _("location quotient"), "~g", level=level, modelled=subject.is_modelled)
        if chart:
            title = _("{sector} over the years").format(sector=_capital(subject))
            found.append({"title": title, "words": _("Lines of location quotients over the years"), "chart": chart})
    return found


def _capital(subject):
    return subject.short[:1].upper() + subject.short[1:]
