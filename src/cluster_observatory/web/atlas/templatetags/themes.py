"""The tag that groups the context of a region by what it is about, each group with its source line."""

from django import template
from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.atlas.evidence import source_line

register = template.Library()

THEMES = (
    (_("Output"), "nama_10r_2gdp"),
    (_("Income"), "nama_10r_2hhinc"),
    (_("Work"), "lfst_"),
    (_("Learning"), "trng_"),
    (_("More"), ""),
)
"""Themes in the order shown, with how the codes of their tables begin; the last takes what is left."""


@register.simple_tag
def by_theme(edition, facts):
    """Return the themes that have facts: title, facts in the order of their tables, source line."""
    groups = {title: [] for title, _begin in THEMES}
    for fact in sorted(facts, key=lambda fact: fact["dataset"]):
        title = next(title for title, begin in THEMES if fact["dataset"].startswith(begin))
        groups[title].append(fact)
    return [
        {
            "title": title,
            "facts": found,
            "source": source_line(edition, [fact["dataset"] for fact in found], "context"),
            "is_work": title == THEMES[2][0],
        }
        for title, found in groups.items()
        if found
    ]
