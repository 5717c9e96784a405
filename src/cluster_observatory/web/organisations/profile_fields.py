"""The fields of a profile: in which part of the editor each stands, and which a moderator looks at first."""

from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.base.languages import here, name
from cluster_observatory.web.organisations import vocabularies
from cluster_observatory.web.organisations.criteria import SIDES
from cluster_observatory.web.organisations.models import ClusterDetails, Organisation

PARTS = {
    "basics": (
        _("Who and where"),
        ("name", "name_original", "acronym", "kind", "country", "region", "city", "address"),
    ),
    "presentation": (_("What it does"), ("description", "mission", "languages")),
    "contact": (_("Website and contact"), ("website", "website_in_english", "email", "phone")),
    "numbers": (_("Legal form and numbers"), ("legal_form", "founded_in", "pic", "vat", "national_number", "lei")),
    "size": (
        _("Team, members, recognition"),
        (
            "management_fte", "members_total", *(f"members_{kind}" for kind in SIDES), "works_with_public_bodies",
            "employees_in_members", "recognised_by", "is_social_economy",
        ),
    ),
    "work": (
        _("Fields of work"),
        (
            "sectors", "clusters", "emerging_industries", "ecosystems", "technologies", "priorities", "services",
            "target_countries", "keywords",
        ),
    ),
    "cooperation": (_("Offers and requests"), ("offers", "requests", "projects")),
}  # fmt: skip
"""The parts of the editor, each with its title and its fields."""

OF_CLUSTERS = ("size", "work", "cooperation")
"""Parts for cluster organisations and business networks alone."""

SENSITIVE = frozenset([
    "name", "country", "kind", "management_fte", "members_total", *(f"members_{kind}" for kind in SIDES),
    "recognised_by", "is_social_economy",
])  # fmt: skip
"""What a moderator looks at before it changes on a public profile: who it is, and what the criteria look at."""

PERSONAL = frozenset(["email", "phone", "address"])
"""Fields that may be a person's: the audit trail says only that they changed."""


def model_of(field):
    """Return the model that has the field: Organisation or ClusterDetails."""
    return Organisation if field in _names(Organisation) else ClusterDetails


def value_of(organisation, field):
    """Return what a profile has in a field, in JSON's types; None where the organisation is no cluster."""
    thing = organisation if model_of(field) is Organisation else getattr(organisation, "cluster", None)
    return None if thing is None else plain(field, getattr(thing, field))


def plain(field, value):
    """Return a value of a field in JSON's types, the same for every way of writing the same number."""
    value = model_of(field)._meta.get_field(field).to_python(value)
    if value is None or isinstance(value, bool | int | str | list | dict):
        return value
    return f"{value.normalize():f}"


def label_of(field):
    """Return the label of a field."""
    return model_of(field)._meta.get_field(field).verbose_name


def part_of(field):
    """Return the part of the editor in which a field stands."""
    return next((part for part, (_title, fields) in PARTS.items() if field in fields), "contact")


def _names(model):
    return {field.name for field in model._meta.get_fields() if field.concrete}


def shown(field, value):
    """Return a value in JSON's types in words, for a reader of the page; empty where there is none."""
    if field == "kind":
        return str(dict(Organisation.Kind.choices).get(value, value))
    if field == "region":
        return f"{value} {vocabularies.region_name(value)}".strip()
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if field in vocabularies.NAMES:
        codes = value if isinstance(value, list) else [value]
        return ", ".join(vocabularies.label(field, code) for code in codes if code)
    if isinstance(value, dict):
        return "\n\n".join(f"{name(code, here())}: {text}" for code, text in value.items())
    if isinstance(value, list):
        return ", ".join(" · ".join(map(str, one.values())) if isinstance(one, dict) else str(one) for one in value)
    return "" if value is None else str(value)


def lines(organisation, fields=None):
    """Return what a profile says as (field, label, words), those of all parts or of some fields, without empty ones."""
    fields = fields or [field for _title, of_part in PARTS.values() for field in of_part]
    said = [(field, label_of(field), shown(field, value_of(organisation, field))) for field in fields]
    return [line for line in said if line[2]]
