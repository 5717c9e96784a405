"""What organisations entrust to the site, in templates: {% load entrusted %}, then one of the tags."""

from django import template

from cluster_observatory.web.base import files as kept
from cluster_observatory.web.base import questions
from cluster_observatory.web.organisations import answers, files

register = template.Library()


@register.inclusion_tag("organisations/_documents.html")
def documents(organisation):
    """Show the documents for everyone; nothing where there are none."""
    return {"files": kept.of(organisation, files.DOCUMENT.name)}


@register.inclusion_tag("organisations/_logo.html")
def logo(organisation):
    """Show the logo; nothing where there is none."""
    return {"logo": files.logo(organisation), "organisation": organisation}


@register.inclusion_tag("organisations/_evidence.html")
def evidence(organisation):
    """Show moderators the evidence and the answers to their questions."""
    return {"files": kept.of(organisation, files.EVIDENCE.name), "answers": answers.in_words(organisation)}


@register.simple_tag
def are_questions_asked():
    """Return whether there are questions that every organisation answers."""
    return questions.open_version(answers.KEY) is not None
