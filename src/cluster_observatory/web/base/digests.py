"""Digests: what a person wants to be told once a day or once a week, in one letter.

They come at seven in the morning in Brussels, weekly ones on Mondays; after a time without a worker as soon as there
is one again.  A notice goes into one digest, a person gets at most one a day, and none where nothing is new.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from cluster_observatory.web.base import letters, notices
from cluster_observatory.web.base.models import Letter, Notice

BRUSSELS = ZoneInfo("Europe/Brussels")
HOUR = time(7)


def write_due(*, now):
    """Write the digests that are due and return how many were written; again on the same day it writes none twice."""
    waiting = Notice.objects.filter(_new(now))
    people = waiting.order_by().values_list("person", flat=True).distinct()
    return sum(_write(person, now) for person in list(people))


def last_hour(now, *, weekly=False):
    """Return the last moment, in Brussels' time, at which daily or weekly digests became due."""
    here = now.astimezone(BRUSSELS)
    day = here.date() if here.time() >= HOUR else here.date() - timedelta(days=1)
    if weekly:
        day -= timedelta(days=day.weekday())
    return datetime.combine(day, HOUR, BRUSSELS)


def _new(now):
    daily = Q(digest=Notice.Digest.DAILY, made_at__lt=last_hour(now))
    weekly = Q(digest=Notice.Digest.WEEKLY, made_at__lt=last_hour(now, weekly=True))
    return Q(in_digest_at=None, read_at=None) & (daily | weekly)


@transaction.atomic
def _write(person_number, now):
    """Write the digest of one person, and return whether there is one."""
    new = Notice.objects.select_for_update(of=("self",)).filter(_new(now), person=person_number)
    collected = list(new.select_related("person").order_by("made_at", "pk"))
    key = f"digest:{person_number}:{last_hour(now).date()}"
    if not collected or not collected[0].person.is_active or Letter.objects.filter(key=key).exists():
        return False
    person = collected[0].person
    said = [{"subject": one.subject, "text": one.text, "link": notices.whole(one.address)} for one in collected]
    with translation.override(notices.spoken(person)):
        subject, text = notices.worded("base/letters/digest.txt", {"notices": said})
    letters.write(to=person.email, subject=subject, text=notices.framed(text, person), key=key, now=now)
    Notice.objects.filter(pk__in=[one.pk for one in collected]).update(in_digest_at=now)
    return True
