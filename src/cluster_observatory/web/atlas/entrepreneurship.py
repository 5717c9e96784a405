"""Start-ups and scale-ups of a region: births, survival and high growth of enterprises."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cluster_observatory.publication.frames import frame, part
from cluster_observatory.web.atlas import numbers, queries, territories
from cluster_observatory.web.atlas.evidence import source_line

TABLE = "demography"
ALL = "TOTAL"
"""The code of all industries, and of all regions."""

MEASURES = {
    "active": gettext_lazy("Active enterprises"),
    "births": gettext_lazy("Enterprises born"),
    "birth_rate": gettext_lazy("Birth rate: births in active enterprises"),
    "death_rate": gettext_lazy("Death rate: deaths in active enterprises"),
    "survival_rate_1": gettext_lazy("Survival after one year"),
    "survival_rate_3": gettext_lazy("Survival after three years"),
    "survival_rate_5": gettext_lazy("Survival after five years"),
    "high_growth_share": gettext_lazy("High growth: 10% a year or more, of those with ten employees or more"),
    "scale_ups": gettext_lazy("Scale-ups: more than 20% a year"),
    "scale_up_share": gettext_lazy("Scale-ups, of those with ten employees or more"),
    "young_scale_up_share": gettext_lazy("Scale-ups at most five years old, of those with ten employees or more"),
}
"""The measures that a profile shows, in their order."""

BY_SECTOR = ("active", "birth_rate", "survival_rate_3", "scale_up_share")
COUNTS = {"active", "births", "scale_ups"}


def has_table(edition):
    """Return whether the edition holds business demography at all."""
    return TABLE in edition.tables


def of_region(edition, region):
    """Return births, survival and growth of a region's enterprises: the newest year, the measures, the sectors.

    None where the edition has none of this region.  A measure stands beside that of all
    regions of its source and the value of the first year there is.
    """
    if not has_table(edition):
        return None
    code = territories.known_as(region, set(frame(edition, TABLE)["region"].unique()))
    if code is None:
        return None
    rows = part(edition, TABLE, region=code).drop_nulls("value").to_dicts()
    if not rows:
        return None
    newest = max(row["year"] for row in rows)
    datasets = {row["dataset"] for row in rows}
    europe = _by_key(part(edition, TABLE, region=ALL, industry=ALL).drop_nulls("value").to_dicts())
    own = _by_key([row for row in rows if row["industry"] == ALL])
    return {
        "year": newest,
        "measures": [_measure(name, title, newest, own, europe) for name, title in MEASURES.items()],
        "sectors": _sectors(edition, rows, newest),
        "source": source_line(edition, datasets, "demography"),
    }


def _by_key(rows):
    return {(row["measure"], row["year"]): row["value"] for row in rows}


def _measure(name, title, year, own, all_regions):
    first = min((when for measure, when in own if measure == name), default=year)
    return {
        "name": name,
        "title": title,
        "value": _written(name, own.get((name, year))),
        "all": numbers.NONE if name in COUNTS else _written(name, all_regions.get((name, year))),
        "first": _written(name, own.get((name, first))) if first < year else numbers.NONE,
        "since": first if first < year else "",
    }


def _sectors(edition, rows, year):
    known = queries.subjects(edition, queries.SECTOR)
    values = {(row["industry"], row["measure"]): row["value"] for row in rows if row["year"] == year}
    industries = sorted({industry for industry, _measure in values if industry != ALL})
    return [
        {
            "subject": known.get(industry),
            "code": industry,
            "values": [_written(name, values.get((industry, name))) for name in BY_SECTOR],
        }
        for industry in industries
    ]


def _written(name, value):
    if value is None:
        return numbers.NONE
    return numbers.count(value) if name in COUNTS else _("{number}%").format(number=numbers.decimal(value, 1))
