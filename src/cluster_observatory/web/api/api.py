"""The API as a whole: its addresses, and which error is which problem."""

import logging

from django.core.exceptions import SuspiciousOperation
from ninja import NinjaAPI
from ninja.errors import ValidationError

from cluster_observatory import __version__
from cluster_observatory.errors import NotFound, NotPossible, ObservatoryError
from cluster_observatory.publication.exports.bounds import TooLarge
from cluster_observatory.web.api import editions, files, organisations, partnerships, regions, searching, tables
from cluster_observatory.web.api.problems import NoEdition, problem

api = NinjaAPI(
    title="Cluster Observatory",
    version=__version__,
    description=(
        "The published figures of the observatory for programs. They are those of its pages: every table of every "
        "edition, row by row or as files, and what the pages say of regions. Reading needs no key. An address that "
        "names an edition gives the same figures for ever."
    ),
    urls_namespace="api-1",
    docs_url=None,
    openapi_url=None,
)
for router in (
    editions.router, files.router, tables.router, regions.router, searching.router, organisations.router,
    partnerships.router,
):  # fmt: skip
    api.add_router("", router)

log = logging.getLogger(__name__)
KINDS = ((NoEdition, "no-edition"), (TooLarge, "too-large"), (NotFound, "not-found"), (NotPossible, "wrong-value"))


@api.exception_handler(ObservatoryError)
def refused(request, error):
    """Return the problem of an error that was raised on purpose."""
    kind = next((kind for type_, kind in KINDS if isinstance(error, type_)), "damaged")
    if kind == "damaged":
        log.error("The API cannot answer: %s", error)
        return problem(request, kind, "Whoever runs this site: `observatory check` says what is wrong.")
    return problem(request, kind, str(error))


@api.exception_handler(ValidationError)
def not_valid(request, error):
    """Return the problem of parameters that are not of their type or out of their range."""
    faults = [f"{'.'.join(map(str, fault['loc'][1:]))}: {fault['msg']}" for fault in error.errors]
    return problem(request, "wrong-value", "; ".join(faults)[:500])


@api.exception_handler(SuspiciousOperation)
def not_understood(request, error):
    """Return the problem of an address that Django refuses: one with too many parameters, or too long to lead on."""
    return problem(request, "bad-request", "The address is too long, or has too many parameters.")


@api.exception_handler(Exception)
def fault(request, error):
    """Return the problem of a fault of ours, and write it to the log."""
    log.error("The API failed.", exc_info=error, extra={"request": request})
    return problem(request, "server-error", "Try again, or tell whoever runs this site what you asked for.")
