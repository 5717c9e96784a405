"""An organisation for machines: schema.org's Organization as JSON-LD within its page."""

import json

from django.utils.safestring import mark_safe

from cluster_observatory.web.base.languages import said
from cluster_observatory.web.organisations import vocabularies

ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""What could end the script element, or is no JSON within a page."""


def organisation(one, address, members=()):
    """Return the description of an organisation; `address` is the whole address of its page, members have names."""
    text, language = said(one.description)
    found = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": f"{address}#organisation",
        "name": one.name,
        "alternateName": [name for name in (one.acronym, one.name_original) if name],
        "url": one.website or one.website_in_english,
        "mainEntityOfPage": address,
        "description": {"@value": text, "@language": language} if text else "",
        "foundingDate": str(one.founded_in or ""),
        "email": one.email,
        "telephone": one.phone,
        "vatID": one.vat,
        "leiCode": one.lei,
        "identifier": [{"@type": "PropertyValue", "propertyID": "PIC", "value": one.pic}] if one.pic else [],
        "address": _written({
            "@type": "PostalAddress",
            "streetAddress": one.address,
            "addressLocality": one.city,
            "addressRegion": vocabularies.region_name(one.region),
            "addressCountry": vocabularies.ISO_CODES.get(one.country, one.country),
        }),
        "geo": _place(one),
        "member": [{"@type": "Organization", "name": name, "url": page} for name, page in members],
    }  # fmt: skip
    if one.source == one.Source.DEMONSTRATION:
        found["disambiguatingDescription"] = "Invented for demonstration."
    return _written(found)


def element(data):
    """Return data as JSON that can stand within a script element."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))


def _place(one):
    if one.latitude is None or one.longitude is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": one.latitude, "longitude": one.longitude}


def _written(found):
    """Return what is known; what is empty is left out."""
    return {name: value for name, value in found.items() if value not in ("", None, [], {})}
