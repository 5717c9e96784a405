"""The editions that the API reads."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from cluster_observatory.errors import BadTable, NotFound
from cluster_observatory.publication import catalogue
from cluster_observatory.web.api.problems import NoEdition
from cluster_observatory.web.atlas.edition import PARTS

BEGIN = "Whoever runs this site lays one down with `observatory build` or `observatory demo`."


def editions():
    """Return every edition, oldest first; raises NoEdition where there is none."""
    found = catalogue.editions(Path(settings.HOME))
    if not found:
        raise NoEdition(BEGIN)
    return found


def current():
    """Return the edition published now; raises NoEdition where there is none, BadTable where it cannot be told."""
    try:
        return _whole(catalogue.current(Path(settings.HOME)).folder)
    except NotFound as error:
        raise NoEdition(BEGIN) from error
    except (OSError, ValueError) as error:
        raise BadTable("The current edition cannot be read.") from error


def edition(name):
    """Return the edition of that name; raises NotFound with those that there are."""
    known = {found.name: found for found in editions()}
    if name not in known:
        raise NotFound(f"There is no edition “{name[:40]}” here. There are: {', '.join(known)}.")
    return _whole(known[name].folder)


@lru_cache(maxsize=8)
def _whole(folder):
    """Return the edition with its manifest read, which never changes."""
    found = catalogue.Edition(folder)
    if not found.manifest.keys() >= PARTS:
        raise BadTable(f"The manifest of the edition {found.name} lacks one of {', '.join(sorted(PARTS))}.")
    return found
