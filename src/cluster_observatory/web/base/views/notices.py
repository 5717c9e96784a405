"""The notices of the person who is signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cluster_observatory.errors import NotFound
from cluster_observatory.web.base import notices, times

ON_A_PAGE = 50


@require_GET
@login_required
def listed(request):
    """Show what the person was told, first what they have not read."""
    page = Paginator(notices.of(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    unread = notices.unread(request.user).count()
    return render(request, "base/notices/list.html", {"page": page, "unread": unread, "nav": "account"})


@require_POST
@login_required
def read(request):
    """Mark one notice as read, or all where none is named, and go back to the list."""
    named = request.POST.get("notice")
    if named is not None and not (named.isascii() and named.isdigit() and len(named) < 19):
        raise NotFound(_("There is no such notice of yours."))
    count = notices.read(person=request.user, now=times.now(), notice=int(named) if named is not None else None)
    marked = ngettext("{count} notice is marked as read.", "{count} notices are marked as read.", count)
    messages.success(request, marked.format(count=count))
    return redirect("base:notices")
