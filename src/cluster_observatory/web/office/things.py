"""How the things of the audit trail are called, and where they are found."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from cluster_observatory.web.organisations.models import Organisation
from cluster_observatory.web.partnerships.models import Partnership

WORDS = {
    "base.answersheet": _("sheet of answers"),
    "base.attachment": _("file"),
    "base.letter": _("letter"),
    "base.question": _("question"),
    "base.questionform": _("question form"),
    "organisations.contact": _("contact of an organisation"),
    "organisations.memberlink": _("member of a cluster"),
    "organisations.membership": _("person who acts for an organisation"),
    "organisations.organisation": _("organisation"),
    "organisations.profilechange": _("change of a profile"),
    "organisations.validation": _("check of a profile"),
    "partnerships.amendment": _("change of members of a partnership"),
    "partnerships.certificate": _("certificate"),
    "partnerships.generation": _("generation of an initiative"),
    "partnerships.initiative": _("initiative"),
    "partnerships.measure": _("measure of a partnership"),
    "partnerships.partner": _("member of a partnership"),
    "partnerships.partnership": _("partnership"),
    "partnerships.result": _("result of a partnership"),
    "people.appointment": _("office of a person"),
    "people.consent": _("consent"),
    "people.person": _("person"),
}
NAMED = {
    "organisations.organisation": (Organisation, "name", "organisations:profile"),
    "partnerships.partnership": (Partnership, "acronym", "partnerships:page"),
}


def word(thing):
    """Return what a sort of thing is called, by the name that the audit trail has for it."""
    return WORDS.get(thing, thing)


def named(events):
    """Return (name, address) of the things of some entries that have both, by (sort, number); two queries for all."""
    found = {}
    for sort, (model, field, page) in NAMED.items():
        numbers = [event.thing_id for event in events if event.thing == sort]
        for number, name, slug in model.objects.filter(pk__in=numbers).values_list("pk", field, "slug"):
            found[sort, str(number)] = name, _address(page, slug)
    return found


def _address(page, slug):
    try:
        return reverse(page, args=[slug])
    except NoReverseMatch:
        return ""
