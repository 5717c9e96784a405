"""What the accounts hold of a person: given out whole, and erased whole."""

import re
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.base import retention
from cluster_observatory.web.base.models import AuditEvent, Letter, Notice
from cluster_observatory.web.base.personal_data import Activity, Export, Holder, Purpose
from cluster_observatory.web.people import sessions
from cluster_observatory.web.people.models import Consent, Person

ACTIVITIES = (
    Activity(
        _("E-mail address, name, language, time zone, ORCID; a password only as a checksum"),
        _("That you have an account, can sign in, and are shown by name to those you work with"),
        _("Contract: the use of this site"),
        _("Until you have the account erased; never confirmed accounts 30 days"),
    ),
    Activity(
        _("Secrets of second factors, public keys of passkeys, connections with other services"),
        _("That nobody else can act in your name"),
        _("Contract, and the duty to keep data safe"),
        _("Until you remove them or have the account erased"),
    ),
    Activity(
        _("Where you are signed in: network address, name of the browser, since when"),
        _("That you can see and end sessions that are not yours"),
        _("Legitimate interest: the safety of your account"),
        _("Until you sign out, at most 14 days"),
    ),
    Activity(
        _("Offices you hold or held, from when to when"),
        _("That it is known who could act for the platform"),
        _("Legal duty to give account"),
        _("Without end, under a number instead of your name once you are erased"),
    ),
    Activity(
        _("What you agreed to, in which wording, when, and when you withdrew it"),
        _("That your consent can be proved"),
        _("Legal duty (Article 7 of the General Data Protection Regulation)"),
        _("Three years after you withdrew it, or until the account is erased"),
    ),
    Activity(
        _("Notices, letters, and how you want to be told"),
        _("That you learn of what concerns you, once"),
        _("Contract: the use of this site"),
        _("Letters 30 days, read notices one year, others three"),
    ),
    Activity(
        _("The trail of what you did: a number for you, the act, the thing, the time"),
        _("That decisions can be checked afterwards"),
        _("Legitimate interest: that nothing is changed unseen"),
        _("Without end, without your name"),
    ),
)

NEWS = Purpose(
    "news", "1", _("The editors may write to me with news of the observatory, besides what concerns me directly.")
)


def export(person):
    """Return all that the accounts hold of a person, without the secrets that protect it."""
    return Export(
        {
            "account": {
                "number": person.pk, "email": person.email, "name": person.name, "language": person.language,
                "time_zone": person.time_zone, "orcid": person.orcid, "state": person.state,
                "joined_at": _moment(person.joined_at), "last_sign_in": _moment(person.last_login),
            },
            "email_addresses": list(
                EmailAddress.objects.filter(user=person).order_by("email").values("email", "verified", "primary")
            ),
            "second_factors": [
                {"kind": one.type, "added_at": _moment(one.created_at), "last_used_at": _moment(one.last_used_at)}
                for one in Authenticator.objects.filter(user=person).order_by("pk")
            ],
            "other_services": [
                {"service": one.provider, "identifier": one.uid, "said": one.extra_data}
                for one in SocialAccount.objects.filter(user=person).order_by("pk")
            ],
            "sessions": [
                {"since": _moment(one.created_at), "network_address": one.ip, "browser": one.user_agent}
                for one in UserSession.objects.filter(user=person).order_by("pk")
            ],
            "offices": [
                {"office": one.office, "since": _moment(one.since), "ended_at": _moment(one.ended_at)}
                for one in person.appointments.order_by("since")
            ],
            "consents": [
                {
                    "purpose": one.purpose, "wording": one.wording, "given_at": _moment(one.given_at),
                    "withdrawn_at": _moment(one.withdrawn_at),
                }
                for one in person.consents.all()
            ],
            "notice_choices": list(person.notice_choices.order_by("kind").values("kind", "way")),
            "notices": [
                {
                    "kind": one.kind, "subject": one.subject, "text": one.text, "made_at": _moment(one.made_at),
                    "read_at": _moment(one.read_at),
                }
                for one in Notice.objects.filter(person=person)
            ],
            "letters": [
                {"subject": one.subject, "state": one.state, "written_at": _moment(one.written_at)}
                for one in Letter.objects.filter(to=person.email).order_by("written_at")
            ],
            "acts": [
                {"number": one.number, "at": _moment(one.at), "act": one.act, "thing": one.thing, "of": one.thing_id}
                for one in AuditEvent.objects.filter(actor=person)
            ],
        }
    )  # fmt: skip


def erase(person, now):
    """Take away all that the accounts hold beside the row of the person, and end offices; return how many of each."""
    addresses = {person.email, *EmailAddress.objects.filter(user=person).values_list("email", flat=True)}
    told = person.notices.values("key")
    return {
        "sessions": sessions.end_all(person),
        "second_factors": Authenticator.objects.filter(user=person).delete()[0],
        "other_services": SocialAccount.objects.filter(user=person).delete()[0],
        "email_addresses": EmailAddress.objects.filter(user=person).delete()[0],
        "consents": person.consents.all().delete()[0],
        "notice_choices": person.notice_choices.all().delete()[0],
        "letters": Letter.objects.filter(Q(to__in=addresses) | Q(key__in=told)).delete()[0],
        "notices": Notice.objects.filter(person=person).delete()[0],
        "mentions": sum(name_instead(address, "…") for address in addresses),
        "offices": person.appointments.filter(ended_at=None).update(ended_at=now),
    }


def follow_change_of_address(*, from_email_address, to_email_address, **_more):
    """Let what others were told say the new address of a person, so that an erasure finds it there."""
    if from_email_address is not None:
        name_instead(from_email_address.email, to_email_address.email)


def name_instead(address, other):
    """Put something else in place of an address in what others were told of the person; return how many texts had it.

    They are told an address where a person has no other name for them yet, such as of who asks to join.
    """
    whole, count = re.compile(rf"(?<![\w.+-]){re.escape(address)}(?![\w-])", re.IGNORECASE), 0
    for model in (Notice, Letter):
        for one in model.objects.filter(text__icontains=address).only("text"):
            text, found = whole.subn(lambda _found: other, one.text)
            if found:
                model.objects.filter(pk=one.pk).update(text=text)
                count += 1
    return count


def _moment(moment):
    return moment.isoformat() if moment else None


PEOPLE = Holder("people", export, erase, ACTIVITIES)


def _end_unconfirmed(before, now):
    """Delete accounts of people who signed up and never confirmed; accounts made by others have no such address."""
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    never = Person.objects.filter(
        Exists(addresses.filter(verified=False)), ~Exists(addresses.filter(verified=True)), joined_at__lt=before,
        last_login=None, state=Person.State.ACTIVE, appointments=None,
    )  # fmt: skip
    Letter.objects.filter(to__in=never.values("email")).delete()
    return never.delete()[1].get("people.Person", 0)


def _end_withdrawn_consents(before, now):
    return Consent.objects.filter(withdrawn_at__lt=before).delete()[0]


def _end_old_sessions(before, now):
    return sum(one.purge() for one in UserSession.objects.iterator())


RETENTION = (
    retention.Rule(
        "people.unconfirmed", _("Accounts whose address was never confirmed: deleted"), timedelta(days=30),
        _end_unconfirmed,
    ),
    retention.Rule(
        "people.consents", _("Consents that were withdrawn: deleted"), timedelta(days=3 * 365), _end_withdrawn_consents
    ),
    retention.Rule(
        "people.sessions", _("Where one was signed in, after the session: deleted"), timedelta(0), _end_old_sessions
    ),
)  # fmt: skip
