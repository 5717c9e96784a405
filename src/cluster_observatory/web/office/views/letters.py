"""Letters that could not be delivered."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import times
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.models import Letter
from cluster_observatory.web.office import actions
from cluster_observatory.web.office.rules import READERS_OF_LETTERS, obstacle_to_sending_again
from cluster_observatory.web.office.views.access import only_for
from cluster_observatory.web.people.models import Office

AT_MOST = 200


@only_for(*READERS_OF_LETTERS)
@require_GET
def letters(request):
    """Show the letters that were given up, oldest first, each with why it cannot be sent again or a button."""
    failed = Letter.objects.filter(state=Letter.State.FAILED).order_by("written_at", "pk")
    rows = [(letter, obstacle_to_sending_again(letter, request.user)) for letter in failed[:AT_MOST]]
    waiting = Letter.objects.filter(state__in=[Letter.State.WAITING, Letter.State.LEAVING]).count()
    context = {"rows": rows, "waiting": waiting, "failed": failed.count(), "nav": "account"}
    return render(request, "office/letters.html", context)


@only_for(Office.ADMINISTRATOR)
@require_POST
def send_again(request, number):
    """Let a letter that was given up be tried again."""
    letter = get_object_or_404(Letter, pk=number)
    try:
        actions.send_again(letter=letter, person=request.user, now=times.now())
        messages.success(request, _("The letter waits to be sent again."))
    except NotAllowed:
        raise
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect("office:letters")
