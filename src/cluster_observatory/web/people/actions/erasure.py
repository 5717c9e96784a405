"""Erasing a person: the row stays, so that what was done still stands, but nothing in it says who it was."""

import secrets

from django.db import transaction

from cluster_observatory.errors import NotPossible
from cluster_observatory.web.base import audit, personal_data
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.people import rules
from cluster_observatory.web.people.actions.offices import administrators_one_at_a_time
from cluster_observatory.web.people.models import Person


@transaction.atomic
def erase(*, whom, person, now):
    """Erase `whom`, who asks for it, or for whom the data protection contact acts; return what each app did.

    Raises NotAllowed for others, and NotPossible while something stands in the way.
    """
    if refusal := rules.obstacle_to_erasing(whom, person):
        raise NotAllowed(refusal)
    administrators_one_at_a_time()
    whom = Person.objects.select_for_update().get(pk=whom.pk)
    if refusal := rules.obstacle_to_erasure(whom, now):
        raise NotPossible(refusal)
    done = personal_data.erase(whom, now)
    mark = secrets.token_hex(4)
    audit.record(
        act="erase", thing=whom, actor=person, now=now, before=whom.state, after=Person.State.ERASED,
        changes={"erased": done},
    )  # fmt: skip
    whom.name, whom.email = f"erased user {mark[:4]}", f"erased-{whom.pk}-{mark}@erased.invalid"
    whom.orcid, whom.language, whom.time_zone = "", "en", "Europe/Brussels"
    whom.state, whom.erased_at, whom.last_login = Person.State.ERASED, now, None
    whom.set_unusable_password()
    whom.save()
    return done
