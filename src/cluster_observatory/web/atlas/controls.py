"""What of the view can be chosen on a page, in the order in which people think: where, and how it looks."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cluster_observatory.publication.labels import country_name
from cluster_observatory.web.atlas import viewing


def looks(choice, countries, levels):
    """Return what of the view can be chosen: countries, levels of NUTS, classes, maps, each with what is chosen.

    A level without figures stands in the list all the same, closed.
    """
    view, language = choice.view, get_language()
    open_ = (viewing.REGION_LEVEL,) if choice.measure.key == "stars" else levels
    return {
        "countries": sorted(
            (
                {"code": code, "name": country_name(code, language), "chosen": code in view.countries}
                for code in countries
            ),
            key=lambda country: country["name"],
        ),
        "countries_in_words": viewing.joined(view.countries),
        "levels": [
            {"level": level, "title": title, "chosen": level == view.level, "closed": level not in open_}
            for level, title in viewing.LEVELS.items()
        ],
        "why_level": _why(choice, levels),
        "without_countries": choice.query(countries=()),
        "classes": viewing.class_choices(choice.measure.usual) if choice.measure.usual else [],
        "maps": list(viewing.MAPS.items()),
    }


def _why(choice, levels):
    """Return why not every level of NUTS can be chosen, or nothing where each can."""
    if len(levels) == 1:
        return _("Only NUTS-2 regions have these figures.")
    if choice.measure.key == "stars":
        return _("Stars are judged among NUTS-2 regions only.")
    return ""
