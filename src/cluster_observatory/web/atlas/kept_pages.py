"""Finished pages kept in memory for a while, compressed, so that many visitors of one page cost one drawing.

A page depends on its edition and on which one is published now, since older ones say
so; on the address with its host, the language, and whether a script asks for a part
of it.  Outlines that `observatory refresh` brings without a new edition show when
the time is over.
"""

import gzip
import hashlib
import threading

from django.core.cache import caches
from django.http import HttpResponse
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import patch_vary_headers, set_response_etag
from django.utils.text import compress_string

from cluster_observatory.web.atlas.parts import asks_for_part

KEPT_FOR = 3600
"""Seconds a page is kept: an edition never changes, only the outlines of its maps may be refreshed."""

LARGEST = 200_000
"""Bytes, compressed, of an answer that is kept.

Pages have half of it at most.  Pictures in pixels have more, and as any parameter makes another address, they could
fill the memory.
"""

LOCKS = 64
"""Visitors who ask for the same page at once wait for one drawing of it; pages share so many locks."""


def kept_pages(get_response):
    """Return a middleware that answers with the kept page where there is one, and keeps pages that came out well."""

    def respond(request):
        if request.method != "GET" or request.edition is None:
            return get_response(request)
        key = _key(request)
        kept = caches["pages"].get(key)
        if kept is not None:
            return _unpacked(request, *kept)
        with locks[int(key, 16) % LOCKS]:
            kept = caches["pages"].get(key)
            if kept is None:
                response = get_response(request)
                if not _may_be_kept(response):
                    return response
                kept = _packed(response)
                if len(kept[0]) <= LARGEST:
                    caches["pages"].set(key, kept, KEPT_FOR)
        return _unpacked(request, *kept)

    locks = [threading.Lock() for _ in range(LOCKS)]
    return respond


def _key(request):
    language, is_part = request.LANGUAGE_CODE, asks_for_part(request)
    editions = (str(request.edition.folder), request.current_edition.name)
    parts = (*editions, request.build_absolute_uri(), language, is_part)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _may_be_kept(response):
    return (
        response.status_code == 200
        and not response.streaming
        and response.content
        and not response.cookies
        and "no-store" not in response.headers.get("Cache-Control", "")
    )


def _packed(response):
    set_response_etag(response)
    response.headers["ETag"] = "W/" + response.headers["ETag"]
    return compress_string(response.content), dict(response.headers)


def _unpacked(request, compressed, headers):
    takes_compressed = re_accepts_gzip.search(request.headers.get("Accept-Encoding", ""))
    response = HttpResponse(compressed if takes_compressed else gzip.decompress(compressed), headers=headers)
    if takes_compressed:
        response.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ("Accept-Encoding",))
    return response
