"""Feeds in Atom: what is new, for readers and for other sites.

An entry keeps its id wherever the site moves its pages to, and a feed in which nothing has changed is the same to the
byte, so that who asks again is answered that nothing is new (304, by ETag and Last-Modified).
"""

import re
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date
from django.utils.translation import get_language

from cluster_observatory.settings import setting
from cluster_observatory.web.base.public_addresses import public

SINCE = 2019
"""The year in the ids of entries: from when on the host is ours to name things by (RFC 4151)."""

NOTHING_YET = datetime(SINCE, 1, 1, tzinfo=UTC)
FRESH_FOR = 300
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Entry(NamedTuple):
    """One thing that is new: its key within the feed, which never changes, its words, its page and its times."""

    key: str
    title: str
    summary: str
    path: str
    published_at: datetime
    updated_at: datetime


class _Atom(Atom1Feed):
    def latest_post_date(self):
        """Return when the newest entry changed; the same moment always where there is none."""
        return super().latest_post_date() if self.items else NOTHING_YET


def answer(request, *, name, title, page, entries):
    """Return the answer to who asks for a feed: `entries` newest first, in the language of the address.

    `name` stands in the ids and is the same in every language; `page` is the path of the page that shows the same.
    """
    here = f"tag:{urlsplit(public(request, '/')).hostname},{SINCE}:{name}"
    feed = _Atom(
        title=_clean(title), link=public(request, page), description="", language=get_language(),
        feed_url=public(request, request.get_full_path()), feed_guid=here, author_name=setting("PUBLISHER"),
    )  # fmt: skip
    for entry in entries:
        feed.add_item(
            title=_clean(entry.title), link=public(request, entry.path), description=_clean(entry.summary),
            unique_id=f"{here}/{entry.key}", pubdate=entry.published_at, updateddate=entry.updated_at,
        )  # fmt: skip
    response = HttpResponse(content_type=feed.content_type)
    response.headers["Last-Modified"] = http_date(feed.latest_post_date().timestamp())
    patch_cache_control(response, public=True, max_age=FRESH_FOR)
    feed.write(response, "utf-8")
    return response


def _clean(words):
    return NOT_IN_XML.sub("", str(words))
