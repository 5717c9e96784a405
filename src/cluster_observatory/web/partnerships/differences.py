"""What two versions of a partnership's fields differ in, in words for who has to choose between them."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cluster_observatory.web.base.languages import said
from cluster_observatory.web.organisations import vocabularies

VOCABULARIES = {"sectors": "sectors", "target_countries": "target_countries"}


def between(partnership, values):
    """Return the fields whose typed value is not what there is now, as (label, typed, there now)."""
    found = []
    for name, typed in values.items():
        there = getattr(partnership, name)
        if typed != there:
            label = partnership._meta.get_field(name).verbose_name
            found.append((label, _words(name, typed), _words(name, there)))
    return found


def _words(name, value):
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return said(value).text
    if isinstance(value, list):
        return "; ".join(vocabularies.label(VOCABULARIES[name], code) for code in value)
    return date_format(value, "j F Y") if isinstance(value, datetime.date) else str(value)
