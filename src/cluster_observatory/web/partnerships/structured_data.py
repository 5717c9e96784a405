"""A partnership for search engines: JSON-LD in the words of schema.org."""

from django.utils.html import json_script
from django.utils.safestring import mark_safe

from cluster_observatory.web.base.languages import said
from cluster_observatory.web.organisations.rules import PUBLIC_STATES


def of_partnership(partnership, address, address_of):
    """Return a partnership with its `members` as a script element of JSON-LD.

    `address` is the whole one of its page, `address_of(organisation)` that of a profile.
    """
    found = {
        "@context": "https://schema.org",
        "@type": "Consortium",
        "@id": address,
        "url": address,
        "name": partnership.acronym,
        "alternateName": partnership.title or None,
        "description": said(partnership.objectives).text or None,
        "foundingDate": partnership.begins_on.isoformat() if partnership.begins_on else None,
        "dissolutionDate": partnership.ends_on.isoformat() if partnership.ends_on else None,
        "sameAs": partnership.website or None,
        "funder": {"@type": "FundingScheme", "name": partnership.initiative.code},
        "member": [_member(place, address_of) for place in partnership.members],
    }
    written = json_script({name: value for name, value in found.items() if value is not None})
    return mark_safe(written.replace('type="application/json"', 'type="application/ld+json"', 1))


def _member(place, address_of):
    organisation = place.organisation
    member = {
        "@type": "OrganizationRole",
        "roleName": place.role,
        "member": {"@type": "Organization", "name": organisation.name},
    }
    if organisation.state in PUBLIC_STATES:
        member["member"]["url"] = address_of(organisation)
    if place.joined_on:
        member["startDate"] = place.joined_on.isoformat()
    return member
