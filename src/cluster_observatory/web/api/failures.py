"""Which failures each address can have, as the description of the API says them."""

from cluster_observatory.web.api.schemas import Problem

ANYWHERE = (400, 405, 503)
WITH_EDITION = (404, 422)
FOR_FILES = (413,)


def may_fail(answers, *, of_edition=True, is_file=False):
    """Return the answers of an address with those it gives where it cannot: problems, and of editions 304 and 307."""
    statuses = ANYWHERE + (WITH_EDITION if of_edition else ()) + (FOR_FILES if is_file else ())
    moved = {304: None, 307: None} if of_edition else {}
    return answers | moved | dict.fromkeys(statuses, Problem)
