"""The audit trail: who did what, when, to which thing, and whether it is still as it was written."""

import csv
from itertools import chain

from django.contrib import messages
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cluster_observatory.web.base import audit
from cluster_observatory.web.base.spreadsheets import harmless
from cluster_observatory.web.office import things
from cluster_observatory.web.office.forms import TrailForm
from cluster_observatory.web.office.rules import READERS_OF_THE_TRAIL
from cluster_observatory.web.office.views.access import only_for

ON_A_PAGE = 50
LONGEST_NUMBER = 16
"""Digits of the number of an entry that are read."""
COLUMNS = ("number", "at", "actor", "thing", "thing_id", "act", "before", "after", "changes", "reason", "checksum")


@only_for(*READERS_OF_THE_TRAIL)
@require_GET
def trail(request):
    """Show the entries that are asked for, newest first, 50 on a page."""
    form = TrailForm(request.GET)
    found = form.entries()
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit():
        found = found.filter(number__lt=int(before[:LONGEST_NUMBER]))
    shown = list(found.select_related("actor")[: ON_A_PAGE + 1])
    page, more = shown[:ON_A_PAGE], len(shown) > ON_A_PAGE
    named = things.named(page)
    rows = [
        {"event": event, "sort": things.word(event.thing), "named": named.get((event.thing, event.thing_id))}
        for event in page
    ]
    asked = request.GET.copy()
    asked.pop("before", None)
    next_page = request.GET.copy()
    if more:
        next_page["before"] = page[-1].number
    context = {
        "form": form, "rows": rows, "asked": asked.urlencode(), "is_first": not before, "nav": "account",
        "next_page": next_page.urlencode() if more else "",
    }  # fmt: skip
    return render(request, "office/trail.html", context)


@only_for(*READERS_OF_THE_TRAIL)
@require_GET
def trail_csv(request):
    """Return the entries that are asked for as CSV, newest first; persons by their number alone."""
    found = TrailForm(request.GET).entries()
    write = csv.writer(_Echo()).writerow
    lines = (
        write([event.number, event.at.isoformat(), event.actor_id or "", *(_cell(event, name) for name in COLUMNS[3:])])
        for event in found.iterator(chunk_size=2_000)
    )
    return StreamingHttpResponse(
        chain([write(COLUMNS)], lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit-trail.csv"'},
    )


@only_for(*READERS_OF_THE_TRAIL)
@require_POST
def verify(request):
    """Read the whole trail and say whether it is as it was written."""
    verdict = audit.verify()
    if verdict.broken_at is None:
        said = ngettext(
            "The only entry is as it was written.", "All {entries} entries are as they were written.", verdict.entries
        ).format(entries=verdict.entries)
        messages.success(request, said)
    else:
        said = _("The trail is broken at entry {number}: {fault}. Keep the database as it is and call the technicians.")
        messages.error(request, said.format(number=verdict.broken_at, fault=verdict.fault))
    return redirect("office:trail")


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, text):
        """Return the text."""
        return text


def _cell(event, name):
    """Return a value of an entry as a spreadsheet can show it without taking it for a formula."""
    return harmless(str(getattr(event, name) or ""))
