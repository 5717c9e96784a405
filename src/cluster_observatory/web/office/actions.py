"""What can be done in the back office beyond the acts of the other apps."""

from django.db import transaction

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.models import Letter
from cluster_observatory.web.office import rules
from cluster_observatory.web.people.models import Office
from cluster_observatory.web.people.rules import obstacle_to_office


@transaction.atomic
def send_again(*, letter, person, now):
    """Let a letter that was given up be tried again, from the beginning; return it.

    Raises NotAllowed where `person` is no administrator, NotPossible where there is nothing to send again.
    """
    if refusal := obstacle_to_office(person, Office.ADMINISTRATOR):
        raise NotAllowed(refusal)
    fresh = Letter.objects.select_for_update().get(pk=letter.pk)
    if refusal := rules.obstacle_to_sending_again(fresh, person):
        raise NotPossible(refusal)
    fresh.state, fresh.due_at, fresh.attempts, fresh.last_fault = Letter.State.WAITING, now, 0, ""
    fresh.save(update_fields=["state", "due_at", "attempts", "last_fault"])
    audit.record(
        act="send_again", thing=fresh, actor=person, now=now, before=Letter.State.FAILED, after=Letter.State.WAITING
    )
    return fresh
