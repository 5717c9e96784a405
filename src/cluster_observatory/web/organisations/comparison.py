"""Up to four organisations side by side, one line for each thing that can be compared."""

from dataclasses import dataclass

from django.core.validators import slug_re
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cluster_observatory.errors import NotFound, NotPossible
from cluster_observatory.web.organisations import queries, vocabularies
from cluster_observatory.web.organisations.portraits import title

MOST = 4
LISTS = (
    "clusters", "emerging_industries", "sectors", "ecosystems", "technologies", "services", "target_countries",
)  # fmt: skip
NUMBERS = (
    "members_total",
    "members_sme",
    "members_large",
    "members_research",
    "members_public",
    "employees_in_members",
)


@dataclass(frozen=True)
class Line:
    """One thing compared: its title, what each organisation has, and which of it all of them have."""

    title: str
    values: list
    shared: frozenset = frozenset()
    is_number: bool = False


def compared(slugs):
    """Return the organisations of those slugs, in that order, and the lines of their comparison.

    Raises NotPossible for more than four, and NotFound for one that is not public.
    """
    slugs = list(dict.fromkeys(slugs))
    if len(slugs) > MOST:
        raise NotPossible(_("At most {most} organisations can be compared at once.").format(most=MOST))
    asked = [slug for slug in slugs if slug_re.fullmatch(slug)]
    known = {one.slug: one for one in queries.shown_in_directory().filter(slug__in=asked)}
    if lacking := [slug for slug in slugs if slug not in known]:
        raise NotFound(_("There is no public organisation “{slug}”.").format(slug=lacking[0][:80]))
    organisations = [known[slug] for slug in slugs]
    return organisations, [*_simple(organisations), *_numbers(organisations), *_lists(organisations)]


def _simple(organisations):
    yield Line(_("Type"), [[one.get_kind_display()] for one in organisations])
    yield Line(_("Country"), [[vocabularies.country_name(one.country)] for one in organisations])
    yield Line(_("Region"), [[vocabularies.region_name(one.region)] if one.region else [] for one in organisations])
    yield Line(_("Year of foundation"), [[str(one.founded_in)] if one.founded_in else [] for one in organisations])


def _numbers(organisations):
    for name in NUMBERS:
        found = [getattr(one.cluster, name) if hasattr(one, "cluster") else None for one in organisations]
        if any(value is not None for value in found):
            written = [[] if value is None else [number_format(value, force_grouping=True)] for value in found]
            yield Line(title(name), written, is_number=True)


def _lists(organisations):
    for name in LISTS:
        found = [getattr(one.cluster, name) if hasattr(one, "cluster") else [] for one in organisations]
        if any(found):
            shared = frozenset.intersection(*map(frozenset, found)) if len(found) > 1 else frozenset()
            named = [[vocabularies.label(name, code) for code in codes] for codes in found]
            yield Line(title(name), named, frozenset(vocabularies.label(name, code) for code in shared))
