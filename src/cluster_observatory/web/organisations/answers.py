"""What is asked of every organisation by setting, and what it answered."""

from cluster_observatory.web.base import questions

KEY = "organisation-profile"
"""The key of the form whose open version every organisation answers."""


def in_words(organisation):
    """Return (question, answer in words, or empty) of the newest answers of an organisation; empty without any."""
    form = questions.open_version(KEY)
    if form is None:
        return []
    sheet = questions.sheet_of(form, organisation) or questions.earlier_sheet(form, organisation)
    return questions.in_words(sheet) if sheet is not None else []
