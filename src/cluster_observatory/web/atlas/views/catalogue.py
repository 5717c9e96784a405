"""The catalogue of editions as linked data."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cluster_observatory.errors import NotFound
from cluster_observatory.publication import catalogue as editions
from cluster_observatory.publication import dcat
from cluster_observatory.settings import setting
from cluster_observatory.web.atlas import public_addresses

FORMS = {
    "ttl": ("turtle", "text/turtle; charset=utf-8"),
    "rdf": ("xml", "application/rdf+xml; charset=utf-8"),
    "jsonld": ("json-ld", "application/ld+json; charset=utf-8"),
}
"""How the catalogue can be written: each ending with what rdflib calls it and its media type."""

MOST_EDITIONS = 10
"""So many editions, the newest, are in the catalogue; an older one is in the catalogue under its own address."""


@require_safe
def catalogue(request, form):
    """Give the catalogue of the newest editions, or of the one that the address names."""
    if form not in FORMS:
        raise NotFound(
            _("There is no catalogue as “{form}”. There are: {known}.").format(form=form[:40], known=", ".join(FORMS))
        )
    shown = [request.edition] if request.asked_edition else _newest()
    publisher = dcat.Publisher(setting("PUBLISHER"), setting("CONTACT"))
    folders = tuple(edition.folder for edition in shown)
    content = _written(folders, public_addresses.root(request), publisher, form)
    return HttpResponse(content, content_type=FORMS[form][1])


def _newest():
    return editions.editions(Path(settings.HOME))[-MOST_EDITIONS:]


@lru_cache(maxsize=12)
def _written(folders, root, publisher, form):
    shown = [editions.Edition(folder) for folder in folders]
    graph = dcat.catalogue(shown, public_addresses.of_catalogue(root), publisher)
    return graph.serialize(format=FORMS[form][0], encoding="utf-8")
