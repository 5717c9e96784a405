"""The files of an organisation: evidence for the moderators, documents and a logo for everyone."""

from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cluster_observatory.errors import NotFound
from cluster_observatory.web.base import files
from cluster_observatory.web.base.conflicts import NotAllowed
from cluster_observatory.web.base.models import AnswerSheet, Attachment
from cluster_observatory.web.base.process import locked
from cluster_observatory.web.organisations import rules
from cluster_observatory.web.organisations.models import Organisation

THING = Organisation._meta.label_lower


class Purpose(NamedTuple):
    """What a file of an organisation is for, in words, who reads it, and what is taken."""

    name: str
    label: str
    help: str
    visibility: str
    kinds: tuple
    largest: int


EVIDENCE = Purpose(
    "evidence",
    gettext_lazy("Evidence"),
    gettext_lazy(
        "For the moderators: statutes, agreements with public bodies, a list of members. Nobody else reads it."
    ),
    Attachment.Visibility.PRIVATE,
    files.KINDS,
    files.LARGEST,
)
DOCUMENT = Purpose(
    "document",
    gettext_lazy("Documents for everyone"),
    gettext_lazy("Your strategy, a yearly report, a leaflet. Everyone reads it as soon as the profile is public."),
    Attachment.Visibility.PUBLIC,
    files.DOCUMENTS,
    files.LARGEST,
)
LOGO = Purpose(
    "logo",
    gettext_lazy("Logo"),
    gettext_lazy("A picture that stands beside your name; a new one takes the place of the old one."),
    Attachment.Visibility.PUBLIC,
    files.PICTURES,
    2 * files.MEGABYTE,
)
PURPOSES = {purpose.name: purpose for purpose in (EVIDENCE, DOCUMENT, LOGO)}


def add(*, organisation, purpose, upload, language="", person, now):
    """Give the organisation a file for a purpose; return it.  A logo takes the place of the one before.

    Raises NotAllowed for who may not change the profile now, and NotPossible in words where the file is not taken.
    """
    with transaction.atomic():
        fresh = _open(organisation, person)
        if purpose == LOGO:
            for old in files.of(fresh, LOGO.name):
                files.remove(thing=fresh, attachment=old, person=person, now=now)
        return files.attach(
            thing=fresh, upload=upload, visibility=purpose.visibility, person=person, now=now, purpose=purpose.name,
            language=language, kinds=purpose.kinds, largest=purpose.largest,
        )  # fmt: skip


def remove(*, organisation, number, person, now):
    """Take away the organisation's file of that number; raises NotAllowed, and NotFound where there is none."""
    with transaction.atomic():
        fresh = _open(organisation, person)
        attachment = files.of(fresh).filter(pk=number).first()
        if attachment is None:
            raise NotFound(_("There is no such file here, or it has been taken away already."))
        files.remove(thing=fresh, attachment=attachment, person=person, now=now)


def forget(*, organisation, person, now):
    """Delete the files and answers of an organisation that ends; only within the transaction of that act."""
    files.remove_all(thing=organisation, person=person, now=now)
    for sheet in AnswerSheet.objects.filter(thing=THING, thing_id=str(organisation.pk)):
        files.remove_all(thing=sheet, person=person, now=now)
        sheet.delete()


def logo(organisation):
    """Return the logo, or None."""
    return files.of(organisation, LOGO.name).first()


def obstacle_to_reading(number, person):
    """Return why the person may not read the private files and answers of an organisation, or None.

    Those who may change its profile read them, and moderators.
    """
    organisation = Organisation.objects.filter(pk=number).first()
    if organisation is None:
        return _("There is no such organisation.")
    if rules.is_moderator(person):
        return None
    return rules.obstacle_to_acting_for(organisation, person, rules.ADMIN, rules.EDITOR)


def is_public(number):
    """Return whether everyone sees the organisation of that number."""
    return Organisation.objects.filter(pk=number, state__in=rules.PUBLIC_STATES).exists()


def _open(organisation, person):
    fresh = locked(organisation)
    if refusal := rules.obstacle_to_editing(fresh, person):
        raise NotAllowed(refusal)
    return fresh
