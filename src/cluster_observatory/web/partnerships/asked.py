"""What an initiative asks of its partnerships: enough members, and contents that not every partnership has."""

from babel.lists import format_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cluster_observatory.web.organisations.vocabularies import COSME, country_name


def obstacle_to_members(initiative, organisations):
    """Return why these organisations are too few for the initiative, or None.

    Profiles with the same PIC or VAT number are one legal entity; only those from eligible countries count.
    """
    eligible = [
        one
        for one in organisations
        if not initiative.eligible_countries or one.country in initiative.eligible_countries
    ]
    entities = len(_legal_entities(eligible))
    countries = sorted({one.country for one in eligible})
    if entities >= initiative.least_partners and len(countries) >= initiative.least_countries:
        return None
    asked = _(
        "{initiative} asks for at least {partners} distinct organisations from at least {countries} different "
        "countries."
    ).format(initiative=initiative.code, partners=initiative.least_partners, countries=initiative.least_countries)
    if not eligible:
        return asked
    met = ngettext(
        "Here there is {partners} organisation from: {countries}.",
        "Here there are {partners} organisations from: {countries}.",
        entities,
    ).format(
        partners=entities, countries=format_list([country_name(code) for code in countries], locale=get_language())
    )
    return f"{asked} {met}"


def obstacle_to_content(initiative, *, target_countries, exchange_plan):
    """Return what the initiative asks that the contents do not have, or None."""
    if initiative.needs_third_country and not set(target_countries) - COSME:
        return _("{initiative} asks for at least one third country that the partnership wants to reach.").format(
            initiative=initiative.code
        )
    if initiative.needs_exchange_plan and not exchange_plan.strip():
        return _("{initiative} asks for a plan for ClusterXchange.").format(initiative=initiative.code)
    return None


def _legal_entities(organisations):
    """Return the organisations without those that share a PIC or VAT number with one before them."""
    found, known = [], set()
    for organisation in organisations:
        marks = {("pk", organisation.pk), ("pic", organisation.pic), ("vat", organisation.vat.replace(" ", "").upper())}
        marks = {mark for mark in marks if mark[1]}
        if not marks & known:
            found.append(organisation)
        known |= marks
    return found
