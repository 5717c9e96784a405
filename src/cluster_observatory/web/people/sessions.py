"""Where a person is signed in, or has begun to sign in."""

from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY as BEGUN
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session


def end_all(person, *, but=None):
    """End every session of the person, those too in which a second factor is still asked for; return how many.

    The session with the key `but` goes on.
    """
    UserSession.objects.filter(user=person).exclude(session_key=but).delete()
    number = str(person.pk)
    theirs = [one.pk for one in Session.objects.iterator() if number in _people(one.get_decoded()) and one.pk != but]
    return Session.objects.filter(pk__in=theirs).delete()[0]


def end_those_without(*, request, user, **_more):
    """End the other sessions of who has set up a second factor: whoever began them may have had the password alone."""
    end_all(user, but=request.session.session_key)


def _people(said):
    return said.get(SESSION_KEY), said.get(BEGUN)
