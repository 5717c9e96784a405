"""Where a person is signed in, or has begun to sign in."""

from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY as BEGUN
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session


def end_all(person):
    """End every session of the person, those too in which a second factor is still asked for; return how many."""
    UserSession.objects.filter(user=person).delete()
    number = str(person.pk)
    theirs = [one.pk for one in Session.objects.iterator() if number in _people(one.get_decoded())]
    return Session.objects.filter(pk__in=theirs).delete()[0]


def _people(said):
    return said.get(SESSION_KEY), said.get(BEGUN)
